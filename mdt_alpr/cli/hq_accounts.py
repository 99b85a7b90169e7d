"""What `hq` does with accounts: make one, release a locked one (ACC-05, ACC-13)."""

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from mdt_alpr.cli.passwords import (
    NEW_PASSWORD_VARIABLE,
    password_from,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.roles import Permission, Role

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.service.headquarters import Headquarters

_PERMISSIONS = (Permission.MANAGE_ACCOUNTS,)


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `make-account` and `release-account`."""
    making = what.add_parser("make-account", help="make a person's account")
    making.add_argument("person", help="the user name")
    making.add_argument("--name", required=True, help="the person's name")
    making.add_argument("--role", required=True, choices=[role.value for role in Role])
    making.add_argument("--trained-on", required=True, type=date.fromisoformat)
    making.add_argument(
        "--by", help="administrator, signs in; not for the first account, an administrator's"
    )
    making.set_defaults(do_with=_make, permissions=_PERMISSIONS)
    release = what.add_parser("release-account", help="release a locked account")
    release.add_argument("person", help="the user name")
    release.add_argument("--by", required=True, help="administrator, signs in")
    release.set_defaults(do_with=_release, permissions=_PERMISSIONS)


def _make(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.accounts import NewAccount, make_account
    from mdt_alpr.hq.service.command_sign_in import has_no_account, make_first_account

    if args.by is None and not has_no_account(hq):
        message = "Name the administrator who makes the account with --by."
        raise OutsideError(message)
    password = password_from(NEW_PASSWORD_VARIABLE, args.person)
    new = NewAccount(args.person, args.name, Role(args.role), password, args.trained_on)
    if args.by is None:
        make_first_account(hq, new)
    else:
        make_account(hq, new, args.by)
    sys.stdout.write(f"{args.person} may sign in as {args.role}.\n")
    return 0


def _release(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.accounts import release_account

    if not release_account(hq, args.person, args.by):
        message = f"{args.person} is not locked, or there is no such account."
        raise OutsideError(message)
    sys.stdout.write(f"{args.person} is released.\n")
    return 0

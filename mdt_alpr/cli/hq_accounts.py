"""What `hq` does with accounts, from the first one on (ACC-05, ACC-13, TRN-03)."""

import argparse
import csv
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.passwords import NEW_PASSWORD_VARIABLE, PASSWORD_VARIABLE, password_from
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.wire.accounts import AccountMessage, TrainingRecord

_Do = Callable[["Headquarters", argparse.Namespace], int]
_ADMINISTRATOR = (Permission.MANAGE_ACCOUNTS,)
_TRAINER = (Permission.RECORD_TRAINING,)
_RELEASER = (Permission.RELEASE_OFFICERS,)
_ROLES = [role.value for role in Role]


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add every command about accounts."""
    making = _command(what, "make-account", "make a person's account", _make)
    making.add_argument("--name", required=True, help="the person's name")
    making.add_argument("--role", required=True, choices=_ROLES, help="what the person is")
    making.add_argument(
        "--trained-on",
        required=True,
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the day of the training",
    )
    making.add_argument(
        "--by", help="administrator, signs in; not for the first account, an administrator's"
    )
    making.set_defaults(permissions=_ADMINISTRATOR, begins=True)
    listing = what.add_parser("accounts", help="list accounts: role, last sign-in, training")
    _by(listing, _TRAINER, "administrator or custodian")
    listing.set_defaults(do_with=_list)
    setting = _command(what, "set-password", "set a temporary password of another person", _set)
    _by(setting, _ADMINISTRATOR)
    own = _command(what, "change-password", "change your own password by the old one", _change_own)
    own.set_defaults(by=None)
    training = what.add_parser(
        "record-training", help="record a person's training, or those of a file"
    )
    training.add_argument("person", nargs="?", help="the user name")
    training.add_argument(
        "--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day of the training"
    )
    training.add_argument(
        "--file", type=Path, help="CSV lines: user name, YYYY-MM-DD; all are recorded or none"
    )
    _by(training, _TRAINER, "administrator or custodian")
    training.set_defaults(do_with=_record)
    _add_changes(what)


def _add_changes(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    changing = _command(what, "change-account", "change a person's name or role", _change)
    changing.add_argument("--name", help="the new name (default: as it is)")
    changing.add_argument("--role", choices=_ROLES, help="the new role (default: as it is)")
    _by(changing, _ADMINISTRATOR)
    for name, purpose, act, permissions in (
        ("disable-account", "disable an account; its sessions end now", _disable, _ADMINISTRATOR),
        ("enable-account", "enable a disabled account again", _enable, _ADMINISTRATOR),
        ("release-account", "release a locked account", _release, _RELEASER),
    ):
        acting = _command(what, name, purpose, act)
        acting.add_argument("--reason", required=True, help="why, for the audit")
        _by(acting, permissions)
    rescuing = _command(
        what,
        "rescue-administrator",
        "bring an administrator back, on this machine, when no other one can sign in",
        _rescue,
    )
    rescuing.add_argument(
        "--trained-on",
        required=True,
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the day of the training",
    )
    rescuing.add_argument("--reason", required=True, help="why, for the audit")
    rescuing.add_argument(
        "--new-password", action="store_true", help=f"set one, too ({NEW_PASSWORD_VARIABLE})"
    )
    rescuing.set_defaults(by=None)


def _command(
    what: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str, do: _Do
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = what.add_parser(name, help=purpose)
    command.add_argument("person", help="the user name")
    command.set_defaults(do_with=do)
    return command


def _by(
    command: argparse.ArgumentParser,
    permissions: tuple[Permission, ...],
    who: str = "administrator",
) -> None:
    command.add_argument("--by", required=True, help=f"{who}, signs in ({PASSWORD_VARIABLE})")
    command.set_defaults(permissions=permissions)


def _make(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.accounts import NewAccount, make_account
    from mdt_alpr.hq.people.command_sign_in import has_no_account, make_first_account

    if args.by is None and not has_no_account(hq):
        message = "Name the administrator who makes the account with --by."
        raise OutsideError(message)
    password = password_from(NEW_PASSWORD_VARIABLE, args.person)
    new = NewAccount(args.person, args.name, Role(args.role), password, args.trained_on)
    if args.by is None:
        make_first_account(hq, new)
    else:
        make_account(hq, replace(new, is_temporary=True), args.by)
    sys.stdout.write(f"{args.person} may sign in as {args.role}.\n")
    return 0


def _list(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
    from mdt_alpr.hq.people.account_acts import accounts_of

    with hq.writing() as work:
        found, today = accounts_of(work, args.by).accounts, work.now.date()
    rows = [("user name", "name", "role", "team", "last sign-in", "training until", "state")]
    for one in found:
        until = one.trained_until
        warning = training_warning(until, today) if until else TrainingWarning.OVER
        mark = {TrainingWarning.OVER: " !!", TrainingWarning.URGENT: " !!"}.get(warning, "")
        mark = " !" if warning is TrainingWarning.SOON else mark
        last = one.last_sign_in_at
        rows.append(
            (
                one.person_id,
                one.name,
                one.role.value,
                one.team or "-",
                last.strftime("%Y-%m-%d %H:%M UTC") if last else "never",
                (until.isoformat() if until else "none") + mark,
                _state(one),
            )
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True))
        sys.stdout.write(escaped(line.rstrip()) + "\n")
    return 0


def _state(one: "AccountMessage") -> str:
    words = []
    if one.disabled_at is not None:
        words.append("disabled")
    if one.locked:
        words.append("locked" if one.locked == "all" else "locked at one place")
    if one.password_is_due:
        words.append("new password due")
    return ", ".join(words) or "in use"


def _set(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.accounts import set_temporary_password

    password = password_from(NEW_PASSWORD_VARIABLE, args.person)
    set_temporary_password(hq, args.person, password, args.by)
    sys.stdout.write(f"{args.person} chooses a new password at the next sign-in.\n")
    return 0


def _change_own(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.command_sign_in import DEVICE
    from mdt_alpr.hq.people.sign_in import change_password
    from mdt_alpr.wire.accounts import PasswordChange

    old = password_from(PASSWORD_VARIABLE, args.person)
    new = password_from(NEW_PASSWORD_VARIABLE, f"{args.person}, the new one")
    change_password(hq, PasswordChange(args.person, old, new, DEVICE))
    sys.stdout.write(f"The password of {args.person} is changed.\n")
    return 0


def _record(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import record_trainings
    from mdt_alpr.wire.accounts import TrainingRecord

    if args.file is not None and args.person is None and args.on is None:
        trainings = _trainings(args.file)
    elif args.file is None and args.person is not None and args.on is not None:
        trainings = (TrainingRecord(args.person, args.on),)
    else:
        message = "Name a person and --on DAY, or --file CSV."
        raise OutsideError(message)
    record_trainings(hq, trainings, args.by)
    sys.stdout.write(f"Trainings recorded: {len(trainings)}.\n")
    return 0


def _trainings(path: Path) -> "tuple[TrainingRecord, ...]":
    """Return the lines of a file, a heading passed over.

    Raises:
        OutsideError: it cannot be read, or a line is none; names the line.
    """
    from mdt_alpr.wire.accounts import TrainingRecord

    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path} cannot be read. It is a CSV file (UTF-8): user name, YYYY-MM-DD."
        raise OutsideError(message) from error
    found = []
    for number, row in enumerate(rows, 1):
        words = [word.strip() for word in row]
        if not any(words) or (number == 1 and not any(c.isdigit() for c in words[-1])):
            continue
        try:
            person, on = words
            found.append(TrainingRecord(person, date.fromisoformat(on)))
        except ValueError:
            message = f"{path}, line {number}: not a user name and a day such as 2026-11-28."
            raise OutsideError(message) from None
    if not found:
        message = f"{path} holds no training."
        raise OutsideError(message)
    return tuple(found)


def _change(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people import store as people
    from mdt_alpr.hq.people.account_acts import change_account
    from mdt_alpr.wire.accounts import AccountChange

    if args.name is None and args.role is None:
        message = "Say what changes: --name, --role. A team is set by set-team."
        raise OutsideError(message)
    with hq.reading() as work:
        account = people.account(work.connection, args.person)
    if account is None:
        message = f"There is no account {args.person}."
        raise OutsideError(message)
    role = Role(args.role) if args.role else account.role
    change_account(hq, args.person, AccountChange(args.name or account.name, role), args.by)
    sys.stdout.write(f"{args.person} is changed.\n")
    return 0


def _disable(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import disable_account

    disable_account(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} is disabled.\n")
    return 0


def _enable(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import enable_account

    enable_account(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} is enabled.\n")
    return 0


def _release(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import release_account

    release_account(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} is released.\n")
    return 0


def _rescue(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import Rescue, rescue_administrator

    password = password_from(NEW_PASSWORD_VARIABLE, args.person) if args.new_password else ""
    rescue_administrator(hq, args.person, Rescue(args.trained_on, args.reason, password))
    sys.stdout.write(f"{args.person} may sign in again as administrator.\n")
    return 0

"""What `hq` does with accounts and teams (ACC-05, ACC-13, SUP-02)."""

import sys
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq import REASON, by, by_account, hq_command
from mdt_alpr.cli.passwords import (
    CODE_VARIABLE,
    NEW_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
    code_from,
    password_from,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.wire.accounts import AccountMessage

_ADMINISTRATOR = (Permission.MANAGE_ACCOUNTS,)
_TRAINER = (Permission.RECORD_TRAINING,)
_ROLES = [role.value for role in Role]
_PERSON = arg("person", help="the user name")
_BY = by(f"administrator, signs in ({PASSWORD_VARIABLE})")
_BY_TRAINER = by(f"administrator or custodian, signs in ({PASSWORD_VARIABLE})")
_TRAINED_ON = day("--trained-on", "the day of the training", required=True)


@hq_command(
    "make-account",
    "make a person's account",
    _PERSON,
    arg("--name", required=True, help="the person's name"),
    arg("--role", required=True, choices=_ROLES, help="what the person is"),
    _TRAINED_ON,
    arg("--emergency", metavar="REASON", help="an account that ends after 72 hours, and why"),
    arg("--by", help="administrator, signs in; not for the first account, an administrator's"),
    permissions=_ADMINISTRATOR,
    begins=True,
)
def _make(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.accounts import NewAccount, make_persons_account
    from mdt_alpr.hq.people.command_sign_in import has_no_account, make_first_account

    if args.by is None and not has_no_account(hq):
        message = "Name the administrator who makes the account with --by."
        raise OutsideError(message)
    password = password_from(NEW_PASSWORD_VARIABLE, args.person)
    role, why = Role(args.role), args.emergency or ""
    new = NewAccount(args.person, args.name, role, password, args.trained_on, emergency=why)
    if args.by is None:
        make_first_account(hq, new)
    else:
        make_persons_account(hq, replace(new, is_temporary=True), args.by)
    sys.stdout.write(f"{args.person} may sign in as {args.role}.\n")
    return 0


@hq_command(
    "accounts", "list accounts: role, last sign-in, training", _BY_TRAINER, permissions=_TRAINER
)
def _list(hq: "Headquarters", args: Namespace) -> int:
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
    elif one.expires_at is not None:
        words.append(f"ends {one.expires_at:%Y-%m-%d %H:%M} UTC")
    if one.locked:
        words.append("locked" if one.locked == "all" else "locked at one place")
    if one.password_is_due:
        words.append("new password due")
    if not one.has_factor:
        words.append("no second factor")
    return ", ".join(words) or "in use"


@hq_command(
    "set-password",
    "set a temporary password of another person",
    _PERSON,
    _BY,
    permissions=_ADMINISTRATOR,
)
def _set(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.accounts import set_temporary_password

    password = password_from(NEW_PASSWORD_VARIABLE, args.person)
    set_temporary_password(hq, args.person, password, args.by)
    sys.stdout.write(f"{args.person} chooses a new password at the next sign-in.\n")
    return 0


@hq_command("change-password", "change your own password by the old one", _PERSON)
def _change_own(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.base.headquarters import RefusedError
    from mdt_alpr.hq.people.command_sign_in import DEVICE
    from mdt_alpr.hq.people.sign_in import change_password
    from mdt_alpr.wire.accounts import PasswordChange
    from mdt_alpr.wire.problems import Problem

    old = password_from(PASSWORD_VARIABLE, args.person)
    new = password_from(NEW_PASSWORD_VARIABLE, f"{args.person}, the new one")
    change = PasswordChange(args.person, old, new, DEVICE)
    try:
        change_password(hq, change)
    except RefusedError as error:
        if error.problem is not Problem.CODE_WANTED:
            raise
        change_password(hq, replace(change, code=code_from(CODE_VARIABLE, args.person)))
    sys.stdout.write(f"The password of {args.person} is changed.\n")
    return 0


@hq_command(
    "change-account",
    "change a person's name or role",
    _PERSON,
    arg("--name", help="the new name (default: as it is)"),
    arg("--role", choices=_ROLES, help="the new role (default: as it is)"),
    _BY,
    permissions=_ADMINISTRATOR,
)
def _change(hq: "Headquarters", args: Namespace) -> int:
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


@hq_command(
    "disable-account",
    "disable an account; its sessions end now",
    _PERSON,
    REASON,
    _BY,
    permissions=_ADMINISTRATOR,
)
def _disable(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import disable_account

    disable_account(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} is disabled.\n")
    return 0


@hq_command(
    "set-expiry",
    "set the last day of an account; without --on it has none",
    _PERSON,
    day("--on", "its last day"),
    REASON,
    _BY,
    permissions=_ADMINISTRATOR,
)
def _expire(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import set_expiry
    from mdt_alpr.wire.accounts import AccountExpiry

    set_expiry(hq, args.person, AccountExpiry(args.on, args.reason), args.by)
    until = f"until {args.on.isoformat()}" if args.on else "without an end"
    sys.stdout.write(f"{args.person} may sign in {until}.\n")
    return 0


@hq_command(
    "enable-account",
    "enable a disabled account again",
    _PERSON,
    REASON,
    _BY,
    permissions=_ADMINISTRATOR,
)
def _enable(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import enable_account

    enable_account(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} is enabled.\n")
    return 0


@hq_command(
    "release-account",
    "release a locked account",
    _PERSON,
    REASON,
    _BY,
    permissions=(Permission.RELEASE_OFFICERS,),
)
def _release(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import release_account

    release_account(hq, args.person, args.reason, args.by)
    sys.stdout.write(f"{args.person} is released.\n")
    return 0


@hq_command(
    "rescue-administrator",
    "bring an administrator back, on this machine, when no other one can sign in",
    _PERSON,
    _TRAINED_ON,
    REASON,
    arg("--new-password", action="store_true", help=f"set one, too ({NEW_PASSWORD_VARIABLE})"),
    arg("--new-factor", action="store_true", help="the second factor is lost: set up a new one"),
)
def _rescue(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.account_acts import Rescue, rescue_administrator

    password = password_from(NEW_PASSWORD_VARIABLE, args.person) if args.new_password else ""
    rescue = Rescue(args.trained_on, args.reason, password, resets_factor=args.new_factor)
    rescue_administrator(hq, args.person, rescue)
    sys.stdout.write(f"{args.person} may sign in again as administrator.\n")
    return 0


@hq_command(
    "set-team",
    "say in which team an account is",
    _PERSON,
    arg("--team", default="", help="its name; without one, in no team"),
    arg("--sees-all", action="store_true", help="a supervisor who reviews every team"),
    by("which administrator says so"),
)
def _set_team(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.teams.service import set_team
    from mdt_alpr.wire.accounts import TeamRequest

    ask = TeamRequest(args.team, args.sees_all)
    by_account(
        hq,
        args,
        Permission.MANAGE_ACCOUNTS,
        lambda work: set_team(work, args.person, ask, args.by),
    )
    where = f"in team {args.team}" if args.team else "in no team"
    sees = ", and reviews every team" if args.sees_all else ""
    sys.stdout.write(f"{args.person} is {where}{sees}.\n")
    return 0

"""What `hq` does with accounts and teams (ACC-05, ACC-13, SUP-02)."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq import hq_command
from mdt_alpr.cli.hq_factors import say_setup
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.cli.passwords import NEW_PASSWORD_VARIABLE, new_password_of
from mdt_alpr.cli.times import agency_time
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.search.question import CASES_OF_ANY_FORMAT, demand_case_formats
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    AccountMessage,
    AccountsMessage,
    NewAccountRequest,
    TeamRequest,
    TemporaryPassword,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.versions import account_version, with_version

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_ROLES = [role.value for role in Role]
_PERSON = arg("person", help="the user name")
_NAME = arg("--name", required=True, help="the person's name")
_TRAINED_ON = day("--trained-on", "the day of the training", required=True)


@hq_command(
    "setup",
    "begin a headquarters: make its first account, an administrator's",
    _PERSON,
    _NAME,
    _TRAINED_ON,
    arg(
        "--case-format",
        action="append",
        default=[],
        metavar="FORMAT",
        help="how case numbers are written, such as 26-######: # is a digit, @ a letter",
    ),
    begins=True,
    epilog="It makes the others, over the API: hq sign-in, hq make-account.",
)
def _setup(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.accounts import NewAccount
    from mdt_alpr.hq.people.command_sign_in import demand_no_account, make_first_account
    from mdt_alpr.hq.search.naming import set_case_formats

    demand_no_account(hq)
    demand_case_formats(tuple(args.case_format))
    if args.case_format:
        with hq.writing() as work:
            set_case_formats(work, tuple(args.case_format), args.person)
    password = new_password_of(args.person)
    new = NewAccount(args.person, args.name, Role.ADMINISTRATOR, password, args.trained_on)
    setup = make_first_account(hq, new)
    sys.stdout.write(f"{args.person} may sign in as administrator.\n")
    say_setup(setup)
    if not args.case_format:
        sys.stdout.write(f"{CASES_OF_ANY_FORMAT}\n")


@hq_asks(
    "make-account",
    "make a person's account; its password is changed at the first sign-in",
    _PERSON,
    _NAME,
    arg("--role", required=True, choices=_ROLES, help="what the person is"),
    _TRAINED_ON,
    arg("--emergency", metavar="REASON", help="an account that ends after 72 hours, and why"),
)
def _make(hq: Hq, args: Namespace) -> None:
    password = new_password_of(args.person)
    role, why = Role(args.role), args.emergency or ""
    new = NewAccountRequest(args.person, args.name, role, password, args.trained_on, why)
    setup = hq.ask(AccountsMessage, addresses.ACCOUNTS, new).setup
    sys.stdout.write(f"{args.person} may sign in as {args.role}.\n")
    say_setup(setup)


@hq_asks("accounts", "list accounts: role, last sign-in, training")
def _list(hq: Hq, _args: Namespace) -> None:
    found = hq.ask(AccountsMessage, addresses.ACCOUNTS).accounts
    today = capture_date(SystemClock().now())
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
                agency_time(last) if last else "never",
                (until.isoformat() if until else "none") + mark,
                _state(one),
            )
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True))
        sys.stdout.write(escaped(line.rstrip()) + "\n")


def _state(one: AccountMessage) -> str:
    words = []
    if one.disabled_at is not None:
        words.append("disabled")
    elif one.expires_at is not None:
        words.append(f"ends {agency_time(one.expires_at)}")
    if one.locked:
        words.append("locked" if one.locked == "all" else "locked at one place")
    if one.password_is_due:
        words.append("new password due")
    if not one.has_factor:
        words.append("no second factor")
    if one.set_up_by:
        words.append(f"set up by {', '.join(one.set_up_by)}, not confirmed")
    if one.review:
        words.append(one.review)
    return ", ".join(words) or "in use"


@hq_asks("set-password", "set a temporary password of another person", _PERSON)
def _set(hq: Hq, args: Namespace) -> None:
    password = new_password_of(args.person)
    _post(hq, addresses.ACCOUNT_PASSWORD, args.person, TemporaryPassword(password))
    sys.stdout.write(f"{args.person} chooses a new password at the next sign-in.\n")


@hq_asks(
    "change-account",
    "change a person's name or role",
    _PERSON,
    arg("--name", help="the new name (default: as it is)"),
    arg("--role", choices=_ROLES, help="the new role (default: as it is)"),
)
def _change(hq: Hq, args: Namespace) -> None:
    if args.name is None and args.role is None:
        raise OutsideError("Say what changes: --name, --role. A team is set by set-team.")
    found = hq.ask(AccountsMessage, addresses.ACCOUNTS).accounts
    account = next((one for one in found if one.person_id == args.person), None)
    if account is None:
        raise OutsideError(f"There is no account {args.person}.")
    role = Role(args.role) if args.role else account.role
    path = addresses.filled(addresses.ACCOUNT, person_id=args.person)
    change = AccountChange(args.name or account.name, role)
    hq.post(with_version(path, account_version(account)), change)
    sys.stdout.write(f"{args.person} is changed.\n")


@hq_asks("disable-account", "disable an account; its sessions end now", _PERSON, REASON)
def _disable(hq: Hq, args: Namespace) -> None:
    _post(hq, addresses.ACCOUNT_DISABLE, args.person, ReasonMessage(args.reason))
    sys.stdout.write(f"{args.person} is disabled.\n")


@hq_asks(
    "set-expiry",
    "set the last day of an account; without --on it has none",
    _PERSON,
    day("--on", "its last day"),
    REASON,
)
def _expire(hq: Hq, args: Namespace) -> None:
    _post(hq, addresses.ACCOUNT_EXPIRY, args.person, AccountExpiry(args.on, args.reason))
    until = f"until {args.on.isoformat()}" if args.on else "without an end"
    sys.stdout.write(f"{args.person} may sign in {until}.\n")


@hq_asks("enable-account", "enable a disabled account again", _PERSON, REASON)
def _enable(hq: Hq, args: Namespace) -> None:
    _post(hq, addresses.ACCOUNT_ENABLE, args.person, ReasonMessage(args.reason))
    sys.stdout.write(f"{args.person} is enabled.\n")


@hq_asks(
    "confirm-account",
    "confirm whose account it is, which another person set up; the reason says how you know",
    _PERSON,
    REASON,
)
def _confirm(hq: Hq, args: Namespace) -> None:
    _post(hq, addresses.ACCOUNT_CONFIRM, args.person, ReasonMessage(args.reason))
    sys.stdout.write(f"{args.person} is confirmed.\n")


@hq_command(
    "confirm-account-here",
    "confirm whose account it is, on this machine, where no other person can yet",
    _PERSON,
    REASON,
)
def _confirm_here(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.two_people import confirm_account

    with hq.writing() as work:
        confirm_account(work, args.person, args.reason)
    sys.stdout.write(f"{args.person} is confirmed.\n")


@hq_command(
    "seal-account",
    "let an account that was changed outside the program count as it is, on this machine",
    _PERSON,
    REASON,
)
def _seal(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.account_seals import accept

    role = accept(hq, args.person, args.reason)
    sys.stdout.write(f"{args.person} counts as {role.value}, by the password it has.\n")


@hq_command(
    "seal-accounts",
    "demand marks of accounts on a server that shares its database: give it on each, once all "
    "run this program, then start it again",
    REASON,
)
def _seal_all(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.account_seals import seal_all

    found = seal_all(hq, args.reason)
    sys.stdout.write(f"Marked just now as administrators: {', '.join(found) or 'none'}.\n")


@hq_asks("release-account", "release a locked account", _PERSON, REASON)
def _release(hq: Hq, args: Namespace) -> None:
    _post(hq, addresses.ACCOUNT_RELEASE, args.person, ReasonMessage(args.reason))
    sys.stdout.write(f"{args.person} is released.\n")


@hq_command(
    "rescue-administrator",
    "bring an administrator back, on this machine, when no other one can sign in",
    _PERSON,
    _TRAINED_ON,
    REASON,
    arg("--new-password", action="store_true", help=f"set one, too ({NEW_PASSWORD_VARIABLE})"),
    arg("--new-factor", action="store_true", help="the second factor is lost: set up a new one"),
)
def _rescue(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.account_acts import Rescue, rescue_administrator

    password = new_password_of(args.person) if args.new_password else ""
    rescue = Rescue(args.trained_on, args.reason, password, resets_factor=args.new_factor)
    setup = rescue_administrator(hq, args.person, rescue)
    sys.stdout.write(f"{args.person} may sign in again as administrator.\n")
    say_setup(setup)


@hq_asks(
    "set-team",
    "say in which team an account is",
    _PERSON,
    arg("--team", default="", help="its name; without one, in no team"),
    arg("--sees-all", action="store_true", help="a supervisor who reviews every team"),
)
def _set_team(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.ACCOUNT_TEAM, person_id=args.person)
    hq.put(path, TeamRequest(args.team, args.sees_all))
    where = f"in team {args.team}" if args.team else "in no team"
    sees = ", and reviews every team" if args.sees_all else ""
    sys.stdout.write(f"{args.person} is {where}{sees}.\n")


def _post(hq: Hq, address: str, person: str, body: object) -> None:
    hq.post(addresses.filled(address, person_id=person), body)

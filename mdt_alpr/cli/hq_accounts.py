"""What `hq` does with accounts and teams (ACC-05, ACC-13, SUP-02)."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from mdt_alpr.acts import accounts as acts
from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq import hq_local
from mdt_alpr.cli.hq_factors import say_setup
from mdt_alpr.cli.hq_link import REASON, Hq, hq_command
from mdt_alpr.cli.passwords import NEW_PASSWORD_VARIABLE, new_password_of
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.search.question import CASES_OF_ANY_FORMAT, demand_case_formats
from mdt_alpr.wire.accounts import AccountChange, AccountsMessage

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_ROLES = [role.value for role in Role]
_USUAL_CASES = "##-######"
_PERSON = arg("person", help="the user name")
_NAME = arg("--name", required=True, help="the person's name")
_TRAINED_ON = day("--trained-on", "the day of the training", required=True)


@hq_local(
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
        help="how case numbers are written, such as 26-######: # is a digit, @ a letter "
        "(default: it is asked)",
    ),
    begins=True,
    epilog="It makes the others, over the API: hq sign-in, hq make-account.",
)
def _setup(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.accounts import NewAccount
    from mdt_alpr.hq.people.command_sign_in import demand_no_account, make_first_account
    from mdt_alpr.hq.search.naming import set_case_formats

    demand_no_account(hq)
    formats = tuple(args.case_format) or _asked_formats()
    demand_case_formats(formats)
    if formats:
        with hq.writing() as work:
            set_case_formats(work, formats, args.person)
    password = new_password_of(args.person)
    new = NewAccount(args.person, args.name, Role.ADMINISTRATOR, password, args.trained_on)
    setup = make_first_account(hq, new)
    sys.stdout.write(f"{args.person} may sign in as administrator.\n")
    say_setup(setup)
    if not formats:
        sys.stdout.write(f"{CASES_OF_ANY_FORMAT}\n")


def _asked_formats() -> tuple[str, ...]:
    """Ask at a terminal how case numbers are written; none where nobody can answer (PUR-04)."""
    if not sys.stdin.isatty():
        return ()
    sys.stdout.write(
        "How does your agency write case numbers? # is a digit, @ a letter; more than one with ;\n"
        f"Enter takes {_USUAL_CASES}. A - sets none: then whatever looks like a number passes.\n"
    )
    typed = input("Case numbers: ").strip() or _USUAL_CASES
    return () if typed == "-" else tuple(team.strip() for team in typed.split(";") if team.strip())


@hq_command(
    "change-account",
    "change a person's name or role",
    _PERSON,
    arg("--name", help="the new name (default: as it is)"),
    arg("--role", choices=_ROLES, help="the new role (default: as it is)"),
)
def _change(hq: Hq, args: Namespace) -> None:
    if args.name is None and args.role is None:
        raise OutsideError("Say what changes: --name, --role. A team is set by set-team.")
    answer = hq.ask(AccountsMessage, acts.SHOW_ACCOUNTS.path())
    account = next((a for a in answer.accounts if a.person_id == args.person), None)
    if account is None:
        raise OutsideError(f"There is no account {args.person}.")
    role = Role(args.role) if args.role else account.role
    seen = acts.CHANGE_ACCOUNT.seen_in(answer, person_id=args.person)
    path = acts.CHANGE_ACCOUNT.path(seen=seen, person_id=args.person)
    hq.post(path, AccountChange(args.name or account.name, role))
    sys.stdout.write(f"{args.person} is changed.\n")


@hq_local(
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


@hq_local(
    "seal-account",
    "let an account that was changed outside the program count as it is, on this machine",
    _PERSON,
    REASON,
)
def _seal(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.account_seals import accept

    role = accept(hq, args.person, args.reason)
    sys.stdout.write(f"{args.person} counts as {role.value}, by the password it has.\n")


@hq_local(
    "seal-accounts",
    "demand marks of accounts on a server that shares its database: give it on each, once all "
    "run this program, then start it again",
    REASON,
)
def _seal_all(hq: "Headquarters", args: Namespace) -> None:
    from mdt_alpr.hq.people.account_seals import seal_all

    found = seal_all(hq, args.reason)
    sys.stdout.write(f"Marked just now as administrators: {', '.join(found) or 'none'}.\n")


@hq_local(
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

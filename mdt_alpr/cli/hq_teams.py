"""`hq set-team`: in which team an account is, and whether it reviews all of them (SUP-02)."""

import argparse
import sys
from typing import TYPE_CHECKING

from mdt_alpr.domain.people.roles import Permission

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


def add_team(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `set-team`."""
    setting = what.add_parser("set-team", help="say in which team an account is")
    setting.add_argument("person", help="the user name")
    setting.add_argument("--team", default="", help="its name; without one, in no team")
    setting.add_argument(
        "--sees-all", action="store_true", help="a supervisor who reviews every team"
    )
    setting.add_argument("--by", required=True, help="which administrator says so")
    setting.set_defaults(do_with=_set)


def _set(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.people.command_sign_in import by_account
    from mdt_alpr.hq.teams.service import set_team
    from mdt_alpr.wire.accounts import TeamRequest

    ask = TeamRequest(args.team, args.sees_all)
    by_account(
        hq,
        args.by,
        Permission.MANAGE_ACCOUNTS,
        lambda work: set_team(work, args.person, ask, args.by),
    )
    where = f"in team {args.team}" if args.team else "in no team"
    sees = ", and reviews every team" if args.sees_all else ""
    sys.stdout.write(f"{args.person} is {where}{sees}.\n")
    return 0

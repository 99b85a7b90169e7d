"""`hq look-alikes`: show which misreads would be accepted; with a reason, accept them (ALR-04)."""

import argparse
import sys
from typing import TYPE_CHECKING

from mdt_alpr.domain.people.roles import Permission, Role

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_EXAMPLE = "ABC1234"


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `look-alikes`."""
    parser = what.add_parser("look-alikes", help="let one look-alike character match, or not")
    parser.add_argument("switch", choices=["on", "off"], help="let them match, or not")
    parser.add_argument(
        "--plate",
        action="append",
        metavar="PLATE",
        help=f"show which misreads of it count (default: {_EXAMPLE}); may be given again",
    )
    parser.add_argument("--reason", help="why, for the audit; without it nothing is changed")
    parser.add_argument("--by", required=True, help="which administrator decides")
    parser.set_defaults(do_with=_set)


def _set(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Show what it means, then do it where a reason is given."""
    from mdt_alpr.hq.hotlists.categories import look_alikes, set_look_alikes
    from mdt_alpr.hq.people.command_sign_in import by_account
    from mdt_alpr.wire.hotlists import LookAlikesRequest

    may = Permission.MANAGE_ACCOUNTS
    plates = args.plate or [_EXAMPLE]
    shown = by_account(hq, args.by, may, lambda work: look_alikes(work, plates))
    sys.stdout.write(
        f"Look-alikes are {'on' if shown.allowed else 'off'}. Where they are on, one character "
        f"of these may differ: {' '.join(shown.characters)}\n"
        "A state that was read has to be the record's; officers see which character it is.\n"
    )
    for one in shown.misreads:
        sys.stdout.write(
            f"A listed {one.text} is hit by a read of {' '.join(one.always)}; with look-alikes "
            f"also by one of {' '.join(one.with_look_alikes) or 'no other'}.\n"
        )
    if args.reason is None:
        sys.stdout.write(f"Nothing changed. With --reason WHY they are {args.switch}.\n")
        return 0
    ask = LookAlikesRequest(args.switch == "on", args.reason)
    is_other = by_account(
        hq, args.by, may, lambda work: set_look_alikes(work, ask, args.by, Role.ADMINISTRATOR)
    )
    how = "now, with the next version of the list" if is_other else "already: nothing changed"
    sys.stdout.write(f"Look-alikes are {args.switch} {how}.\n")
    return 0

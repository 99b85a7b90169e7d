"""What `hq` does with hotlists as a whole: tell what is wrong, take one out of use."""

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.service.headquarters import Headquarters

_SHOWN = 10


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `lists` and `retire-list`."""
    parser = what.add_parser("lists", help="what is wrong with the hotlists, and what came last")
    parser.add_argument("--by", required=True, help="custodian or administrator")
    parser.set_defaults(do_with=_show)
    retiring = what.add_parser("retire-list", help="take a list that nobody delivers out of use")
    retiring.add_argument("name")
    retiring.add_argument("--reason", required=True, help="why, for the audit")
    retiring.add_argument("--by", required=True, help="administrator")
    retiring.set_defaults(do_with=_retire)


def _show(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Show it; 1 where a list is overdue or a delivery was stopped."""
    from mdt_alpr.hq.service.list_watch import lists_by_account

    troubles, deliveries = lists_by_account(hq, args.by)
    for one in troubles:
        sys.stdout.write(
            f"{one.kind.upper()}: {one.name}, since {one.since:%Y-%m-%d %H:%M} UTC. {one.why}\n"
        )
    if not troubles:
        sys.stdout.write("No list is overdue, no delivery was stopped.\n")
    for kept in deliveries[:_SHOWN]:
        lists = ", ".join(f"{name} {number}" for name, number in kept.lists)
        sys.stdout.write(
            f"{kept.number}: {kept.at:%Y-%m-%d %H:%M} UTC, {kept.source}, "
            f"{'stopped' if kept.stopped else f'version {kept.version}'}, {lists or 'no list'}\n"
        )
    return 1 if troubles else 0


def _retire(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.hotlist_retiring import retire_by_account

    number = retire_by_account(hq, args.name, args.reason, args.by)
    sys.stdout.write(f"{args.name} is out of use: {number} entries left the cars' list.\n")
    return 0

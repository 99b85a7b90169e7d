"""`hq schedule`: what is due when (RPT-02)."""

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import hq_asks
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.review.audit_schedule import DEMANDS, LATE, ScheduleLine
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_schedule import ScheduleMessage

if TYPE_CHECKING:
    from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink


@hq_asks(
    "schedule",
    "audits, checks and reports: what is due when, and when it was done last",
    arg("--json", action="store_true", help="one JSON line a duty"),
    epilog="Exit code: 1 where something is overdue or was never done.",
)
def _schedule(hq: "HttpCommandLink", args: Namespace) -> int:
    lines = hq.ask(ScheduleMessage, addresses.SCHEDULE).lines
    for one in lines:
        sys.stdout.write((_plain(one) if args.json else escaped(_words(one))) + "\n")
    return int(any(one.state in LATE for one in lines))


def _plain(one: ScheduleLine) -> str:
    demand = DEMANDS[one.duty]
    plain = {
        "duty": one.duty.value,
        "what": demand.what,
        "clause": demand.clause,
        "every": demand.every,
        "state": one.state.value,
        "due_on": one.due_on and one.due_on.isoformat(),
        "items": one.items,
        "late": one.late,
        "last_on": one.last_on and one.last_on.isoformat(),
        "last_by": one.last_by,
        "page": demand.page,
        "command": demand.command,
    }
    return json.dumps(plain)


def _words(one: ScheduleLine) -> str:
    demand = DEMANDS[one.duty]
    due = f"due {one.due_on}" if one.due_on else "nothing is due"
    late = f" ({one.late} of {one.items})" if one.late and one.items > 1 else ""
    last = f"last {one.last_on} by {one.last_by}" if one.last_on else "never done"
    where = demand.command or f"the desk's page {demand.page}"
    state = one.state.value.replace("_", " ")
    head = f"{state}{late}: {demand.what} ({demand.every}; {demand.clause})"
    return f"{head}: {due}, {last}. {where}"

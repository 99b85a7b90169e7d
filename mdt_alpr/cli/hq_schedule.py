"""`hq schedule`, and the yearly review of what is audited (RPT-02, AUD-09)."""

import json
import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_asks
from mdt_alpr.cli.times import agency_time
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.review.audit_schedule import DEMANDS, LATE, ScheduleLine
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_schedule import ScheduleMessage
from mdt_alpr.wire.event_review import AuditedEventsMessage, EventReviewRequest


@hq_asks(
    "schedule",
    "audits, checks and reports: what is due when, and when it was done last",
    arg("--json", action="store_true", help="one JSON line a duty"),
    epilog="Exit code: 1 where something is overdue or was never done.",
)
def _schedule(hq: Hq, args: Namespace) -> int:
    lines = hq.ask(ScheduleMessage, addresses.SCHEDULE).lines
    for one in lines:
        sys.stdout.write((_plain(one) if args.json else escaped(_words(one))) + "\n")
    return int(any(one.state in LATE for one in lines))


@hq_asks(
    "audited-events",
    "types of events that are audited, and what changed since their last review",
    arg("--json", action="store_true", help="one JSON line a type"),
    epilog="Exit code: 1 where the review is overdue.",
)
def _audited_events(hq: Hq, args: Namespace) -> int:
    return _events(hq.ask(AuditedEventsMessage, addresses.AUDITED_EVENTS), as_json=args.json)


@hq_asks(
    "review-audited-events",
    "record the yearly review of the types of events that are audited",
    arg("rationale", help="why these are enough to investigate afterwards. No plates."),
)
def _review(hq: Hq, args: Namespace) -> None:
    asked = EventReviewRequest(args.rationale)
    found = hq.ask(AuditedEventsMessage, addresses.AUDITED_EVENTS, asked)
    sys.stdout.write(f"The review of {len(found.events)} types is recorded.\n")


def _events(found: AuditedEventsMessage, *, as_json: bool) -> int:
    new = set(found.changes.added)
    for name, number in found.events:
        if as_json:
            plain = {"event": name, "recorded": number, "new": name in new}
            sys.stdout.write(json.dumps(plain) + "\n")
        else:
            mark = ", new since the last review" if name in new else ""
            sys.stdout.write(f"{name}: {number} in the last year{mark}\n")
    if not as_json:
        for name in found.changes.removed:
            sys.stdout.write(escaped(f"{name}: not audited any more") + "\n")
        for one in found.reviews:
            words = f"Reviewed {agency_time(one.at)} by {one.by}: {one.rationale}"
            sys.stdout.write(escaped(words) + "\n")
        sys.stdout.write(f"The next review is due on {found.due_on}.\n")
    return int(found.due_on < capture_date(SystemClock().now()))


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

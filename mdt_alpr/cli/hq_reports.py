"""`hq public-page` and `hq audited-events` (RPT-04, AUD-09)."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import reports
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire.event_review import AuditedEventsMessage, EventReviewRequest
from mdt_alpr.wire.reports import PublicFilesMessage


@hq_command(
    "public-page",
    "the page for the public: HTML, CSV and JSON, no plate and no small count",
    arg("folder", type=Path, metavar="FOLDER", help="a new folder for its files"),
    epilog="It needs no server of its own: an administrator reads it, then publishes the folder.",
)
def _public(hq: Hq, args: Namespace) -> None:
    demand_new(args.folder)
    made = hq.ask(PublicFilesMessage, reports.MAKE_PUBLIC_PAGE.path())
    try:
        args.folder.mkdir(parents=True)
    except OSError as error:
        raise OutsideError(f"{args.folder} cannot be made: {error.strerror or error}.") from error
    for name, text in made.files:
        place = args.folder / Path(name).name
        write_file(place, text.encode())
        sys.stdout.write(f"{escaped(str(place))}\n")


@hq_command(
    "audited-events",
    "types of events that are audited, and what changed since their last review",
    arg("--json", action="store_true", help="one JSON line a type"),
    epilog="Exit code: 1 where the review is overdue.",
)
def _audited_events(hq: Hq, args: Namespace) -> int:
    answer = hq.ask(AuditedEventsMessage, reports.SHOW_AUDITED_EVENTS.path())
    new = set(answer.changes.added)
    for name, number in answer.events:
        if args.json:
            plain = {"event": name, "recorded": number, "new": name in new}
            sys.stdout.write(json.dumps(plain) + "\n")
        else:
            mark = ", new since the last review" if name in new else ""
            sys.stdout.write(f"{name}: {number} in the last year{mark}\n")
    if not args.json:
        lines = [f"{name}: not audited any more" for name in answer.changes.removed]
        lines += [f"Reviewed {agency_time(r.at)} by {r.by}: {r.rationale}" for r in answer.reviews]
        lines.append(f"The next review is due on {answer.due_on}.")
        sys.stdout.write("".join(f"{escaped(line)}\n" for line in lines))
    return int(answer.due_on < capture_date(SystemClock().now()))


@hq_command(
    "review-audited-events",
    "record the yearly review of the types of events that are audited",
    arg("rationale", help="why these are enough to investigate afterwards. No plates."),
)
def _review(hq: Hq, args: Namespace) -> None:
    asked = EventReviewRequest(args.rationale)
    answer = hq.ask(AuditedEventsMessage, reports.REVIEW_AUDITED_EVENTS.path(), asked)
    sys.stdout.write(f"The review of {len(answer.events)} types is recorded.\n")

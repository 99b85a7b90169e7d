"""What `hq` does with manual entries: list, remove, close a case, test a plate (MAN-04, -05)."""

import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, hq_command
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import (
    ManualEntriesMessage,
    PlateTestedMessage,
    PlateTestMessage,
    ReasonMessage,
)

MANUAL_ENTRY = Command("manual-entry", "plates that coworkers entered", None)
_ENTRY = arg("entry", help="its id, as `list` shows it")


@hq_command(
    "manual-entry list",
    "the entries that alert now, the one that ends first on top",
    arg("--team", default=EVERY_TEAM, help="of this team only"),
)
def _list(hq: Hq, args: Namespace) -> None:
    answer = hq.ask(ManualEntriesMessage, addresses.entries_of_team(args.team))
    for entry in answer.entries:
        facts = entry.facts
        labels = f" {' '.join(facts.labels)}." if facts.labels else ""
        closed = " CASE CLOSED." * facts.case_closed
        flags = "".join(f" CHECK: {flag}" for flag in entry.flags)
        words = (
            f"{entry.entry_id}: {entry.text} {entry.state}, {entry.days_left} days left, by "
            f"{facts.entered_by}, case {facts.case}: {facts.reason}.{labels}{closed}{flags}"
        )
        sys.stdout.write(f"{escaped(words)}\n")


@hq_command("manual-entry close-case", "its case closed: its maker is reminded", _ENTRY, REASON)
def _close_case(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.ENTRY_CLOSED_CASE, entry_id=args.entry)
    hq.post(path, ReasonMessage(args.reason))
    sys.stdout.write("Noted: its maker is reminded in the car to remove it.\n")


@hq_command("manual-entry remove", "end it in every car", _ENTRY, REASON)
def _remove(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.ENTRY_REMOVAL, entry_id=args.entry)
    hq.post(path, ReasonMessage(args.reason))
    sys.stdout.write("Removed: cars forget it with the next list.\n")


@hq_command(
    "manual-entry test",
    "which ended entries were on a plate",
    arg("plate", help="the plate that you have"),
    arg("state", help="such as NC"),
)
def _test(hq: Hq, args: Namespace) -> None:
    asked = PlateTestMessage(args.plate.upper(), args.state.upper())
    answer = hq.ask(PlateTestedMessage, addresses.PLATE_TEST, asked)
    for one in answer.entries:
        words = (
            f"{one.entry_id}: entered {capture_date(one.entered_at)} by {one.entered_by}, ended "
            f"{capture_date(one.ended_at)}: {one.ended_why}. Case {one.case}: {one.reason}"
        )
        sys.stdout.write(f"{escaped(words)}\n")
    if not answer.entries:
        sys.stdout.write("No ended entry was on this plate.\n")
    if answer.untestable:
        sys.stdout.write(f"{answer.untestable} entries can be tested with another key only.\n")

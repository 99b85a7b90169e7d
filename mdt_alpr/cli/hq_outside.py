"""What `hq` does with requests to other agencies and access to their readers (09.21.7.E)."""

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import write_new
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.policy import CAPTURE_ZONE, date_begins, date_ends
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.domain.retention.outside_access import OutsideAccess
from mdt_alpr.domain.retention.outside_requests import (
    AskedFor,
    OutsideForm,
)
from mdt_alpr.wire import addresses
from mdt_alpr.wire.outside import (
    AccessFile,
    AccessRows,
    AccessSearch,
    OutsideRequestMessage,
)

_WANTED = [kind.value for kind in AskedFor]
_GROUNDS = [ground.value for ground in HoldGround]
_SPAN = (
    day("--from", "the first day", required=True, dest="first"),
    day("--to", "the last day", required=True, dest="last"),
    arg("--person", default="", help="a user name, or a part of a name"),
    arg("--agency", default="", help="a part of the agency's name"),
)


@hq_command(
    "outside-request",
    "request data of another agency's readers; a supervisor approves it first",
    arg("--wanted", required=True, choices=_WANTED, help="what is asked for"),
    arg("--agency", required=True, help="whose readers they are"),
    arg("--system", default="", help="the vendor's or the agency's system where the data lies"),
    arg("--contact", required=True, help="where the request goes"),
    arg("--plate", required=True, help="the particular plate"),
    arg("--state", required=True, help="its state of issuance, such as NC"),
    arg("--camera", required=True, nargs="+", help="each camera: its place, or the car's unit"),
    arg("--begins", required=True, type=datetime.fromisoformat, help="as 2026-11-24T08:00"),
    arg("--ends", required=True, type=datetime.fromisoformat, help="likewise"),
    arg("--ground", required=True, choices=_GROUNDS, help="what it is for"),
    arg("--facts", required=True, help="specific and articulable facts"),
    arg("--case", required=True, help="the case number"),
    arg("--parties", required=True, help="the parties of the case"),
)
def _request(hq: Hq, args: Namespace) -> None:
    begins, ends = (
        at.replace(tzinfo=at.tzinfo or CAPTURE_ZONE) for at in (args.begins, args.ends)
    )
    cameras = tuple(HeldCamera(place) for place in args.camera)
    scope = HoldScope(args.plate, args.state, cameras, begins, ends)
    stated = Alpr1(scope, HoldGround(args.ground), args.facts, args.case, args.parties)
    form = OutsideForm(AskedFor(args.wanted), args.agency, args.system, args.contact, stated)
    made = hq.ask(OutsideRequestMessage, addresses.OUTSIDE_REQUESTS, form)
    sys.stdout.write(f"Request {made.number} waits for a supervisor.\n")


@hq_command(
    "log-outside-access",
    "log what you searched for in readers that others operate",
    arg("--at", required=True, type=datetime.fromisoformat, help="as 2026-11-24T08:00"),
    arg("--agency", required=True, help="whose readers they are"),
    arg("--system", default="", help="the system that was searched"),
    arg(
        "--purpose", required=True, choices=[purpose.value for purpose in Purpose], help="what for"
    ),
    arg("--case", required=True, help="the case or event number"),
    arg("--reason", required=True, help="why, in words that can be checked"),
    arg("--sought", required=True, help="the plate, or what else was entered there"),
    arg("--found", required=True, type=int, help="how many reads were shown"),
    arg(
        "--request", type=log_number, default=0, help="the number of an own request to that agency"
    ),
)
def _log(hq: Hq, args: Namespace) -> None:
    at, purpose = _local(args.at), Purpose(args.purpose)
    words = args.case, args.reason, args.sought, args.found, args.request
    hq.post(
        addresses.OUTSIDE_ACCESSES, OutsideAccess(at, args.agency, args.system, purpose, *words)
    )
    sys.stdout.write("The access is logged.\n")


@hq_command("outside-accesses", "list access to readers that others operate", *_SPAN)
def _accesses(hq: Hq, args: Namespace) -> None:
    first, has_more = 0, True
    while has_more:
        search = _search(args, first)
        answer = hq.ask(AccessRows, addresses.OUTSIDE_ACCESS_SEARCH, search)
        for row in answer.rows:
            typed = row.case or "case erased"
            line = (
                f"{row.number}: {agency_time(row.at)}, {row.name or row.person}, {row.agency}, "
                f"{row.purpose.value}, {typed}, {row.found} found"
            )
            sys.stdout.write(escaped(line) + "\n")
        first, has_more = first + len(answer.rows), answer.has_more


@hq_command(
    "export-outside-accesses",
    "write the log of access to others' readers as CSV, without what was typed",
    *_SPAN,
    arg("--out", type=Path, required=True, help="the file to write; it must be new"),
)
def _export(hq: Hq, args: Namespace) -> None:
    answer = hq.ask(AccessFile, addresses.OUTSIDE_ACCESS_EXPORT, _search(args, 0))
    _write(args.out, answer.body.encode())
    sys.stdout.write(f"{answer.entries} accesses. SHA-256 {answer.sha256}\n")


def _local(at: datetime) -> datetime:
    return at.replace(tzinfo=at.tzinfo or CAPTURE_ZONE)


def _search(args: Namespace, first: int) -> AccessSearch:
    since, until = date_begins(args.first), date_ends(args.last)
    return AccessSearch(since, until, args.person, args.agency, first)


def _write(place: Path, content: bytes) -> None:
    write_new(place, content)
    sys.stdout.write(escaped(f"{place} is written.") + "\n")

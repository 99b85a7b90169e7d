"""What `hq hold` does: preservation requests, warrants, their papers and ends (09.21.8)."""

import os
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.cli.arguments import Command, arg, day
from mdt_alpr.cli.hq_link import REASON, Hq, confirmed_by, hq_asks
from mdt_alpr.cli.papers import paper_in, write_new
from mdt_alpr.cli.times import agency_time
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import CAPTURE_ZONE, capture_date
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope, Warrant
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS, state_words, step_words
from mdt_alpr.domain.retention.holds import HoldState, NotaryOffice, Way
from mdt_alpr.wire import addresses
from mdt_alpr.wire.holds import (
    FilingRequest,
    HoldAct,
    HoldActRequest,
    HoldLine,
    HoldMessage,
    HoldRequest,
    HoldsMessage,
    NotariesMessage,
    NotaryEnd,
    NotaryRequest,
    OathRequest,
    PaperKind,
    PaperRequest,
    WarrantRequest,
)

HOLD = Command("hold", "preservation requests and warrants: what is kept longer", None)
_NUMBER = arg("number", type=log_number, help="its line of the log, as hq hold list shows it")
_SHOWN = 200


def _instant(text: str) -> datetime:
    """Return a time of the agency's clock such as 2026-11-25T14:30, or one with its own zone."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=CAPTURE_ZONE)).astimezone(UTC)


_SCOPE = (
    arg("plate", help="the plate, one and without wildcards"),
    arg("--state", required=True, choices=sorted(STATES), help="its state of issuance"),
    arg(
        "--camera",
        required=True,
        action="append",
        metavar="UNIT[/CAMERA]",
        help="a fixed site, or a car's unit or device, with one of its cameras; again for more",
    ),
    arg("--from", required=True, dest="begins", type=_instant, metavar="TIME", help="first time"),
    arg("--to", required=True, dest="ends", type=_instant, metavar="TIME", help="last time"),
    arg("--case", required=True, help="the case"),
)


@hq_asks(
    "hold request",
    "file form ALPR-1: what it covers is held at once",
    *_SCOPE,
    arg("--for", required=True, dest="ground", choices=[one.value for one in HoldGround],
        help="what the data is needed for"),
    arg("--facts", required=True, help="specific and articulable facts"),
    arg("--parties", required=True, help="identity of the parties"),
    arg("--from-paper-of", default="", metavar="PERSON", dest="person",
        help="enter the written form of this coworker"),
    arg("--received", type=_instant, metavar="TIME", help="when the written form was received"),
)  # fmt: skip
def _request(hq: Hq, args: Namespace) -> None:
    ground = HoldGround(args.ground)
    form = Alpr1(_scope(args), ground, args.facts, args.case, args.parties)
    way = Way.PAPER if args.person else Way.DESK
    asked = HoldRequest(_new_id(), form, way, args.person, args.received)
    _said(hq.ask(HoldMessage, addresses.HOLDS, body=asked))


@hq_asks(
    "hold warrant",
    "enter a search warrant: what it covers is held at once",
    *_SCOPE,
    arg("--court", required=True, help="the court"),
    arg("--number", required=True, dest="warrant", help="the warrant's number"),
    day("--issued", "the day of its issue", required=True),
    arg("--covers", required=True, help="what the warrant covers, in its words"),
    arg("--federal", action="store_true", help="a federal court issued it"),
)
def _warrant(hq: Hq, args: Namespace) -> None:
    warrant = Warrant(
        _scope(args), args.court, args.warrant, args.issued, args.federal, args.covers, args.case
    )
    asked = WarrantRequest(_new_id(), warrant)
    _said(hq.ask(HoldMessage, addresses.HOLD_WARRANTS, body=asked))


@hq_asks(
    "hold list",
    "list the Data Retention Request Log, the newest line first",
    arg("--show", default="", choices=["live", *(one.value for one in HoldState)],
        help="only these lines"),
    arg("--after", type=int, default=0, metavar="LINES", help="pass over so many lines"),
)  # fmt: skip
def _list(hq: Hq, args: Namespace) -> None:
    params = [("show", args.show), ("first", str(args.after)), ("size", str(_SHOWN))]
    found = hq.ask(HoldsMessage, addresses.HOLDS, params=params)
    for one in found.lines:
        sys.stdout.write(escaped(_words(one)) + "\n")
    shown = args.after + len(found.lines)
    if shown < found.total:
        sys.stdout.write(f"{found.total - shown} more: --after {shown}.\n")
    if not found.total:
        sys.stdout.write("The log has no such line. hq hold request files form ALPR-1.\n")


@hq_asks("hold show", "show a request with its timeline, papers, cars and reads", _NUMBER)
def _show(hq: Hq, args: Namespace) -> None:
    _said(hq.ask(HoldMessage, _path(addresses.HOLD, args)))


@hq_asks(
    "hold form",
    "write form ALPR-1 as PDF, to be sworn and notarized",
    _NUMBER,
    arg("--to", type=Path, required=True, help="the file to write; it must be new"),
)
def _form(hq: Hq, args: Namespace) -> None:
    _written(args.to, hq.content(_path(addresses.HOLD_FORM, args)))


@hq_asks(
    "hold attach",
    "attach a paper to a request's file",
    _NUMBER,
    arg("paper", type=Path, help="a PDF, PNG, JPEG or TIFF file"),
    arg("--kind", choices=[one.value for one in PaperKind], default=PaperKind.OTHER.value,
        help="what it is"),
)  # fmt: skip
def _attach(hq: Hq, args: Namespace) -> None:
    asked = PaperRequest(PaperKind(args.kind), args.paper.name)
    hq.post_with(_path(addresses.HOLD_PAPERS, args), asked, paper_in(args.paper))
    _said(hq.ask(HoldMessage, _path(addresses.HOLD, args)))


@hq_asks(
    "hold paper",
    "write an attached paper to a file",
    _NUMBER,
    arg("digest", help="its digest, as hq hold show lists it"),
    arg("--to", type=Path, required=True, help="the file to write; it must be new"),
)
def _paper(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.HOLD_PAPER, number=str(args.number), digest=args.digest)
    _written(args.to, hq.content(path))


@hq_asks(
    "hold swear",
    "make a hold final by its sworn and notarized form",
    _NUMBER,
    arg("--notary", required=True, help="the notary, as hq notary list has the name"),
    day("--on", "the day of the oath", required=True),
    arg("--scan", type=Path, required=True, help="a scan of the sworn and notarized form"),
)
def _swear(hq: Hq, args: Namespace) -> None:
    oath = OathRequest(args.notary, args.on, _attached(hq, args, args.scan))
    _said(hq.ask(HoldMessage, _path(addresses.HOLD_OATH, args), body=oath))


@hq_asks(
    "hold filed",
    "note where the form is kept, and when its copy was emailed to the custodian",
    _NUMBER,
    arg("--powerdms", default="", help="its PowerDMS reference"),
    arg("--emailed", type=_instant, metavar="TIME", help="when the copy was emailed"),
)
def _filed(hq: Hq, args: Namespace) -> None:
    asked = FilingRequest(args.powerdms, args.emailed)
    _said(hq.ask(HoldMessage, _path(addresses.HOLD_FILING, args), body=asked))


@hq_asks(
    "hold confirm",
    "confirm that an attached warrant says what was entered: only then may its data leave",
    _NUMBER,
    arg("digest", help="the warrant's digest, as hq hold show lists it"),
)
def _confirm(hq: Hq, args: Namespace) -> None:
    asked = HoldActRequest(HoldAct.CONFIRM, "", args.digest)
    _said(hq.ask(HoldMessage, _path(addresses.HOLD_ACTS, args), body=asked))


@hq_asks(
    "hold renew",
    "keep a hold for a year from a further request, by its sworn form",
    _NUMBER,
    arg("--form", type=Path, required=True, help="a scan of the further request, sworn"),
    day("--on", "the day of the further request", required=True),
)
def _renew(hq: Hq, args: Namespace) -> None:
    digest = _attached(hq, args, args.form)
    asked = HoldActRequest(HoldAct.RENEW, "", digest, args.on)
    _said(hq.ask(HoldMessage, _path(addresses.HOLD_ACTS, args), body=asked))


@hq_asks(
    "hold review", "note the yearly review of a warrant that is still needed", _NUMBER, REASON
)
def _review(hq: Hq, args: Namespace) -> None:
    _act(hq, args, HoldAct.RENEW)


@hq_asks(
    "hold cancel",
    "end a hold: what is kept only by it goes now, or of a warrant or another's final hold a day "
    "later",
    _NUMBER,
    REASON,
    confirmed_by(
        "for a warrant or another's final hold, another custodian or administrator",
        required=False,
    ),
)
def _cancel(hq: Hq, args: Namespace) -> None:
    _act(hq, args, HoldAct.CANCEL)


@hq_asks("hold take-back", "take a cancellation back that is not in effect yet", _NUMBER, REASON)
def _take_back(hq: Hq, args: Namespace) -> None:
    _act(hq, args, HoldAct.TAKE_BACK)


@hq_asks("hold refuse", "refuse a request that was not sworn yet", _NUMBER, REASON)
def _refuse(hq: Hq, args: Namespace) -> None:
    _act(hq, args, HoldAct.REFUSE)


@hq_asks("hold correct", "add a line that puts an earlier one right", _NUMBER, REASON)
def _correct(hq: Hq, args: Namespace) -> None:
    _act(hq, args, HoldAct.CORRECT)


@hq_asks(
    "hold give-up-keys",
    "give up lost keys of a request, and what lies under them; hold again what is still there",
    _NUMBER,
    REASON,
)
def _give_up_keys(hq: Hq, args: Namespace) -> None:
    _act(hq, args, HoldAct.GIVE_UP_KEYS)


def _attached(hq: Hq, args: Namespace, place: Path) -> str:
    """Attach a sworn form; return its digest."""
    scan = paper_in(place)
    asked = PaperRequest(PaperKind.SWORN_FORM, place.name)
    hq.post_with(_path(addresses.HOLD_PAPERS, args), asked, scan)
    return sha256(scan)


def _act(hq: Hq, args: Namespace, what: HoldAct) -> None:
    asked = HoldActRequest(what, args.reason)
    _said(hq.ask(HoldMessage, _path(addresses.HOLD_ACTS, args), body=asked))


NOTARY = Command("notary", "who may notarize form ALPR-1", None)


@hq_asks("notary list", "list who notarizes form ALPR-1, or did")
def _notaries(hq: Hq, _args: Namespace) -> None:
    _listed(hq.ask(NotariesMessage, addresses.NOTARIES))


@hq_asks(
    "notary add",
    "put a person on the list of notaries",
    arg("name", help="the name, as it is signed"),
    arg("--office", required=True, choices=[one.value for one in NotaryOffice], help="as what"),
    day("--from", "the first day", required=True, dest="first_day"),
)
def _add_notary(hq: Hq, args: Namespace) -> None:
    asked = NotaryRequest(args.name, NotaryOffice(args.office), args.first_day)
    _listed(hq.ask(NotariesMessage, addresses.NOTARIES, body=asked))


@hq_asks(
    "notary end",
    "record a notary's last day",
    arg("number", type=int, help="the number in hq notary list"),
    day("--on", "the last day", required=True),
)
def _end_notary(hq: Hq, args: Namespace) -> None:
    asked = NotaryEnd(args.on)
    _listed(hq.ask(NotariesMessage, _path(addresses.NOTARY_END, args), body=asked))


def _listed(found: NotariesMessage) -> None:
    for one in found.notaries:
        until = one.last_day.isoformat() if one.last_day else "now"
        office = one.office.value.replace("_", " ")
        words = f"{one.number}: {one.name}, {office}, {one.first_day.isoformat()} to {until}"
        sys.stdout.write(escaped(words) + "\n")
    if not found.notaries:
        sys.stdout.write("Nobody is on the list. hq notary add puts a person on it.\n")


def _scope(args: Namespace) -> HoldScope:
    named = (one.partition("/") for one in args.camera)
    cameras = tuple(HeldCamera(unit, camera) for unit, _, camera in named)
    return HoldScope(args.plate, args.state, cameras, args.begins, args.ends)


def _new_id() -> str:
    return new_id(SystemClock().now(), os.urandom(10))


def _path(address: str, args: Namespace) -> str:
    return addresses.filled(address, number=str(args.number))


def _words(one: HoldLine) -> str:
    ends = f", ends {capture_date(one.ends_at).isoformat()}" if one.ends_at else ""
    lacks = f"; still to do: {', '.join(one.lacks)}" if one.lacks else ""
    state = state_words(one.state, one.kind, one.lacks)
    return (
        f"{one.number}: {one.text} {one.state_of_issue}, {KIND_WORDS[one.kind]}, case {one.case}, "
        f"{one.requested_by} ({one.name}), {capture_date(one.requested_at).isoformat()}: {state}"
        f"{ends}, {one.reads} reads, {one.pictures} pictures{lacks}"
    )


def _said(found: HoldMessage) -> None:
    sys.stdout.write(escaped(_words(found.line)) + "\n")
    for warning in found.warnings:
        sys.stdout.write(escaped(f"  WARNING: {warning}") + "\n")
    for step in found.steps:
        at = agency_time(step.at)
        by = f", {step.person_id}" if step.person_id else ""
        words = f": {step.words}" if step.words else ""
        sys.stdout.write(
            escaped(f"  {at}  {step_words(step.step, found.line.kind)}{by}{words}") + "\n"
        )
    for paper in found.papers:
        sys.stdout.write(escaped(f"  paper {paper.digest}  {paper.kind.value}  {paper.name}\n"))
    for car in found.cars:
        until = f", ended {agency_time(car.ended_at)}" if car.ended_at else ""
        words = f"  in {car.device} since {agency_time(car.given_at)}{until}"
        sys.stdout.write(escaped(words) + "\n")
    for read in found.reads:
        words = f"  {agency_time(read.captured_at)}  {read.text} {read.state}, {read.unit}"
        sys.stdout.write(escaped(f"{words}, {read.camera}, {len(read.pictures)} pictures") + "\n")


def _written(place: Path, content: bytes) -> None:
    write_new(place, content)
    sys.stdout.write(f"{place} is written.\n")

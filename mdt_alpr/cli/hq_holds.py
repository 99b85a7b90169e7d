"""What `hq hold` does: preservation requests, warrants, their papers and ends (09.21.8)."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import holds as acts
from mdt_alpr.cli.act_commands import instant, prints
from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import paper_in
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope, Warrant
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS, state_words, step_words
from mdt_alpr.domain.retention.holds import HoldChannel
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.holds import (
    HoldAct,
    HoldActRequest,
    HoldLine,
    HoldMessage,
    HoldRequest,
    HoldsMessage,
    OathRequest,
    PaperKind,
    PaperRequest,
    WarrantRequest,
)

_NUMBER = arg("number", type=log_number, help="its line of the log, as hq hold list shows it")
_SHOWN = 200


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
    arg("--from", required=True, dest="begins", type=instant, metavar="TIME", help="first time"),
    arg("--to", required=True, dest="ends", type=instant, metavar="TIME", help="last time"),
    arg("--case", required=True, help="the case"),
)


@hq_command(
    "hold request",
    "file form ALPR-1: what it covers is held at once",
    *_SCOPE,
    arg("--for", required=True, dest="ground", choices=[ground.value for ground in HoldGround],
        help="what the data is needed for"),
    arg("--facts", required=True, help="specific and articulable facts"),
    arg("--parties", required=True, help="identity of the parties"),
    arg("--from-paper-of", default="", metavar="PERSON", dest="person",
        help="enter the written form of this coworker"),
    arg("--received", type=instant, metavar="TIME", help="when the written form was received"),
)  # fmt: skip
def _request(hq: Hq, args: Namespace) -> None:
    ground = HoldGround(args.ground)
    form = Alpr1(_scope(args), ground, args.facts, args.case, args.parties)
    way = HoldChannel.PAPER if args.person else HoldChannel.DESK
    asked = HoldRequest(_new_id(), form, way, args.person, args.received)
    _said(hq.ask(HoldMessage, acts.FILE_REQUEST.path(), body=asked))


@hq_command(
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
    _said(hq.ask(HoldMessage, acts.FILE_WARRANT.path(), body=asked))


@hq_command(
    "hold attach",
    "attach a paper to a request's file",
    _NUMBER,
    arg("paper", type=Path, help="a PDF, PNG, JPEG or TIFF file"),
    arg("--kind", choices=[kind.value for kind in PaperKind], default=PaperKind.OTHER.value,
        help="what it is"),
)  # fmt: skip
def _attach(hq: Hq, args: Namespace) -> None:
    asked = PaperRequest(PaperKind(args.kind), args.paper.name)
    hq.post_with(acts.ATTACH.path(number=args.number), asked, paper_in(args.paper))
    _said(hq.ask(HoldMessage, acts.SHOW_HOLD.path(number=args.number)))


@hq_command(
    "hold swear",
    "make a hold final by its sworn and notarized form",
    _NUMBER,
    arg("--notary", required=True, help="the notary, as hq notary list has the name"),
    day("--on", "the day of the oath", required=True),
    arg("--scan", type=Path, required=True, help="a scan of the sworn and notarized form"),
)
def _swear(hq: Hq, args: Namespace) -> None:
    oath = OathRequest(args.notary, args.on, _attached(hq, args, args.scan))
    _said(hq.ask(HoldMessage, acts.SWEAR.path(number=args.number), body=oath))


@hq_command(
    "hold renew",
    "keep a hold for a year from a further request, by its sworn form",
    _NUMBER,
    arg("--form", type=Path, required=True, help="a scan of the further request, sworn"),
    day("--on", "the day of the further request", required=True),
)
def _renew(hq: Hq, args: Namespace) -> None:
    digest = _attached(hq, args, args.form)
    asked = HoldActRequest(HoldAct.RENEW, "", digest, args.on)
    _said(hq.ask(HoldMessage, acts.DECIDE.path(number=args.number), body=asked))


def _attached(hq: Hq, args: Namespace, place: Path) -> str:
    """Attach a sworn form; return its digest."""
    scan = paper_in(place)
    asked = PaperRequest(PaperKind.SWORN_FORM, place.name)
    hq.post_with(acts.ATTACH.path(number=args.number), asked, scan)
    return sha256(scan)


def _scope(args: Namespace) -> HoldScope:
    cameras = tuple(map(HeldCamera.typed, args.camera))
    return HoldScope(args.plate, args.state, cameras, args.begins, args.ends)


def _new_id() -> str:
    return new_id(SystemClock().now(), os.urandom(10))


def _words(line: HoldLine) -> str:
    ends = f", ends {capture_date(line.ends_at).isoformat()}" if line.ends_at else ""
    lacks = f"; still to do: {', '.join(line.lacks)}" if line.lacks else ""
    state = state_words(line.state, line.kind, line.lacks)
    return (
        f"{line.number}: {line.text} {line.state_of_issue}, {KIND_WORDS[line.kind]}, "
        f"case {line.case}, {line.requested_by} ({line.name}), "
        f"{capture_date(line.requested_at).isoformat()}: {state}"
        f"{ends}, {line.reads} reads, {line.pictures} pictures{lacks}"
    )


@prints(HoldMessage)
def _said(hold: HoldMessage) -> None:
    sys.stdout.write(escaped(_words(hold.line)) + "\n")
    for warning in hold.warnings:
        sys.stdout.write(escaped(f"  WARNING: {warning}") + "\n")
    for step in hold.steps:
        at = agency_time(step.at)
        by = f", {step.person_id}" if step.person_id else ""
        words = f": {step.words}" if step.words else ""
        sys.stdout.write(
            escaped(f"  {at}  {step_words(step.step, hold.line.kind)}{by}{words}") + "\n"
        )
    for paper in hold.papers:
        sys.stdout.write(escaped(f"  paper {paper.digest}  {paper.kind.value}  {paper.name}\n"))
    for car in hold.cars:
        until = f", ended {agency_time(car.ended_at)}" if car.ended_at else ""
        words = f"  in {car.device} since {agency_time(car.given_at)}{until}"
        sys.stdout.write(escaped(words) + "\n")
    for read in hold.reads:
        words = f"  {agency_time(read.captured_at)}  {read.text} {read.state}, {read.unit}"
        sys.stdout.write(escaped(f"{words}, {read.camera}, {len(read.pictures)} pictures") + "\n")


@prints(HoldsMessage)
def _log(holds: HoldsMessage) -> None:
    for line in holds.lines:
        sys.stdout.write(escaped(_words(line)) + "\n")
    if not holds.total:
        sys.stdout.write("The log has no such line. hq hold request files form ALPR-1.\n")
    elif len(holds.lines) < holds.total:
        sys.stdout.write(f"{len(holds.lines)} of {holds.total} lines. Others: --first NUMBER.\n")

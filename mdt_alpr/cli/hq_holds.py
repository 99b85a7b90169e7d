"""What `hq hold` does: preservation requests, warrants, their papers and ends (09.21.8)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import holds as acts
from mdt_alpr.cli.act_commands import arguments_of, body_of, prints
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import paper_in
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.policy import HOLD_FORM, capture_date
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS, state_words, step_words
from mdt_alpr.wire.holds import HoldLine, HoldMessage, HoldsMessage, PaperKind, PaperRequest

_NUMBER = arg("number", type=log_number, help="its line of the log, as hq hold list shows it")


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
    *arguments_of(acts.SWEAR),
    arg("--scan", type=Path, required=True, help="a scan of the sworn and notarized form"),
)
def _swear(hq: Hq, args: Namespace) -> None:
    oath = body_of(acts.SWEAR, args, scan=_attached(hq, args, args.scan))
    _said(hq.ask(HoldMessage, acts.SWEAR.path(number=args.number), body=oath))


@hq_command(
    "hold renew",
    "keep a hold for a year from a further request, by its sworn form",
    *arguments_of(acts.RENEW),
    arg("--form", type=Path, required=True, help="a scan of the further request, sworn"),
)
def _renew(hq: Hq, args: Namespace) -> None:
    further = body_of(acts.RENEW, args, paper=_attached(hq, args, args.form))
    _said(hq.ask(HoldMessage, acts.RENEW.path(number=args.number), body=further))


def _attached(hq: Hq, args: Namespace, place: Path) -> str:
    """Attach a sworn form; return its digest."""
    scan = paper_in(place)
    asked = PaperRequest(PaperKind.SWORN_FORM, place.name)
    hq.post_with(acts.ATTACH.path(number=args.number), asked, scan)
    return sha256(scan)


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
        sys.stdout.write(f"The log has no such line. hq hold request files form {HOLD_FORM}.\n")
    elif len(holds.lines) < holds.total:
        sys.stdout.write(f"{len(holds.lines)} of {holds.total} lines. Others: --first NUMBER.\n")

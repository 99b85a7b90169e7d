"""What `hq` does with requests for data, packages that leave, and the media that carry them."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.cli.act_commands import instant, prints
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import paper_in
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.retention.alpr_1 import HeldCamera
from mdt_alpr.domain.retention.disclosure import (
    REFUSAL_WORDS,
    Asked,
    ReceivedBy,
    RefusalReason,
    Requester,
    Standing,
)
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.disclosures import (
    DisclosureAct,
    DisclosureActRequest,
    DisclosureMessage,
    DisclosureRecord,
    DocumentName,
)
from mdt_alpr.wire.release import (
    Acknowledgment,
    LetOutMessage,
    LetOutRequest,
    PackagePassphrase,
    PackageWritten,
)

_NUMBER = arg("number", type=log_number, help="its number in the log: hq data-requests lists them")
_PACKAGE = arg("number", type=log_number, help="the package's number: hq packages lists them")
_TO = arg("--to", type=Path, required=True, help="the file to write; it must be new")
_RANDOM = 10
_REFUSE = {reason.value: reason for reason in RefusalReason}
_WORDS = (
    ("title", "rank or title, and badge"),
    ("agency", "the agency that asks"),
    ("ori", "its ORI"),
    ("contact", "how to reach who asks"),
)
_MORE = (
    ("verified-by", "how you checked who asks"),
    ("investigation", "the official criminal investigation"),
    ("case", "the case number"),
    ("recipient", "who else receives what is of a restricted file, or nobody"),
)


@hq_command(
    "record-data-request",
    "put a request for captured data on record, whoever asks",
    arg("name", help="who asks"),
    arg("sought", help="what data is asked for"),
    arg(
        "--standing",
        required=True,
        choices=[m.value for m in Standing],
        help="who that is",
    ),
    arg(
        "--came-by",
        required=True,
        choices=[m.value for m in ReceivedBy],
        help="how it came",
    ),
    arg("--received", type=instant, metavar="TIME", help="when (default: now)"),
    arg(
        "--purpose",
        default="",
        choices=["", *(p.value for p in Purpose)],
        help="for what",
    ),
    *(arg(f"--{name}", default="", help=words) for name, words in (*_WORDS, *_MORE)),
    arg("--plate", default="", help="the plate asked for; ? is one character, * any number"),
    arg("--plate-state", default="", choices=["", *sorted(STATES)], help="its state of issuance"),
    arg("--from", type=instant, dest="since", metavar="TIME", help="captured from"),
    arg("--to", type=instant, dest="until", metavar="TIME", help="captured to"),
    arg(
        "--camera",
        action="append",
        default=[],
        metavar="UNIT[/CAMERA]",
        help="a camera asked for; again for more (default: any)",
    ),
    arg("--paper", type=Path, help="the written request: PDF, PNG, JPEG or TIFF"),
)
def _record(hq: Hq, args: Namespace) -> None:
    """Record a request and attach its document."""
    now = SystemClock().now()
    given = vars(args)
    person = Requester(args.name, **{name: given[name] for name, _ in _WORDS})
    asked = Asked(
        person,
        Standing(args.standing),
        ReceivedBy(args.came_by),
        args.received or now,
        purpose=Purpose(args.purpose) if args.purpose else None,
        sought=args.sought,
        seeks=SoughtData(
            args.plate,
            args.plate_state,
            args.since,
            args.until,
            tuple(map(HeldCamera.typed, args.camera)),
        ),
        **{name.replace("-", "_"): given[name.replace("-", "_")] for name, _ in _MORE},
    )
    message = DisclosureRecord(new_id(now, os.urandom(_RANDOM)), asked)
    answer = hq.ask(DisclosureMessage, acts.RECORD_REQUEST.path(), message)
    if args.paper is not None:
        answer = _attach(hq, answer.line.number, args.paper)
    sys.stdout.write(f"Request {answer.line.number} is on record.\n")
    for words in answer.lacks:
        sys.stdout.write(f"  {words}\n")


@hq_command(
    "attach-data-request",
    "attach the written request to its line",
    _NUMBER,
    arg("paper", type=Path, help="PDF, PNG, JPEG or TIFF, 8 MiB at most"),
)
def _add_paper(hq: Hq, args: Namespace) -> None:
    _attach(hq, args.number, args.paper)
    sys.stdout.write(f"{args.paper} is attached to request {args.number}.\n")


@hq_command(
    "decide-data-request",
    "grant, refuse or deny a request, ask for more, or give up papers whose key is lost",
    _NUMBER,
    arg("act", choices=[m.value for m in DisclosureAct], help="what is decided"),
    arg("--reason", default="", choices=["", *_REFUSE], help="of a refusal"),
    arg("--why", default="", help="in words, for the letter and the log"),
)
def _decide(hq: Hq, args: Namespace) -> None:
    ask = DisclosureActRequest(DisclosureAct(args.act), args.why, _REFUSE.get(args.reason))
    answer = hq.ask(DisclosureMessage, acts.DECIDE.path(number=args.number), ask)
    line, until = answer.line, answer.found.granted_until if answer.found else None
    words = f" ({REFUSAL_WORDS[line.reason]})" if line.reason else ""
    ends = f", until {capture_date(until)}" if until else ""
    sys.stdout.write(f"Request {line.number}: {line.state.value}{ends}{words}.\n")


# ---------------------------------------------------------------- packages


@hq_command(
    "export-evidence",
    "let a package out: under a hold, or on a granted request",
    arg("out", type=Path, help="the encrypted file to write, on the medium; it must be new"),
    arg("--hold", type=log_number, default=0, metavar="N", help="the hold: all it covers leaves"),
    arg("--request", type=log_number, default=0, metavar="N", help="the granted request"),
    arg("--hit", action="append", default=[], metavar="ID", help="this hit only; once for each"),
    arg(
        "--purpose",
        required=True,
        choices=[m.value for m in Purpose],
        help="for the record",
    ),
    arg("--medium", required=True, metavar="SERIAL", help="serial number of a registered medium"),
    arg("--holder", required=True, help="who holds the medium"),
    arg("--place", required=True, help="where it is kept"),
    arg("--transport", required=True, help="how it gets there"),
    arg("--recipient", default="", help="who else receives what is of a restricted file"),
    epilog="Have its notice signed: hq package-receipt prints the passphrase. "
    "Exit code: 1 where the key of a car that sealed a hit was never accepted.",
)
def _export(hq: Hq, args: Namespace) -> int:
    """Write an encrypted package; it is out once its file can be read back."""
    demand_new(args.out)
    ask = LetOutRequest(
        serial=args.medium,
        holder=args.holder,
        place=args.place,
        transport=args.transport,
        purpose=Purpose(args.purpose),
        hold=args.hold,
        request=args.request,
        hits=tuple(args.hit),
        recipient=args.recipient,
    )
    package, data = hq.ask_with(LetOutMessage, acts.LET_OUT.path(), ask)
    digest = saved_whole(args.out, data)
    hq.post(acts.NOTE_WRITTEN.path(number=package.number), PackageWritten(digest))
    sys.stdout.write(
        f"Package {package.number}: {args.out}, {len(data)} bytes, SHA-256 {package.sha256}\n"
        f"{package.reads} reads, {package.hits} hits, {package.pictures} pictures.\n"
        f"Have its notice signed; hq package-receipt {package.number} prints the passphrase.\n"
    )
    if not package.is_every_key_accepted:
        sys.stdout.write("The key of a car that sealed a hit was never accepted.\n")
    return 0 if package.is_every_key_accepted else 1


@hq_command(
    "package-receipt",
    "record who received a package and signed its notice",
    _PACKAGE,
    arg("by", help="who signed the receipt"),
    arg("--at", type=instant, metavar="TIME", help="when (default: now)"),
)
def _receipt(hq: Hq, args: Namespace) -> None:
    signed = Acknowledgment(args.by, args.at or SystemClock().now())
    hq.post(acts.ACKNOWLEDGE.path(number=args.number), signed)
    sys.stdout.write(f"The receipt of package {args.number} is on record.\n")
    _say_passphrase(hq.ask(PackagePassphrase, acts.SHOW_PASSPHRASE.path(number=args.number)))


@prints(PackagePassphrase)
def _say_passphrase(opens: PackagePassphrase) -> None:
    sys.stdout.write(f"Passphrase: {opens.passphrase}\nSend it separately from the medium.\n")


def _attach(hq: Hq, number: int, paper: Path) -> DisclosureMessage:
    path = acts.ADD_PAPER.path(number=number)
    hq.post_with(path, DocumentName(paper.name), paper_in(paper))
    return hq.ask(DisclosureMessage, acts.SHOW_REQUEST.path(number=number))

"""What `hq` does with requests for data, packages that leave, and the media that carry them."""

import os
import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.retention.alpr_1 import HeldCamera
from mdt_alpr.domain.retention.disclosure import (
    REFUSAL_WORDS,
    STANDING_WORDS,
    Asked,
    ReceivedBy,
    RefusalReason,
    Requester,
    Standing,
)
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.domain.retention.media import CopyState, MediumKind
from mdt_alpr.private_files import saved_whole
from mdt_alpr.wire import addresses
from mdt_alpr.wire.disclosures import (
    DisclosureAct,
    DisclosureActRequest,
    DisclosureFilter,
    DisclosureMessage,
    DisclosureRecord,
    DisclosuresMessage,
    DocumentName,
)
from mdt_alpr.wire.release import (
    Acknowledgment,
    CopyEnd,
    LetOutMessage,
    LetOutRequest,
    MediumRequest,
    MediumRetirement,
    PackagePassphrase,
    PackagesMessage,
    PackageWritten,
    PortableMediaMessage,
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
    arg("--standing", required=True, choices=[one.value for one in Standing], help="who that is"),
    arg(
        "--came-by",
        required=True,
        choices=[one.value for one in ReceivedBy],
        help="how it came",
    ),
    arg("--received", default="", metavar="TIME", help="when, with its zone (default: now)"),
    arg("--purpose", default="", choices=["", *(one.value for one in Purpose)], help="for what"),
    *(arg(f"--{name}", default="", help=words) for name, words in (*_WORDS, *_MORE)),
    arg("--plate", default="", help="the plate asked for; ? is one character, * any number"),
    arg("--plate-state", default="", choices=["", *sorted(STATES)], help="its state of issuance"),
    arg("--from", default="", dest="since", metavar="TIME", help="captured from, with its zone"),
    arg("--to", default="", dest="until", metavar="TIME", help="captured to, with its zone"),
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
        _instant(args.received) if args.received else now,
        purpose=Purpose(args.purpose) if args.purpose else None,
        sought=args.sought,
        seeks=SoughtData(
            args.plate,
            args.plate_state,
            _instant(args.since) if args.since else None,
            _instant(args.until) if args.until else None,
            tuple(HeldCamera(u, c) for u, _, c in (one.partition("/") for one in args.camera)),
        ),
        **{name.replace("-", "_"): given[name.replace("-", "_")] for name, _ in _MORE},
    )
    message = DisclosureRecord(new_id(now, os.urandom(_RANDOM)), asked)
    found = hq.ask(DisclosureMessage, addresses.DISCLOSURES, message)
    if args.paper is not None:
        found = _attach(hq, found.line.number, args.paper)
    sys.stdout.write(f"Request {found.line.number} is on record.\n")
    for words in found.lacks:
        sys.stdout.write(f"  {words}\n")


@hq_command("data-requests", "list every request for captured data, granted or not")
def _list(hq: Hq, _args: Namespace) -> None:
    answer = hq.ask(DisclosuresMessage, addresses.DISCLOSURE_SEARCH, DisclosureFilter(size=1000))
    for line in answer.lines:
        decided = f" by {line.decided_by}" if line.decided_by else ""
        packages = f"; packages {', '.join(map(str, line.packages))}" if line.packages else ""
        sys.stdout.write(
            escaped(
                f"{line.number}  {capture_date(line.received_at)}  {line.state.value}{decided}: "
                f"{line.requester}, {line.agency or STANDING_WORDS[line.standing]}, "
                f"{line.case or 'no case'}{packages}"
            )
            + "\n"
        )
    if not answer.lines:
        sys.stdout.write("No request for data is on record.\n")


@hq_command("data-request-log", "write the log of requests for data as CSV", _TO)
def _log(hq: Hq, args: Namespace) -> None:
    demand_new(args.to)
    write_file(args.to, hq.content(addresses.DISCLOSURE_LOG, DisclosureFilter(size=1000)))
    sys.stdout.write(f"{args.to} is written.\n")


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
    arg("act", choices=[one.value for one in DisclosureAct], help="what is decided"),
    arg("--reason", default="", choices=["", *_REFUSE], help="of a refusal"),
    arg("--why", default="", help="in words, for the letter and the log"),
)
def _decide(hq: Hq, args: Namespace) -> None:
    ask = DisclosureActRequest(DisclosureAct(args.act), args.why, _REFUSE.get(args.reason))
    path = addresses.filled(addresses.DISCLOSURE_ACTS, number=str(args.number))
    answer = hq.ask(DisclosureMessage, path, ask)
    found, until = answer.line, answer.found.granted_until if answer.found else None
    words = f" ({REFUSAL_WORDS[found.reason]})" if found.reason else ""
    ends = f", until {capture_date(until)}" if until else ""
    sys.stdout.write(f"Request {found.number}: {found.state.value}{ends}{words}.\n")


@hq_command("data-request-letter", "write the letter that answers a request (PDF)", _NUMBER, _TO)
def _letter(hq: Hq, args: Namespace) -> None:
    demand_new(args.to)
    path = addresses.filled(addresses.DISCLOSURE_LETTER, number=str(args.number))
    write_file(args.to, hq.content(path))
    sys.stdout.write(f"{args.to} is written.\n")


# ---------------------------------------------------------------- packages


@hq_command(
    "export-evidence",
    "let a package out: under a hold, or on a granted request",
    arg("out", type=Path, help="the encrypted file to write, on the medium; it must be new"),
    arg("--hold", type=log_number, default=0, metavar="N", help="the hold: all it covers leaves"),
    arg("--request", type=log_number, default=0, metavar="N", help="the granted request"),
    arg("--hit", action="append", default=[], metavar="ID", help="this hit only; once for each"),
    arg("--purpose", required=True, choices=[one.value for one in Purpose], help="for the record"),
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
    found, data = hq.ask_with(LetOutMessage, addresses.LET_OUT, ask)
    digest = saved_whole(args.out, data)
    path = addresses.filled(addresses.PACKAGE_WRITTEN, number=str(found.number))
    hq.post(path, PackageWritten(digest))
    sys.stdout.write(
        f"Package {found.number}: {args.out}, {len(data)} bytes, SHA-256 {found.sha256}\n"
        f"{found.reads} reads, {found.hits} hits, {found.pictures} pictures.\n"
        f"Have its notice signed; hq package-receipt {found.number} prints the passphrase.\n"
    )
    if not found.is_every_key_accepted:
        sys.stdout.write("The key of a car that sealed a hit was never accepted.\n")
    return 0 if found.is_every_key_accepted else 1


@hq_command("packages", "list packages that were let out, and copies that are due back")
def _packages(hq: Hq, _args: Namespace) -> int:
    """List packages; 1 where a copy is due or overdue."""
    answer = hq.ask(PackagesMessage, addresses.LET_OUT)
    for one in answer.packages:
        by = ", ".join(f"{w} {n}" for w, n in (("hold", one.hold), ("request", one.request)) if n)
        due = f", due {capture_date(one.due_at)}" if one.due_at else ""
        mark = "  DUE" if one.is_reminded else ""
        mark += "" if one.is_written else "  NOT WRITTEN"
        sys.stdout.write(
            escaped(
                f"{one.number}  {capture_date(one.made_at)}  {by}: medium {one.serial}, "
                f"{one.holder}, {one.place}, {one.state.value}{due}{mark}"
            )
            + "\n"
        )
    if not answer.packages:
        sys.stdout.write("No package was let out.\n")
    return 1 if answer.waiting else 0


@hq_command("package-notice", "write the notice and receipt of a package (PDF)", _PACKAGE, _TO)
def _notice(hq: Hq, args: Namespace) -> None:
    demand_new(args.to)
    path = addresses.filled(addresses.PACKAGE_NOTICE, number=str(args.number))
    write_file(args.to, hq.content(path))
    sys.stdout.write(f"{args.to} is written.\n")


@hq_command(
    "package-receipt",
    "record who received a package and signed its notice",
    _PACKAGE,
    arg("by", help="who signed the receipt"),
    arg("--at", default="", metavar="TIME", help="when, with its zone (default: now)"),
)
def _receipt(hq: Hq, args: Namespace) -> None:
    at = _instant(args.at) if args.at else SystemClock().now()
    path = addresses.filled(addresses.PACKAGE_RECEIPT, number=str(args.number))
    hq.post(path, Acknowledgment(args.by, at))
    sys.stdout.write(f"The receipt of package {args.number} is on record.\n")
    _say_passphrase(hq, args.number)


@hq_command("package-passphrase", "show what opens a package whose receipt is signed", _PACKAGE)
def _opens(hq: Hq, args: Namespace) -> None:
    _say_passphrase(hq, args.number)


def _say_passphrase(hq: Hq, number: int) -> None:
    path = addresses.filled(addresses.PACKAGE_OPENING, number=str(number))
    answer = hq.ask(PackagePassphrase, path)
    sys.stdout.write(f"Passphrase: {answer.passphrase}\nSend it separately from the medium.\n")


@hq_command(
    "package-end",
    "record that a copy came back or was destroyed",
    _PACKAGE,
    arg("end", choices=[CopyState.RETURNED.value, CopyState.DESTROYED.value], help="which"),
    arg("how", help="how it came back, or was destroyed"),
)
def _end(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.PACKAGE_END, number=str(args.number))
    hq.post(path, CopyEnd(CopyState(args.end), args.how))
    sys.stdout.write(f"Package {args.number}: {args.end}.\n")


@hq_command(
    "held-hit",
    "write a hit under a hold on one page (PDF)",
    arg("hold", type=log_number, help="the hold's number"),
    arg("hit", help="the hit's ID"),
    _TO,
)
def _sheet(hq: Hq, args: Namespace) -> None:
    demand_new(args.to)
    places = {"number": str(args.hold), "hit_id": args.hit}
    write_file(args.to, hq.content(addresses.filled(addresses.HELD_HIT_SHEET, **places)))
    sys.stdout.write(f"{args.to} is written.\n")


# ---------------------------------------------------------------- media


@hq_command("portable-media", "list the portable media that may carry data")
def _media(hq: Hq, _args: Namespace) -> None:
    for one in hq.ask(PortableMediaMessage, addresses.PORTABLE_MEDIA).media:
        state = f"retired: {one.retired_how}" if one.retired_at else f"{one.packages_out} packages"
        words = f"{one.serial}  {one.kind.value}  {one.label}  {state}"
        sys.stdout.write(escaped(words) + "\n")


@hq_command(
    "register-medium",
    "put a medium that the agency owns on the register",
    arg("serial", help="its serial number"),
    arg("kind", choices=[one.value for one in MediumKind], help="what it is"),
    arg("--label", default="", help="how it is marked"),
)
def _register(hq: Hq, args: Namespace) -> None:
    hq.post(
        addresses.PORTABLE_MEDIA, MediumRequest(args.serial, MediumKind(args.kind), args.label)
    )
    sys.stdout.write(f"Medium {escaped(args.serial)} is registered.\n")


@hq_command(
    "retire-medium",
    "record that a medium was destroyed or erased",
    arg("serial", help="its serial number"),
    arg("how", help="how"),
)
def _retire(hq: Hq, args: Namespace) -> None:
    hq.post(addresses.MEDIUM_RETIREMENT, MediumRetirement(args.serial, args.how))
    sys.stdout.write(f"Medium {escaped(args.serial)} is retired.\n")


def _attach(hq: Hq, number: int, paper: Path) -> DisclosureMessage:
    path = addresses.filled(addresses.DISCLOSURE_PAPERS, number=str(number))
    try:
        content = paper.read_bytes()
    except OSError as error:
        raise OutsideError(f"{paper} cannot be read: {error.strerror or error}.") from error
    hq.post_with(path, DocumentName(paper.name), content)
    return hq.ask(DisclosureMessage, addresses.filled(addresses.DISCLOSURE, number=str(number)))


def _instant(text: str) -> datetime:
    """Return an instant that was typed.

    Raises:
        OutsideError: it is none, or has no zone.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        message = f"{escaped(text)} is no time with its zone, such as 2026-11-29T08:00-05:00."
        raise OutsideError(message)
    return found

"""What `hq` does with requests for data, packages that leave, and the media that carry them."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.cli.act_commands import arguments_of, body_of, prints
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import paper_in
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.retention.disclosure import OPEN, REFUSAL_WORDS
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.wire.disclosures import DisclosureMessage, DocumentName
from mdt_alpr.wire.release import PackagePassphrase, PackageWritten, ReleaseMessage

_NUMBER = arg("number", type=log_number, help="its number in the log: hq data-requests lists them")


@hq_command(
    "record-data-request",
    "put a request for captured data on record, whoever asks",
    *arguments_of(acts.RECORD_REQUEST, "name", "sought"),
    arg("--paper", type=Path, help="the written request: PDF, PNG, JPEG or TIFF"),
)
def _record(hq: Hq, args: Namespace) -> None:
    """Record a request and attach its document."""
    path, body = acts.RECORD_REQUEST.path(), body_of(acts.RECORD_REQUEST, args)
    answer = hq.ask(DisclosureMessage, path, body)
    if args.paper is not None:
        answer = _attach(hq, answer.line.number, args.paper)
    _say_request(answer)


@hq_command(
    "attach-data-request",
    "attach the written request to its line",
    _NUMBER,
    arg("paper", type=Path, help="PDF, PNG, JPEG or TIFF, 8 MiB at most"),
)
def _add_paper(hq: Hq, args: Namespace) -> None:
    _attach(hq, args.number, args.paper)
    sys.stdout.write(f"{args.paper} is attached to request {args.number}.\n")


@prints(DisclosureMessage)
def _say_request(answer: DisclosureMessage) -> None:
    line, until = answer.line, answer.found.granted_until if answer.found else None
    words = f" ({REFUSAL_WORDS[line.reason]})" if line.reason else ""
    ends = f", until {capture_date(until)}" if until else ""
    sys.stdout.write(f"Request {line.number}: {line.state.value}{ends}{words}.\n")
    for lacking in answer.lacks if line.state in OPEN else ():
        sys.stdout.write(escaped(f"  {lacking}") + "\n")


# ---------------------------------------------------------------- packages


@hq_command(
    "export-evidence",
    "let a package out: under a hold, or on a granted request",
    arg("out", type=Path, help="the encrypted file to write, on the medium; it must be new"),
    *arguments_of(acts.LET_OUT),
    epilog="Have its notice signed: hq package-receipt prints the passphrase. "
    "Exit code: 1 where the key of a car that sealed a hit was never accepted.",
)
def _export(hq: Hq, args: Namespace) -> int:
    """Write an encrypted package; it is out once its file can be read back."""
    demand_new(args.out)
    ask = body_of(acts.LET_OUT, args)
    package, data = hq.ask_with(ReleaseMessage, acts.LET_OUT.path(), ask)
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
    *arguments_of(acts.ACKNOWLEDGE, "by"),
)
def _receipt(hq: Hq, args: Namespace) -> None:
    hq.post(acts.ACKNOWLEDGE.path(number=args.number), body_of(acts.ACKNOWLEDGE, args))
    sys.stdout.write(f"The receipt of package {args.number} is on record.\n")
    _say_passphrase(hq.ask(PackagePassphrase, acts.SHOW_PASSPHRASE.path(number=args.number)))


@prints(PackagePassphrase)
def _say_passphrase(opens: PackagePassphrase) -> None:
    sys.stdout.write(f"Passphrase: {opens.passphrase}\nSend it separately from the medium.\n")


def _attach(hq: Hq, number: int, paper: Path) -> DisclosureMessage:
    path = acts.ADD_PAPER.path(number=number)
    hq.post_with(path, DocumentName(paper.name), paper_in(paper))
    return hq.ask(DisclosureMessage, acts.SHOW_REQUEST.path(number=number))

"""What `hq` does with evidence: let a package out, accept the new key of a computer."""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.hq_files import write_file
from mdt_alpr.cli.verify import KnownKeys, words_of
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.signing import is_signed, pem_of
from mdt_alpr.wire.evidence_check import Tools, check

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add what `export-evidence` takes."""
    parser.add_argument("hit", help="ID of the hit: at the desk, on the page Hit IDs")
    parser.add_argument("out", type=Path, help="the file to write; it must not exist")
    parser.add_argument("--by", required=True, help="custodian or administrator, for the audit")
    lawful = [purpose.value for purpose in Purpose]
    parser.add_argument("--purpose", required=True, choices=lawful, help="for the audit")
    parser.add_argument("--case", default="", help="case number, for the audit")
    parser.epilog = (
        "Exit code: 1 where a link of the written package is broken, or the key of the car that "
        "sealed it was never accepted."
    )


def add_accept_key(parser: argparse.ArgumentParser) -> None:
    """Add what `accept-key` takes."""
    parser.add_argument("device", help="name of the car's computer")
    parser.add_argument(
        "key", help="its key, or the first 16 digits or more, as the computer shows it"
    )
    parser.add_argument("--by", required=True, help="administrator, for the audit")


def export(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Write a package and say what its check finds; 0 where every link holds."""
    from mdt_alpr.hq.evidence.export import ExportAsk, export_evidence, is_accepted

    if args.out.exists():
        message = f"{args.out} exists already. Nothing was written; choose another name."
        raise OutsideError(message)
    data = export_evidence(hq, args.hit, ExportAsk(args.by, args.purpose, args.case))
    write_file(args.out, data)
    verdict = check(data, Tools(is_signed, pem_of, hq.clock.now()))
    known = KnownKeys(is_accepted(hq, verdict.seal), headquarters=True)
    digest = hashlib.sha256(data).hexdigest()
    sys.stdout.write(
        f"{args.out}: {len(data)} bytes, SHA-256 {digest}\n{words_of(verdict, known)}\n"
    )
    return 0 if verdict.is_whole and known.car else 1


def accept_key(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Accept a key that a computer showed."""
    from mdt_alpr.hq.evidence import service as evidence

    key = evidence.accept_key(hq, args.device, args.key, args.by)
    sys.stdout.write(f"The key {key} of {args.device} counts from now on.\n")
    return 0

"""What `hq` does with the log of access to others' readers that no declaration says (OUT-04)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts.outside_requests import EXPORT_ACCESSES
from mdt_alpr.cli.act_commands import arguments_of, body_of
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import write_new
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire.outside import AccessFile


@hq_command(
    "export-outside-accesses",
    "write the log of access to others' readers as CSV, without what was typed",
    *arguments_of(EXPORT_ACCESSES),
    arg("--out", type=Path, required=True, help="the file to write; it must be new"),
)
def _export(hq: Hq, args: Namespace) -> None:
    answer = hq.ask(AccessFile, EXPORT_ACCESSES.path(), body_of(EXPORT_ACCESSES, args))
    write_new(args.out, answer.body.encode())
    sys.stdout.write(escaped(f"{args.out} is written.") + "\n")
    sys.stdout.write(f"{answer.entries} accesses. SHA-256 {answer.sha256}\n")

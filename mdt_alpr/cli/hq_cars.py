"""What `hq` does with what cars bring: keys, sticks, and what was set aside."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.wire import addresses
from mdt_alpr.wire.brought import LoadedMessage, OffloadKeysMessage
from mdt_alpr.wire.codec import encode

_DEVICE = arg("device", help="name of the car's computer")


@hq_command(
    "offload-keys",
    "public keys for cars without a link",
    arg("file", type=Path, help="the file to write, for each car"),
    arg("--days", type=int, default=60, help="for how long (default: 60 days)"),
)
def _offload_keys(hq: Hq, args: Namespace) -> None:
    """Write the public keys; nothing in the file is secret."""
    from mdt_alpr.keys.offload_file import FORMAT, OffloadKeys

    days = [("days", str(args.days))]
    answer = hq.ask(OffloadKeysMessage, addresses.OFFLOAD_KEYS, params=days)
    saved_whole(args.file, encode(OffloadKeys(FORMAT, answer.keys)).encode("ascii"))
    signer = f"Receipts for cars are signed by {answer.receipts_key}."
    sys.stdout.write(f"{args.file}: keys until {answer.keys[-1][0]}. {signer}\n")


@hq_command(
    "load",
    "load what a car offloaded",
    arg("file", type=Path, help="what a car offloaded"),
    arg("--receipt", type=Path, help="the file to write for the car (car settle)"),
)
def _load(hq: Hq, args: Namespace) -> None:
    """Load a file and say what happened to its items."""
    demand_new(args.receipt, undone="loaded")
    with progress(f"Loading {args.file.name}"):
        loaded, receipt = hq.send_file_with(LoadedMessage, addresses.OFFLOAD, args.file)
    counts = ", ".join(f"{number} {name}" for name, number in loaded.outcomes)
    late = f" {loaded.expired_parts} parts were past their deadline." * bool(loaded.expired_parts)
    sys.stdout.write(f"{escaped(loaded.device)}: {counts}; {loaded.pictures} pictures.{late}\n")
    if args.receipt:
        saved_whole(args.receipt, receipt)
        sys.stdout.write(f"{args.receipt}: take it to the car (mdt-alpr car settle).\n")

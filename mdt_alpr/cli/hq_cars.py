"""What `hq` does with what cars bring: keys, sticks, and what was set aside."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.brought import (
    DeviceKeyNamed,
    LoadedMessage,
    OffloadKeysMessage,
    UnitRequest,
)
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsidesMessage

_DEVICE = arg("device", help="name of the car's computer")


@hq_command(
    "accept-key",
    "accept the new key of a car's computer",
    _DEVICE,
    arg("key", help="its key, or the first 16 digits or more, as the computer shows it"),
)
def _accept_key(hq: Hq, args: Namespace) -> None:
    """Accept a key that a computer showed."""
    path = addresses.filled(addresses.DEVICE_KEY, device=args.device)
    key = hq.ask(DeviceKeyNamed, path, DeviceKeyNamed(args.key)).key
    sys.stdout.write(f"The key {key} of {args.device} counts from now on.\n")


@hq_command(
    "offload-keys",
    "public keys for cars without a link",
    arg("file", type=Path, help="the file to write, for each car"),
    arg("--days", type=int, default=60, help="for how long (default: 60 days)"),
)
def _offload_keys(hq: Hq, args: Namespace) -> None:
    """Write the public keys; nothing in the file is secret."""
    from mdt_alpr.offload_file import FORMAT, OffloadKeys

    days = [("days", str(args.days))]
    answer = hq.ask(OffloadKeysMessage, addresses.OFFLOAD_KEYS, params=days)
    write_file(args.file, encode(OffloadKeys(FORMAT, answer.keys)).encode("ascii"))
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
        write_file(args.receipt, receipt)
        sys.stdout.write(f"{args.receipt}: take it to the car (mdt-alpr car settle).\n")


@hq_command(
    "set-aside",
    "list what cars sent that did not fit its session, and decide on it",
    (
        arg("--accept", type=int, metavar="N", help="apply item N after all"),
        arg("--reject", type=int, metavar="N", help="leave item N unapplied"),
    ),
    arg("--why", default="", help="reason of the decision, for the audit"),
)
def _set_aside(hq: Hq, args: Namespace) -> None:
    number = args.reject if args.accept is None else args.accept
    if number is not None:
        decision = DecisionMessage(approved=args.accept is not None, why=args.why)
        hq.post(addresses.filled(addresses.SET_ASIDE_DECISION, number=str(number)), decision)
        done = "accepted and applied" if decision.approved else "rejected"
        sys.stdout.write(f"Item {number} is {done}.\n")
        return
    answer = hq.ask(AsidesMessage, addresses.SET_ASIDE)
    for item in answer.items:
        at = agency_time(item.received_at)
        sys.stdout.write(
            f"{item.number}: {at}, {item.kind} from {item.device}, brought by "
            f"{item.brought_by!r}, names {item.named!r}, about {item.subject!r}. {item.words}\n"
        )
    for device, key in answer.keys:
        sys.stdout.write(f"key of {device!r}: {key} (accept-key, if the computer shows it)\n")
    if not answer.items and not answer.keys:
        sys.stdout.write("Nothing was set aside.\n")


@hq_command(
    "bind-unit",
    "say which unit a car's computer is",
    _DEVICE,
    arg("unit", help="name of the unit"),
)
def _bind(hq: Hq, args: Namespace) -> None:
    hq.put(addresses.filled(addresses.DEVICE_UNIT, device=args.device), UnitRequest(args.unit))
    sys.stdout.write(f"{args.device} is unit {args.unit} from its next sign-in on.\n")

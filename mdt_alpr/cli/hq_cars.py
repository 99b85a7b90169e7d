"""What `hq` does with what cars bring: evidence, keys, sticks, and what was set aside."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import hq_asks
from mdt_alpr.cli.progress import progress
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.brought import (
    DeviceKeyNamed,
    LoadedMessage,
    OffloadKeysMessage,
    PackageMessage,
    PackageRequest,
    UnitRequest,
)
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsidesMessage

if TYPE_CHECKING:
    from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink

_DEVICE = arg("device", help="name of the car's computer")


@hq_asks(
    "export-evidence",
    "write the evidence package of a hit",
    arg("hit", help="ID of the hit: at the desk, on the page Hit IDs"),
    arg("out", type=Path, help="the file to write; it must not exist"),
    arg(
        "--purpose",
        required=True,
        choices=[purpose.value for purpose in Purpose],
        help="for the audit",
    ),
    arg("--case", default="", help="case number, for the audit"),
    epilog="Exit code: 1 where a link of the written package is broken, or the key of the car "
    "that sealed it was never accepted.",
)
def _export(hq: "HttpCommandLink", args: Namespace) -> int:
    """Write a package and say what its check finds; 0 where every link holds."""
    from mdt_alpr.cli.verify import KnownKeys, words_of
    from mdt_alpr.signing import is_signed, pem_of
    from mdt_alpr.wire.evidence_check import Tools, check

    demand_new(args.out)
    path = addresses.filled(addresses.HIT_PACKAGE, hit_id=args.hit)
    found, data = hq.ask_with(PackageMessage, path, PackageRequest(args.purpose, args.case))
    write_file(args.out, data)
    verdict = check(data, Tools(is_signed, pem_of, SystemClock().now()))
    known = KnownKeys(found.is_key_accepted, headquarters=True)
    sys.stdout.write(
        f"{args.out}: {len(data)} bytes, SHA-256 {found.sha256}\n{words_of(verdict, known)}\n"
    )
    return 0 if verdict.is_whole and known.car else 1


@hq_asks(
    "accept-key",
    "accept the new key of a car's computer",
    _DEVICE,
    arg("key", help="its key, or the first 16 digits or more, as the computer shows it"),
)
def _accept_key(hq: "HttpCommandLink", args: Namespace) -> int:
    """Accept a key that a computer showed."""
    path = addresses.filled(addresses.DEVICE_KEY, device=args.device)
    key = hq.ask(DeviceKeyNamed, path, DeviceKeyNamed(args.key)).key
    sys.stdout.write(f"The key {key} of {args.device} counts from now on.\n")
    return 0


@hq_asks(
    "offload-keys",
    "public keys for cars without a link",
    arg("file", type=Path, help="the file to write, for each car"),
    arg("--days", type=int, default=60, help="for how long (default: 60 days)"),
)
def _offload_keys(hq: "HttpCommandLink", args: Namespace) -> int:
    """Write the public keys; nothing in the file is secret."""
    from mdt_alpr.offload_file import FORMAT, OffloadKeys

    days = [("days", str(args.days))]
    found = hq.ask(OffloadKeysMessage, addresses.OFFLOAD_KEYS, params=days)
    write_file(args.file, encode(OffloadKeys(FORMAT, found.keys)).encode("ascii"))
    signer = f"Receipts for cars are signed by {found.receipts_key}."
    sys.stdout.write(f"{args.file}: keys until {found.keys[-1][0]}. {signer}\n")
    return 0


@hq_asks(
    "load",
    "load what a car offloaded",
    arg("file", type=Path, help="what a car offloaded"),
    arg("--receipt", type=Path, help="the file to write for the car (car settle)"),
)
def _load(hq: "HttpCommandLink", args: Namespace) -> int:
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
    return 0


@hq_asks(
    "set-aside",
    "list what cars sent that did not fit its session, and decide on it",
    (
        arg("--accept", type=int, metavar="N", help="apply item N after all"),
        arg("--reject", type=int, metavar="N", help="leave item N unapplied"),
    ),
    arg("--why", default="", help="reason of the decision, for the audit"),
)
def _set_aside(hq: "HttpCommandLink", args: Namespace) -> int:
    number = args.reject if args.accept is None else args.accept
    if number is not None:
        decision = DecisionMessage(approved=args.accept is not None, why=args.why)
        hq.post(addresses.filled(addresses.SET_ASIDE_DECISION, number=str(number)), decision)
        done = "accepted and applied" if decision.approved else "rejected"
        sys.stdout.write(f"Item {number} is {done}.\n")
        return 0
    found = hq.ask(AsidesMessage, addresses.SET_ASIDE)
    for item in found.items:
        at = item.received_at.strftime("%Y-%m-%d %H:%M UTC")
        sys.stdout.write(
            f"{item.number}: {at}, {item.kind} from {item.device}, brought by "
            f"{item.brought_by!r}, names {item.named!r}, about {item.subject!r}. {item.words}\n"
        )
    for device, key in found.keys:
        sys.stdout.write(f"key of {device!r}: {key} (accept-key, if the computer shows it)\n")
    if not found.items and not found.keys:
        sys.stdout.write("Nothing was set aside.\n")
    return 0


@hq_asks(
    "bind-unit",
    "say which unit a car's computer is",
    _DEVICE,
    arg("unit", help="name of the unit"),
)
def _bind(hq: "HttpCommandLink", args: Namespace) -> int:
    hq.put(addresses.filled(addresses.DEVICE_UNIT, device=args.device), UnitRequest(args.unit))
    sys.stdout.write(f"{args.device} is unit {args.unit} from its next sign-in on.\n")
    return 0

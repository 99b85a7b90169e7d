"""What `hq` does with what cars bring: evidence, keys, sticks, and what was set aside."""

import hashlib
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import by, by_account, demand_new, hq_command, write_file
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_BY_ADMINISTRATOR = by("administrator, for the audit")
_DEVICE = arg("device", help="name of the car's computer")


@hq_command(
    "export-evidence",
    "write the evidence package of a hit",
    arg("hit", help="ID of the hit: at the desk, on the page Hit IDs"),
    arg("out", type=Path, help="the file to write; it must not exist"),
    by("custodian or administrator, for the audit"),
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
def _export(hq: "Headquarters", args: Namespace) -> int:
    """Write a package and say what its check finds; 0 where every link holds."""
    from mdt_alpr.cli.verify import KnownKeys, words_of
    from mdt_alpr.hq.evidence.export import ExportAsk, export_evidence, is_accepted
    from mdt_alpr.signing import is_signed, pem_of
    from mdt_alpr.wire.evidence_check import Tools, check

    demand_new(args.out)
    data = export_evidence(hq, args.hit, ExportAsk(args.by, args.purpose, args.case))
    write_file(args.out, data)
    verdict = check(data, Tools(is_signed, pem_of, hq.clock.now()))
    known = KnownKeys(is_accepted(hq, verdict.seal), headquarters=True)
    digest = hashlib.sha256(data).hexdigest()
    sys.stdout.write(
        f"{args.out}: {len(data)} bytes, SHA-256 {digest}\n{words_of(verdict, known)}\n"
    )
    return 0 if verdict.is_whole and known.car else 1


@hq_command(
    "accept-key",
    "accept the new key of a car's computer",
    _DEVICE,
    arg("key", help="its key, or the first 16 digits or more, as the computer shows it"),
    _BY_ADMINISTRATOR,
)
def _accept_key(hq: "Headquarters", args: Namespace) -> int:
    """Accept a key that a computer showed."""
    from mdt_alpr.hq.evidence import service as evidence

    key = evidence.accept_key(hq, args.device, args.key, args.by)
    sys.stdout.write(f"The key {key} of {args.device} counts from now on.\n")
    return 0


@hq_command(
    "offload-keys",
    "public keys for cars without a link",
    arg("file", type=Path, help="the file to write, for each car"),
    arg("--days", type=int, default=60, help="for how long (default: 60 days)"),
)
def _offload_keys(hq: "Headquarters", args: Namespace) -> int:
    """Write the public keys; nothing in the file is secret."""
    from mdt_alpr.hq.intake.offload import offload_keys, receipts_key
    from mdt_alpr.wire.codec import encode

    found = offload_keys(hq, args.days)
    write_file(args.file, encode(found).encode("ascii"))
    signer = f"Receipts for cars are signed by {receipts_key(hq)}."
    sys.stdout.write(f"{args.file}: keys until {found.keys[-1][0]}. {signer}\n")
    return 0


@hq_command(
    "load",
    "load what a car offloaded",
    arg("file", type=Path, help="what a car offloaded"),
    _BY_ADMINISTRATOR,
    arg("--receipt", type=Path, help="the file to write for the car (car settle)"),
)
def _load(hq: "Headquarters", args: Namespace) -> int:
    """Load a file and say what happened to its items."""
    from mdt_alpr.hq.intake.offload import load, receipt_for

    demand_new(args.receipt, undone="loaded")
    with progress(f"Loading {args.file.name}"):
        loaded = load(hq, args.file, args.by)
    counts = ", ".join(f"{number} {name}" for name, number in loaded.outcomes)
    late = f" {loaded.expired_parts} parts were past their deadline." * bool(loaded.expired_parts)
    sys.stdout.write(f"{escaped(loaded.device)}: {counts}; {loaded.pictures} pictures.{late}\n")
    if args.receipt:
        write_file(args.receipt, receipt_for(hq, loaded))
        sys.stdout.write(f"{args.receipt}: take it to the car (mdt-alpr car settle).\n")
    return 0


@hq_command(
    "set-aside",
    "list what cars sent that did not fit its session, and decide on it",
    (
        arg("--accept", type=int, metavar="N", help="apply item N after all"),
        arg("--reject", type=int, metavar="N", help="leave item N unapplied"),
    ),
    arg("--why", default="", help="reason of the decision, for the audit"),
    by("custodian or administrator; signs in"),
    permissions=(Permission.READ_AUDIT,),
)
def _set_aside(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.intake.set_aside_review import decide, waiting
    from mdt_alpr.wire.manual import DecisionMessage

    number = args.reject if args.accept is None else args.accept
    if number is not None:
        decision = DecisionMessage(approved=args.accept is not None, why=args.why)
        by_account(
            hq,
            args,
            Permission.MANAGE_ACCOUNTS,
            lambda work: decide(work, number, decision, args.by),
        )
        done = "accepted and applied" if decision.approved else "rejected"
        sys.stdout.write(f"Item {number} is {done}.\n")
        return 0
    with hq.writing() as work:
        found = waiting(work, args.by)
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


@hq_command(
    "bind-unit",
    "say which unit a car's computer is",
    _DEVICE,
    arg("unit", help="name of the unit"),
    by("administrator; signs in"),
    permissions=(Permission.MANAGE_ACCOUNTS,),
)
def _bind(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.devices import bind_unit

    by_account(
        hq,
        args,
        Permission.MANAGE_ACCOUNTS,
        lambda work: bind_unit(work, args.device, args.unit, args.by),
        AuditEvent.HQ_UNIT_REFUSED,
    )
    sys.stdout.write(f"{args.device} is unit {args.unit} from its next sign-in on.\n")
    return 0

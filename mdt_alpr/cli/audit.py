"""Prove exported audit entries as an outside auditor: nothing removed, each search has a case."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from mdt_alpr.cli.arguments import arg, command
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.audit.proof import AuditProof, prove
from mdt_alpr.domain.audit.witness import Checkpoint
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.printable import escaped

NOT_PROVEN = 3
_NAMED = 20


@command(
    "prove",
    "check exported audit entries without headquarters: none is missing, each search has a case",
    arg("package", type=Path, help="the file that `hq audit --out` wrote, of all entries"),
    arg(
        "--witness",
        metavar="PLACE",
        help="the checkpoints: a folder, s3://BUCKET/FOLDER, or saved mail (a folder of .eml "
        "files, or one file)",
    ),
    arg("--audit-key", type=Path, metavar="PUBLIC", help="the public key that signed them"),
    arg("--json", action="store_true", help="the finding as JSON"),
    epilog="Exit code: 1 where an entry is missing or changed, or a search names no case or "
    "purpose; 3 where nothing contradicts, but the first or newest entries are not in the "
    "package, or no checkpoint confirms its last.",
)
def _prove(args: Namespace) -> int:
    if (args.witness is None) != (args.audit_key is None):
        raise OutsideError("--witness and --audit-key go together: give both, or neither.")
    entries = entries_in(args.package)
    checkpoints = _checkpoints(args.witness, args.audit_key) if args.witness else []
    found = prove(entries, checkpoints)
    if args.json:
        verdicts = {"proven": found.is_proven, "each_has_a_case": found.each_has_a_case}
        sys.stdout.write(json.dumps({**asdict(found), **verdicts}) + "\n")
    else:
        sys.stdout.write("".join(f"{escaped(line)}\n" for line in _lines(found)))
    if found.why or not found.each_has_a_case:
        return 1
    return 0 if found.is_proven else NOT_PROVEN


def entries_in(place: Path) -> list[AuditEntry]:
    """Return the entries of an export, in its order.

    Raises:
        OutsideError: it cannot be read, or a line is none of an export.
    """
    try:
        lines = place.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(f"The package {place} cannot be read: {error}.") from error
    return [_entry(number, line) for number, line in enumerate(lines, start=1)]


def _entry(number: int, line: str) -> AuditEntry:
    try:
        given: dict[str, Any] = json.loads(line)
        given["at"] = datetime.fromisoformat(given["at"])
        given["event"] = AuditEvent(given["event"])
        given["detail"] = tuple((str(name), str(fact)) for name, fact in given["detail"])
        return AuditEntry(**given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"Line {number} is no audit entry. Give the file that `hq audit --out` wrote."
        raise OutsideError(message) from error


def _checkpoints(named: str, key: Path) -> list[Checkpoint]:
    from mdt_alpr.hq.audit.witness import opened, public_key_in, witness_at

    public_key = public_key_in(key)
    found = []
    for file in witness_at(named, public_key).files():
        one = opened(file, public_key)
        if one is None:
            raise OutsideError(f"{file[0]} was not signed by this key, or was changed.")
        found.append(one)
    return found


def _verdict(proof: AuditProof) -> str:
    if proof.why:
        return f"BROKEN: {proof.why}."
    if proof.is_proven:
        return (
            f"WHOLE: entries {proof.first} to {proof.last}; {proof.checkpoints} checkpoints of "
            "the second place confirm every one."
        )
    if proof.first > 1:
        return f"NOT PROVEN: the package begins at entry {proof.first}. Export all from entry 1."
    if proof.seen_until > proof.last:
        return (
            f"NOT PROVEN: the package ends at entry {proof.last}, and a checkpoint saw entry "
            f"{proof.seen_until}. Export again: what was cut off does not show here."
        )
    confirmed = f"up to {proof.proven_until}" if proof.proven_until else "none of them"
    return (
        f"NOT PROVEN: entries {proof.first} to {proof.last} fit one another, but checkpoints "
        f"confirm {confirmed}. Give --witness and --audit-key, and export up to a checkpoint."
    )


def _lines(proof: AuditProof) -> Iterable[str]:
    yield _verdict(proof)
    yield f"{proof.searches} searches by {proof.people} people."
    for name, number in proof.purposes:
        yield f"  purpose {name or 'NONE'}: {number}"
    for name, number in proof.checks:
        yield f"  case {name or 'not checked'}: {number}"
    for what, missing in (("case", proof.without_case), ("purpose", proof.without_purpose)):
        if missing:
            some = ", ".join(map(str, missing[:_NAMED]))
            more = ", ..." if len(missing) > _NAMED else ""
            yield f"WITHOUT A {what.upper()}: {len(missing)} searches, entries {some}{more}."
    if proof.each_has_a_case and proof.searches:
        yield "Each search named a purpose and a case."

"""Check an evidence package; needs nothing but the package, says the first broken link."""

import json
import sys
from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.encrypted import PASSPHRASE_VARIABLE, files_of, is_container
from mdt_alpr.cli.passwords import password_from
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.contradiction import Compared, vehicle_words
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.retention.kept_for import due_clock
from mdt_alpr.keys.signing import is_signed, key_of, pem_of
from mdt_alpr.wire.evidence_check import Tools, Verdict, check
from mdt_alpr.wire.release_file import ReleaseVerdict, check_files

PURGED_WORDS = "content purged after its time; chain whole"
NOT_PROVED = 2
"""Exit code where nothing is broken, but a key is not known, or the export note not signed."""
_LARGEST = 512 * 1024 * 1024


@main_command(
    arg("package", type=Path, help="the file"),
    arg("--key", type=Path, help="the public key of the car, from whoever enrolled it"),
    arg("--headquarters-key", type=Path, help="the public key that must have signed its export"),
    arg(
        "--kept-days",
        type=int,
        default=MOST_DAYS,
        help=f"for how many days the agency keeps captured data, {MOST_DAYS} at most",
    ),
    arg("--json", action="store_true", help="one JSON object on one line"),
    epilog="Exit code: 0 where all holds; 1 where a link is broken; 2 where it is not proved: a "
    "key was not given, or the package is of format version 1, whose note nobody signed. An "
    f"encrypted package asks for its passphrase ({PASSPHRASE_VARIABLE}).",
)
def _verify(args: Namespace) -> int:
    """Print what was found: 0 where all holds, 1 where a link is broken, 2 where not proved."""
    data = _content(args.package, "package")
    key = _key(args.key) if args.key else None
    headquarters = _key(args.headquarters_key) if args.headquarters_key else None
    now = datetime.now(UTC)  # noqa: TID251 - the command has no clock of a car or headquarters
    due = due_clock(now, args.kept_days)
    tools = Tools(is_signed, pem_of, due, key, headquarters)
    known = KnownKeys(key is not None, headquarters is not None)
    if is_container(data):
        return _verify_container(data, tools, known, as_json=args.json)
    verdict = check(data, tools)
    lines = json.dumps(facts_of(verdict, known)) if args.json else words_of(verdict, known)
    sys.stdout.write(lines + "\n")
    if not verdict.is_whole:
        return 1
    return 0 if known.both and verdict.is_note_signed else NOT_PROVED


def _verify_container(data: bytes, tools: Tools, known: "KnownKeys", *, as_json: bool) -> int:
    """Print what was found in an encrypted package, each sealed hit of it included."""
    files = files_of(data, password_from(PASSPHRASE_VARIABLE, "this package"))
    verdict = check_files(files, tools, key_of)
    hits = [facts_of(hit, known) for _, hit in verdict.hits]
    is_proved = known.headquarters and (known.car or not hits)
    facts = {
        "whole": not verdict.first_break and is_proved,
        "first_break": verdict.first_break or None,
        "headquarters_key": verdict.key,
        "headquarters_key_known": known.headquarters,
        "manifest": verdict.manifest,
        "hits": hits,
    }
    sys.stdout.write((json.dumps(facts) if as_json else _container_words(verdict, known)) + "\n")
    if verdict.first_break:
        return 1
    return 0 if is_proved else NOT_PROVED


def _container_words(verdict: ReleaseVerdict, known: "KnownKeys") -> str:
    if verdict.first_break:
        return f"BROKEN. First broken link: {escaped(verdict.first_break)}."
    said = verdict.manifest
    by = ", ".join(f"{w} {said[w]['number']}" for w in ("hold", "request") if said[w])
    whose = "headquarters' key" if known.headquarters else "a key that is not known to be its own"
    about = f"under {by}, purpose: {said['purpose']}, case: {said['case']}"
    lines = (
        f"Package of {said['made_by']['name']} at {said['made_at']}, {about}.",
        f"Signed by {whose}, {verdict.key}.",
        f"{len(said['files'])} files as they were signed, {len(said['reads'])} reads.",
    )
    return "\n".join([*map(escaped, lines), *(words_of(hit, known) for _, hit in verdict.hits)])


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """Which keys are known from elsewhere: else a forger's own key fits as well."""

    car: bool
    headquarters: bool

    @property
    def both(self) -> bool:
        """Tell whether both are known: the package is the car's, its note headquarters'."""
        return self.car and self.headquarters


def facts_of(verdict: Verdict, known: KnownKeys) -> dict[str, object]:
    """Return a verdict as plain values."""
    seal = verdict.seal
    content = "purged" if verdict.is_purged else "kept"
    return {
        "whole": verdict.is_whole and known.both and verdict.is_note_signed,
        "key_known": known.car,
        "headquarters_key_known": known.headquarters,
        "note_signed": verdict.is_note_signed,
        "first_break": verdict.first_break or None,
        "content": content if verdict.is_whole else None,
        "parts": verdict.parts,
        "device": seal.device if seal else None,
        "sequence": seal.sequence if seal else None,
        "hit_id": seal.hit_id if seal else None,
        "sealed_at": seal.sealed_at.isoformat() if seal else None,
        "public_key": seal.public_key if seal else None,
        "export": verdict.note,
        "vehicle": _vehicle_facts(verdict.vehicle),
    }


def words_of(verdict: Verdict, known: KnownKeys) -> str:
    """Return a verdict for a person."""
    seal = verdict.seal
    if seal is None:
        return f"BROKEN. First broken link: {escaped(verdict.first_break)}."
    about = (
        f"Package {seal.sequence} of {escaped(seal.device)}, hit {escaped(seal.hit_id)}, "
        f"sealed {seal.sealed_at:%Y-%m-%d %H:%M:%S} UTC\nKey {seal.public_key}"
    )
    if not verdict.is_whole:
        return f"BROKEN. First broken link: {escaped(verdict.first_break)}.\n{about}"
    held = PURGED_WORDS if verdict.is_purged else f"{verdict.parts} parts as they were signed"
    note = {name: escaped(str(text)) for name, text in verdict.note.items()}
    whose = "headquarters' key" if known.headquarters else "a key that is not known to be its own"
    signed = f"signed by {whose}, {note['signed_by']}" if verdict.is_note_signed else "not signed"
    released = (
        f"Let out by {note['by']} at {note['at']}, purpose: {note['purpose']}, case: "
        f"{note['case']}; {_authority(verdict.note)}; {signed}."
    )
    if not verdict.is_purged:
        released += f"\n{_vehicle_line(verdict.vehicle)}"
    if not known.car:
        return (
            f"KEY NOT KNOWN: {held}, but anybody can have made this key. Give --key with the "
            f"car's public key from whoever enrolled it.\n{about}\n{released}"
        )
    if not verdict.is_note_signed:
        return (
            f"NOTE NOT SIGNED: {held} by the car, but an older headquarters let it out and did "
            "not sign who, when and why: that cannot be proved. Export it again, or compare the "
            f"file's SHA-256 with headquarters' audit.\n{about}\n{released}"
        )
    if not known.headquarters:
        return (
            f"KEY NOT KNOWN: {held} by the car, but anybody can have written who let it out and "
            f"why. Give --headquarters-key with headquarters' public key.\n{about}\n{released}"
        )
    return f"WHOLE: {held}; {seal.sequence} packages in the chain.\n{about}\n{released}"


def _authority(note: Any) -> str:
    """Return by which hold or request on record a package left (8.D)."""
    named = [f"{name} {note[name]}" for name in ("hold", "request") if note.get(name)]
    return f"under {' and '.join(named)}" if named else "under no hold or request on record"


def _vehicle_facts(vehicle: Compared | None) -> dict[str, object] | None:
    if vehicle is None:
        return None
    return {
        "record": vehicle.record,
        "seen": vehicle.seen,
        "seen_after_record": vehicle.seen_later,
        "comparison": vehicle.comparison.value,
        "differs": [point.value for point in vehicle.differs],
        "reason": vehicle.reason.words if vehicle.reason else None,
        "reason_after_stop": vehicle.reason.later if vehicle.reason else None,
    }


def _vehicle_line(vehicle: Compared | None) -> str:
    """Return the comparison of the vehicle that the car recorded, a contradiction first."""
    if vehicle is None:
        return "Vehicle: not recorded."
    mark = "VEHICLE CONTRADICTS THE RECORD" if vehicle.is_contradicted else "Vehicle"
    return f"{mark}. {escaped(vehicle_words(vehicle))}"


def _key(path: Path) -> str:
    key = key_of(_content(path, "key").decode("ascii", "replace"))
    if key is None:
        message = f"{path} holds no Ed25519 public key, neither as PEM nor as 64 hex digits."
        raise OutsideError(message)
    return key


def _content(path: Path, what: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise OutsideError(f"{path} is too large for a {what}.")
        return path.read_bytes()
    except OSError as error:
        message = f"The {what} {path} cannot be read: {error.strerror or error}."
        raise OutsideError(message) from error

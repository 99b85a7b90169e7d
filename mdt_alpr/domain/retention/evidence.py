"""The evidence package of a hit: its parts, its seal, and the chain of a device's seals (D10).

A package has two parts. Its content (JSON parts and pictures) is captured data and ends after 90
days. Its seal holds no plate and stays: the seal names the SHA-256 of the content's list, the list
names the SHA-256 of each part, and each seal names the SHA-256 of the one before it by the same
device key. So a chain stays complete, and can be checked, when contents are gone. Every JSON part
begins with random bytes that are erased with it: nobody can find a purged plate by hashing all
possible ones.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from mdt_alpr.domain.canonical import canonical, plain, sha256
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.policy import PROFILE

SEAL_FORMAT = "mdt-alpr evidence seal 1"
KEY_FORMAT = "mdt-alpr device key 1"
CHAIN_START = "0" * 64
SALT_BYTES = 16
JSON_PARTS = ("reads.json", "records.json", "answers.json", "outcome.json", "machine.json")

_OF_READS = ("read", "second_text")
_OF_RECORDS = ("matches", "list_version", "list_compiled_at", "settings")
_OF_OUTCOME = ("state", "stop_at", "stop_by", "closing")


@dataclass(frozen=True, slots=True)
class Seal:
    """What is signed and chained: names the content by digest, holds no captured data (RET-09).

    ``public_key`` is the device's Ed25519 key, 64 hexadecimal digits; a new key begins a new
    chain at 1. ``previous`` is the digest of the seal before, or 64 zeros.
    """

    device: str
    public_key: str
    sequence: int
    hit_id: str
    sealed_at: datetime
    content: str
    previous: str

    def to_sign(self) -> bytes:
        """Return the exact bytes that the device signs."""
        return canonical({"format": SEAL_FORMAT, **plain(self)})

    @property
    def digest(self) -> str:
        """Return the SHA-256 by which the next seal names this one."""
        return sha256(self.to_sign())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the content under its name in the package."""

    name: str
    body: bytes

    @property
    def words(self) -> str:
        """Return the part's name in words: "crop 2", "answers"."""
        return part_words(self.name)


@dataclass(frozen=True, slots=True)
class Machine:
    """Who and what made a package, by which policy profile.

    ``clock`` says how far the clock was off, where known.
    """

    software: str
    unit: str
    device: str
    person: str
    now: datetime
    clock: Any = None
    profile: str = PROFILE.words


def part_words(name: str) -> str:
    """Return a part's name in words, for a person who checks a package."""
    return name.rpartition(".")[0].replace("-", " ")


def next_place(last: Seal | None) -> tuple[int, str]:
    """Return sequence and previous digest of the seal that follows ``last`` of the same key."""
    return (last.sequence + 1, last.digest) if last else (1, CHAIN_START)


def content_list(parts: tuple[tuple[str, str], ...]) -> bytes:
    """Return the canonical list of part names and digests whose SHA-256 the seal holds."""
    return canonical([{"name": name, "sha256": digest} for name, digest in parts])


def key_claim(device: str, public_key: str) -> bytes:
    """Return what a device signs to show that it has the private key of ``public_key``."""
    return canonical({"format": KEY_FORMAT, "device": device, "public_key": public_key})


def parts_of(hit: Hit, machine: Machine, salts: tuple[str, ...]) -> tuple[Part, ...]:
    """Return the content of a hit's package: five JSON parts, then contexts and crops.

    Every field of the hit goes into one of them: a field added later goes into ``answers`` by
    itself. ``salts`` are random texts, one a JSON part.
    """
    facts = {f.name: getattr(hit, f.name) for f in fields(hit)}
    bodies = (
        {"hit_id": facts.pop("hit_id"), **_reads(hit, facts)},
        {**_popped(facts, _OF_RECORDS), "list_sha256": hit.trace.list_digest},
        _outcome(hit, _popped(facts, _OF_OUTCOME)),
        {"machine": machine, "engines": hit.trace.engines},
    )
    facts.pop("trace")
    answers = {
        **facts,
        "hold_released": hit.trace.released,
        "entry_dwell": _dwell(hit),
        "steps": hit.trace.steps,
    }
    in_order = (*bodies[:2], answers, *bodies[2:])
    made = tuple(
        Part(name, canonical({"salt": salt, **body}))
        for name, salt, body in zip(JSON_PARTS, salts, in_order, strict=True)
    )
    return (*made, *_pictures(hit))


def _popped(facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: facts.pop(name) for name in names}


def _reads(hit: Hit, facts: dict[str, Any]) -> dict[str, Any]:
    trace = hit.trace
    later = [read for read in trace.revisions if read.revision != hit.read.revision]
    return {
        **_popped(facts, _OF_READS),
        "text": hit.read.text,
        "revisions": later,
        "pass_frames": trace.pass_frames,
        "seeing": trace.seeing,
        "seen_again": trace.seen_again,
        "clock": _clock(hit),
    }


def _clock(hit: Hit) -> dict[str, Any]:
    """Return by how many seconds the car's clock was ahead of the receiver's, where known."""
    place = hit.read.place
    if place is None:
        return {"source": "computer", "error_s": None}
    return {"source": "computer, compared with the receiver", "error_s": place.clock_error_s}


def _outcome(hit: Hit, outcome: dict[str, Any]) -> dict[str, Any]:
    return {**outcome, "gate_at_stop": hit.trace.stop_gate}


def _dwell(hit: Hit) -> dict[str, Any]:
    """Return how many seconds the alert waited and lay open before its first entry."""
    first = hit.attempts[0].at if hit.attempts else None
    waited = (hit.opened_at - hit.raised_at).total_seconds() if hit.opened_at else None
    to_entry = (first - hit.opened_at).total_seconds() if first and hit.opened_at else None
    return {"raised_to_opened_s": waited, "opened_to_first_entry_s": to_entry}


def _pictures(hit: Hit) -> list[Part]:
    """Return contexts and crops of the pass in the order of their capture, each once."""
    reads = (hit.read, *hit.trace.revisions)
    contexts = [(read.captured_at, read.context) for read in reads]
    crops = [(read.captured_at, read.crop) for read in reads]
    crops += [(frame.captured_at, frame.crop) for frame in hit.trace.pass_frames]
    return [*_numbered("context", contexts), *_numbered("crop", crops)]


def _numbered(name: str, pictures: list[tuple[datetime, bytes]]) -> list[Part]:
    in_order = sorted(((at, jpeg) for at, jpeg in pictures if jpeg), key=lambda p: p[0])
    once = dict.fromkeys(jpeg for _, jpeg in in_order)
    return [Part(f"{name}-{place}.jpg", jpeg) for place, jpeg in enumerate(once, 1)]

"""What a package is made of: reads, hits, pictures and sealed evidence, as they were captured.

Under a hold it is the hold's own copies; of a request without one, what is kept of its hits.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.disclosure import DisclosureRefusedError
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.hit_tables import EVIDENCE_CONTENT
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, PICTURES, READS
from mdt_alpr.hq.evidence.packages import HeldParts
from mdt_alpr.hq.holds import material
from mdt_alpr.hq.holds.material import Covered, HeldThing
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.evidence import EvidenceMessage
from mdt_alpr.wire.messages import HitMessage, ReadMessage

_RECORDS = "records.json"
_PLACES = (READS.name, PICTURES.name, HITS.name, HIT_STEPS.name, EVIDENCE_CONTENT.name)


@dataclass(frozen=True)
class Gathered:
    """Bodies of reads and hits by id, steps by hit, evidence by fingerprint.

    ``announced`` are digests of pictures by read, ``jpegs`` the pictures by digest,
    ``devices`` which device made each read and raised each hit.
    """

    reads: dict[str, str] = field(default_factory=dict)
    hits: dict[str, str] = field(default_factory=dict)
    steps: dict[str, list[str]] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    announced: dict[str, list[str]] = field(default_factory=dict)
    jpegs: dict[str, bytes] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> HeldParts:
        """Return what packages of hits are made of."""
        return HeldParts(self.evidence, self.jpegs)

    def read(self, read_id: str) -> ReadMessage:
        """Return a read."""
        return decode(ReadMessage, self.reads[read_id])

    def hit(self, hit_id: str) -> HitMessage:
        """Return a hit."""
        return decode(HitMessage, self.hits[hit_id])

    @cached_property
    def sealed(self) -> dict[str, EvidenceMessage]:
        """Return the sealed evidence, by hit."""
        bodies = (decode(EvidenceMessage, body) for body in self.evidence.values())
        return {message.hit_id: message for message in bodies}

    @property
    def hit_ids(self) -> list[str]:
        """Return the hits of which a record or sealed evidence is kept."""
        return sorted(self.hits.keys() | self.sealed.keys())

    @property
    def restricted(self) -> tuple[str, ...]:
        """Return the hits on records of restricted files (HOT-10)."""
        return tuple(
            hit_id
            for hit_id in self.hit_ids
            if any(CATEGORIES[one].restricted for one in self._categories(hit_id))
        )

    def _categories(self, hit_id: str) -> set[str]:
        if hit_id in self.hits:
            return {one.category for one in self.hit(hit_id).records}
        parts = [part.body for part in self.sealed[hit_id].parts if part.name == _RECORDS]
        return set().union(*(_named(json.loads(body)) for body in parts if body))


def under_hold(hq: Headquarters, hold_id: str, hits: Collection[str]) -> Gathered:
    """Return what lies under a hold; with ``hits``, these and their reads only.

    Raises:
        DisclosureRefusedError: nothing does, or a hit is not among it.
    """
    with hq.reading() as work:
        found = _sorted(material.held(work, hold_id, *_PLACES))
        _demand_all(found, hits)
        chosen = _of_hits(found, hits) if hits else found
        for digest in _digests(chosen):
            jpeg = material.picture(work, hold_id, digest)
            if jpeg is not None:
                chosen.jpegs[digest] = jpeg
    return chosen


def of_hits(hq: Headquarters, hits: Collection[str]) -> Gathered:
    """Return what is kept of hits that no hold covers.

    Raises:
        DisclosureRefusedError: a hit is not kept.
    """
    with hq.reading() as work:
        ids = {hit_id: _read_of(work, hit_id) for hit_id in hits}
        reads = frozenset(read for read in ids.values() if read)
        things = material.things_of(work, Covered(reads, frozenset(ids)))
        found = _sorted(thing for thing in things if thing.place in _PLACES)
    _demand_all(found, hits)
    for digest, dates in _digests(found).items():
        jpeg = hq.pictures.get(sorted(dates), digest)
        if jpeg is not None:
            found.jpegs[digest] = jpeg
    return found


def _read_of(work: Work, hit_id: str) -> str:
    made = id_time(hit_id)
    return (made and captured.read_of(work.connection, made.date(), hit_id)) or ""


def _sorted(things: Iterable[HeldThing]) -> Gathered:
    found = Gathered()
    for thing in things:
        row: dict[str, Any] = thing.row
        if thing.place == READS.name:
            found.reads[row["read_id"]] = row["body"]
            found.devices[row["read_id"]] = row.get("device", "")
        elif thing.place == HITS.name:
            found.hits[row["hit_id"]] = row["body"]
            found.devices[row["hit_id"]] = row["device"]
        elif thing.place == HIT_STEPS.name:
            found.steps.setdefault(row["hit_id"], []).append(row["body"])
        elif thing.place == EVIDENCE_CONTENT.name:
            found.evidence[row["fingerprint"]] = row["body"]
        else:
            found.announced.setdefault(row["read_id"], []).append(row["digest"])
    return found


def _demand_all(found: Gathered, hits: Collection[str]) -> None:
    if missing := sorted(set(hits) - set(found.hit_ids)):
        raise DisclosureRefusedError(f"Hit {missing[0]:.36} is not kept, or not under this hold.")
    if not found.reads and not found.hit_ids:
        raise DisclosureRefusedError("Nothing is kept under this hold yet, or it is gone.")


def _of_hits(found: Gathered, hits: Collection[str]) -> Gathered:
    reads = {found.hit(hit_id).read_id for hit_id in hits if hit_id in found.hits}
    chosen = {found.sealed[one] for one in hits if one in found.sealed}
    return Gathered(
        {one: found.reads[one] for one in reads if one in found.reads},
        {one: found.hits[one] for one in hits if one in found.hits},
        {one: found.steps.get(one, []) for one in hits},
        {
            name: body
            for name, body in found.evidence.items()
            if decode(EvidenceMessage, body) in chosen
        },
        {one: found.announced.get(one, []) for one in reads},
        devices=found.devices,
    )


def _digests(found: Gathered) -> dict[str, set[date]]:
    """Return the dates under which each picture of reads and of sealed hits may lie."""
    digests: dict[str, set[date]] = {}
    for read_id, listed in found.announced.items():
        for digest in listed:
            digests.setdefault(digest, set()).add(_captured_on(found, read_id))
    for message in found.sealed.values():
        for part in message.parts:
            if part.body is None and message.captured_at is not None:
                digests.setdefault(part.sha256, set()).add(capture_date(message.captured_at))
    return digests


def _captured_on(found: Gathered, read_id: str) -> date:
    made = found.read(read_id).captured_at if read_id in found.reads else id_time(read_id)
    assert made is not None  # noqa: S101 - an announcement was checked when it came
    return capture_date(made)


def _named(value: Any) -> set[str]:
    """Return every category that a part of a package names."""
    if isinstance(value, dict):
        own = {value["category"]} & CATEGORIES.keys() if "category" in value else set()
        return own.union(*(_named(one) for one in value.values()))
    return set().union(*(_named(one) for one in value)) if isinstance(value, list) else set()

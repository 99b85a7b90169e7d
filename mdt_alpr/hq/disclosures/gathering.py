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
from mdt_alpr.hq.holds import held_data
from mdt_alpr.hq.holds.held_data import Covered, HeldThing
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
            if any(CATEGORIES[category].restricted for category in self._categories(hit_id))
        )

    def _categories(self, hit_id: str) -> set[str]:
        if hit_id in self.hits:
            return {record.category for record in self.hit(hit_id).records}
        parts = [part.body for part in self.sealed[hit_id].parts if part.name == _RECORDS]
        return set().union(*(_named(json.loads(body)) for body in parts if body))


def under_hold(hq: Headquarters, hold_id: str, hits: Collection[str]) -> Gathered:
    """Return what lies under a hold; with ``hits``, these and their reads only.

    Raises:
        DisclosureRefusedError: nothing does, or a hit is not among it.
    """
    with hq.reading() as work:
        found = _sorted(held_data.held(work, hold_id, *_PLACES))
        _demand_all(found, hits)
        chosen = _of_hits(found, hits) if hits else found
        for digest in _digests(chosen):
            jpeg = held_data.picture(work, hold_id, digest)
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
        things = held_data.things_of(work, Covered(reads, frozenset(ids)))
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
    gathered = Gathered()
    for thing in things:
        row: dict[str, Any] = thing.row
        if thing.place == READS.name:
            gathered.reads[row["read_id"]] = row["body"]
            gathered.devices[row["read_id"]] = row.get("device", "")
        elif thing.place == HITS.name:
            gathered.hits[row["hit_id"]] = row["body"]
            gathered.devices[row["hit_id"]] = row["device"]
        elif thing.place == HIT_STEPS.name:
            gathered.steps.setdefault(row["hit_id"], []).append(row["body"])
        elif thing.place == EVIDENCE_CONTENT.name:
            gathered.evidence[row["fingerprint"]] = row["body"]
        else:
            gathered.announced.setdefault(row["read_id"], []).append(row["digest"])
    return gathered


def _demand_all(gathered: Gathered, hits: Collection[str]) -> None:
    if missing := sorted(set(hits) - set(gathered.hit_ids)):
        raise DisclosureRefusedError(f"Hit {missing[0]:.36} is not kept, or not under this hold.")
    if not gathered.reads and not gathered.hit_ids:
        raise DisclosureRefusedError("Nothing is kept under this hold yet, or it is gone.")


def _of_hits(gathered: Gathered, hits: Collection[str]) -> Gathered:
    reads = {gathered.hit(hit_id).read_id for hit_id in hits if hit_id in gathered.hits}
    chosen = {gathered.sealed[hit] for hit in hits if hit in gathered.sealed}
    return Gathered(
        {read_id: gathered.reads[read_id] for read_id in reads if read_id in gathered.reads},
        {hit: gathered.hits[hit] for hit in hits if hit in gathered.hits},
        {hit: gathered.steps.get(hit, []) for hit in hits},
        {
            name: body
            for name, body in gathered.evidence.items()
            if decode(EvidenceMessage, body) in chosen
        },
        {read_id: gathered.announced.get(read_id, []) for read_id in reads},
        devices=gathered.devices,
    )


def _digests(gathered: Gathered) -> dict[str, set[date]]:
    """Return the dates under which each picture of reads and of sealed hits may lie."""
    digests: dict[str, set[date]] = {}
    for read_id, listed in gathered.announced.items():
        for digest in listed:
            digests.setdefault(digest, set()).add(_captured_on(gathered, read_id))
    for message in gathered.sealed.values():
        for part in message.parts:
            if part.body is None and message.captured_at is not None:
                digests.setdefault(part.sha256, set()).add(capture_date(message.captured_at))
    return digests


def _captured_on(gathered: Gathered, read_id: str) -> date:
    made = gathered.read(read_id).captured_at if read_id in gathered.reads else id_time(read_id)
    assert made is not None  # noqa: S101 - an announcement was checked when it came
    return capture_date(made)


def _named(value: Any) -> set[str]:
    """Return every category that a part of a package names."""
    if isinstance(value, dict):
        own = {value["category"]} & CATEGORIES.keys() if "category" in value else set()
        return own.union(*(_named(part) for part in value.values()))
    return set().union(*(_named(part) for part in value)) if isinstance(value, list) else set()

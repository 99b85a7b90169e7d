"""Find what a hold covers, and copy it under the hold's own keys (8.C, PRS-02, PRS-07).

A copy is made at once, and again for what comes later: an offline car's reads, further steps of a
hit. Each run adds what is missing and renews what changed, so that one that was broken off is
simply run again. What lies in the tables of captured data is left as it is, and goes as ever.
"""

import json
import logging
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, Table, and_, or_, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.alpr_1 import HoldScope
from mdt_alpr.domain.retention.holds import Hold
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base import sealed_reads, sealed_rows
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.hit_tables import (
    EVIDENCE,
    EVIDENCE_CONTENT,
    HIT_LOG,
    HIT_REVIEWS,
    REVIEW_CASES,
    SET_ASIDE,
)
from mdt_alpr.hq.base.tables import (
    CASE_STEPS,
    HIT_STEPS,
    HITS,
    OWN_AUDIT,
    PICTURES,
    READS,
    TYPED_TEXTS,
)
from mdt_alpr.hq.holds import store
from mdt_alpr.hq.holds.tables import HELD
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.search import finding

_LOG = logging.getLogger(__name__)
JPEG = "jpeg"


@dataclass(frozen=True, slots=True)
class HeldThing:
    """One thing that a hold covers: where it comes from, its id there, its date of capture.

    ``content`` is the row as JSON text, of place "jpeg" the picture.
    """

    place: str
    name: str
    captured_on: date
    content: bytes

    @property
    def row(self) -> dict[str, Any]:
        """Return the row."""
        found: dict[str, Any] = json.loads(self.content)
        return found


@dataclass(frozen=True, slots=True)
class Covered:
    """The reads and hits that a hold covers, by id."""

    reads: frozenset[str]
    hits: frozenset[str]


# ---------------------------------------------------------------- finding


def covered(work: Work, scope: HoldScope) -> Covered:
    """Return what a hold covers of what can still be read: its plate, cameras and window."""
    reads = {
        row["read_id"]
        for row in work.connection.execute(_reads_of_plate(work, scope)).mappings()
        if scope.names(row["unit"], row["device"], row["camera"])
    }
    hits = set[str]()
    for row in work.connection.execute(_hits_within(scope)).mappings():
        if not scope.names(row["unit"], row["device"], row["camera"]):
            continue
        if row["read_id"] in reads or _was_entered(work, scope, row):
            reads.add(row["read_id"])
            hits.add(row["hit_id"])
    typed = captured.typed_beside(work.connection, reads)
    for correction in finding.of_ids(work, typed):  # kept as long as the misread, and it
        misread = correction.corrects
        if misread is not None and reads & (pair := {correction.read_id, misread.read_id}):
            reads |= pair
    return Covered(frozenset(reads), frozenset(hits))


def _reads_of_plate(work: Work, scope: HoldScope) -> Select[Any]:
    t, (first, last) = READS.c, scope.window
    forms = sealed_reads.forms(work.day_keys, scope.text, (scope.state, ""))
    query = select(t.read_id, t.unit, t.device, t.camera)
    return query.where(t.plate.in_(forms), t.captured_at >= first, t.captured_at <= last)


def _hits_within(scope: HoldScope) -> Select[Any]:
    t, (first, last) = HIT_LOG.c, scope.window
    return select(HIT_LOG).where(t.captured_at >= first, t.captured_at <= last)


def _was_entered(work: Work, scope: HoldScope, row: Mapping[Any, Any]) -> bool:
    """Tell whether an officer saw the plate where the camera read another one."""
    said = sealed_rows.texts(work.keys, HIT_LOG, row)
    if said is None or not said["entered_text"]:
        return False
    seen = Plate(said["entered_text"], said["entered_state"])
    return scope.covers(seen, row["unit"], row["device"], row["camera"], row["captured_at"])


def things_of(work: Work, found: Covered) -> Iterator[HeldThing]:
    """Yield everything that belongs to these reads and hits, but the pictures themselves."""
    yield from _read_rows(work, found.reads)
    hit_days = {capture_day(hit_id) for hit_id in found.hits}
    of_hits = (HITS, HIT_STEPS, HIT_LOG, HIT_REVIEWS)
    for table in of_hits:
        wanted = table.c.day.in_(hit_days), table.c.hit_id.in_(found.hits)
        yield from _rows(work, table, and_(*wanted))
    prints = select(EVIDENCE.c.fingerprint).where(EVIDENCE.c.hit_id.in_(found.hits))
    yield from _rows(work, EVIDENCE_CONTENT, EVIDENCE_CONTENT.c.fingerprint.in_(prints))
    both = found.reads | found.hits
    yield from _rows(work, SET_ASIDE, SET_ASIDE.c.subject.in_(both))
    yield from _rows(work, TYPED_TEXTS, TYPED_TEXTS.c.place.in_(_texts_about(work, found)))


def _read_rows(work: Work, ids: frozenset[str]) -> Iterator[HeldThing]:
    days = {capture_day(read_id) for read_id in ids}
    query = select(READS).where(READS.c.day.in_(days), READS.c.read_id.in_(ids))
    for row in work.connection.execute(query).mappings():
        text = sealed_reads.opened(
            work.day_keys, row["captured_at"], row["read_id"], row["sealed"]
        )
        if text is None:
            continue
        shown = {name: row[name] for name in row if name not in ("plate", "sealed")}
        yield _thing(READS.name, row["read_id"], row["captured_at"], {**shown, "body": text})
    announced = select(PICTURES).where(PICTURES.c.day.in_(days), PICTURES.c.read_id.in_(ids))
    for row in work.connection.execute(announced).mappings():
        name = f"{row['read_id']}/{row['digest']}"
        yield _thing(PICTURES.name, name, row["captured_at"], dict(row))


def _rows(work: Work, table: Table, wanted: Any) -> Iterator[HeldThing]:
    keys = [column.name for column in table.primary_key if column.name != "day"]
    for row in work.connection.execute(select(table).where(wanted)).mappings():
        opened = sealed_rows.opened(work.keys, table, row)
        if opened is not None:
            name = "/".join(str(row[key]) for key in keys)
            yield _thing(table.name, name, row["captured_at"], opened)


def _texts_about(work: Work, found: Covered) -> list[str]:
    """Return the places of what people typed about these reads and hits, and in their cases."""
    if not found.reads | found.hits:
        return []
    about = or_(OWN_AUDIT.c.subject.in_(found.reads), OWN_AUDIT.c.subject.in_(found.hits))
    sequences = set(map(str, work.connection.scalars(select(OWN_AUDIT.c.sequence).where(about))))
    kept = work.connection.scalars(
        select(TYPED_TEXTS.c.place).where(TYPED_TEXTS.c.place.startswith(f"{OWN_AUDIT.name}/"))
    )
    of_cases = select(CASE_STEPS.c.number).join(
        REVIEW_CASES,
        and_(
            REVIEW_CASES.c.year == CASE_STEPS.c.year, REVIEW_CASES.c.serial == CASE_STEPS.c.serial
        ),
    )
    steps = work.connection.scalars(of_cases.where(REVIEW_CASES.c.subject.in_(found.hits)))
    typed = [place for place in kept if place.split("/")[1] in sequences]
    return [*typed, *(f"{CASE_STEPS.name}/{number}" for number in steps)]


def _thing(place: str, name: str, at: datetime, row: Mapping[str, Any]) -> HeldThing:
    content = json.dumps(row, default=_plain, sort_keys=True, ensure_ascii=False)
    return HeldThing(place, name, capture_date(at), content.encode())


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} cannot be held")


# ---------------------------------------------------------------- keeping


@dataclass(frozen=True, slots=True)
class Copied:
    """How many copies were made or renewed; ``wanting`` are dates that lack pictures still."""

    number: int
    wanting: frozenset[date]


def copy(hq: Headquarters, hold: Hold, now: datetime) -> Copied:
    """Copy what a hold covers and may keep now; nobody waits while pictures are fetched."""
    with hq.reading() as work:
        found = covered(work, hold.scope)
        known = {(thing.place, thing.name): thing for thing in held(work, hold.hold_id)}
        there = jpeg_names(work, hold.hold_id)
        things = [t for t in things_of(work, found) if hold.keeps(t.captured_on, now)]
    fresh = [t for t in things if known.get((t.place, t.name)) != t]
    announced = [t for t in (*known.values(), *fresh) if t.place == PICTURES.name]
    lacking = {
        (row["digest"], thing.captured_on)
        for thing in announced
        if (row := thing.row)["digest"] not in there and thing.captured_on in hq.day_keys.dates()
    }
    jpegs, wanting = _fetched(hq, lacking)
    number = _put(hq, hold.hold_id, [*fresh, *jpegs]) if fresh or jpegs else 0
    return Copied(number, wanting)


def _fetched(
    hq: Headquarters, lacking: set[tuple[str, date]]
) -> tuple[list[HeldThing], frozenset[date]]:
    """Return the pictures that are there, and the dates whose store is out of reach."""
    found, wanting = [], set[date]()
    for digest, on in sorted(lacking):
        if on in wanting:
            continue
        try:
            jpeg = hq.pictures.get([on], digest)
        except (OutsideError, OSError):
            wanting.add(on)
        else:
            found += [HeldThing(JPEG, digest, on, jpeg)] if jpeg is not None else []
    return found, frozenset(wanting)


def _put(hq: Headquarters, hold_id: str, things: Iterable[HeldThing]) -> int:
    """Keep copies of a hold that lasts still; return how many.

    What lies under a lost key waits for its copy: it stops no other hold, and no purge.
    """
    with hq.writing() as work:
        kept = store.of_id(work, hold_id)
        if kept is None or kept.hold is None or work.keys.holds.is_ended(hold_id):
            return 0
        keep = [thing for thing in things if kept.hold.keeps(thing.captured_on, work.now)]
        dates = {thing.captured_on for thing in keep}
        shut = {on for on in dates if is_shut(work, hold_id, on)}
        for on in sorted(shut):
            _LOG.error("nothing of %s can be held: that key of the hold is lost", on)
        keep = [thing for thing in keep if thing.captured_on not in shut]
        put(work, hold_id, keep)
    return len(keep)


def is_shut(work: Work, hold_id: str, on: date) -> bool:
    """Tell whether a hold's key of a date is damaged, or missing although something lies under it.

    Another one would hide the loss, and what lies under it would go with the copy's return.
    """
    keys, t = work.keys.holds, HELD.c
    if keys.is_damaged(hold_id, on):
        return True
    if on in keys.dates(hold_id):
        return False
    query = select(t.name).where(t.hold_id == hold_id, t.captured_on == on).limit(1)
    return work.connection.scalar(query) is not None


def lost_dates(work: Work, hold_id: str) -> list[date]:
    """Return the dates whose key is missing although something lies under it, or is damaged."""
    keys, t = work.keys.holds, HELD.c
    query = select(t.captured_on).where(t.hold_id == hold_id).distinct()
    kept = set(work.connection.scalars(query))
    return sorted((kept - set(keys.dates(hold_id))) | set(keys.damaged_dates(hold_id)))


def lost_keys(work: Work, hold_id: str) -> tuple[list[date], bool]:
    """Return the dates whose key of a hold is lost, and whether that of its papers is."""
    has_lost_papers = work.keys.holds.lacks_papers(hold_id) and bool(store.steps(work, hold_id))
    return lost_dates(work, hold_id), has_lost_papers


def put(work: Work, hold_id: str, things: Collection[HeldThing]) -> None:
    """Keep these copies under a hold."""
    for thing in things:
        put_row(work.connection, HELD, _sealed(work, hold_id, thing))
    if things:
        number = Counter(thing.place for thing in things)
        facts = [(place, str(count)) for place, count in sorted(number.items())]
        record(work, AuditEvent.HQ_HOLD_KEPT, hold_id, NOBODY, *facts)


def _sealed(work: Work, hold_id: str, thing: HeldThing) -> dict[str, Any]:
    content = thing.content if thing.place == JPEG else zlib.compress(thing.content)
    locked = work.keys.holds.seal(hold_id, thing.captured_on, content, _bound(thing))
    return {
        "hold_id": hold_id,
        "captured_on": thing.captured_on,
        "place": thing.place,
        "name": thing.name,
        "content": locked,
    }


def _bound(thing: Any) -> str:
    return f"{HELD.name}/{thing.place}/{thing.name}"


# ---------------------------------------------------------------- reading back


def held(work: Work, hold_id: str, *places: str) -> list[HeldThing]:
    """Return what is held under a hold and can be read, of these places or of all but pictures."""
    wanted = HELD.c.place.in_(places) if places else HELD.c.place != JPEG
    query = select(HELD).where(HELD.c.hold_id == hold_id, wanted)
    in_order = query.order_by(HELD.c.place, HELD.c.name)
    opened = (_opened(work, row) for row in work.connection.execute(in_order))
    return [thing for thing in opened if thing is not None]


def jpeg_names(work: Work, hold_id: str) -> frozenset[str]:
    """Return the digests of the pictures that are held."""
    t = HELD.c
    query = select(t.name).where(t.hold_id == hold_id, t.place == JPEG)
    return frozenset(work.connection.scalars(query))


def picture(work: Work, hold_id: str, digest: str) -> bytes | None:
    """Return a held picture."""
    t = HELD.c
    query = select(HELD).where(t.hold_id == hold_id, t.place == JPEG, t.name == digest)
    row = work.connection.execute(query).one_or_none()
    thing = None if row is None else _opened(work, row)
    return None if thing is None else thing.content


def holds_with(work: Work, place: str, name: str) -> list[str]:
    """Return the ids of the holds under which a thing lies: is anything of it held?"""
    t = HELD.c
    return list(work.connection.scalars(select(t.hold_id).where(t.place == place, t.name == name)))


def _opened(work: Work, row: Any) -> HeldThing | None:
    try:
        content = work.keys.holds.opened(row.hold_id, row.captured_on, row.content, _bound(row))
    except OutsideError as error:  # one damaged copy must stop no page
        _LOG.error("what is held cannot be opened: %s", error)
        return None
    if content is None:
        return None
    return HeldThing(
        row.place,
        row.name,
        row.captured_on,
        content if row.place == JPEG else zlib.decompress(content),
    )

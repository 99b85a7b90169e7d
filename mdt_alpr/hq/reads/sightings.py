"""The status of hits across the agency, how they were relayed, what contradicted them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, select, update

from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.refutation import Reach, RecordKey
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.database import insert_new
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import (
    REFUTATIONS,
    REFUTED_RECORDS,
    REJECTIONS,
    SIGHTING_RECORDS,
    SIGHTINGS,
)
from mdt_alpr.hq.base.sealed_rows import RowKeys


@dataclass(frozen=True, slots=True)
class HitSighting:
    """One hit in one car; ``relayed_from`` is empty for the car's own read."""

    day: date
    hit_id: str
    captured_at: datetime
    raised_at: datetime
    device: str
    unit: str
    relayed_from: str
    closed: bool
    refuted: bool


@dataclass(frozen=True, slots=True)
class KnownNo:
    """A "no" that is kept: on which hit, how far, as what, whose, when."""

    hit_id: str
    reach: Reach
    kind: Contrary
    source: str
    at: datetime


def add(work: Work, hits: Collection[HitSighting], records: Collection[RecordKey]) -> None:
    """Keep hits, and the records that each may be; one that is known stays as it is."""
    every = [{name: getattr(hit, name) for name in HitSighting.__slots__} for hit in hits]
    insert_new(work.connection, SIGHTINGS, every)
    rows = [
        {
            **{name: hit[name] for name in ("day", "hit_id", "captured_at")},
            "entry_id": key.entry_id,
            "plate_text": key.text,
            "state": key.state,
        }
        for hit in every
        for key in records
    ]
    insert_new(
        work.connection, SIGHTING_RECORDS, [_sealed(work, SIGHTING_RECORDS, row) for row in rows]
    )


def sighting(connection: Connection, hit_id: str) -> HitSighting | None:
    """Return a hit."""
    if id_time(hit_id) is None:
        return None
    query = select(SIGHTINGS).where(*_is_of(SIGHTINGS, [hit_id]))
    row = connection.execute(query).one_or_none()
    return None if row is None else _sighting(row)


def raised_after(connection: Connection, at: datetime, limit: int) -> list[HitSighting]:
    """Return the cars' own hits raised since, of which nobody said "no", the newest first."""
    t = SIGHTINGS.c
    query = select(SIGHTINGS).where(
        t.raised_at > at, t.relayed_from == "", t.refuted.is_(False), t.day >= at.date()
    )
    rows = connection.execute(query.order_by(t.raised_at.desc(), t.hit_id).limit(limit))
    return [_sighting(row) for row in rows]


def holds_hit_on(work: Work, device: str, entry_id: str) -> bool:
    """Tell whether a device has a hit on a record."""
    t = SIGHTING_RECORDS.c
    on_it = t.entry.in_(sealed_rows.forms(work.keys, entry_id))
    query = select(t.hit_id).join(SIGHTINGS, _SAME_HIT).where(on_it, SIGHTINGS.c.device == device)
    return work.connection.execute(query.limit(1)).first() is not None


def relays_of(connection: Connection, hit_ids: Collection[str]) -> list[HitSighting]:
    """Return the hits that these were relayed to, one step down."""
    query = (
        select(SIGHTINGS).where(SIGHTINGS.c.relayed_from.in_(hit_ids)).order_by(SIGHTINGS.c.hit_id)
    )
    return [_sighting(row) for row in connection.execute(query)]


def records_of(work: Work, hit_id: str) -> tuple[RecordKey, ...]:
    """Return the records that a hit may be, as far as they can be read."""
    query = select(SIGHTING_RECORDS).where(*_is_of(SIGHTING_RECORDS, [hit_id]))
    rows = work.connection.execute(query).mappings()
    said = (sealed_rows.texts(work.keys, SIGHTING_RECORDS, row) for row in rows)
    keys = (RecordKey(*texts.values()) for texts in said if texts is not None)
    return tuple(sorted(keys, key=lambda key: (key.entry_id, key.text, key.state)))


def open_on(work: Work, records: Iterable[RecordKey], raised_until: datetime) -> list[HitSighting]:
    """Return the open hits on any of the records, raised at ``raised_until`` or before."""
    t = SIGHTING_RECORDS.c
    query = select(SIGHTINGS).join(SIGHTING_RECORDS, _SAME_HIT).distinct()
    query = query.where(
        t.record.in_(_forms(work.keys, records)),
        SIGHTINGS.c.closed.is_(False),
        SIGHTINGS.c.raised_at <= raised_until,
    )
    rows = work.connection.execute(query.order_by(SIGHTINGS.c.hit_id))
    return [_sighting(row) for row in rows]


def change(connection: Connection, hit_ids: Collection[str], **values: Any) -> None:
    """Change the status of hits."""
    if hit_ids:
        connection.execute(update(SIGHTINGS).where(*_is_of(SIGHTINGS, hit_ids)).values(values))


# ---------------------------------------------------------------- what spoke against hits


def add_refutation(work: Work, row: Mapping[str, Any], records: Iterable[RecordKey]) -> None:
    """Keep a "no", and the records that it speaks of."""
    insert_new(work.connection, REFUTATIONS, [row])
    common = {name: row[name] for name in ("day", "item_id", "captured_at")}
    on = capture_date(row["captured_at"])
    forms = {sealed_rows.form(work.keys, on, *_words(key)) for key in records}
    rows = [{**common, "record": form} for form in sorted(forms)]
    insert_new(work.connection, REFUTED_RECORDS, rows)


def refutations_of(connection: Connection, hit_ids: Collection[str]) -> list[KnownNo]:
    """Return what spoke against these hits, oldest first."""
    query = select(REFUTATIONS).where(REFUTATIONS.c.hit_id.in_(hit_ids))
    return _nos(connection, query)


def refutations_on(work: Work, records: Iterable[RecordKey], since: datetime) -> list[KnownNo]:
    """Return what was said of any of the records at ``since`` or later, oldest first."""
    t = REFUTED_RECORDS.c
    same = and_(t.day == REFUTATIONS.c.day, t.item_id == REFUTATIONS.c.item_id)
    query = select(REFUTATIONS).join(REFUTED_RECORDS, same).distinct()
    said = t.record.in_(_forms(work.keys, records)), REFUTATIONS.c.at >= since
    return _nos(work.connection, query.where(*said))


# ---------------------------------------------------------------- known before


def add_rejections(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep rejections; one that is known stays."""
    insert_new(work.connection, REJECTIONS, [_sealed(work, REJECTIONS, row) for row in rows])


def rejections(work: Work, entry_id: str | None = None) -> list[dict[str, Any]]:
    """Return every rejection that can be read, or those on one record, oldest first."""
    t = REJECTIONS.c
    query = select(REJECTIONS).order_by(t.at, t.hit_id)
    if entry_id is not None:
        query = query.where(t.entry.in_(sealed_rows.forms(work.keys, entry_id)))
    rows = work.connection.execute(query).mappings()
    opened = (sealed_rows.opened(work.keys, REJECTIONS, row) for row in rows)
    return [row for row in opened if row is not None]


def end_twin_memory(work: Work, entry_id: str) -> int:
    """Mark the rejections on a record as ended; return how many were not yet."""
    t = REJECTIONS.c
    on_it = t.entry.in_(sealed_rows.forms(work.keys, entry_id))
    ended = update(REJECTIONS).where(on_it, t.ended.is_(False))
    return work.connection.execute(ended.values(ended=True)).rowcount


def _sealed(work: Work, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row about a record as it is kept, with the forms by which it is found."""
    on, words = (
        capture_date(row["captured_at"]),
        (row["entry_id"], row["plate_text"], row["state"]),
    )
    record, entry = (sealed_rows.form(work.keys, on, *some) for some in (words, words[:1]))
    return sealed_rows.sealed(work.keys, table, {**row, "record": record, "entry": entry})


def _forms(keys: RowKeys, records: Iterable[RecordKey]) -> list[bytes]:
    return [form for key in records for form in sealed_rows.forms(keys, *_words(key))]


def _words(key: RecordKey) -> tuple[str, str, str]:
    return key.entry_id, key.text, key.state


_SAME_HIT = and_(
    SIGHTING_RECORDS.c.day == SIGHTINGS.c.day, SIGHTING_RECORDS.c.hit_id == SIGHTINGS.c.hit_id
)


def _is_of(table: Table, hit_ids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a row is of one of these hits: their days begin its key."""
    days = {capture_day(hit_id) for hit_id in hit_ids}
    return table.c.day.in_(days), table.c.hit_id.in_(hit_ids)


def _sighting(row: Any) -> HitSighting:
    return HitSighting(*(getattr(row, name) for name in HitSighting.__slots__))


def _nos(connection: Connection, query: Any) -> list[KnownNo]:
    rows = connection.execute(query.order_by(REFUTATIONS.c.at, REFUTATIONS.c.item_id))
    return [KnownNo(row.hit_id, row.reach, row.kind, row.source, row.at) for row in rows]

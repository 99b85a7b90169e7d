"""The status of hits across the agency, how they were relayed, what contradicted them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy import tuple_ as columns

from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hit.refutation import Reach, RecordKey
from mdt_alpr.hq.base.database import insert_new
from mdt_alpr.hq.base.hit_tables import (
    REFUTATIONS,
    REFUTED_RECORDS,
    REJECTIONS,
    SIGHTING_RECORDS,
    SIGHTINGS,
)


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


def add(connection: Connection, sighting: HitSighting, records: Iterable[RecordKey]) -> None:
    """Keep a hit and the records that it may be; one that is known stays as it is."""
    row = {name: getattr(sighting, name) for name in HitSighting.__slots__}
    insert_new(connection, SIGHTINGS, [row])
    common = {
        "day": sighting.day,
        "hit_id": sighting.hit_id,
        "captured_at": sighting.captured_at,
    }
    insert_new(connection, SIGHTING_RECORDS, [{**common, **_record(key)} for key in records])


def sighting(connection: Connection, hit_id: str) -> HitSighting | None:
    """Return a hit."""
    found = select(SIGHTINGS).where(SIGHTINGS.c.hit_id == hit_id)
    row = connection.execute(found).one_or_none()
    return None if row is None else _sighting(row)


def holds_hit_on(connection: Connection, device: str, entry_id: str) -> bool:
    """Tell whether a device has a hit on a record."""
    on_it = select(SIGHTING_RECORDS.c.hit_id).where(SIGHTING_RECORDS.c.entry_id == entry_id)
    found = select(SIGHTINGS.c.hit_id).where(
        SIGHTINGS.c.device == device, SIGHTINGS.c.hit_id.in_(on_it)
    )
    return connection.execute(found.limit(1)).first() is not None


def relays_of(connection: Connection, hit_ids: Collection[str]) -> list[HitSighting]:
    """Return the hits that these were relayed to, one step down."""
    found = (
        select(SIGHTINGS).where(SIGHTINGS.c.relayed_from.in_(hit_ids)).order_by(SIGHTINGS.c.hit_id)
    )
    return [_sighting(row) for row in connection.execute(found)]


def records_of(connection: Connection, hit_id: str) -> tuple[RecordKey, ...]:
    """Return the records that a hit may be."""
    t = SIGHTING_RECORDS.c
    found = select(t.entry_id, t.plate_text, t.state).where(t.hit_id == hit_id)
    return tuple(RecordKey(*row) for row in connection.execute(found.order_by(t.entry_id)))


def open_on(
    connection: Connection, records: Iterable[RecordKey], raised_until: datetime
) -> list[HitSighting]:
    """Return the open hits on any of the records, raised at ``raised_until`` or before."""
    t = SIGHTING_RECORDS.c
    keys = [(key.entry_id, key.text, key.state) for key in records]
    hits = select(t.hit_id).where(columns(t.entry_id, t.plate_text, t.state).in_(keys))
    found = select(SIGHTINGS).where(
        SIGHTINGS.c.hit_id.in_(hits),
        SIGHTINGS.c.closed.is_(False),
        SIGHTINGS.c.raised_at <= raised_until,
    )
    return [_sighting(row) for row in connection.execute(found.order_by(SIGHTINGS.c.hit_id))]


def change(connection: Connection, hit_id: str, **values: Any) -> None:
    """Change the status of a hit."""
    connection.execute(update(SIGHTINGS).where(SIGHTINGS.c.hit_id == hit_id).values(values))


# ---------------------------------------------------------------- what spoke against hits


def add_refutation(
    connection: Connection, row: Mapping[str, Any], records: Iterable[RecordKey]
) -> None:
    """Keep a "no", and the records that it speaks of."""
    insert_new(connection, REFUTATIONS, [row])
    common = {name: row[name] for name in ("day", "item_id", "captured_at")}
    insert_new(connection, REFUTED_RECORDS, [{**common, **_record(key)} for key in records])


def refutations_of(connection: Connection, hit_ids: Collection[str]) -> list[KnownNo]:
    """Return what spoke against these hits, oldest first."""
    found = select(REFUTATIONS).where(REFUTATIONS.c.hit_id.in_(hit_ids))
    return _nos(connection, found)


def refutations_on(
    connection: Connection, records: Iterable[RecordKey], since: datetime
) -> list[KnownNo]:
    """Return what was said of any of the records at ``since`` or later, oldest first."""
    t = REFUTED_RECORDS.c
    keys = [(key.entry_id, key.text, key.state) for key in records]
    items = select(t.item_id).where(columns(t.entry_id, t.plate_text, t.state).in_(keys))
    found = select(REFUTATIONS).where(REFUTATIONS.c.item_id.in_(items), REFUTATIONS.c.at >= since)
    return _nos(connection, found)


# ---------------------------------------------------------------- known before


def add_rejections(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep rejections; one that is known stays."""
    insert_new(connection, REJECTIONS, rows)


def rejections(connection: Connection, entry_id: str | None = None) -> list[Any]:
    """Return every rejection, or those on one record, oldest first."""
    found = select(REJECTIONS).order_by(REJECTIONS.c.at, REJECTIONS.c.hit_id)
    if entry_id is not None:
        found = found.where(REJECTIONS.c.entry_id == entry_id)
    return list(connection.execute(found).mappings())


def end_twin_memory(connection: Connection, entry_id: str) -> int:
    """Mark the rejections on a record as ended; return how many were not yet."""
    t = REJECTIONS.c
    ended = update(REJECTIONS).where(t.entry_id == entry_id, t.ended.is_(False))
    return connection.execute(ended.values(ended=True)).rowcount


def _record(key: RecordKey) -> dict[str, str]:
    return {"entry_id": key.entry_id, "plate_text": key.text, "state": key.state}


def _sighting(row: Any) -> HitSighting:
    return HitSighting(*(getattr(row, name) for name in HitSighting.__slots__))


def _nos(connection: Connection, found: Any) -> list[KnownNo]:
    rows = connection.execute(found.order_by(REFUTATIONS.c.at, REFUTATIONS.c.item_id))
    return [KnownNo(row.hit_id, row.reach, row.kind, row.source, row.at) for row in rows]

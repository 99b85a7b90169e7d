"""Reads, hits, their steps and pictures: what cars sent. Items and reads come by ``intake``."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, func, or_, select

from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base import sealed_reads, sealed_rows
from mdt_alpr.hq.base.capture_day import capture_day, id_time, next_day
from mdt_alpr.hq.base.database import erase_until, insert_new, is_one_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, ITEMS, PICTURES, READS
from mdt_alpr.hq.reads import partitions, plate_sheets, read_counts

Row = Mapping[str, Any]
_FORMS_AT_ONCE = 500
_LOWEST, _HIGHEST = bytes(10), b"\xff" * 10


class Bound(NamedTuple):
    """Day and id that no due read lies behind: how far the key is searched."""

    day: date
    read_id: str


def add_hits(work: Work, rows: Iterable[Row]) -> None:
    """Keep hits as they were raised."""
    given = [sealed_rows.sealed(work.keys, HITS, row) for row in rows]
    insert_new(work.connection, HITS, given)


def add_steps(work: Work, rows: Iterable[Row]) -> None:
    """Keep answers, stops and dispositions."""
    given = [sealed_rows.sealed(work.keys, HIT_STEPS, row) for row in rows]
    insert_new(work.connection, HIT_STEPS, given)


def add_pictures(work: Work, rows: Iterable[Row]) -> None:
    """Keep announcements of pictures, which name their digest and nothing that was captured."""
    insert_new(work.connection, PICTURES, rows)


# ---------------------------------------------------------------- looking back


def hit(work: Work, day: date, hit_id: str) -> str | None:
    """Return a hit's body, None where it or its day's key is gone."""
    query = select(HITS).where(HITS.c.day == day, HITS.c.hit_id == hit_id)
    row = work.connection.execute(query).mappings().one_or_none()
    return None if row is None else sealed_rows.text(work.keys, HITS, row)


def device_of(connection: Connection, day: date, hit_id: str) -> str:
    """Return which device raised a hit; empty where it is not kept."""
    query = select(HITS.c.device).where(HITS.c.day == day, HITS.c.hit_id == hit_id)
    return connection.scalar(query) or ""


def seen_plates(work: Work, texts: Collection[str]) -> Iterator[tuple[Plate, int]]:
    """Give the plates with these texts that were read, each once a date, and how often.

    The texts are comparison keys (O as 0), as those of the plates are.
    """
    t = READS.c
    for on, plates in plate_sheets.with_texts(work, texts):
        forms = [work.day_keys.seal_alike(on, plate, make=False) for plate in sorted(plates)]
        for start in range(0, len(forms), _FORMS_AT_ONCE):
            some = t.plate.in_(forms[start : start + _FORMS_AT_ONCE])
            counted = select(t.plate, func.min(t.captured_at), func.count()).where(
                t.day.in_((on, next_day(on))), some
            )
            for form, captured_at, number in work.connection.execute(counted.group_by(t.plate)):
                plate = sealed_reads.plate_of(work.day_keys, captured_at, form)
                if plate is not None:
                    yield plate, number


def read(work: Work, day: date, read_id: str) -> str | None:
    """Return the body of a read's latest revision, None where it or its day's key is gone."""
    t = READS.c
    query = select(t.captured_at, t.sealed).where(t.day == day, t.read_id == read_id)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        return None
    return sealed_reads.opened(work.day_keys, row.captured_at, read_id, row.sealed)


def reads(work: Work, read_ids: Collection[str]) -> dict[str, str]:
    """Return the bodies of reads by id, as ``read`` does; what is gone is not among them."""
    t, bodies = READS.c, dict[str, str]()
    named = sorted(read_ids)
    for start in range(0, len(named), _FORMS_AT_ONCE):
        some = named[start : start + _FORMS_AT_ONCE]
        query = select(t.read_id, t.captured_at, t.sealed).where(
            t.day.in_({capture_day(name) for name in some}),
            is_one_of(work.connection, t.read_id, some),
        )
        for row in work.connection.execute(query):
            body = sealed_reads.opened(work.day_keys, row.captured_at, row.read_id, row.sealed)
            if body is not None:
                bodies[row.read_id] = body
    return bodies


def typed_beside(connection: Connection, read_ids: Collection[str]) -> list[str]:
    """Return the ids of what officers typed at the instants of these reads."""
    t = READS.c
    instants = sorted({at for read_id in read_ids if (at := id_time(read_id)) is not None})
    spans = [
        and_(t.day == at.date(), t.read_id.between(new_id(at, _LOWEST), new_id(at, _HIGHEST)))
        for at in instants
    ]
    beside: list[str] = []
    for start in range(0, len(spans), _FORMS_AT_ONCE):
        same = or_(*spans[start : start + _FORMS_AT_ONCE])
        query = select(t.read_id).where(same, t.camera == TYPED_BY_OFFICER)
        beside += connection.scalars(query.order_by(t.read_id))
    return beside


def steps(work: Work, day: date, hit_id: str) -> list[tuple[ItemKind, str]]:
    """Return kind and body of every step of a hit that can be read, oldest first."""
    query = (
        select(HIT_STEPS)
        .where(HIT_STEPS.c.day == day, HIT_STEPS.c.hit_id == hit_id)
        .order_by(HIT_STEPS.c.at, HIT_STEPS.c.item_id)
    )
    rows = work.connection.execute(query).mappings()
    bodies = ((row["kind"], sealed_rows.text(work.keys, HIT_STEPS, row)) for row in rows)
    return [(kind, body) for kind, body in bodies if body is not None]


def pictures(connection: Connection, day: date, read_id: str) -> list[str]:
    """Return the body of every announced picture of a read."""
    query = (
        select(PICTURES.c.body)
        .where(PICTURES.c.day == day, PICTURES.c.read_id == read_id)
        .order_by(PICTURES.c.what, PICTURES.c.digest)
    )
    return list(connection.scalars(query))


def digests_of(connection: Connection, read_id: str) -> set[str]:
    """Return the digests of the announced pictures of a read."""
    t = PICTURES.c
    query = select(t.digest).where(t.day == capture_day(read_id), t.read_id == read_id)
    return set(connection.scalars(query))


def ids_of_hit(connection: Connection, hit_id: str) -> tuple[str, ...]:
    """Return the ids of what a hit shows: its own, its read's and its pictures' (AUD-01).

    Whoever asks later who saw the read finds the look by them, when the read itself is erased.
    """
    read_id = read_of(connection, capture_day(hit_id), hit_id)
    if read_id is None:
        return (hit_id,)
    return (hit_id, read_id, *sorted(digests_of(connection, read_id)))


def device_of_read(connection: Connection, day: date, read_id: str) -> str | None:
    """Return which device a read is of, None where it is not here."""
    query = select(READS.c.device).where(READS.c.day == day, READS.c.read_id == read_id)
    return connection.scalar(query)


def is_announced(connection: Connection, day: date, read_id: str, digest: str) -> bool:
    """Tell whether a picture of a read was announced."""
    t = PICTURES.c
    query = select(t.day).where(t.day == day, t.read_id == read_id, t.digest == digest)
    return connection.execute(query).first() is not None


def read_of(connection: Connection, day: date, hit_id: str) -> str | None:
    """Return the id of the read that raised a hit."""
    query = select(HITS.c.read_id).where(HITS.c.day == day, HITS.c.hit_id == hit_id)
    return connection.scalar(query)


def newest_hits(connection: Connection, limit: int) -> list[Any]:
    """Return the newest hits, newest first."""
    query = (
        select(
            HITS.c.day, HITS.c.hit_id, HITS.c.unit, HITS.c.captured_at, HITS.c.category,
            HITS.c.match_class,
        )
        .order_by(HITS.c.captured_at.desc(), HITS.c.hit_id.desc())
        .limit(limit)
    )  # fmt: skip
    return list(connection.execute(query))


def words_of(
    connection: Connection, keys: Collection[tuple[date, str]]
) -> dict[str, list[tuple[ItemKind, str]]]:
    """Return kind and word of every step of these hits, by hit, oldest first."""
    query = (
        select(HIT_STEPS.c.hit_id, HIT_STEPS.c.kind, HIT_STEPS.c.word)
        .where(
            HIT_STEPS.c.day.in_({day for day, _ in keys}),
            HIT_STEPS.c.hit_id.in_({hit_id for _, hit_id in keys}),
        )
        .order_by(HIT_STEPS.c.at, HIT_STEPS.c.item_id)
    )
    words: dict[str, list[tuple[ItemKind, str]]] = {}
    for row in connection.execute(query):
        words.setdefault(row.hit_id, []).append((row.kind, row.word))
    return words


def counts(connection: Connection) -> dict[str, int]:
    """Return how many reads, hits, steps by kind, pictures and held pictures there are."""
    numbers = {
        "reads": partitions.number_of_reads(connection),
        "hits": connection.scalar(select(func.count()).select_from(HITS)) or 0,
    }
    by_kind = select(HIT_STEPS.c.kind, func.count()).group_by(HIT_STEPS.c.kind)
    numbers |= {kind.value: number for kind, number in connection.execute(by_kind)}
    pictures = select(func.count(), func.count().filter(PICTURES.c.held)).select_from(PICTURES)
    announced, held = connection.execute(pictures).one()
    return {**numbers, "pictures": announced, "held": held}


def dispositions(connection: Connection) -> dict[str, int]:
    """Return how many hits ended in which way."""
    query = (
        select(HIT_STEPS.c.word, func.count().label("hits"))
        .where(HIT_STEPS.c.kind == ItemKind.DISPOSITION)
        .group_by(HIT_STEPS.c.word)
        .order_by(HIT_STEPS.c.word)
    )
    return {row.word: row.hits for row in connection.execute(query)}


# ---------------------------------------------------------------- purge


def erase_captured(connection: Connection, until: datetime, reads: Bound) -> dict[str, int]:
    """Erase reads, hits and steps captured at ``until`` or before; return how many of each."""
    erased = {READS.name: _erase_reads(connection, until, reads)}
    erased |= erase_until(connection, until, (HITS, HIT_STEPS))
    items = connection.execute(delete(ITEMS).where(ITEMS.c.day < until.date()))
    return {**erased, ITEMS.name: items.rowcount}


def _erase_reads(connection: Connection, until: datetime, bound: Bound) -> int:
    t = READS.c
    due = delete(READS).where(
        t.captured_at <= until, t.day <= bound.day, t.read_id < bound.read_id
    )
    if connection.dialect.name != "postgresql":
        return connection.execute(due).rowcount
    gone = due.returning(t.day, t.unit).cte("gone")
    query = select(gone.c.day, gone.c.unit, func.count()).group_by(gone.c.day, gone.c.unit)
    counts = {(day, unit): number for day, unit, number in connection.execute(query)}
    read_counts.add(connection, {key: -number for key, number in counts.items()})
    return sum(counts.values())

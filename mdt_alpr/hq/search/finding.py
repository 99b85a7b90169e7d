"""Find stored reads that answer a question: by a plate's form of each day, or by a part of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, TextualSelect, select, text, tuple_

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.search.question import ANY_STATE, SearchQuestion
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.capture_day import capture_day, next_day
from mdt_alpr.hq.base.database import AS_BYTES
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import HITS, READS
from mdt_alpr.hq.reads import captured, plate_sheets
from mdt_alpr.hq.reads.plate_sheets import Wanted
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage

MOST = 500
"""Reads of a search that can be seen, the newest; who needs others narrows the search."""
_R = READS.c


@dataclass(frozen=True, slots=True)
class Found:
    """The newest reads, and how many there are."""

    reads: list[ReadMessage]
    number: int


def find(work: Work, question: SearchQuestion) -> Found:
    """Return the reads that answer a question, newest first.

    A state also finds reads whose state was not read: the page says so beside them.
    """
    if question.pattern.is_whole and question.state != ANY_STATE and question.area is None:
        reads = list(_of_plate(work, question))
        return Found(reads[:MOST], len(reads))
    wanted = Wanted(
        question.pattern,
        question.state,
        question.since,
        question.until,
        question.area,
        question.units,
        question.camera,
    )
    candidates = plate_sheets.find(work, wanted, MOST)
    ids = [candidate.read_id for candidate in candidates.newest]
    reads = [read for read in of_ids(work, ids) if answers(read, question)]
    reads.sort(key=lambda read: (read.captured_at, read.read_id), reverse=True)
    gone = len(candidates.newest) - len(reads)
    return Found(reads, candidates.number - gone)


def answers(read: ReadMessage, question: SearchQuestion) -> bool:
    """Return whether a read is one that a question asks for."""
    place, area = read.place, question.area
    return (
        question.pattern.fits(read.text)
        and (question.state == ANY_STATE or read.state in (question.state, UNKNOWN_STATE))
        and question.since <= read.captured_at <= question.until
        and (not question.units or read.unit in question.units)
        and question.camera in ("", read.camera)
        and (area is None or (place is not None and area.holds(place.lat, place.lon)))
    )


def alerted(connection: Connection, reads: Sequence[ReadMessage]) -> tuple[str, ...]:
    """Return which reads were hits; of a restricted file nothing is said (CJIS 4.2.2)."""
    restricted = [code for code, known in CATEGORIES.items() if known.restricted]
    days = {capture_day(read.read_id) for read in reads}
    t = HITS.c
    query = select(t.read_id).where(
        t.day.in_(days | {next_day(day) for day in days}),
        t.read_id.in_([read.read_id for read in reads]),
        t.category.not_in(restricted),
    )
    return tuple(sorted(set(connection.scalars(query))))


def read_of(work: Work, read_id: str) -> ReadMessage | None:
    """Return a read as it is now; None where it or its day's key is gone."""
    return next(of_ids(work, [read_id]), None)


def with_corrections(work: Work, reads: Iterable[ReadMessage]) -> tuple[ReadMessage, ...]:
    """Return reads, each misread beside what an officer corrected it to."""
    given = {read.read_id: read for read in reads}
    misreads = {read.corrects.read_id for read in given.values() if read.corrects}
    ids = {*misreads, *captured.typed_beside(work.connection, given.keys() | misreads)}
    more = {read.read_id: read for read in of_ids(work, sorted(ids - given.keys()))}
    shown: dict[str, ReadMessage] = {}
    for read in given.values():
        misread = read.corrects.read_id if read.corrects else read.read_id
        both = {**given, **more}
        pair = [both[misread]] if misread in both else []
        pair += [other for other in both.values() if _corrects(other, misread)]
        shown |= {other.read_id: other for other in (read, *pair)}
    return tuple(shown.values())


def _corrects(read: ReadMessage, misread: str) -> bool:
    return read.corrects is not None and read.corrects.read_id == misread


def _of_plate(work: Work, question: SearchQuestion) -> Iterator[ReadMessage]:
    """Yield the reads of a whole plate. A form that was moved to another read leads to none.

    A date of capture lies on two days of UTC, and an id may be one pass younger.
    """
    pairs = [
        (day, form)
        for on in work.day_keys.dates()
        if capture_date(question.since) <= on <= capture_date(question.until)
        for state in (question.state, UNKNOWN_STATE)
        for form in [sealed_reads.form(work.day_keys, on, question.plate, state)]
        for day in (on, next_day(on))
    ]
    reads = _opened(work, _R.plate, pairs)
    answering = (read for read in reads if answers(read, question))
    yield from sorted(answering, key=lambda read: (read.captured_at, read.read_id), reverse=True)


def of_ids(work: Work, read_ids: Iterable[str]) -> Iterator[ReadMessage]:
    """Return the reads of these ids that can still be read."""
    return _opened(work, _R.read_id, [(capture_day(read_id), read_id) for read_id in read_ids])


def _opened(
    work: Work, column: Column[Any], pairs: Sequence[tuple[date, Any]]
) -> Iterator[ReadMessage]:
    """Yield the reads that have a value on a day, for each pair of both."""
    for row in _rows(work.connection, column, pairs) if pairs else ():
        body = sealed_reads.opened(work.day_keys, *row)
        if body is not None:
            yield decode(ReadMessage, body)


def _rows(
    connection: Connection, column: Column[Any], pairs: Sequence[tuple[date, Any]]
) -> Iterable[Any]:
    """Give time, id and content of reads: on PostgreSQL by one question, whatever the days."""
    if connection.dialect.name != "postgresql":
        wanted = tuple_(_R.day, column).in_(pairs)
        return connection.execute(select(_R.captured_at, _R.read_id, _R.sealed).where(wanted))
    connection.exec_driver_sql("SET LOCAL jit = off")  # compiling takes longer than asking
    is_text = column is _R.read_id
    values = [value if is_text else value.hex() for _, value in pairs]
    given = {"days": ",".join(str(day) for day, _ in pairs), "values": ",".join(values)}
    return connection.execute(_BY_ID if is_text else _BY_PLATE, given, execution_options=AS_BYTES)


def _joined(condition: str) -> TextualSelect:
    """Return a question that looks into one partition for each pair, by its index.

    ``OFFSET 0`` keeps the planner from reading all partitions to join them at once.
    """
    return text(
        "SELECT r.captured_at, r.read_id, r.sealed FROM unnest("  # noqa: S608 - our own words
        "CAST(string_to_array(:days, ',') AS date[]), string_to_array(:values, ',')"
        ") AS w (day, value) CROSS JOIN LATERAL (SELECT captured_at, read_id, sealed FROM reads "
        f"WHERE day = w.day AND {condition} OFFSET 0) AS r"
    ).columns(_R.captured_at, _R.read_id, _R.sealed)


_BY_ID = _joined("read_id = w.value")
_BY_PLATE = _joined("plate = decode(w.value, 'hex')")

"""Count each day before its captured data is purged, for the reports that come later (RPT-06).

A day is the agency's own. Captured data is filed by days of UTC, and until this was mended its
numbers were stored by them: the first day after those begins where the last of them ended.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, or_, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.trial import ENDED_AS
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import (
    CAPTURE_ZONE,
    capture_date,
    date_begins,
    date_ends,
    days_after,
    days_to_count,
)
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.daily_counts import Counted, DayCount
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import DAILY_COUNTS, HIT_LOG
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, READS
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.hq.reads import read_counts

_LOG, _NONE = HIT_LOG.c, literal("")
IS_STOP = or_(
    _LOG.stopped.in_(("before", "after")),
    _LOG.gate_form != "",
    _LOG.disposition == Disposition.VERIFIED_STOPPED,
)
"""Which hits had a stop, through the gate or not."""


def first_day(connection: Connection) -> date | None:
    """Return the first day of which anything may be kept."""
    days = [connection.scalar(select(func.min(t.c.day))) for t in (READS, HITS, HIT_LOG)]
    searched: datetime | None = connection.scalar(select(func.min(SEARCHES.c.captured_at)))
    begun = [_utc(day) for day in days if day is not None]
    first = min([*begun, *([searched] if searched else [])], default=None)
    return capture_date(first) if first else None


def counted_to(connection: Connection) -> date | None:
    """Return the last day that was counted: what is kept of those up to it is not all of them."""
    last: date | None = connection.scalar(select(func.max(DAILY_COUNTS.c.day)))
    return last


def utc_to(connection: Connection) -> date | None:
    """Return the last day that was counted as one of UTC."""
    t = DAILY_COUNTS.c
    as_utc = t.what == Counted.DAY, t.word == ""
    last: date | None = connection.scalar(select(func.max(t.day)).where(*as_utc))
    return last


def stored_to(connection: Connection) -> tuple[date | None, date | None]:
    """Return the last day that was counted, and the last that was as one of UTC."""
    return counted_to(connection), utc_to(connection)


def count_day(connection: Connection, day: date) -> None:
    """Keep how many of each kind a day had; none leaves no row but that of the day."""
    t = DAILY_COUNTS.c
    names = (t.day, t.unit, t.what, t.list_name, t.word, t.number)
    day_counts = [DayCount(day, "", Counted.DAY, "", CAPTURE_ZONE.key, 1), *kept(connection, day)]
    rows = [{name.key: getattr(count, name.key) for name in names} for count in day_counts]
    connection.execute(insert(connection, DAILY_COUNTS).on_conflict_do_nothing(), rows)


def kept(connection: Connection, day: date) -> Iterator[DayCount]:
    """Count what is kept of a day."""
    follows_utc = utc_to(connection) == days_after(day, -1)
    begins = _utc(day) if follows_utc else date_begins(day)
    ends = date_ends(day)
    numbers = Counter(_reads(connection, begins, ends))
    typed = _counted(connection, begins, ends, READS.c.camera == TYPED_BY_OFFICER)
    numbers.subtract(typed)
    for what, of_units in (Counted.READS, numbers), (Counted.TYPED, typed):
        for unit, number in sorted(of_units.items()):
            if number:
                yield DayCount(day, unit, what, "", "", number)
    for what, asked in _statements(begins, ends):
        for unit, list_name, word, number in connection.execute(asked):
            yield DayCount(day, unit, what, list_name, word or "", number)


def _within(table: Table, begins: datetime, ends: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for what was captured then: the days of UTC choose the partitions."""
    t, last = table.c, (ends - timedelta(microseconds=1)).date()
    return t.day.between(begins.date(), last), t.captured_at >= begins, t.captured_at < ends


def _statements(begins: datetime, ends: datetime) -> Iterator[tuple[Counted, Select[Any]]]:
    of_hits = _within(HITS, begins, ends)
    yield Counted.HITS, _by(HITS.c.unit, _NONE, HITS.c.category, *of_hits)
    ended = HIT_STEPS.join(
        HITS, (HIT_STEPS.c.day == HITS.c.day) & (HIT_STEPS.c.hit_id == HITS.c.hit_id)
    )
    is_end = *_within(HIT_STEPS, begins, ends), HIT_STEPS.c.kind == ItemKind.DISPOSITION
    steps = _by(HITS.c.unit, _NONE, HIT_STEPS.c.word, *is_end)
    yield Counted.DISPOSITIONS, steps.select_from(ended)
    of_day = _within(HIT_LOG, begins, ends)
    for what, word, only in (
        (Counted.RESULTS, _LOG.disposition, (_LOG.disposition != ENDED_AS,)),
        (Counted.TRIAL, _NONE, (_LOG.disposition == ENDED_AS,)),
        (Counted.STOPS, _LOG.attention, (IS_STOP,)),
        (Counted.OUTCOMES, _LOG.outcome, (_LOG.outcome != "",)),
        (Counted.FORCE, _NONE, (_LOG.force,)),
    ):
        yield what, _by(_LOG.unit, _LOG.list_name, word, *of_day, *only)
    t = SEARCHES.c
    made = t.captured_at >= begins, t.captured_at < ends
    yield Counted.SEARCHES, _by(_NONE, _NONE, t.purpose, *made)


def _by(
    unit: ColumnElement[Any],
    list_name: ColumnElement[Any],
    word: ColumnElement[Any],
    *only: ColumnElement[bool],
) -> Select[Any]:
    columns = unit.label("unit"), list_name.label("list_name"), word.label("word")
    grouped = [column for column in (unit, list_name, word) if column is not _NONE]
    return select(*columns, func.count()).where(*only).group_by(*grouped)


def _reads(connection: Connection, begins: datetime, ends: datetime) -> dict[str, int]:
    """Count reads by unit; of a day of UTC that is counted, only its evening is looked through.

    A day of the agency begins in one day of UTC and ends in the next.
    """
    whole = read_counts.of_day(connection, begins.date())
    if whole is None:
        return dict(_counted(connection, begins, ends))
    numbers = Counter(whole)
    numbers.subtract(_counted(connection, _utc(begins.date()), begins))
    numbers.update(_counted(connection, _utc(ends.date()), ends))
    return {unit: number for unit, number in sorted(numbers.items()) if number}


def _utc(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _counted(
    connection: Connection, begins: datetime, ends: datetime, *only: ColumnElement[bool]
) -> Counter[str]:
    if begins >= ends:
        return Counter()
    within = *_within(READS, begins, ends), *only
    asked = select(READS.c.unit, func.count().label("reads")).where(*within).group_by(READS.c.unit)
    return Counter({row.unit: row.reads for row in connection.execute(asked)})


def counted(connection: Connection, first: date, last: date) -> list[DayCount]:
    """Return what was counted of these days, both included, in order."""
    t = DAILY_COUNTS.c
    columns = t.day, t.unit, t.what, t.list_name, t.word
    query = select(*columns, t.number).where(t.day.between(first, last))
    rows = connection.execute(query.order_by(*columns))
    return [DayCount(*row) for row in rows]


def all_counts(connection: Connection, first: date, last: date) -> list[DayCount]:
    """Return the counts of these days: the stored ones, then what is kept of later days."""
    stored = counted(connection, first, last)
    done, begun = counted_to(connection), first_day(connection)
    if begun is None:
        return stored
    day = max(first, begun) if done is None else max(first, begun, days_after(done, 1))
    while day <= last:
        stored += kept(connection, day)
        day = days_after(day, 1)
    return stored


def count_days(hq: Headquarters, now: datetime, due: datetime) -> None:
    """Count every day that will soon be purged and was not counted yet.

    ``due`` is the instant by which deadlines count. What a car brings of such a day later is not
    in its numbers.
    """
    days = days_to_count(now, due)
    with hq.reading() as work:
        first = first_day(work.connection)
        done = {count.day for count in counted(work.connection, days[0], days[-1])}
    missing = [day for day in days if first is not None and day >= first and day not in done]
    if missing:
        with hq.writing() as work:
            for day in missing:
                count_day(work.connection, day)


def counts_by_account(
    hq: Headquarters, first: date | None, last: date | None, by: str
) -> list[DayCount]:
    """Return what was counted of these days, both included; that it was asked is recorded.

    Raises:
        RefusedError: the person has no account that may; recorded.
    """
    demand_account(hq, by, Permission.SEE_OVERVIEW)
    since, until = first or date.min, last or date.max
    with hq.writing() as work:
        facts = ("since", since.isoformat()), ("until", until.isoformat())
        record(work, AuditEvent.HQ_COUNTS_VIEWED, "daily counts", by, *facts)
    with hq.reading() as work:
        return counted(work.connection, since, until)

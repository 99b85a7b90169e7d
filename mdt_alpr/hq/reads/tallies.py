"""Count each day before its captured data is purged, for the reports that come later (RPT-06)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, literal, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import days_to_count
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import DAILY_COUNTS
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, READS
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.hq.reads import read_counts


class Tally(NamedTuple):
    """So many of what a unit had on a day, as ``DAILY_COUNTS`` says."""

    day: date
    unit: str
    what: str
    word: str
    number: int


def first_day(connection: Connection) -> date | None:
    """Return the first day of which a read is kept."""
    found: date | None = connection.scalar(select(func.min(READS.c.day)))
    return found


def is_counted(connection: Connection, day: date) -> bool:
    """Tell whether a day was counted."""
    found = select(DAILY_COUNTS.c.day).where(DAILY_COUNTS.c.day == day).limit(1)
    return connection.scalar(found) is not None


def count_day(connection: Connection, day: date) -> None:
    """Keep how many reads, hits and dispositions a day had, by unit; none leaves no row."""
    hits = _counted(HITS, "hits", HITS.c.unit, HITS.c.category).where(HITS.c.day == day)
    ended = HIT_STEPS.join(
        HITS, (HIT_STEPS.c.day == HITS.c.day) & (HIT_STEPS.c.hit_id == HITS.c.hit_id)
    )
    ends = _counted(ended, "dispositions", HITS.c.unit, HIT_STEPS.c.word).where(
        HIT_STEPS.c.day == day, HIT_STEPS.c.kind == ItemKind.DISPOSITION
    )
    found: list[Any] = [(unit, "reads", "", n) for unit, n in _reads(connection, day).items()]
    found += [row for asked in (hits, ends) for row in connection.execute(asked)]
    rows = [
        {"day": day, "unit": unit, "what": what, "word": word, "number": number}
        for unit, what, word, number in found
    ]
    if rows:
        connection.execute(insert(connection, DAILY_COUNTS).on_conflict_do_nothing(), rows)


def counted(connection: Connection, first: date, last: date) -> list[Tally]:
    """Return what was counted of these days, both included, in order."""
    t = DAILY_COUNTS.c
    found = select(t.day, t.unit, t.what, t.word, t.number).where(t.day.between(first, last))
    rows = connection.execute(found.order_by(t.day, t.unit, t.what, t.word))
    return [Tally(*row) for row in rows]


def _reads(connection: Connection, day: date) -> dict[str, int]:
    known = read_counts.of_day(connection, day)
    if known is not None:
        return known
    t = READS.c
    asked = select(t.unit, func.count().label("reads")).where(t.day == day).group_by(t.unit)
    return {row.unit: row.reads for row in connection.execute(asked)}


def _counted(source: Any, what: str, unit: Any, word: Any) -> Any:
    return select(unit, literal(what), word, func.count()).select_from(source).group_by(unit, word)


def count_days(hq: Headquarters) -> None:
    """Count every day that will soon be purged and was not counted yet.

    What a car brings of such a day later is not in its numbers.
    """
    with hq.reading() as work:
        first = first_day(work.connection)
    if first is None:
        return
    for day in (day for day in days_to_count(hq.clock.now()) if day >= first):
        with hq.writing() as work:
            if not is_counted(work.connection, day):
                count_day(work.connection, day)


def counts_by_account(
    hq: Headquarters, first: date | None, last: date | None, by: str
) -> list[Tally]:
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

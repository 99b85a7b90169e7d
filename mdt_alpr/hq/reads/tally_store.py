"""Counting a day, and what was counted."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, literal, select

from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, READS
from mdt_alpr.hq.base.tally_tables import DAILY_COUNTS
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

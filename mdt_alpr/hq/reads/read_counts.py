"""How many reads each day's partition holds, so that none must be counted when the day goes.

What adds reads to a partition, or removes them, says so here in the same transaction.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, Date, bindparam, exists, literal, select
from sqlalchemy.dialects import postgresql

from mdt_alpr.hq.base.hit_tables import READ_COUNTS

Counts = Mapping[tuple[date, str], int]
"""Reads by day and unit; fewer than none where they went."""
_T = READ_COUNTS.c
_NO_UNIT = ""


def begin(connection: Connection, day: date) -> None:
    """Count a day from now on, its partition being new and empty."""
    connection.execute(READ_COUNTS.insert(), {"day": day, "unit": _NO_UNIT, "number": 0})


def add(connection: Connection, counts: Counts) -> None:
    """Note reads that came or went; a day that is not counted stays so.

    Others who write reads of the same day and unit wait from here until the transaction ends.
    """
    rows = [
        {"of_day": day, "of_unit": unit, "more": number}
        for (day, unit), number in sorted(counts.items())
        if number
    ]
    if rows:
        connection.execute(_ADD, rows)


def of_day(connection: Connection, day: date) -> dict[str, int] | None:
    """Return a day's reads by unit; None where the day is not counted."""
    rows = connection.execute(select(_T.unit, _T.number).where(_T.day == day))
    numbers = {row.unit: row.number for row in rows}
    if _NO_UNIT not in numbers:
        return None
    return {unit: number for unit, number in numbers.items() if number}


def forget(connection: Connection, days: Collection[date]) -> None:
    """Count these days no more: they are gone, or were filled unsaid."""
    connection.execute(READ_COUNTS.delete().where(_T.day.in_(days)))


def _adding() -> postgresql.Insert:
    day, unit = bindparam("of_day", type_=Date()), bindparam("of_unit", type_=_T.unit.type)
    is_counted = exists().where(_T.day == day, _T.unit == literal(_NO_UNIT))
    row = select(day, unit, bindparam("more", type_=_T.number.type)).where(is_counted)
    adding = postgresql.insert(READ_COUNTS).from_select(["day", "unit", "number"], row)
    more = {"number": _T.number + adding.excluded.number}
    return adding.on_conflict_do_update(index_elements=[_T.day, _T.unit], set_=more)


_ADD = _adding()

"""Misuse flags and plates tied to coworkers, as they are kept."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, or_, select, update

from mdt_alpr.domain.review.misuse import Flag, FlagVerdict, KeptFlag, TiedPlate
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.base.database import insert, is_number, put_numbered
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.misuse.tables import MISUSE_FLAGS, TIED_PLATES

_F = MISUSE_FLAGS.c
_T = TIED_PLATES.c


def add(work: Work, flag: Flag) -> int:
    """Keep a new flag; return its number."""
    row = {
        **_values(flag),
        "raised_at": work.now,
        "verdict": FlagVerdict.NONE,
        "judged_by": "",
        "case_number": "",
    }
    return put_numbered(work.connection, MISUSE_FLAGS, row)


def grow(connection: Connection, flag: KeptFlag) -> None:
    """Keep a flag with what came since, unless it was judged: a verdict covers what was shown."""
    is_open = _F.verdict == FlagVerdict.NONE
    changed = update(MISUSE_FLAGS).where(_F.number == flag.number, is_open)
    connection.execute(changed.values(_values(flag.flag)))


def judge(work: Work, flag: KeptFlag, case_number: str) -> None:
    """Keep a verdict; its words go after 90 days."""
    values = {
        "verdict": flag.verdict,
        "judged_at": flag.judged_at,
        "judged_by": flag.judged_by,
        "case_number": case_number,
    }
    judged = update(MISUSE_FLAGS).where(_F.number == flag.number)
    work.connection.execute(judged.values(values))
    place = _place(flag.number)
    typed_texts.keep(work, place, work.now, flag.words, typed_texts.new_key())


def open_or_recent(connection: Connection, since: datetime) -> list[KeptFlag]:
    """Return the flags that a run compares with: open ones, and those with later accesses."""
    count = or_(_F.verdict == FlagVerdict.NONE, _F.last_at >= since)
    return [flag for flag, _ in _all(connection, select(MISUSE_FLAGS).where(count))]


def find(connection: Connection, number: int) -> tuple[KeptFlag, str] | None:
    """Return a flag with the number of its case, locked until the transaction ends."""
    if not is_number(number):
        return None
    query = select(MISUSE_FLAGS).where(_F.number == number).with_for_update()
    return next(_all(connection, query), None)


def newest_first(connection: Connection, before: int) -> Iterator[tuple[KeptFlag, str]]:
    """Yield every flag with its case's number, of those before a number unless it is 0."""
    older = [_F.number < before] if is_number(before) else []
    return _all(connection, select(MISUSE_FLAGS).where(*older).order_by(_F.number.desc()))


def open_ones(connection: Connection) -> list[KeptFlag]:
    """Return the flags that nobody judged."""
    query = select(MISUSE_FLAGS).where(_F.verdict == FlagVerdict.NONE)
    return [flag for flag, _ in _all(connection, query)]


def words(work: Work, numbers: Iterable[int]) -> dict[int, str]:
    """Return by flag what its reviewer wrote, as far as it is kept."""
    places = {_place(number): number for number in numbers}
    texts = typed_texts.of_places(work, places)
    return {places[place]: text for place, text in texts.items()}


def _all(connection: Connection, query: Select[Any]) -> Iterator[tuple[KeptFlag, str]]:
    for row in connection.execute(query):
        records = tuple(row.records)
        flag = Flag(row.rule, row.person_id, records, row.first_at, row.last_at, row.why)
        stored = KeptFlag(
            row.number, flag, row.raised_at, row.verdict, row.judged_at, row.judged_by
        )
        yield stored, row.case_number


def _values(flag: Flag) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "person_id": flag.person,
        "records": list(flag.records),
        "why": flag.why,
        "first_at": flag.first_at,
        "last_at": flag.last_at,
    }


def _place(number: int) -> str:
    return f"{MISUSE_FLAGS.name}/{number}"


# ---------------------------------------------------------------- plates of coworkers


def tie(connection: Connection, row: dict[str, Any]) -> int | None:
    """Keep a tied plate; return its number, None where it is tied to this person already."""
    statement = insert(connection, TIED_PLATES).values(row).on_conflict_do_nothing()
    number: int | None = connection.scalar(statement.returning(_T.number))
    return number


def untie(connection: Connection, number: int) -> None:
    """Remove a tied plate."""
    connection.execute(delete(TIED_PLATES).where(_T.number == number))


def tied(connection: Connection, key_id: str) -> tuple[TiedPlate, ...]:
    """Return the tied plates whose hashes are of a key."""
    query = select(TIED_PLATES).where(_T.key_id == key_id)
    rows = connection.execute(query)
    return tuple(TiedPlate(row.plate_hash, row.person_id, row.tie) for row in rows)


def tied_rows(connection: Connection) -> list[Any]:
    """Return every tied plate."""
    return list(connection.execute(select(TIED_PLATES).order_by(_T.person_id, _T.number)))


def tied_row(connection: Connection, number: int) -> Any | None:
    """Return one tied plate; None where there is none."""
    if not is_number(number):
        return None
    return connection.execute(select(TIED_PLATES).where(_T.number == number)).first()

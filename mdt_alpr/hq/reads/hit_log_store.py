"""Each hit in one line: kept, found by page, counted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from mdt_alpr.domain.hit.contradiction import CONTRADICTED
from mdt_alpr.domain.hit.disposition import CONFIRMED, REJECTIONS, Disposition
from mdt_alpr.domain.hit.hit_summary import IN_ORDER, TOO_FAST_BELOW, Attention
from mdt_alpr.domain.hit.trial import ENDED_AS
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.review.review import REVIEWS
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import insert, is_one_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG, HIT_REVIEWS
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES, HITS, READS
from mdt_alpr.hq.people.team_store import of_team
from mdt_alpr.wire.desk import OPEN, HitLogFilter, HitLogFlag, HitLogOrder

_T = HIT_LOG.c
Line = Any
"""A row of the log with its texts; they are empty where nobody can read them any more."""
_UNREADABLE = dict.fromkeys(sealed_rows.hidden(HIT_LOG), "")
_TOO_FAST_MS = round(TOO_FAST_BELOW.total_seconds() * 1000)
_LEAST = bytes(10)
_WITHOUT_STATUS = (Attention.STOPPED_WITHOUT_STATUS, Attention.NOT_PRACTICABLE)


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ended: the value it was sorted by, and the hit."""

    value: Any
    hit_id: str


_SAVING: dict[str, Any] = {}
"""By dialect, what puts a line in or changes it."""


def save(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep lines; one that is there already becomes the new one."""
    given = [sealed_rows.sealed(work.keys, HIT_LOG, row) for row in rows]
    if not given:
        return
    dialect = work.connection.dialect.name
    if dialect not in _SAVING:  # made once: each leaves 300 objects to collect
        statement = insert(work.connection, HIT_LOG)
        new = statement.excluded
        changed = {c.name: new[c.name] for c in HIT_LOG.c if not c.primary_key}
        keys = [_T.day, _T.hit_id]
        _SAVING[dialect] = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    work.connection.execute(_SAVING[dialect], given)


def hits_of_reads(connection: Connection, read_ids: Collection[str]) -> set[str]:
    """Return the hits that these reads raised."""
    if not read_ids:
        return set()
    raised = is_one_of(connection, _T.read_id, read_ids)
    return set(connection.scalars(select(_T.hit_id).where(raised)))


def missing(connection: Connection, most: int) -> dict[str, str]:
    """Return the device of each hit that has no line yet, by hit."""
    same = and_(_T.day == HITS.c.day, _T.hit_id == HITS.c.hit_id)
    query = select(HITS.c.hit_id, HITS.c.device).outerjoin(HIT_LOG, same)
    rows = connection.execute(query.where(_T.hit_id.is_(None)).limit(most))
    return {row.hit_id: row.device for row in rows}


def line(work: Work, day: date, hit_id: str) -> Line | None:
    """Return a hit's line."""
    query = select(HIT_LOG).where(_T.day == day, _T.hit_id == hit_id)
    return next(iter(_opened(work, query)), None)


def raised_between(work: Work, since: datetime, until: datetime, most: int) -> list[Line]:
    """Return the lines of hits raised in a span, whoever's, the newest first."""
    query = select(HIT_LOG).where(_T.raised_at >= since, _T.raised_at < until)
    return _opened(work, query.order_by(_T.raised_at.desc(), _T.hit_id).limit(most))


def _opened(work: Work, query: Select[Any]) -> list[Line]:
    lines = []
    for row in work.connection.execute(query).mappings():
        texts = sealed_rows.texts(work.keys, HIT_LOG, row) or _UNREADABLE
        lines.append(SimpleNamespace(**{**row, **texts}))
    return lines


# ---------------------------------------------------------------- pages


def page(
    work: Work,
    criteria: HitLogFilter,
    order: tuple[HitLogOrder, bool],
    limits: tuple[datetime, int],
    after: PageEnd | None,
) -> list[Line]:
    """Return the lines that follow ``after``, each with its ``value`` to sort by.

    ``order`` is by what, and whether the largest comes first; ``limits`` are until when a hit
    must have been raised to count as left open, and how many lines.
    """
    by, descending = order
    open_until, most = limits
    value = _value(by, open_until)
    query = select(HIT_LOG, value.label("value")).where(*_wanted(criteria, open_until))
    if after is not None:
        last = literal(after.value, value.type), literal(after.hit_id, _T.hit_id.type)
        here, there = tuple_(value, _T.hit_id), tuple_(*last)
        query = query.where(here < there if descending else here > there)
    keys = (value.desc(), _T.hit_id.desc()) if descending else (value, _T.hit_id)
    return _opened(work, query.order_by(*keys).limit(most))


def _value(by: HitLogOrder, open_until: datetime) -> ColumnElement[Any]:
    columns: dict[HitLogOrder, ColumnElement[Any]] = {
        HitLogOrder.TIME: _T.raised_at,
        HitLogOrder.UNIT: _T.unit,
        HitLogOrder.OFFICER: _T.person_id,
        HitLogOrder.LIST: _T.list_name,
        HitLogOrder.CATEGORY: _T.category,
        HitLogOrder.METHOD: _T.method,
        HitLogOrder.STATUS: _T.status_by,
        HitLogOrder.DISPOSITION: _T.disposition,
        HitLogOrder.ALERT: func.coalesce(_T.alert_ms, -1),
        HitLogOrder.CHECK: func.coalesce(_T.check_ms, -1),
        HitLogOrder.DECISION: func.coalesce(_T.decision_ms, -1),
    }
    return columns[by] if by in columns else _pressing(open_until)


def _pressing(open_until: datetime) -> ColumnElement[Any]:
    ranks = [(_T.attention == why, len(IN_ORDER) + 2 - n) for n, why in enumerate(IN_ORDER) if why]
    over_vehicle = and_(_T.vehicle_comparison.in_(CONTRADICTED), _T.gate_form != "")
    return case(*ranks, (over_vehicle, 2), (_is_left_open(open_until), 1), else_=0)


def is_open() -> ColumnElement[bool]:
    """Return which hits wait for their end; a fixed camera's end in the cars that get them."""
    of_cameras = select(ENROLLED_DEVICES.c.device).where(
        ENROLLED_DEVICES.c.kind == DeviceKind.CAMERA
    )
    return and_(_T.disposition == "", _T.device.not_in(of_cameras))


def _is_left_open(open_until: datetime) -> ColumnElement[bool]:
    return and_(is_open(), _T.raised_at <= open_until)


def _is_not_reviewed() -> ColumnElement[bool]:
    r = HIT_REVIEWS.c
    said = select(r.review_id).where(r.day == _T.day, r.hit_id == _T.hit_id, r.kind.in_(REVIEWS))
    return and_(~said.exists(), _T.disposition != ENDED_AS)


def _is_prevented() -> ColumnElement[bool]:
    return and_(_T.disposition.in_(REJECTIONS), _T.open_ms.is_not(None))


def _wanted(criteria: HitLogFilter, open_until: datetime) -> list[ColumnElement[bool]]:
    flags: dict[HitLogFlag, ColumnElement[bool]] = {
        HitLogFlag.UNVERIFIED_STOP: _T.attention == Attention.STOPPED_UNVERIFIED,
        HitLogFlag.NOT_PRACTICABLE: _T.attention.in_(_WITHOUT_STATUS),
        HitLogFlag.LEFT_OPEN: _is_left_open(open_until),
        HitLogFlag.TOO_FAST: _T.check_ms < _TOO_FAST_MS,
        HitLogFlag.VEHICLE_DIFFERS: _T.vehicle_comparison.in_(CONTRADICTED),
        HitLogFlag.NOT_REVIEWED: _is_not_reviewed(),
        HitLogFlag.PREVENTED: _is_prevented(),
    }
    asked = {
        _T.unit: criteria.unit,
        _T.person_id: criteria.person_id,
        _T.list_name: criteria.list_name,
        _T.category: criteria.category,
        _T.disposition: criteria.disposition,
    }
    wanted = _in_span(criteria)
    wanted += [
        column == ("" if column is _T.disposition and value == OPEN else value)
        for column, value in asked.items()
        if value
    ]
    return [*wanted, flags[criteria.flag]] if criteria.flag in flags else wanted


def _in_span(criteria: HitLogFilter) -> list[ColumnElement[bool]]:
    """Return what limits a statement to a span and to a team's people."""
    team = of_team(_T.person_id, criteria.team)
    return [_T.raised_at >= criteria.since, _T.raised_at < criteria.until, *team]


# ---------------------------------------------------------------- counts


def counts(connection: Connection, criteria: HitLogFilter, open_until: datetime) -> Row[Any]:
    """Return how many hits there are of each kind."""
    stops = or_(_T.stopped.in_(("before", "after")), _T.gate_form != "")
    query = select(
        func.count().label("hits"),
        _sum(is_open(), "open"),
        _sum(_T.disposition.in_(CONFIRMED), "verified"),
        _sum(or_(stops, _T.disposition == Disposition.VERIFIED_STOPPED), "stops"),
        _sum(_is_prevented(), "prevented"),
        _sum(_T.attention == Attention.STOPPED_UNVERIFIED, "unverified_stops"),
        _sum(_T.attention.in_(_WITHOUT_STATUS), "not_practicable"),
        _sum(_T.attention == Attention.STOPPED_WITHOUT_STATUS, "stops_without_status"),
        _sum(_is_left_open(open_until), "left_open"),
        _sum(_T.check_ms < _TOO_FAST_MS, "too_fast"),
        _sum(_is_not_reviewed(), "not_reviewed"),
    ).where(*_wanted(criteria, open_until))
    row: Row[Any] = connection.execute(query).one()  # type: ignore[assignment]
    return row


def choices(connection: Connection, criteria: HitLogFilter) -> list[Row[Any]]:
    """Return every combination of unit, officer, list and category of a span."""
    columns = (_T.unit, _T.person_id, _T.list_name, _T.category)
    query = select(*columns).where(*_in_span(criteria))
    return list(connection.execute(query.group_by(*columns)))


def reads(connection: Connection, since: datetime, until: datetime) -> int:
    """Return how many reads were captured in a span.

    By their ids, which carry the time of capture: so the key alone is searched, not the rows.
    """
    t = READS.c
    query = select(func.count()).where(
        t.day.between(since.astimezone(UTC).date(), until.astimezone(UTC).date()),
        t.read_id >= new_id(since, _LEAST),
        t.read_id < new_id(until, _LEAST),
    )
    return connection.scalar(query) or 0


def endings(connection: Connection, criteria: HitLogFilter) -> list[Row[Any]]:
    """Return how often closed hits of a span ended in which way, on what, and when."""
    opened = _T.open_ms.is_not(None).label("opened")
    columns = (
        _T.list_name, _T.unit, _T.camera, _T.hour, _T.disposition, _T.confusion, opened,
    )  # fmt: skip
    spans = (*_in_span(criteria), _T.disposition.not_in(("", ENDED_AS)))
    query = select(*columns, func.count().label("hits")).where(*spans).group_by(*columns)
    return list(connection.execute(query))


def quality(
    connection: Connection, criteria: HitLogFilter
) -> list[tuple[date, str, int, int, int, int, int, int]]:
    """Return the counts of each shift, the newest first.

    Day, kind, hits, stops, stops without status, checks, checks too fast, checks alike.
    """
    spans = [*_in_span(criteria), _T.disposition != ENDED_AS]
    alike = (
        select(_T.shift_day, _T.shift_kind, func.count().label("number"))
        .where(*spans, _T.rhythm != "")
        .group_by(_T.shift_day, _T.shift_kind, _T.device, _T.rhythm)
        .having(func.count() > 1)
        .subquery()
    )
    both = select(
        alike.c.shift_day, alike.c.shift_kind, func.sum(alike.c.number).label("number")
    ).group_by(alike.c.shift_day, alike.c.shift_kind)
    rhythms = {(row[0], row[1]): row[2] for row in connection.execute(both)}
    query = (
        select(
            _T.shift_day,
            _T.shift_kind,
            func.count().label("hits"),
            _sum(_T.gate_form != "", "stops"),
            _sum(_T.attention == Attention.STOPPED_WITHOUT_STATUS, "without_status"),
            func.count(_T.check_ms).label("checks"),
            _sum(_T.check_ms < _TOO_FAST_MS, "too_fast"),
        )
        .where(*spans)
        .group_by(_T.shift_day, _T.shift_kind)
        .order_by(_T.shift_day.desc(), _T.shift_kind.desc())
    )
    rows = connection.execute(query)
    return [(*row, int(rhythms.get((row[0], row[1]), 0))) for row in rows]


def _sum(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)

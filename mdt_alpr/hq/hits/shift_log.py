"""The shift hit log as a supervisor sees it; that it was seen is recorded (SUP-02, AUD-01)."""

from datetime import datetime
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.people.shift import left_open_if_raised_by
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.hq.reads.hit_log_store import PageEnd
from mdt_alpr.wire.codec import DecodeError, instant
from mdt_alpr.wire.desk import (
    HitLogCounts,
    HitLogFilter,
    HitLogOrder,
    HitLogPage,
    HitLogRequest,
    HitLogRow,
)
from mdt_alpr.wire.problems import Problem

MOST_ROWS = 500
_NUMBERS = (
    HitLogOrder.PRESSING,
    HitLogOrder.ALERT,
    HitLogOrder.CHECK,
    HitLogOrder.DECISION,
)


def note_log(work: Work, caller: Caller, which: HitLogFilter, what: str) -> None:
    """Record that a person looks at the log, and which part of it."""
    told = [("what", what), ("since", which.since.isoformat()), ("until", which.until.isoformat())]
    asked = ("unit", "person_id", "list_name", "category", "disposition")
    told += [(name, value) for name in asked if (value := getattr(which, name))]
    told += [("flag", which.flag.value), ("team", which.team)]
    record(work, AuditEvent.HQ_SHIFT_LOG_VIEWED, "shift log", caller.person_id, *told)


def log_page(work: Work, ask: HitLogRequest) -> HitLogPage:
    """Return one page.

    Raises:
        RefusedError: the mark is none of this order, or too many rows are asked for.
    """
    if not 0 < ask.most <= MOST_ROWS:
        raise RefusedError(Problem.TOO_LARGE, f"At most {MOST_ROWS} rows.")
    open_until = left_open_if_raised_by(ask.which.until, work.now)
    after = None
    if ask.after:
        open_until, after = _unmarked(ask)
    order = ask.order, ask.descending
    rows = hit_log.page(work.connection, ask.which, order, (open_until, ask.most + 1), after)
    shown = rows[: ask.most]
    mark = _mark(open_until, shown[-1]) if len(rows) > ask.most else ""
    said = reviews.last_kinds(work.connection, [(row.day, row.hit_id) for row in shown])
    names = people.names(work.connection)
    made = (_line(row, names, open_until, said.get(row.hit_id, "")) for row in shown)
    return HitLogPage(tuple(made), mark)


def log_counts(work: Work, which: HitLogFilter) -> HitLogCounts:
    """Return the counts above the log, and what can be chosen in its span."""
    open_until = left_open_if_raised_by(which.until, work.now)
    found = hit_log.counts(work.connection, which, open_until)
    there = hit_log.choices(work.connection, which)
    names = people.names(work.connection)
    officers = {row.person_id: names.get(row.person_id, row.person_id) for row in there}
    return HitLogCounts(
        at=work.now,
        reads=_reads(work, which),
        **found._mapping,  # noqa: SLF001 - SQLAlchemy's public name
        units=tuple(sorted({row.unit for row in there})),
        officers=tuple(sorted(officers.items(), key=lambda pair: pair[1])),
        lists=tuple(sorted({row.list_name for row in there})),
        categories=tuple(sorted({row.category for row in there})),
    )


def _reads(work: Work, which: HitLogFilter) -> int:
    if which.team != EVERY_TEAM:
        return 0
    return hit_log.reads(work.connection, which.since, which.until)


def _line(row: Any, names: dict[str, str], open_until: datetime, review: str) -> HitLogRow:
    restricted = CATEGORIES[row.category].restricted
    plates = ("read", "entered", "listed")
    shown = {
        f"{whose}_{what}": "" if restricted else getattr(row, f"{whose}_{what}")
        for whose in plates
        for what in ("text", "state")
    }
    return HitLogRow(
        hit_id=row.hit_id,
        raised_at=row.raised_at,
        unit=row.unit,
        person_id=row.person_id,
        officer=names.get(row.person_id, row.person_id),
        **shown,
        listed_vehicle="" if restricted else row.listed_vehicle,
        seen_vehicle="" if restricted else row.seen_vehicle,
        differs=row.differs,
        vehicle_comparison=row.vehicle_comparison.value,
        list_name=row.list_name,
        category=row.category,
        match_class=row.match_class,
        method=row.method,
        alert_ms=row.alert_ms,
        check_ms=row.check_ms,
        decision_ms=row.decision_ms,
        status_by=row.status_by,
        disposition=row.disposition,
        stopped=row.stopped,
        outcome=row.outcome,
        attention=row.attention.value,
        left_open=not row.disposition and row.raised_at <= open_until,
        restricted=restricted,
        review=review,
    )


def _mark(open_until: datetime, last: Any) -> str:
    value = last.value
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"{open_until.isoformat()}\n{last.hit_id}\n{text}"


def _unmarked(ask: HitLogRequest) -> tuple[datetime, PageEnd]:
    try:
        until, hit_id, text = ask.after.split("\n", 2)
        value: Any = text
        if ask.order in _NUMBERS:
            value = int(text)
        elif ask.order is HitLogOrder.TIME:
            value = instant(text)
        return instant(until), PageEnd(value, hit_id)
    except (ValueError, DecodeError):
        raise RefusedError(Problem.MALFORMED, "after: not a mark of this order") from None

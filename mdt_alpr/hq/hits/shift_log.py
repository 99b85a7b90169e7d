"""The shift hit log, near misses, quality of checks, live wall: figures for supervisors.

That they were seen is recorded (SUP-02, AUD-01, D7, D12, ALR-10).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, func, or_, select, type_coerce, union

from mdt_alpr.database.types import UtcDateTime
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.hit import hit_summary
from mdt_alpr.domain.hit.disposition import CONFIRMED, REJECTIONS, Disposition
from mdt_alpr.domain.hit.hit_summary import CAUSES
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.people.shift import left_open_if_raised_by
from mdt_alpr.domain.policy import CAMERA_HIT_GOOD_FOR, CAPTURED_DATA_KEPT_FOR, SESSION_LASTS
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.domain.search.erased import erased_words
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG, LISTENERS
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import CAR_LISTS, DEVICES, HOTLIST_VERSIONS
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.hits.truth import camera_name
from mdt_alpr.hq.hotlists import deliveries
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.cameras import name_of
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.hq.reads.hit_log_store import PageEnd
from mdt_alpr.hq.teams.service import own_team
from mdt_alpr.wire.codec import DecodeError, instant
from mdt_alpr.wire.desk import (
    HitLogCounts,
    HitLogFilter,
    HitLogFlag,
    HitLogOrder,
    HitLogPage,
    HitLogRequest,
    HitLogRow,
    LedgerMessage,
    QualityMessage,
    ShiftQualityMessage,
    WallMessage,
    WallUnit,
)
from mdt_alpr.wire.problems import Problem


def list_source(connection: Connection, version: int) -> str:
    """Return where a version of the hotlist came from; empty where it is not known."""
    query = select(HOTLIST_VERSIONS.c.source).where(HOTLIST_VERSIONS.c.version == version)
    return connection.scalar(query) or ""


def cars(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Return every car: unit, open hits, chain, list in use; the last one seen first.

    A car is seen when it sends, and when it asks for notices. One that never sent anything has
    an empty ``chain_state``; one that never said which list it has, no ``list_version``. Of a
    fixed camera the hits count that cars are still notified of.
    """
    is_new = HIT_LOG.c.captured_at > now - CAMERA_HIT_GOOD_FOR
    still_open = (
        select(HIT_LOG.c.device, func.count().label("hits"))
        .where(HIT_LOG.c.disposition == "", or_(hit_log.is_open(), is_new))
        .group_by(HIT_LOG.c.device)
        .subquery()
    )
    asking = select(LISTENERS).where(LISTENERS.c.unit != "").subquery()
    every = union(select(DEVICES.c.device), select(asking.c.device)).subquery()
    times = (DEVICES.c.last_seen_at, asking.c.asked_at)
    last = case((times[0] > times[1], times[0]), else_=func.coalesce(times[1], times[0]))
    device = every.c.device
    query = (
        select(
            device,
            func.coalesce(asking.c.unit, "").label("unit"),
            type_coerce(last, UtcDateTime).label("last_seen_at"),
            func.coalesce(DEVICES.c.chain_state, "").label("chain_state"),
            func.coalesce(still_open.c.hits, 0).label("open_hits"),
            CAR_LISTS.c.version.label("list_version"),
            HOTLIST_VERSIONS.c.compiled_at.label("list_compiled_at"),
        )
        .outerjoin(DEVICES, DEVICES.c.device == device)
        .outerjoin(asking, asking.c.device == device)
        .outerjoin(still_open, still_open.c.device == device)
        .outerjoin(CAR_LISTS, CAR_LISTS.c.device == device)
        .outerjoin(HOTLIST_VERSIONS, HOTLIST_VERSIONS.c.version == CAR_LISTS.c.version)
        .order_by(last.desc(), device)
    )
    return list(connection.execute(query))


MOST_ROWS = 500
_NUMBERS = (HitLogOrder.PRESSING, HitLogOrder.ALERT, HitLogOrder.CHECK, HitLogOrder.DECISION)


def note_log(
    work: Work, caller: Caller, criteria: HitLogFilter, what: str, shown: Collection[str]
) -> None:
    """Record that a person views the log, which part of it, and the hits shown."""
    facts = [
        ("what", what),
        ("since", criteria.since.isoformat()),
        ("until", criteria.until.isoformat()),
    ]
    asked = ("unit", "person_id", "list_name", "category", "disposition")
    facts += [(name, value) for name in asked if (value := getattr(criteria, name))]
    facts += [("flag", criteria.flag.value), ("team", criteria.team)]
    event = AuditEvent.HQ_SHIFT_LOG_VIEWED
    record(work, event, "shift log", caller.person_id, *facts, returned=shown)


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
    rows = hit_log.page(work, ask.which, order, (open_until, ask.most + 1), after)
    shown = rows[: ask.most]
    mark = _mark(open_until, shown[-1]) if len(rows) > ask.most else ""
    said = reviews.last_kinds(work.connection, [(row.day, row.hit_id) for row in shown])
    names = people.names(work.connection)
    cameras = enrollments.cameras(work.connection)
    open_ones = {row.hit_id for row in shown if _is_left_open(row, open_until, cameras)}
    made = (
        _line(row, names, said.get(row.hit_id, ""), left_open=row.hit_id in open_ones)
        for row in shown
    )
    return HitLogPage(tuple(made), mark, erased(work, ask.which))


def erased(work: Work, criteria: HitLogFilter) -> str:
    """Return which part of a span was erased: no hits there is not that none was raised."""
    return erased_words(criteria.since, criteria.until, work.now, kept_days(work.connection))


def log_counts(work: Work, criteria: HitLogFilter) -> HitLogCounts:
    """Return the counts above the log, and what can be chosen in its span."""
    open_until = left_open_if_raised_by(criteria.until, work.now)
    counts = hit_log.counts(work.connection, criteria, open_until)
    there = hit_log.choices(work.connection, criteria)
    names = people.names(work.connection)
    officers = {row.person_id: names.get(row.person_id, row.person_id) for row in there}
    return HitLogCounts(
        at=work.now,
        reads=_reads(work, criteria),
        **counts._mapping,  # noqa: SLF001 - SQLAlchemy's public name
        units=tuple(sorted({row.unit for row in there})),
        officers=tuple(sorted(officers.items(), key=lambda pair: pair[1])),
        lists=tuple(sorted({row.list_name for row in there})),
        categories=tuple(sorted({row.category for row in there})),
    )


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the hits that wait for a caller's review, the oldest first, a few hundred at most.

    Not the own ones, which another supervisor reviews, and none that a car still works on.
    """
    if (team := own_team(work, caller)) is None:
        return
    kept_since = work.now - CAPTURED_DATA_KEPT_FOR
    criteria = HitLogFilter(kept_since, work.now, flag=HitLogFlag.NOT_REVIEWED, team=team)
    open_until = left_open_if_raised_by(work.now, work.now)
    order, limits = (HitLogOrder.TIME, False), (open_until, MOST_ROWS)
    for row in hit_log.page(work, criteria, order, limits, None):
        is_over = row.disposition or row.raised_at <= open_until
        if is_over and row.person_id != caller.person_id:
            name = f"Hit of {row.unit}: {CATEGORIES[row.category].name.lower()}"
            yield Waits(row.hit_id, name, "Not reviewed", row.raised_at)


def _reads(work: Work, criteria: HitLogFilter) -> int:
    if criteria.team != EVERY_TEAM:
        return 0
    return hit_log.reads(work.connection, criteria.since, criteria.until)


def _is_left_open(row: Any, open_until: datetime, cameras: Collection[str]) -> bool:
    is_open = not row.disposition and row.device not in cameras
    return is_open and row.raised_at <= open_until


def is_unremarkable(row: Any) -> bool:
    """Return whether a line of the log has no flag."""
    return hit_summary.is_unremarkable(
        row.attention, row.vehicle_comparison, row.check_ms, row.disposition
    )


def _line(row: Any, names: dict[str, str], review: str, *, left_open: bool) -> HitLogRow:
    restricted = CATEGORIES[row.category].restricted
    plates = ("read", "entered", "listed")
    shown = {
        f"{whose}_{what}": "" if restricted else getattr(row, f"{whose}_{what}")
        for whose in plates
        for what in ("text", "state")
    }
    return converted(
        HitLogRow,
        row,
        officer=names.get(row.person_id, row.person_id),
        **shown,
        listed_vehicle="" if restricted else row.listed_vehicle,
        seen_vehicle="" if restricted else row.seen_vehicle,
        vehicle_comparison=row.vehicle_comparison.value,
        may_join=not review and is_unremarkable(row),
        attention=row.attention.value,
        left_open=left_open,
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


def note_figures(work: Work, caller: Caller, event: AuditEvent, criteria: HitLogFilter) -> None:
    """Record that a person views figures of a span."""
    span = ("since", criteria.since.isoformat()), ("until", criteria.until.isoformat())
    record(work, event, "figures", caller.person_id, *span, ("team", criteria.team))


def ledger(work: Work, criteria: HitLogFilter) -> LedgerMessage:
    """Return the prevented stops of a span, by cause, pair, camera and hour, and each list."""
    causes: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    cameras: Counter[str] = Counter()
    hours: Counter[int] = Counter()
    alerted: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for row in hit_log.endings(work.connection, criteria):
        ending = Disposition(row.disposition)
        alerted[row.list_name] += row.hits
        if ending in CONFIRMED:
            confirmed[row.list_name] += row.hits
        if ending not in REJECTIONS or not row.opened:  # nobody opened it: no stop was prevented
            continue
        causes[CAUSES[ending].value] += row.hits
        cameras[camera_name(row.unit, row.camera)] += row.hits
        hours[row.hour] += row.hits
        if row.confusion:
            pairs[row.confusion] += row.hits
    return LedgerMessage(
        alerted=alerted.total(),
        prevented=causes.total(),
        causes=tuple(causes.most_common()),
        confusions=tuple(pairs.most_common()),
        cameras=tuple(cameras.most_common()),
        hours=tuple(sorted(hours.items())),
        lists=tuple((name, confirmed[name], number) for name, number in alerted.most_common()),
        notice=erased(work, criteria),
    )


def quality(work: Work, criteria: HitLogFilter) -> QualityMessage:
    """Return how checks were made in each shift of a span."""
    rows = hit_log.quality(work.connection, criteria)
    return QualityMessage(
        tuple(
            ShiftQualityMessage(f"{day.isoformat()} {kind}", *numbers)
            for day, kind, *numbers in rows
        )
    )


def wall(work: Work, caller: Caller) -> WallMessage:
    """Return every car; that a person views them is recorded."""
    record(work, AuditEvent.HQ_WALL_VIEWED, "live wall", caller.person_id)
    newest = hotlists.newest(work.connection)
    begun_after = work.now - SESSION_LASTS
    cameras = enrollments.cameras(work.connection)
    on_shift = {unit.device: unit.name for unit in notices.on_shift(work.connection, begun_after)}
    return WallMessage(
        at=work.now,
        list_version=newest.version if newest else 0,
        list_compiled_at=newest.compiled_at if newest else None,
        units=tuple(
            WallUnit(
                device=row.device,
                unit=_camera_name(row.device, cameras) or row.unit,
                officer=on_shift.get(row.device, ""),
                last_seen_at=row.last_seen_at,
                chain=row.chain_state,
                open_hits=row.open_hits,
                list_version=row.list_version,
                list_compiled_at=row.list_compiled_at,
                is_camera=row.device in cameras,
            )
            for row in cars(work.connection, work.now)
        ),
        lists=deliveries.trouble_messages(work),
    )


def _camera_name(device: str, cameras: Mapping[str, CameraPlace | None]) -> str:
    return name_of(device, cameras[device]) if device in cameras else ""

"""Near misses, quality of checks, live wall: figures for supervisors (D7, D12, ALR-10)."""

from collections import Counter

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hit.hit_summary import CAUSES, CONFIRMED
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.hits import desk_store as desk
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hotlists import list_watch
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.desk import (
    HitLogFilter,
    LedgerMessage,
    QualityMessage,
    ShiftQualityMessage,
    WallMessage,
    WallUnit,
)


def note_figures(work: Work, caller: Caller, event: AuditEvent, which: HitLogFilter) -> None:
    """Record that a person looks at figures of a span."""
    span = ("since", which.since.isoformat()), ("until", which.until.isoformat())
    record(work, event, "figures", caller.person_id, *span, ("team", which.team))


def ledger(work: Work, which: HitLogFilter) -> LedgerMessage:
    """Return the prevented stops of a span, by cause, pair, camera and hour, and each list."""
    causes: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    cameras: Counter[str] = Counter()
    hours: Counter[int] = Counter()
    alerted: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for row in hit_log.endings(work.connection, which):
        ending = Disposition(row.disposition)
        alerted[row.list_name] += row.hits
        if ending in CONFIRMED:
            confirmed[row.list_name] += row.hits
        if ending not in REJECTIONS or not row.opened:  # nobody looked: no stop was prevented
            continue
        causes[CAUSES[ending].value] += row.hits
        cameras[row.camera] += row.hits
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
    )


def quality(work: Work, which: HitLogFilter) -> QualityMessage:
    """Return how checks were made in each shift of a span."""
    rows = hit_log.quality(work.connection, which)
    return QualityMessage(
        tuple(
            ShiftQualityMessage(f"{day.isoformat()} {kind}", *numbers)
            for day, kind, *numbers in rows
        )
    )


def wall(work: Work, caller: Caller) -> WallMessage:
    """Return every car; that a person looks at them is recorded."""
    record(work, AuditEvent.HQ_WALL_VIEWED, "live wall", caller.person_id)
    newest = hotlists.newest(work.connection)
    begun_after = work.now - SESSION_LASTS
    on_shift = {one.device: one.name for one in notices.on_shift(work.connection, begun_after)}
    return WallMessage(
        at=work.now,
        list_version=newest.version if newest else 0,
        list_compiled_at=newest.compiled_at if newest else None,
        units=tuple(
            WallUnit(
                device=row.device,
                unit=row.unit,
                officer=on_shift.get(row.device, ""),
                last_seen_at=row.last_seen_at,
                chain=row.chain_state,
                open_hits=row.open_hits,
                list_version=row.list_version,
                list_compiled_at=row.list_compiled_at,
            )
            for row in desk.cars(work.connection)
        ),
        lists=list_watch.trouble_messages(work),
    )

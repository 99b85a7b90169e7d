"""Lanes: where what cars do by themselves waits for the end of its minute (AUD-01, AUD-05).

An entry of the audit holds the end of its chain until it is committed, standbys included. Nobody
waits for that in a batch: it writes a row of its car alone, in its own transaction. Once a minute,
and before somebody reads the audit, what waits becomes entries of the one chain. A row lies under
the auditor's key and opens in its place only: what was changed while it waited is found then.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, Place, audit_entry
from mdt_alpr.domain.audit.lanes import CarAct, act_at, minute_of, summed
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import NOBODY, origin_of, record
from mdt_alpr.hq.audit.store import Which
from mdt_alpr.hq.base.audit_tables import AUDIT_LANES
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work, acting_as
from mdt_alpr.wire.codec import DecodeError, decode, encode

EVERY = timedelta(minutes=1)
_AT_ONCE = 500
"""Entries in one transaction, which others who record wait for."""
_MOST_SHOWN = 1000
_MINUTE = "minute"
_LOG = logging.getLogger(__name__)
_T = AUDIT_LANES.c
_KEY = ("lane", "minute", "kind")
_THIS = and_(*(_T[name] == bindparam(f"of_{name}") for name in _KEY))
_WAITING = select(AUDIT_LANES).where(_THIS).with_for_update()
_CHANGE = AUDIT_LANES.update().where(_THIS).values(content=bindparam("whole"))
_Row = Mapping[Any, Any]


def append(work: Work, caller: Caller, act: CarAct) -> None:
    """Keep what a car did, with what else it did of that kind in the minute.

    What it records happens in the same transaction or not at all. Whoever else does that for the
    same car waits until the end.
    """
    act = replace(act, origin=origin_of(work, act.person).facts)
    row = {"lane": caller.device, "minute": minute_of(work.now), "kind": act.kind}
    this = {f"of_{name}": value for name, value in row.items()}
    while True:
        waiting = work.connection.execute(_WAITING, this).mappings().first()
        if waiting is not None:
            before = _opened(work, waiting)
            if before is None:
                _record_break(work, waiting)
            whole = summed(before, act) if before else act
            work.connection.execute(_CHANGE, {**this, "whole": _sealed(work, row, whole)})
            return
        new = insert(work.connection, AUDIT_LANES).on_conflict_do_nothing()
        new = new.execution_options(preserve_rowcount=True)
        content = _sealed(work, row, act)
        if work.connection.execute(new, {**row, "content": content}).rowcount:
            return  # else somebody was first


def record_for_car(hq: Headquarters, event: AuditEvent, caller: Caller, *returned: str) -> None:
    """Record what a car was given, where it can be: its alerts wait for no audit (AUD-05)."""
    with (
        suppress(SQLAlchemyError),
        acting_as(caller.person_id, caller.origin),
        hq.writing() as work,
    ):
        act = act_at(work.now, event, caller.device, caller.person_id)
        append(work, caller, replace(act, returned=returned))


def flush(hq: Headquarters, *, also_this_minute: bool = False) -> None:
    """Make what waits from minutes that are over entries of the audit, or all that waits."""
    before = None if also_this_minute else minute_of(hq.clock.now())
    while True:
        with hq.writing() as work:
            if _flush_some(work, before) < _AT_ONCE:
                return


def flush_last(hq: Headquarters) -> None:
    """Leave nothing waiting at an orderly end; where that fails it waits for the next start."""
    try:
        flush(hq, also_this_minute=True)
    except SQLAlchemyError as error:
        _LOG.error("what cars did waits for the next start: %s", type(error).__name__)


def changed(work: Work) -> tuple[str, ...]:
    """Return in words what was changed before it was an entry."""
    last = own_audit.last_sequence(work.connection)
    criteria = Which(event=AuditEvent.HQ_CHAIN_BROKEN)
    entries = own_audit.found(work.connection, criteria, (0, last), _MOST_SHOWN)
    return tuple(
        f"what {entry.subject} did in the minute from {minute} was changed before entry "
        f"{entry.sequence} recorded it"
        for entry in entries
        if (minute := dict(entry.detail).get(_MINUTE))
    )


def newest_at(work: Work) -> datetime | None:
    """Return the newest minute of which something waits, None where nothing does."""
    minute: datetime | None = work.connection.scalar(select(func.max(_T.minute)))
    return minute


def oldest_at(work: Work) -> datetime | None:
    """Return the oldest minute of which something waits, None where nothing does."""
    minute: datetime | None = work.connection.scalar(select(func.min(_T.minute)))
    return minute


def _flush_some(work: Work, before: datetime | None) -> int:
    """Make some of what waits entries; return how many.

    Whoever holds the end of the chain waits for no lane here: a batch may hold it, and then write
    its lane.
    """
    waiting = select(AUDIT_LANES).order_by(_T.minute, _T.lane, _T.kind).limit(_AT_ONCE)
    if before is not None:
        waiting = waiting.where(_T.minute < before)
    if work.connection.execute(waiting).first() is None:
        return 0
    last: AuditEntry | Place = own_audit.hold_end(work.connection)
    held = waiting.with_for_update(skip_locked=True)
    rows = work.connection.execute(held).mappings().all()
    if not rows:
        return 0
    entries = []
    for row in rows:
        last = _entry(last, _opened(work, row) or _break_of(row))
        entries.append(last)
    own_audit.append(work.connection, *entries)
    keys = [{f"of_{name}": row[name] for name in _KEY} for row in rows]
    work.connection.execute(AUDIT_LANES.delete().where(_THIS), keys)
    return len(rows)


def _entry(last: AuditEntry | Place, act: CarAct) -> AuditEntry:
    return audit_entry(
        last,
        at=act.at,
        device=own_audit.DEVICE,
        person=act.person,
        event=act.event,
        subject=act.subject,
        detail=act.detail,
    )


def _break_of(row: _Row) -> CarAct:
    """Return what is recorded in place of a row that was changed while it waited."""
    broken = act_at(row["minute"], AuditEvent.HQ_CHAIN_BROKEN, row["lane"], NOBODY)
    why = "what waited here for its entry was changed"
    return replace(broken, facts=((_MINUTE, row["minute"].isoformat()), ("why", why)))


def _record_break(work: Work, row: _Row) -> None:
    act = _break_of(row)
    record(work, act.event, act.subject, act.person, *act.facts)


def _name(row: _Row) -> str:
    return "/".join((AUDIT_LANES.name, row["lane"], row["minute"].isoformat(), row["kind"]))


def _sealed(work: Work, row: _Row, act: CarAct) -> bytes:
    return work.keys.auditor.seal(encode(act).encode(), _name(row))


def _opened(work: Work, row: _Row) -> CarAct | None:
    """Return what a row says, None where it was changed."""
    try:
        return decode(CarAct, work.keys.auditor.opened(row["content"], _name(row)))
    except (OutsideError, DecodeError) as error:
        _LOG.error("what %s did at %s was changed: %s", row["lane"], row["minute"], error)
        return None

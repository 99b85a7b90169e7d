"""Lines of the Data Retention Request Log, their timelines, papers, cars and notaries (PRS-09)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, update

from mdt_alpr.domain.policy import CAPTURE_ZONE, capture_date
from mdt_alpr.domain.retention.holds import (
    LIVE,
    Hold,
    HoldChannel,
    HoldState,
    HoldStep,
    Notary,
    ended_by_time,
    state_by_time,
)
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import hold_name, insert_new
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import SET_ASIDE
from mdt_alpr.hq.base.paging import Paging, paged
from mdt_alpr.hq.holds.tables import HELD, HOLD_CARS, HOLD_PAPERS, HOLD_STEPS, HOLDS, NOTARIES
from mdt_alpr.keys.day_keys import DamagedError
from mdt_alpr.wire.codec import decode, encode

_T = HOLDS.c
LARGEST_NUMBER = 2**31 - 1
_ORDERS = {"number": _T.number, "person": _T.requested_by, "state": _T.state, "ends": _T.due_at}
"""By what the log may be sorted; what is sealed sorts nothing."""


@dataclass(frozen=True, slots=True)
class KeptHold:
    """A line of the log; ``hold`` is None once the key of its papers is gone, or damaged."""

    number: int
    hold_id: str
    state: HoldState
    way: HoldChannel
    requested_at: datetime
    requested_by: str
    destroyed_at: datetime | None
    hold: Hold | None
    row: Mapping[Any, Any]

    def ended_by_time(self, now: datetime) -> HoldState | None:
        """Return as what it is over without anybody's act, by its papers or without them."""
        if self.hold is not None:
            return ended_by_time(self.hold, now)
        row = self.row
        times = row["due_at"], row["ended_at"], row["last_on"]
        return state_by_time(self.state, row["kind"], *times, now)


def name_of(hold: KeptHold) -> str:
    """Return a line's name, as people say it: "2026-0117"."""
    return f"{hold.requested_at.astimezone(CAPTURE_ZONE).year}-{hold.number:04d}"


def hold_requests(work: Work) -> None:
    """Let nobody else change a request until the end; held before the audit."""
    hold_name(work.connection, "holds")


def add(work: Work, hold: Hold, way: HoldChannel, by: str) -> int:
    """Keep a new line; return its number."""
    first_on, last_on = hold.scope.dates()
    row = {
        "hold_id": hold.hold_id,
        "kind": hold.kind,
        "way": way,
        "requested_at": hold.requested_at,
        "requested_by": hold.requested_by,
        "recorded_at": work.now,
        "recorded_by": by,
        "first_on": first_on,
        "last_on": last_on,
        **_changing(hold),
    }
    work.keys.holds.begin_papers(hold.hold_id)
    added = work.connection.execute(HOLDS.insert(), sealed_rows.sealed(work.keys, HOLDS, row))
    (number,) = added.inserted_primary_key or (0,)
    return int(number)


def change(work: Work, hold: Hold) -> None:
    """Keep a hold in its present state."""
    row = sealed_rows.sealed(work.keys, HOLDS, {"hold_id": hold.hold_id, **_changing(hold)})
    work.connection.execute(update(HOLDS).where(_T.hold_id == hold.hold_id).values(row))


def end(work: Work, hold: KeptHold, state: HoldState, step: HoldStep, why: str = "") -> None:
    """Keep how a hold ended by itself; without its papers the line alone says so."""
    if hold.hold is None:
        of_it = update(HOLDS).where(_T.hold_id == hold.hold_id)
        work.connection.execute(of_it.values(state=state, ended_at=work.now))
        return
    said = hold.hold.ended_why or why
    change(work, replace(hold.hold, state=state, ended_at=work.now, ended_why=said))
    add_step(work, hold.hold_id, step, "", why)


def cancel_soon(work: Work, hold_id: str, at: datetime | None) -> None:
    """Keep when the cancellation of a hold whose papers are lost takes effect; None for never."""
    of_it = update(HOLDS).where(_T.hold_id == hold_id)
    work.connection.execute(of_it.values(ended_at=at))


def _changing(hold: Hold) -> dict[str, Any]:
    return {
        "state": hold.state,
        "due_at": hold.due_at,
        "ended_at": hold.ended_at,
        "body": encode(hold),
    }


def note_destroyed(work: Work, hold_id: str) -> None:
    """Note that the keys of its data are destroyed."""
    of_it = update(HOLDS).where(_T.hold_id == hold_id)
    work.connection.execute(of_it.values(destroyed_at=work.now))


def find(work: Work, number: int) -> KeptHold | None:
    """Return the line of a number."""
    if not 0 < number <= LARGEST_NUMBER:
        return None
    return next(iter(_found(work, select(HOLDS).where(_T.number == number))), None)


def of_id(work: Work, hold_id: str) -> KeptHold | None:
    """Return the line of a hold."""
    return next(iter(_found(work, select(HOLDS).where(_T.hold_id == hold_id))), None)


def of_ids(work: Work, hold_ids: Collection[str]) -> list[KeptHold]:
    """Return the lines of these holds, the oldest first."""
    query = select(HOLDS).where(_T.hold_id.in_(list(hold_ids)))
    return _found(work, query.order_by(_T.number))


def live(work: Work) -> list[KeptHold]:
    """Return every hold that lasts, the oldest first."""
    return _found(work, select(HOLDS).where(_T.state.in_(LIVE)).order_by(_T.number))


def requested_since(work: Work, since: datetime) -> list[KeptHold]:
    """Return the requests that were made since an instant, the oldest first."""
    return _found(work, select(HOLDS).where(_T.requested_at > since).order_by(_T.number))


def to_destroy(work: Work) -> list[KeptHold]:
    """Return the holds that ended and whose keys are not known to be destroyed."""
    over = _T.state.not_in(LIVE), _T.destroyed_at.is_(None)
    return _found(work, select(HOLDS).where(*over).order_by(_T.number))


def page(
    work: Work, states: Collection[HoldState], paging: Paging, size: int, requested_by: str = ""
) -> tuple[list[KeptHold], int]:
    """Return a page of the lines of these states, and how many there are in all."""
    wanted: list[ColumnElement[bool]] = [_T.state.in_(list(states))]
    if requested_by:
        wanted.append(_T.requested_by == requested_by)
    total = work.connection.scalar(select(func.count()).select_from(HOLDS).where(*wanted)) or 0
    found = paged(select(HOLDS).where(*wanted), _ORDERS, _T.number, paging, size)
    return _found(work, found), total


def _found(work: Work, statement: Select[Any]) -> list[KeptHold]:
    rows = work.connection.execute(statement).mappings().all()
    return [
        KeptHold(
            number=row["number"],
            hold_id=row["hold_id"],
            state=row["state"],
            way=row["way"],
            requested_at=row["requested_at"],
            requested_by=row["requested_by"],
            destroyed_at=row["destroyed_at"],
            hold=_hold(work, row),
            row=row,
        )
        for row in rows
    ]


def _hold(work: Work, row: Mapping[Any, Any]) -> Hold | None:
    body = sealed_rows.text(work.keys, HOLDS, row)
    if body is None:
        return None
    message = decode(Hold, body)
    return replace(message, state=row["state"], ended_at=row["ended_at"])  # also without papers


# ---------------------------------------------------------------- timeline and papers


def add_step(  # noqa: PLR0913, PLR0917 - one argument a part of the line
    work: Work, hold_id: str, step: HoldStep, by: str, words: str = "", mark: str = ""
) -> None:
    """Append a line to a hold's timeline."""
    row = {
        "hold_id": hold_id,
        "step": step,
        "at": work.now,
        "person_id": by,
        "mark": mark,
        "words": words,
    }
    kept = sealed_rows.sealed(work.keys, HOLD_STEPS, row)
    work.connection.execute(HOLD_STEPS.insert(), kept)


def steps(work: Work, hold_id: str) -> list[tuple[Mapping[Any, Any], str]]:
    """Return the timeline with its words, the oldest line first."""
    query = select(HOLD_STEPS).where(HOLD_STEPS.c.hold_id == hold_id)
    rows = work.connection.execute(query.order_by(HOLD_STEPS.c.number)).mappings()
    return [(row, sealed_rows.text(work.keys, HOLD_STEPS, row) or "") for row in rows]


def marks(work: Work, hold_id: str) -> set[str]:
    """Return the marks of notices that were sent, and of forms that renewed it."""
    query = select(HOLD_STEPS.c.mark).where(HOLD_STEPS.c.hold_id == hold_id)
    return set(work.connection.scalars(query)) - {""}


def add_paper(work: Work, row: Mapping[str, Any], content: bytes) -> None:
    """Attach a paper, once."""
    locked = work.keys.holds.seal_paper(row["hold_id"], content, row["digest"])
    kept = sealed_rows.sealed(work.keys, HOLD_PAPERS, {**row, "content": locked})
    insert_new(work.connection, HOLD_PAPERS, [kept])


def papers(work: Work, hold_id: str) -> list[tuple[Mapping[Any, Any], str]]:
    """Return what is attached, with its name, the oldest first."""
    t = HOLD_PAPERS.c
    query = select(t.hold_id, t.digest, t.kind, t.added_at, t.added_by, t.sealed)
    rows = work.connection.execute(query.where(t.hold_id == hold_id).order_by(t.added_at))
    return [(row, sealed_rows.text(work.keys, HOLD_PAPERS, row) or "") for row in rows.mappings()]


def paper(work: Work, hold_id: str, digest: str) -> bytes | None:
    """Return a paper; None where it is not there or can be read no more."""
    t = HOLD_PAPERS.c
    query = select(t.content).where(t.hold_id == hold_id, t.digest == digest)
    locked = work.connection.scalar(query)
    try:
        return None if locked is None else work.keys.holds.opened_paper(hold_id, locked, digest)
    except DamagedError:  # the doctor names it
        return None


def with_old_papers(work: Work, ended_until: datetime) -> list[str]:
    """Return the holds that ended then or before, and have papers still."""
    over = select(_T.hold_id).where(_T.ended_at <= ended_until)
    papered = select(HOLD_STEPS.c.hold_id).where(HOLD_STEPS.c.hold_id.in_(over)).distinct()
    return list(work.connection.scalars(papered))


def erase_papers(connection: Connection, hold_id: str) -> None:
    """Erase the timeline and the papers of a hold; its line stays."""
    for table in (HOLD_STEPS, HOLD_PAPERS):
        connection.execute(delete(table).where(table.c.hold_id == hold_id))


# ---------------------------------------------------------------- what is held


def erase_held(connection: Connection, hold_id: str, dates: Collection[Any] | None = None) -> int:
    """Erase what is held under a hold, or of these dates only; return how many rows."""
    gone = delete(HELD).where(HELD.c.hold_id == hold_id)
    if dates is not None:
        gone = gone.where(HELD.c.captured_on.in_(list(dates)))
    return connection.execute(gone).rowcount


def erase_waiting(connection: Connection) -> None:
    """Erase what cars brought for holds that ended, and waits for a key of theirs."""
    over = select(_T.hold_id).where(_T.state.not_in(LIVE))
    of_holds = SET_ASIDE.c.kind == ItemKind.HELD.value, SET_ASIDE.c.subject.in_(over)
    connection.execute(delete(SET_ASIDE).where(*of_holds))


def counts(connection: Connection, hold_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Return how much is held of what, by hold."""
    t = HELD.c
    query = select(t.hold_id, t.place, func.count()).group_by(t.hold_id, t.place)
    numbers: dict[str, dict[str, int]] = {}
    for hold_id, place, number in connection.execute(query.where(t.hold_id.in_(list(hold_ids)))):
        numbers.setdefault(hold_id, {})[place] = number
    return numbers


# ---------------------------------------------------------------- cars


def give_to_car(work: Work, device: str, hold_ids: Iterable[str]) -> None:
    """Note that a car has these holds."""
    rows = [{"hold_id": hold_id, "device": device, "given_at": work.now} for hold_id in hold_ids]
    insert_new(work.connection, HOLD_CARS, rows)


def end_in_car(work: Work, device: str, hold_ids: Collection[str]) -> None:
    """Note that a car knows of their end."""
    t = HOLD_CARS.c
    over = update(HOLD_CARS).where(t.device == device, t.hold_id.in_(list(hold_ids)))
    work.connection.execute(over.where(t.ended_at.is_(None)).values(ended_at=work.now))


def cars(connection: Connection, hold_id: str) -> list[Mapping[Any, Any]]:
    """Return the cars that have or had a hold."""
    query = select(HOLD_CARS).where(HOLD_CARS.c.hold_id == hold_id)
    return list(connection.execute(query.order_by(HOLD_CARS.c.given_at)).mappings())


# ---------------------------------------------------------------- notaries


def add_notary(work: Work, notary: Notary, by: str) -> None:
    """Keep a notary."""
    row = {
        "name": notary.name,
        "office": notary.office,
        "first_day": notary.first_day,
        "last_day": notary.last_day,
        "recorded_at": work.now,
        "recorded_by": by,
    }
    work.connection.execute(NOTARIES.insert(), row)


def end_notary(connection: Connection, number: int, last_day: Any) -> None:
    """Keep the last day of a notary."""
    of_it = update(NOTARIES).where(NOTARIES.c.number == number)
    connection.execute(of_it.values(last_day=last_day))


def notaries(connection: Connection) -> dict[int, Notary]:
    """Return everybody on the list, by number."""
    found = connection.execute(select(NOTARIES).order_by(NOTARIES.c.number))
    return {
        row.number: Notary(
            row.name,
            row.office,
            row.first_day,
            row.last_day,
            capture_date(row.recorded_at),
            row.recorded_by,
        )
        for row in found
    }

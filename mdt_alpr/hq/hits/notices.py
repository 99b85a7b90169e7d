"""Notify cars: what waits for them, rejections across the agency, which units are on shift."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hit.refutation import RecordKey, records_spoken_of
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.hq.audit.audit_buffer import record_for_car
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits import unit_calls
from mdt_alpr.hq.hits.notice_store import Notice
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.devices import unit_named
from mdt_alpr.hq.reads import sightings
from mdt_alpr.hq.reads.sightings import HitSighting
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import DispositionMessage
from mdt_alpr.wire.notices import (
    NoticeKind,
    NoticeMessage,
    NoticesMessage,
    RejectionMessage,
    UnitMessage,
    UnitsMessage,
)
from mdt_alpr.wire.problems import Problem


def add_rejection(
    work: Work,
    sighting: HitSighting,
    body: DispositionMessage,
    entered: tuple[str, str] | None,
    *,
    by_status: bool,
) -> None:
    """Count a rejected hit on each record that it was rejected as, and notify every car (ALR-08).

    Without an entry that matched these are all records that the hit might have been: the same
    vehicle would raise them again.
    """
    if body.disposition not in REJECTIONS:
        return
    keys = sightings.records_of(work, sighting.hit_id)
    spoken_of = records_spoken_of(keys, entered) or keys
    rows = [_row(sighting, body, key, by_status=by_status) for key in spoken_of]
    sightings.add_rejections(work, rows)
    _notify_everybody(work, rows)


def notify_all_rejections(work: Work, device: str) -> None:
    """Send one car every rejection that is kept."""
    notices.forget_kind(work.connection, device, NoticeKind.REJECTION)
    notices.note_whole(work.connection, device)
    notices.add(work, [(device, _notice(row)) for row in sightings.rejections(work)])


def end_twin_memory(work: Work, caller: Caller, entry_id: str, why: str) -> int:
    """End the memory of cleared twins on a record (D13); return how many rejections it had.

    What was counted stays counted. Who did it, and why, is recorded.
    """
    notices.hold_notifying(work)
    ended = sightings.end_twin_memory(work, entry_id)
    if ended:
        detail = ("rejections", str(ended))
        event, typed = AuditEvent.HQ_TWIN_ENDED, (("why", why),)
        record(work, event, entry_id, caller.person_id, detail, typed=typed)
        _notify_everybody(work, sightings.rejections(work, entry_id))
    return ended


def _notify_everybody(work: Work, rejections: Iterable[Mapping[str, Any]]) -> None:
    given = [_notice(row) for row in rejections]
    every = notices.listeners(work.connection)
    notices.add(work, [(device, notice) for device in every for notice in given])


def _notice(rejection: Mapping[str, Any]) -> Notice:
    message = _message(**rejection)
    return Notice(NoticeKind.REJECTION, message.captured_at, encode(message))


def _row(
    sighting: HitSighting, body: DispositionMessage, key: RecordKey, *, by_status: bool
) -> dict[str, Any]:
    return {
        "day": sighting.day,
        "hit_id": sighting.hit_id,
        "entry_id": key.entry_id,
        "plate_text": key.text,
        "state": key.state,
        "captured_at": sighting.captured_at,
        "at": body.at,
        "cause": Disposition(body.disposition),
        "by_status": by_status,
        "ended": False,
    }


def _message(**row: Any) -> RejectionMessage:
    return RejectionMessage(
        rejection_id=row["hit_id"],
        entry_id=row["entry_id"],
        text=row["plate_text"],
        state=row["state"],
        cause=row["cause"].value,
        by_status=row["by_status"],
        at=row["at"],
        captured_at=row["captured_at"],
        ended=row["ended"],
    )


AT_ONCE = 200
"""Notices in one answer."""
_HIGHEST_LOST = 2**60
"""A car that names a higher one lies: to number on from there would leave no numbers, and every
batch that notifies it, whoever sends it, would fail."""


def keep_receipt(work: Work, caller: Caller, unit: str, after: int) -> None:
    """Note that a car asks, and forget what it has by that acknowledged.

    Only what was given to this very session may be forgotten by its word: no other session of
    the device moves the car's progress. The unit is the session's; a car of an older program that
    is not enrolled names it with its first question. A car that holds nothing (a new one, or one
    with a new store) gets every rejection that still counts. While all of them wait they are not
    made anew: each answer that is lost would cost as much as the first.

    Raises:
        RefusedError: it names a notice that no headquarters can have given.
    """
    device = caller.device
    counts = caller.unit
    is_named_now = bool(unit) and not counts
    if is_named_now or notices.unit_of(work.connection, device) is None:
        notices.hold_notifying(work)
    if is_named_now:
        counts = unit_named(work, device, unit, caller.person_id)
        people.set_unit(work.connection, caller.token_hash, counts)
    asked = notices.note_listener(work.connection, device, counts, work.now)
    if after > asked.last:
        if after >= _HIGHEST_LOST:
            raise RefusedError(Problem.MALFORMED, "after: no such notice")
        notices.number_from(work, device, after)
        return
    given = asked.given if asked.given_to == caller.token_hash else 0
    notices.acknowledge(work.connection, device, min(after, given))
    if asked.given_to != caller.token_hash:
        unit_calls.tell_newcomer(work, device, counts)
    if after == 0 and not notices.has_every_rejection(work.connection, device, asked):
        notify_all_rejections(work, device)


def note_given(hq: Headquarters, caller: Caller, numbers: list[int]) -> None:
    """Note and record which notices a session was given of what waits."""
    with hq.writing() as work:
        notices.note_given(work.connection, caller.device, caller.token_hash, numbers[-1])
    record_for_car(hq, AuditEvent.HQ_NOTICES_GIVEN, caller, *map(str, numbers))


def waiting(work: Work, device: str, after: int) -> NoticesMessage:
    """Return what waits for a device."""
    numbered = notices.waiting(work, device, after, AT_ONCE)
    return NoticesMessage(
        tuple(NoticeMessage(number, notice.kind.value, notice.body) for number, notice in numbered)
    )


_MOST_SESSIONS = 20_000


@dataclass(frozen=True, slots=True)
class UnitsOnShift:
    """Who is signed in in which car, by unit.

    ``tag`` (RFC 9110, 8.8.3) is the same for the same units, at whichever server and whenever
    they last asked.
    """

    units: tuple[notices.UnitOnShift, ...] = ()
    tag: str = ""

    def without(self, device: str) -> UnitsMessage:
        """Return them for one of the cars."""
        others = (unit for unit in self.units if unit.device != device)
        return UnitsMessage(
            tuple(UnitMessage(unit.unit, unit.device, unit.name, unit.asked_at) for unit in others)
        )


def units_on_shift(hq: Headquarters) -> UnitsOnShift:
    """Return who is signed in in which car now."""
    with hq.reading() as work:
        units = tuple(notices.on_shift(work.connection, work.now - SESSION_LASTS))
    who = repr([(unit.unit, unit.device, unit.name) for unit in units])
    return UnitsOnShift(units, f'W/"{hashlib.sha256(who.encode()).hexdigest()}"')


def note_viewed(hq: Headquarters, caller: Caller) -> None:
    """Record the first time in a session that somebody sees the units on shift.

    A car asks again all the time: to record each would hide what people do.
    """
    if caller.token_hash not in hq.saw_units:
        record_for_car(hq, AuditEvent.HQ_UNITS_VIEWED, caller)
        if len(hq.saw_units) >= _MOST_SESSIONS:
            hq.saw_units.clear()
        hq.saw_units.add(caller.token_hash)

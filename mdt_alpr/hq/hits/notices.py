"""Tell cars: what waits for them, once acknowledged forgotten; which units are on shift."""

from collections.abc import Iterable

from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.hits.known_before import tell_all_rejections
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.devices import unit_named
from mdt_alpr.wire.notices import (
    NoticeMessage,
    NoticesMessage,
    UnitMessage,
    UnitsMessage,
)

AT_ONCE = 200
"""Notices in one answer."""


def keep_receipt(work: Work, caller: Caller, unit: str, after: int) -> None:
    """Note that a car asks, and forget what it has by that acknowledged.

    Only what was given to this very session may be forgotten by its word: no other session of
    the device moves the car's progress. The unit is the session's; a car of an older program
    names it with its first question. A car that holds nothing (a new one, or one with a new
    store) is told every rejection that still counts.
    """
    device = caller.device
    counts = caller.unit
    if not counts and unit:
        counts = unit_named(work, device, unit, caller.person_id)
        people.set_unit(work.connection, caller.token_hash, counts)
    asked = notices.take_listener(work.connection, device, counts, work.now)
    if after > asked.last:
        notices.number_from(work.connection, device, after)
        return
    given = asked.given if asked.given_to == caller.token_hash else 0
    notices.acknowledge(work.connection, device, min(after, given))
    if after == 0:
        tell_all_rejections(work, device)


def note_given(work: Work, caller: Caller, number: int) -> None:
    """Note up to which notice a session was given what waits."""
    notices.note_given(work.connection, caller.device, caller.token_hash, number)


def waiting(work: Work, device: str, after: int) -> NoticesMessage:
    """Return what waits for a device."""
    found = notices.waiting(work.connection, device, after, AT_ONCE)
    return NoticesMessage(tuple(NoticeMessage(n, kind.value, body) for n, kind, body in found))


def on_shift(work: Work, caller: Caller) -> UnitsMessage:
    """Return the other units on shift."""
    found = notices.on_shift(work.connection, work.now - SESSION_LASTS)
    return UnitsMessage(tuple(_others(found, caller.device)))


def _others(found: Iterable[notices.UnitOnShift], device: str) -> Iterable[UnitMessage]:
    for unit in found:
        if unit.device != device:
            yield UnitMessage(unit.unit, unit.device, unit.name, unit.asked_at)

"""Calls of dispatch: CAD tells which a unit is on, and its car's forms offer the case number."""

import hmac
from collections.abc import Iterable

from sqlalchemy import delete, func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.dispatch import SIGNED_WITHIN, CallEvent, open_calls, why_not_taken
from mdt_alpr.domain.policy import CALL_OFFERED_FOR, SESSION_LASTS
from mdt_alpr.domain.printable import LONGEST_ID
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.declared import checked
from mdt_alpr.hq.base.dispatch_tables import CALLS
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.dispatch.letters import signature
from mdt_alpr.hq.dispatch.subscriptions import Subscription, live
from mdt_alpr.hq.hits import notice_store
from mdt_alpr.hq.hits.notice_store import Notice
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.dispatch import CALL_ASSIGNED, CALL_CLEARED, CadEvent
from mdt_alpr.wire.notices import CallMessage, CallsMessage, NoticeKind
from mdt_alpr.wire.problems import Problem

_C = CALLS.c
_LONGEST_TIME = 12
_LONGEST_CASE = 24
"""As the forms of the car take."""


def receive(hq: Headquarters, number: int, signed: str, body: bytes) -> None:
    """Take an event of CAD, once, and tell the cars of its unit.

    Raises:
        RefusedError: no receiver in use signed it within five minutes, none that may send calls,
            or an event that is none of a call.
        DecodeError: not an event.
    """
    with hq.reading() as work:
        subscription = _signer(work, number, signed, body)
        now = work.now
    event = checked(decode(CadEvent, body), Problem.DISPATCH_REFUSED)
    if why := _fault(event) or why_not_taken(event.time, now):
        raise RefusedError(Problem.DISPATCH_REFUSED, why)
    unit, is_open = event.data.unit.strip(), event.type == CALL_ASSIGNED
    with hq.writing() as work:
        notice_store.hold_notifying(work)
        row = {
            "subscription": number,
            "event_id": event.id,
            "unit": unit,
            "call": event.subject,
            "case_number": event.data.case_number.strip().upper(),
            "call_type": event.data.call_type.strip(),
            "at": event.time,
            "is_open": is_open,
        }
        noted = insert(work.connection, CALLS).values(row).on_conflict_do_nothing()
        if work.connection.scalar(noted.returning(_C.event_id)) is None:
            return
        state = "assigned" if is_open else "cleared"
        facts = (("receiver", subscription.asked.name), ("unit", unit), ("state", state))
        record(work, AuditEvent.HQ_CALL_TOLD, event.id, NOBODY, *facts)
        cars = notice_store.on_shift(work.connection, work.now - SESSION_LASTS)
        _tell(work, [car.device for car in cars if car.unit.lower() == unit.lower()], unit)


def forget(work: Work) -> None:
    """Erase what is older than a day."""
    work.connection.execute(delete(CALLS).where(_C.at <= work.now - CALL_OFFERED_FOR))


def tell_newcomer(work: Work, device: str, unit: str) -> None:
    """Tell a car whose session was told nothing yet on which calls its unit is, if on any."""
    if _calls(work, unit):
        _tell(work, [device], unit)


def _tell(work: Work, devices: Iterable[str], unit: str) -> None:
    calls = _calls(work, unit)
    lines = tuple(CallMessage(event.case_number, event.call_type) for event in calls)
    notice = Notice(NoticeKind.CALLS, work.now, encode(CallsMessage(lines)))
    cars = list(devices)
    for device in cars:
        notice_store.forget_kind(work.connection, device, NoticeKind.CALLS)
    notice_store.add(work, [(device, notice) for device in cars])


def _calls(work: Work, unit: str) -> tuple[CallEvent, ...]:
    of_unit = select(
        _C.subscription, _C.call, _C.case_number, _C.call_type, _C.at, _C.is_open
    ).where(func.lower(_C.unit) == unit.strip().lower())
    events = (
        CallEvent(f"{row.subscription}/{row.call}", *row[2:])
        for row in work.connection.execute(of_unit)
    )
    return open_calls(events, work.now)


def _signer(work: Work, number: int, signed: str, body: bytes) -> Subscription:
    """Return the receiver that signed a body just now."""
    parts = dict(part.strip().partition("=")[::2] for part in signed.split(","))
    at, given = parts.get("t", ""), parts.get("v1", "")
    subscription = next((s for s in live(work) if s.number == number), None)
    is_time = at.isdecimal() and len(at) <= _LONGEST_TIME
    if subscription is not None and subscription.asked.sends_calls and is_time:
        made = signature(subscription.secret, int(at), body.decode("utf-8", "replace"))
        is_its = hmac.compare_digest(made.encode(), given.encode())
        apart = abs(work.now.timestamp() - int(at))
        if is_its and apart <= SIGNED_WITHIN.total_seconds():
            return subscription
    words = (
        "Sign it with the secret of a receiver that may send calls, "
        "and set the clock of CAD: a signature counts for five minutes."
    )
    raise RefusedError(Problem.NOT_SIGNED_IN, words)


def _fault(event: CadEvent) -> str:
    if event.type not in (CALL_ASSIGNED, CALL_CLEARED):
        return f"Of these types an event must be: {CALL_ASSIGNED}, {CALL_CLEARED}."
    named = event.id, event.subject, event.data.unit.strip(), event.data.case_number.strip()
    if not all(named) or max(map(len, (*named, event.data.call_type))) > LONGEST_ID:
        return f"Name id, subject, unit and case number, each within {LONGEST_ID} characters."
    is_long = len(event.data.case_number.strip()) > _LONGEST_CASE
    return f"A case number has at most {_LONGEST_CASE} characters." if is_long else ""

"""Which computer a session is of: by its key, where one is known, and as which unit it counts.

The first key of a device and the first device of a unit are taken as they come, and recorded;
another one waits for an administrator (enrolment with certificates makes that needless).
"""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.printable import LONGEST_ID
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.people import device_key_store as device_key_rows
from mdt_alpr.hq.people import device_store as device_facts
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.device_claims import sign_in_key
from mdt_alpr.hq.people.device_keys import meet_key
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem


def demand_key(work: Work, message: SignInMessage) -> Problem | None:
    """Return why a sign-in is not of the device that it names, None where nothing is against it.

    A device whose key is known must show it; the first key that is shown counts from then on.
    """
    shown = sign_in_key(message)
    if shown is None:
        return Problem.NO_PROOF_OF_KEY
    known = device_key_rows.accepted_keys(work.connection, message.device)
    if shown and shown not in known:
        meet_key(work, message.device, shown)
    return Problem.NOT_THIS_DEVICE if known and shown not in known else None


def take_over(work: Work, message: SignInMessage) -> None:
    """Look at who else is signed in on the device.

    Where the computer showed its key, this is a hand-over: the other session ends. Without a key
    it may as well be two computers of one name, which is an alarm.
    """
    since = work.now - SESSION_LASTS
    others = people.others_in(work.connection, message.device, message.person_id, since)
    if not others:
        return
    if message.public_key:
        for token_hash in others:
            people.end_session(work.connection, token_hash, work.now)
        event = AuditEvent.HQ_SESSION_REPLACED
    else:
        event = AuditEvent.HQ_DEVICE_TWICE
    record(work, event, message.device, message.person_id, ("sessions", str(len(others))))


def unit_for(work: Work, message: SignInMessage) -> str:
    """Return as which unit a session of this device counts."""
    return unit_named(work, message.device, message.unit, message.person_id)


def unit_named(work: Work, device: str, unit: str, person_id: str) -> str:
    """Return as which unit a device counts that calls itself ``unit``; empty where as none.

    A unit is one device's, a device one unit, until an administrator says otherwise.
    """
    named = unit.strip()[:LONGEST_ID]
    bound = device_facts.unit_of(work.connection, device)
    if bound is None and named:
        holder = device_facts.device_of(work.connection, named)
        if holder is None:
            device_facts.bind(work.connection, device, named, work.now, NOBODY)
            record(work, AuditEvent.HQ_UNIT_BOUND, device, person_id, ("unit", named))
            return named
        told = ("unit", named), ("device", device), ("held_by", holder)
        record(work, AuditEvent.HQ_UNIT_REFUSED, device, person_id, *told)
        return ""
    if bound is not None and named and named.lower() != bound.lower():
        told = ("unit", named), ("device", device), ("counts_as", bound)
        record(work, AuditEvent.HQ_UNIT_REFUSED, device, person_id, *told)
    return bound or ""

"""The gate before "Initiate stop": computed from what is true now, never stored (D8).

Order of the checks is fixed: plate, state, vehicle, status, DCIN (U19).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.hit import (
    Hit,
    HitState,
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
)
from mdt_alpr.domain.policy import (
    STATUS_REPLY_GOOD_FOR,
    manual_entry_has_expired,
    status_reply_is_good,
)
from mdt_alpr.domain.vehicle import vehicle_fits


class Check(StrEnum):
    """One thing that must be true before a stop."""

    PLATE = "plate"
    STATE = "state"
    VEHICLE = "vehicle"
    STATUS = "status"
    DCIN = "dcin"


class Standing(StrEnum):
    """Where a check stands; each has its own shape and word (U9)."""

    TRUE = "true"
    NOT_NEEDED = "not_needed"
    NOT_COMPARED = "not_compared"
    REASON_GIVEN = "reason_given"
    NOT_PRACTICABLE = "not_practicable"
    OPEN = "open"
    EXPIRED = "expired"
    REPLY_NEEDED = "reply_needed"
    """The vehicle differs from the record: only a reply that names the plate counts (D4)."""
    NO_RECORD = "no_record"
    CONTRADICTED = "contradicted"


STATUS_SOURCES = (
    StatusSource.MDT,
    StatusSource.COMMUNICATIONS,
    StatusSource.GATEWAY,
    StatusSource.GATEWAY_DCIN,
)
"""Any of them answers the check of 09.21.5.A.4.b."""
DCIN_SOURCES = (StatusSource.DCIN, StatusSource.GATEWAY_DCIN)
"""Either of them answers the check of 09.21.5.A.4.c."""
GATEWAY_SOURCES = (StatusSource.GATEWAY, StatusSource.GATEWAY_DCIN)
"""One voice: its newest answer counts, whichever way it says that it asked."""

PASSES = frozenset(
    {
        Standing.TRUE,
        Standing.NOT_NEEDED,
        Standing.NOT_COMPARED,
        Standing.REASON_GIVEN,
        Standing.NOT_PRACTICABLE,
    }
)


class GateForm(StrEnum):
    """How the stop button looks."""

    LOCKED = "locked"
    OPEN = "open"
    OPEN_WITHOUT_STATUS = "open_without_status"
    """Every visual check holds, status was not practicable: visibly different (D6)."""
    GONE = "gone"
    """A contrary fact: no action may ever appear in the button's place (U18)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate at one instant.

    ``status_good_until`` is when the first of the status checks that hold now stops holding;
    None where none holds.
    """

    form: GateForm
    checks: tuple[tuple[Check, Standing], ...]
    status_good_until: datetime | None

    @property
    def missing(self) -> tuple[Check, ...]:
        """Return the checks that do not hold now, in their fixed order."""
        return tuple(check for check, standing in self.checks if standing not in PASSES)

    @property
    def may_stop(self) -> bool:
        """Tell whether a stop may be initiated at this instant."""
        return self.form in (GateForm.OPEN, GateForm.OPEN_WITHOUT_STATUS)

    def standing(self, check: Check) -> Standing:
        """Return where a check stands."""
        return dict(self.checks)[check]


def gate(hit: Hit, now: datetime, *, open_hit_id: str | None) -> Gate:
    """Return the gate of ``hit`` at ``now``; ``open_hit_id`` is the hit before the officer.

    Clauses 09.21.5.A.4.a (plate and state, no way round), .b (status), .c (DCIN). A statement
    that a source could not be asked counts as long as a reply would, and not after a reply.
    """
    seen = Standing.TRUE if hit.entry else Standing.OPEN
    vehicle = _vehicle(hit)
    status, dcin = (_answered(hit, now, *s) for s in (STATUS_SOURCES, DCIN_SOURCES))
    if vehicle is Standing.REASON_GIVEN and Standing.TRUE not in (status, dcin):
        status = Standing.REPLY_NEEDED if status is Standing.NOT_PRACTICABLE else status
    checks = (
        (Check.PLATE, seen),
        (Check.STATE, seen),
        (Check.VEHICLE, vehicle),
        (Check.STATUS, status),
        (Check.DCIN, dcin),
    )
    is_open = hit.hit_id == open_hit_id
    return Gate(_form(hit, checks, now, is_open=is_open), checks, _good_until(hit, now))


def latest_reply(hit: Hit, *sources: StatusSource) -> StatusReply | None:
    """Return the reply of the given sources that was stated last, whatever the clock did."""
    return next((reply for reply in reversed(hit.replies) if reply.source in sources), None)


def _newest(hit: Hit, sources: tuple[StatusSource, ...]) -> list[StatusReply]:
    """Return the newest reply of each voice among the sources."""
    own = [(source,) for source in sources if source not in GATEWAY_SOURCES]
    gateway = tuple(source for source in sources if source in GATEWAY_SOURCES)
    return [reply for voice in (*own, gateway) if (reply := latest_reply(hit, *voice))]


def _form(
    hit: Hit, checks: tuple[tuple[Check, Standing], ...], now: datetime, *, is_open: bool
) -> GateForm:
    if hit.contrary:
        return GateForm.GONE
    held = all(standing in PASSES for _, standing in checks)
    live = hit.state is HitState.COMPARED and _is_listed(hit, now)
    if not (held and live and is_open):
        return GateForm.LOCKED
    if dict(checks)[Check.STATUS] is Standing.NOT_PRACTICABLE:
        return GateForm.OPEN_WITHOUT_STATUS
    return GateForm.OPEN


def _is_listed(hit: Hit, now: datetime) -> bool:
    """Tell whether a record of the plate entered is still on the list and has not expired."""
    left = (r for r in hit.records if r.entry_id not in hit.overtaken.records)
    return any(not (r.expires_at and manual_entry_has_expired(r.expires_at, now)) for r in left)


def _vehicle(hit: Hit) -> Standing:
    if not hit.records:
        return Standing.OPEN
    if not any(record.kind.describes_vehicle for record in hit.records):
        return Standing.NOT_NEEDED
    if hit.vehicle is None:
        return Standing.OPEN
    fits = [vehicle_fits(r, hit.vehicle.body, hit.vehicle.colour) for r in hit.records]
    if False in fits:
        return Standing.REASON_GIVEN if hit.vehicle_reason else Standing.CONTRADICTED
    return Standing.TRUE if True in fits else Standing.NOT_COMPARED


def _answered(hit: Hit, now: datetime, *sources: StatusSource) -> Standing:
    newest = _newest(hit, sources)
    if any(reply.result is StatusResult.NO_RECORD for reply in newest):
        return Standing.NO_RECORD
    active = [reply for reply in newest if reply.result is StatusResult.ACTIVE]
    if any(reply_counts(hit, reply, now) for reply in active):
        return Standing.TRUE
    stated = _statement(hit, sources)
    if stated and _statement_counts(hit, stated, now):
        return Standing.NOT_PRACTICABLE
    return Standing.EXPIRED if active or stated else Standing.OPEN


def reply_counts(hit: Hit, reply: StatusReply, now: datetime) -> bool:
    """Tell whether a reply in favour still counts: neither too old nor overtaken (D6, D8)."""
    return reply in hit.replies[hit.overtaken.replies :] and status_reply_is_good(reply.at, now)


def _statement_counts(hit: Hit, stated: NotPracticable, now: datetime) -> bool:
    return stated in _counted_statements(hit) and status_reply_is_good(stated.at, now)


def _counted_statements(hit: Hit) -> tuple[NotPracticable, ...]:
    return hit.not_practicable[hit.overtaken.statements :]


def _statement(hit: Hit, sources: tuple[StatusSource, ...]) -> NotPracticable | None:
    """Return the last statement that these sources could not be asked, unless one answered.

    A reply that was overtaken before does not answer it, whatever time a wrong clock gave it.
    """
    stated = next((n for n in reversed(hit.not_practicable) if n.source in sources), None)
    since = hit.overtaken.replies if stated in _counted_statements(hit) else 0
    replies = (reply for reply in hit.replies[since:] if reply.source in sources)
    answered = stated and any(reply.at >= stated.at for reply in replies)
    return None if answered else stated


def _good_until(hit: Hit, now: datetime) -> datetime | None:
    """Return when the first of the status checks that hold now stops holding."""
    ends = (_ends(hit, now, *sources) for sources in (STATUS_SOURCES, DCIN_SOURCES))
    return min((end for end in ends if end), default=None)


def _ends(hit: Hit, now: datetime, *sources: StatusSource) -> datetime | None:
    standing = _answered(hit, now, *sources)
    if standing is Standing.NOT_PRACTICABLE:
        since = [stated.at] if (stated := _statement(hit, sources)) else []
    elif standing is Standing.TRUE:
        active = [r for r in _newest(hit, sources) if r.result is StatusResult.ACTIVE]
        since = [reply.at for reply in active if reply_counts(hit, reply, now)]
    else:
        return None
    good = [at for at in since if status_reply_is_good(at, now)]
    return max(at + STATUS_REPLY_GOOD_FOR for at in good)

"""The screen or a hit goes to another officer, for whom it is unverified (09.21.5.A.4.a, D9).

What the previous officer verified is kept by name and opens nothing. Evidence against the hit, a
stop and an ending stay for everybody. A relayed hit answers Green v. San Francisco, where the
second officer relied on the first and each thought that the other had looked: it is raised as a
new hit with an empty checklist, and the sender's answers count for nothing (VER-06).
"""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.gate import CheckStatus, gate
from mdt_alpr.domain.hit.hit import EarlierCheck, Hit, HitState, RelayedTo
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.reading.reading import Read

_ENDED = frozenset({HitState.CONTRARY, HitState.STOPPED, HitState.CLOSED})
"""States that hold for everybody."""


def hand_over(hit: Hit, officer: Officer, now: datetime) -> Hit:
    """Return the hit for ``officer``, who has verified nothing yet.

    The same officer in the same session continues. Who initiated the stop finds the checks behind
    it again in a later session, too: the vehicle stands there, and its gate is past. An entry that
    differed twice ends the check for everybody, because it is a "no"; a person who could not see
    the plate ends it for that person only.
    """
    if hit.officer == officer:
        return hit
    left = replace(
        hit,
        officer=officer,
        state=_state_before(hit, officer),
        opened_at=None,
        silenced_at=hit.silenced_at or hit.opened_at,
        attempts=(),
        cannot_see=_could_not_see(hit, officer),
        vehicle=None,
        vehicle_reasons=(),
        superseded=replace(hit.superseded, reasons=0),
    )
    if is_own_stop(hit, officer) and (own := _behind_stop(hit)) is not None:
        left = replace(
            left, attempts=own.attempts, vehicle=own.vehicle, vehicle_reasons=own.vehicle_reasons
        )
    restored = hit.entry is not None and hit.entry.by != hit.officer
    if restored or not (hit.attempts or hit.vehicle or hit.cannot_see):
        return left
    check = converted(EarlierCheck, hit, until=now)
    return replace(left, earlier=(*hit.earlier, check))


def is_own_stop(hit: Hit, officer: Officer) -> bool:
    """Return whether this person, in the same seat, initiated the stop, in whatever session."""
    by = hit.stop_by
    same = by.person_id == officer.person_id and by.second_officer == officer.second_officer
    return hit.stop_at is not None and officer.is_signed_in and same


def _behind_stop(hit: Hit) -> Hit | EarlierCheck | None:
    """Return the check on which the stop was initiated, wherever it is kept by now."""
    if hit.officer == hit.stop_by:
        return hit
    return next((check for check in hit.earlier if check.officer == hit.stop_by), None)


def verified_by(hit: Hit) -> EarlierCheck | None:
    """Return who verified the hit last, where that is not its present officer.

    None where nobody did, or this officer's own entry has matched.
    """
    if hit.entry is not None:
        return None
    return next((check for check in reversed(hit.earlier) if check.has_matched), None)


def needs_own_check(hit: Hit) -> bool:
    """Return whether the screen must show NOT VERIFIED BY YOU (VER-06).

    Another unit passed the hit on, or another officer verified it here, and the present officer's
    blind entry has not matched.
    """
    return is_unverified_relay(hit) or verified_by(hit) is not None


def _state_before(hit: Hit, officer: Officer) -> HitState:
    if hit.state in _ENDED or hit.state is HitState.RAISED:
        return hit.state
    differed = hit.state is HitState.UNMATCHED and not hit.cannot_see
    is_over = differed or _could_not_see(hit, officer)
    return HitState.UNMATCHED if is_over else HitState.BLIND


def _could_not_see(hit: Hit, officer: Officer) -> bool:
    """Return whether this person said, in any session, that the plate cannot be seen."""
    said = ((hit.cannot_see, hit.officer), *((c.cannot_see, c.officer) for c in hit.earlier))
    return any(unseen and by.person_id == officer.person_id for unseen, by in said)


MAY_BE_PASSED_ON = frozenset(
    {HitState.RAISED, HitState.BLIND, HitState.COMPARED, HitState.STOPPED}
)
"""States in which nothing contradicts a hit."""


def may_pass_on(hit: Hit) -> bool:
    """Return whether a hit may go to another unit now."""
    return hit.state in MAY_BE_PASSED_ON and not hit.contrary


def pass_on(hit: Hit, unit: str, device: str, now: datetime) -> Hit:
    """Record that the officer passes a hit to another unit; once to each.

    Raises:
        StepNotAllowedError: there is evidence against the hit, it has ended, or no unit is named.
    """
    if not may_pass_on(hit):
        raise StepNotAllowedError("There is evidence against this hit. It cannot be passed on.")
    if not unit.strip():
        raise StepNotAllowedError("Say to which unit.")
    if any(sent.device == device and sent.unit == unit for sent in hit.relayed_to):
        return hit
    return replace(hit, relayed_to=(*hit.relayed_to, RelayedTo(unit, device, now)))


def checked_by(hit: Hit, now: datetime) -> tuple[str, ...]:
    """Return the checks that the sender completed, for the receiver to read (VER-06)."""
    statuses = gate(hit, now, officer=hit.officer, open_hit_id=hit.hit_id).checks
    return tuple(check.value for check, status in statuses if status is CheckStatus.TRUE)


def is_unverified_relay(hit: Hit) -> bool:
    """Return whether the screen must show NOT VERIFIED BY YOU (VER-06).

    It ends when the receiving officer's own blind entry has matched.
    """
    return hit.relayed_from is not None and hit.entry is None


def add_pictures(hit: Hit, crop: bytes, context: bytes) -> Hit:
    """Add pictures of a relayed hit that arrived after it; an empty one changes nothing."""
    read: Read = replace(hit.read, crop=crop or hit.read.crop, context=context or hit.read.context)
    return replace(hit, read=read)

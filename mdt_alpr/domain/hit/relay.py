"""A hit that goes from one officer to another: unverified, whatever the sender verified (D9).

Answers Green v. San Francisco: the second officer relied on the first, and each thought that the
other had looked. So a relayed hit is a new hit, raised with an empty checklist; the sender's
answers come along as words and count for nothing (VER-06, 09.21.5.A.4.a).
"""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.gate import CheckStatus, gate
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.relayed import RelayedTo
from mdt_alpr.domain.reading.reading import Read

MAY_BE_PASSED_ON = frozenset(
    {HitState.RAISED, HitState.BLIND, HitState.COMPARED, HitState.STOPPED}
)
"""States in which nothing speaks against a hit."""


def may_pass_on(hit: Hit) -> bool:
    """Tell whether a hit may go to another unit now."""
    return hit.state in MAY_BE_PASSED_ON and not hit.contrary


def pass_on(hit: Hit, unit: str, device: str, now: datetime) -> Hit:
    """Note that the officer passes a hit to another unit; once to each.

    Raises:
        StepNotAllowedError: something speaks against the hit, it has ended, or no unit is named.
    """
    if not may_pass_on(hit):
        message = "There is evidence against this hit. It cannot be passed on."
        raise StepNotAllowedError(message)
    if not unit.strip():
        message = "Say to which unit."
        raise StepNotAllowedError(message)
    if any(sent.device == device and sent.unit == unit for sent in hit.relayed_to):
        return hit
    return replace(hit, relayed_to=(*hit.relayed_to, RelayedTo(unit, device, now)))


def checked_by(hit: Hit, now: datetime) -> tuple[str, ...]:
    """Return the checks that the sender has done himself, for the receiver to read (VER-06)."""
    statuses = gate(hit, now, officer=hit.officer, open_hit_id=hit.hit_id).checks
    return tuple(check.value for check, status in statuses if status is CheckStatus.TRUE)


def is_unverified_relay(hit: Hit) -> bool:
    """Tell whether NOT VERIFIED BY YOU must stand on the screen (VER-06).

    Until the receiving officer's own blind entry has matched.
    """
    return hit.relayed_from is not None and hit.entry is None


def take_pictures(hit: Hit, crop: bytes, context: bytes) -> Hit:
    """Take pictures of a relayed hit that arrived after it; an empty one changes nothing."""
    read: Read = replace(hit.read, crop=crop or hit.read.crop, context=context or hit.read.context)
    return replace(hit, read=read)

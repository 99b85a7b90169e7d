"""What contradicts a hit until its officer gives a reason: the vehicle, the state (D4, RS-05)."""

from mdt_alpr.domain.hit.hit import Hit, HitState, VehicleAnswer, VehicleReason
from mdt_alpr.domain.hit.vehicle import vehicle_fits
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE

_SURELY_READ = 0.98
"""How likely a state has to be to contradict a person, surer than to be named."""

FIRST_LOOK_WRONG = "first look was wrong"
"""The one reason about the vehicle itself: it asks for a second answer."""


def fits_records(hit: Hit, seen: VehicleAnswer) -> bool | None:
    """Return whether a vehicle fits every record of the entry; None where nothing was compared."""
    fits = [vehicle_fits(record, seen.body, seen.color) for record in hit.records]
    if False in fits:
        return False
    return True if True in fits else None


def counted_reason(hit: Hit) -> VehicleReason | None:
    """Return the last reason that was given before the stop, if any."""
    before = [given for given in hit.counted_reasons if not given.later]
    return before[-1] if before else None


def wants_second_answer(hit: Hit) -> bool:
    """Return whether a second answer is wanted: the officer says that the first was wrong."""
    last = hit.counted_reasons[-1] if hit.counted_reasons else None
    if hit.state is not HitState.COMPARED or last is None or hit.vehicle is None:
        return False
    return last.reason == FIRST_LOOK_WRONG and last.second_answer is None and not last.later


def state_is_contradicted(hit: Hit) -> bool:
    """Return whether the pictures surely show another state than was entered (RS-05).

    Never before the entry matched (D1), and not where the second reader names a third one.
    """
    read, own = hit.read, hit.entry
    is_sure = read.state != UNKNOWN_STATE and read.state_confidence >= _SURELY_READ
    is_alone = hit.second_state in (UNKNOWN_STATE, read.state)
    return own is not None and is_sure and is_alone and own.state != read.state

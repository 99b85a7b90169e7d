"""What the officer's answers on the vehicle say of a hit's records (D4, ALR-05)."""

from mdt_alpr.domain.hit.hit import Hit, HitState, VehicleAnswer, VehicleReason
from mdt_alpr.domain.hit.vehicle import vehicle_fits

FIRST_LOOK_WRONG = "first look was wrong"
"""The one reason that says something of the vehicle: it wants a second look at it."""


def fits_records(hit: Hit, seen: VehicleAnswer) -> bool | None:
    """Tell whether a vehicle fits every record of the entry; None where nothing was compared."""
    fits = [vehicle_fits(record, seen.body, seen.colour) for record in hit.records]
    if False in fits:
        return False
    return True if True in fits else None


def counted_reason(hit: Hit) -> VehicleReason | None:
    """Return the last reason that was given before the stop, if any."""
    before = [given for given in hit.vehicle_reasons if not given.later]
    return before[-1] if before else None


def wants_second_answer(hit: Hit) -> bool:
    """Tell whether a second look is wanted: the first was wrong, the officer says."""
    last = hit.vehicle_reasons[-1] if hit.vehicle_reasons else None
    if hit.state is not HitState.COMPARED or last is None or hit.vehicle is None:
        return False
    return last.reason == FIRST_LOOK_WRONG and last.second_answer is None and not last.later

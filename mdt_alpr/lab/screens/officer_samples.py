"""What belongs to the officer who did it as sample pages: another's checks, a reason, an owner."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.gate import FIRST_LOOK_WRONG
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import VehicleAnswer
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.officer import Officer
from mdt_alpr.lab.screens.hit_sample_hits import (
    SEEN_AT,
    SUV,
    SampleView,
    black_suv,
    entered,
    red_car,
    replied,
    seen_after,
    stop_on,
    verified,
)
from mdt_alpr.ui.hit.presenters.hit_case import HitCase

_NEXT = Officer("officer-2", "next", "B. Sample", training=True)
_LATER = SEEN_AT + timedelta(seconds=95)


def officer_samples() -> dict[str, SampleView]:
    """Return the sample pages by name."""
    return {name: make() for name, make in _PAGES.items()}


def _not_by_you() -> SampleView:
    return seen_after(_handed_over(verified()), 120)


def _stopped_by_another() -> SampleView:
    case = verified()
    case.take(stop_on(case.hit, _LATER))
    return seen_after(_handed_over(case), 120)


def _handed_over(case: HitCase) -> HitCase:
    case.take(hand_over(case.hit, _NEXT, _LATER))
    return case


def _with_reason(reason: str) -> HitCase:
    case = entered(red_car(), "GJE176", "SC", VehicleAnswer(Body.CAR, Colour.RED, SEEN_AT))
    for source in (StatusSource.MDT, StatusSource.DCIN):
        case = replied(case, source, StatusResult.ACTIVE, 80)
    case.take(verification.give_vehicle_reason(case.hit, reason, _LATER))
    return case


def _owner_needed() -> SampleView:
    local = replace(SUV, entry_id="local/1", list_name="Local list", nic="")
    case = replied(black_suv(local), StatusSource.DCIN, StatusResult.NO_RECORD, 40)
    return seen_after(replied(case, StatusSource.MDT, StatusResult.ACTIVE, 50), 55)


_PAGES: dict[str, Callable[[], SampleView]] = {
    "hit_not_by_you": _not_by_you,
    "hit_stopped_by_another": _stopped_by_another,
    "hit_open_by_reason": lambda: seen_after(_with_reason("vehicle painted or changed"), 100),
    "hit_look_again": lambda: seen_after(_with_reason(FIRST_LOOK_WRONG), 100),
    "hit_owner_needed": _owner_needed,
}

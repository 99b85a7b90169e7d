"""What concerns other units as sample pages: a relay given and taken, a "no", a known plate."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.handover import pass_on
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, RelayedFrom
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.lab.screens.hit_sample_hits import (
    SEEN_AT,
    SUV,
    SampleView,
    black_suv,
    red_car,
    seen_after,
    verified,
)
from mdt_alpr.ui.hit.presenters.hit_case import HitCase, new_case
from mdt_alpr.wire.notices import UnitMessage

_THERE = RelayedFrom(
    "Unit 12", "Ofc. A. Sample", "other", ("plate", "state"), SEEN_AT + timedelta(seconds=40)
)
_UNITS = tuple(
    UnitMessage(f"Unit {number}", f"car-{number}", name, SEEN_AT)
    for number, name in (
        (7, "Ofc. B. Sample"), (12, "Ofc. A. Sample"), (31, "Sgt. C. Sample"),
        (40, "Ofc. D. Sample"), (52, "Ofc. E. Sample"),
    )
)  # fmt: skip


def relay_samples() -> dict[str, SampleView]:
    """Return the sample pages by name."""
    return {name: make() for name, make in _PAGES.items()}


def _relaying() -> SampleView:
    case = black_suv()
    case.units = _UNITS
    case.take(pass_on(case.hit, "Unit 12", "car-12", SEEN_AT + timedelta(seconds=62)))
    case.relaying = True
    return seen_after(case, 66)


def _relayed() -> HitCase:
    return new_case(replace(red_car().hit, relayed_from=_THERE))


def _own_sight() -> SampleView:
    return seen_after(_relayed(), 58)


def _relayed_blind() -> SampleView:
    case = _relayed()
    case.draft.again(keep=False)
    case.draft.text = "GJE1"
    return seen_after(case, 64)


def _no_from_elsewhere() -> SampleView:
    at = SEEN_AT + timedelta(seconds=100)
    fact = ContraryFact(Contrary.NOT_THIS_PLATE, "Unit 12, Communications", at)
    case = verified()
    case.take(verification.contradict(case.hit, fact))
    return seen_after(case, 104)


def _known_before() -> SampleView:
    case = black_suv()
    days = (3, 9, 20)
    known = tuple(
        EarlierRejection(
            rejection_id=f"hit-{number}",
            entry_id=SUV.entry_id,
            text=SUV.plate.text,
            state=SUV.plate.state,
            cause=Disposition.WRONG_STATE if number == 0 else Disposition.MISREAD,
            by_status=number == 0,
            at=SEEN_AT - timedelta(days=ago),
            captured_at=SEEN_AT - timedelta(days=ago),
        )
        for number, ago in enumerate(days)
    )
    case.take(replace(case.hit, known_before=known))
    return seen_after(case, 58)


_PAGES: dict[str, Callable[[], SampleView]] = {
    "hit_pass_on": _relaying,
    "hit_relayed": _own_sight,
    "hit_relayed_blind": _relayed_blind,
    "hit_no_from_another_unit": _no_from_elsewhere,
    "hit_known_before": _known_before,
}

"""A vehicle that contradicts the record is named so, whatever was said afterwards (S9)."""

import pytest

from mdt_alpr.domain.hit.contradiction import (
    SeenVehicle,
    StatedReason,
    VehicleComparison,
    VehicleStatements,
    compare,
    contradiction_words,
    vehicle_seen,
    vehicle_words,
)
from mdt_alpr.domain.hit.vehicle import Body, Color, ComparedFeature
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from tests.builders import an_entry

SILVER_CAR = SeenVehicle(Body.CAR, Color.SILVER)
BLACK_MOTORCYCLE = SeenVehicle(Body.MOTORCYCLE, Color.BLACK)
MOTORCYCLE = an_entry(style="MC", color="BLK", plate_type="MC")


def statements(
    *seen: SeenVehicle,
    record: HotlistEntry = MOTORCYCLE,
    reasons: tuple[StatedReason, ...] = (),
    **fields: bool,
) -> VehicleStatements:
    return VehicleStatements((record,), ("black motorcycle",), seen, reasons, **fields)


@pytest.mark.proved("S9")
def test_each_point_in_which_the_vehicle_differs_has_its_name() -> None:
    found = compare(statements(SILVER_CAR))
    assert found.differs == (
        ComparedFeature.COLOR,
        ComparedFeature.BODY,
        ComparedFeature.PLATE_TYPE,
    )
    assert vehicle_words(found) == (
        "Record: black motorcycle. Officer saw: silver car. "
        "Color, body and plate type DIFFER, no reason given."
    )


@pytest.mark.proved("S9")
@pytest.mark.parametrize(
    ("reasons", "comparison", "words"),
    [
        ((), "differs", "no reason given."),
        ((StatedReason("repainted", later=False),), "reason_given", "reason: repainted."),
        (
            (StatedReason("repainted", later=True),),
            "reason_later",
            "reason after the stop: repainted.",
        ),
        (
            (StatedReason("repainted", later=False), StatedReason("other", later=True)),
            "reason_given",
            "reason: repainted.",
        ),
    ],
)
def test_no_reason_makes_a_contradiction_go_away(
    reasons: tuple[StatedReason, ...], comparison: str, words: str
) -> None:
    found = compare(statements(SILVER_CAR, reasons=reasons))
    assert found.is_contradicted
    assert found.comparison == comparison
    assert contradiction_words(found).endswith(words)


@pytest.mark.proved("S9")
def test_a_second_answer_after_the_record_was_shown_does_not_make_the_first_one_fit() -> None:
    again = SeenVehicle(Body.MOTORCYCLE, Color.BLACK, after_record=True)
    reason = StatedReason("first look was wrong", later=False)
    found = compare(statements(SILVER_CAR, again, reasons=(reason,)))
    assert found.differs == (
        ComparedFeature.COLOR,
        ComparedFeature.BODY,
        ComparedFeature.PLATE_TYPE,
    )
    assert "After the record was shown: black motorcycle." in vehicle_words(found)


@pytest.mark.proved("S9")
def test_who_takes_over_the_screen_and_sees_what_fits_hides_no_contradiction() -> None:
    found = compare(statements(SILVER_CAR, BLACK_MOTORCYCLE))
    assert found.comparison is VehicleComparison.DIFFERS
    assert found.seen == "silver car, then black motorcycle"


@pytest.mark.proved("S9")
def test_a_reason_that_opened_the_gate_counts_though_nothing_is_known_to_differ() -> None:
    found = compare(statements(overridden=True, is_comparable=False))
    assert contradiction_words(found) == "DIFFERS, reason given."


@pytest.mark.parametrize(
    ("given", "comparison"),
    [
        (statements(), VehicleComparison.NOT_ANSWERED),
        (statements(BLACK_MOTORCYCLE), VehicleComparison.FITS),
        (statements(SeenVehicle(None, None)), VehicleComparison.NOT_COMPARED),
        (statements(SILVER_CAR, record=an_entry(category="P", style="MC")), "not_compared"),
        (VehicleStatements((), ("",), (SILVER_CAR,), (), is_comparable=False), "not_recorded"),
    ],
)
def test_what_contradicts_nothing_says_so(given: VehicleStatements, comparison: str) -> None:
    found = compare(given)
    assert found.comparison == comparison
    assert not found.is_contradicted
    assert contradiction_words(found) == ""


def test_what_is_no_body_and_no_color_is_not_shown() -> None:
    assert vehicle_seen(("hovercraft", "black\x1b[2J")).words == "can't tell"

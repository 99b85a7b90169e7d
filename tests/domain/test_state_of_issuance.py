"""A plate's look tells its state, unless its serial speaks against it; doubt is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading import PlateText
from mdt_alpr.domain.series import NumberedSeries
from mdt_alpr.domain.state_of_issuance import TOLD_FROM, agreed, told_by
from tests.looks import characters_of

SERIES = NumberedSeries(
    {
        "CA": frozenset({"DLLLDDD"}),
        "NC": frozenset({"LLLDDDD"}),
        "VA": frozenset({"LLLDDDD", "LLLDDD"}),
    }
)
CALIFORNIAN, CAROLINIAN = characters_of("1ABC234"), characters_of("ABC1234")
NOTHING = (UNKNOWN_STATE, 0.0)


def test_a_sure_look_tells_the_state() -> None:
    state, sure = told_by({"CA": 0.99, "NC": 0.005, UNKNOWN_STATE: 0.005}, CALIFORNIAN, SERIES)
    assert state == "CA"
    assert sure >= TOLD_FROM


def test_a_serial_of_another_shape_takes_a_sure_look_back() -> None:
    look = {"NC": 0.95, "CA": 0.03, UNKNOWN_STATE: 0.02}
    assert told_by(look, CAROLINIAN, SERIES)[0] == "NC"
    assert told_by(look, CALIFORNIAN, SERIES) == NOTHING


def test_a_look_that_wavers_is_made_sure_by_a_series_that_no_other_state_has() -> None:
    look = {"CA": 0.7, "NC": 0.2, "VA": 0.1}
    assert told_by(look, CALIFORNIAN, SERIES)[0] == "CA"
    assert told_by(look, characters_of("ABC123"), SERIES) == NOTHING


def test_a_series_alone_never_names_a_state() -> None:
    assert told_by({"CA": 0.3, "NC": 0.5, "VA": 0.2}, CALIFORNIAN, SERIES) == NOTHING
    assert (
        told_by({"CA": 0.29, **dict.fromkeys(("NC", "VA", "X"), 0.23)}, CALIFORNIAN, SERIES)
        == NOTHING
    )
    assert told_by({"CA": 0.4, UNKNOWN_STATE: 0.6}, CALIFORNIAN, SERIES) == NOTHING
    assert told_by({}, CALIFORNIAN, SERIES) == NOTHING


def test_states_that_number_alike_are_told_apart_by_the_look_alone() -> None:
    assert told_by({"NC": 0.6, "VA": 0.4}, CAROLINIAN, SERIES) == NOTHING
    assert told_by({"NC": 0.99, "VA": 0.01}, CAROLINIAN, SERIES)[0] == "NC"


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.text("A1", max_size=8))
def test_what_is_told_is_what_the_look_holds_likeliest(shares: list[float], text: str) -> None:
    look = dict(zip((UNKNOWN_STATE, "CA", "NC", "VA"), shares, strict=True))
    state, sure = told_by(look, characters_of(text), SERIES)
    if state == UNKNOWN_STATE:
        assert sure == 0
    else:
        assert look[state] == max(look.values())
        assert TOLD_FROM <= sure <= 1


LINES = PlateText((), "NC", 0.8)


@pytest.mark.parametrize(
    ("lines", "look", "expected"),
    [
        (PlateText(()), NOTHING, NOTHING),
        (LINES, NOTHING, ("NC", 0.8)),
        (PlateText(()), ("VA", 0.98), ("VA", 0.98)),
        (LINES, ("NC", 0.98), ("NC", 0.98)),
        (LINES, ("VA", 0.98), NOTHING),
    ],
)
def test_lines_and_look_that_differ_tell_no_state(
    lines: PlateText, look: tuple[str, float], expected: tuple[str, float]
) -> None:
    assert agreed(lines, look) == expected

"""Look and words tell a plate's state, unless its serial speaks against; doubt is unknown."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import Character, PlateText
from mdt_alpr.domain.reading.state_of_issuance import (
    CONFIDENT_FROM,
    DesignScores,
    NumberedSeries,
    Words,
    agreed,
    issuing_state,
    looks_together,
)
from tests.observations import characters_of

SERIES = NumberedSeries(
    {
        "CA": frozenset({"DLLLDDD"}),
        "NC": frozenset({"LLLDDDD"}),
        "VA": frozenset({"LLLDDDD", "LLLDDD"}),
        "MO": frozenset({"LLDLDL"}),
    }
)
CALIFORNIAN, CAROLINIAN = characters_of("1ABC234"), characters_of("ABC1234")
CHOSEN, ALTERNATING = characters_of("GOTCHA"), characters_of("YF2U6B")
NOTHING = (UNKNOWN_STATE, 0.0)


def state_named(
    design: DesignScores, characters: Sequence[Character], words: Words | None = None
) -> str:
    return issuing_state(design, words or {}, characters, SERIES)[0]


def test_a_sure_design_names_the_state() -> None:
    design = {"CA": 0.99, "NC": 0.005, UNKNOWN_STATE: 0.005}
    state, confidence = issuing_state(design, {}, CALIFORNIAN, SERIES)
    assert state == "CA"
    assert confidence >= CONFIDENT_FROM


def test_a_serial_of_another_shape_takes_a_sure_design_back() -> None:
    design = {"NC": 0.95, "CA": 0.03, UNKNOWN_STATE: 0.02}
    assert state_named(design, CAROLINIAN) == "NC"
    assert state_named(design, CALIFORNIAN) == UNKNOWN_STATE


def test_a_design_that_wavers_is_made_sure_by_a_series_that_no_other_state_has() -> None:
    design = {"CA": 0.7, "NC": 0.2, "VA": 0.1}
    assert state_named(design, CALIFORNIAN) == "CA"
    assert state_named(design, characters_of("ABC123")) == UNKNOWN_STATE


def test_a_series_of_one_state_alone_decides_between_those_that_the_design_points_to() -> None:
    assert state_named({"CA": 0.45, "NC": 0.3, "VA": 0.25}, CALIFORNIAN) == "CA"
    assert state_named({"NC": 0.45, "CA": 0.4, "VA": 0.15}, CALIFORNIAN) == "CA"
    unsure = [Character(c.text, 0.8, (("7", 0.1), ("B", 0.1))) for c in CALIFORNIAN]
    assert state_named({"NC": 0.45, "CA": 0.4, "VA": 0.15}, unsure) == UNKNOWN_STATE


def test_a_series_alone_never_names_a_state() -> None:
    assert state_named({"CA": 0.05, "NC": 0.95}, CALIFORNIAN) == UNKNOWN_STATE
    assert state_named({"CA": 0.4, UNKNOWN_STATE: 0.6}, CALIFORNIAN) == UNKNOWN_STATE
    assert state_named({}, CALIFORNIAN) == UNKNOWN_STATE


def test_a_serial_of_one_state_that_alternates_needs_but_a_hint_of_its_look() -> None:
    hint = {"MO": 0.02, "IL": 0.08, UNKNOWN_STATE: 0.9}
    assert state_named(hint, ALTERNATING) == "MO"
    assert state_named({"CA": 0.02, UNKNOWN_STATE: 0.98}, CALIFORNIAN) == UNKNOWN_STATE
    assert state_named({"IL": 0.1, UNKNOWN_STATE: 0.9}, ALTERNATING) == UNKNOWN_STATE
    assert state_named({}, ALTERNATING) == UNKNOWN_STATE


def test_an_alternating_serial_with_an_o_or_a_doubtful_character_needs_more_than_a_hint() -> None:
    hint = {"MO": 0.02, "IL": 0.08, UNKNOWN_STATE: 0.9}
    assert state_named(hint, characters_of("YF2U0B")) == UNKNOWN_STATE
    doubtful = (*ALTERNATING[:-1], Character("B", 0.79, (("8", 0.0),)))
    assert state_named(hint, doubtful) == UNKNOWN_STATE


def test_several_looks_at_a_plate_say_more_than_one() -> None:
    looks = [{"NC": 0.7, "VA": 0.2, "SC": 0.1}, {"NC": 0.8, "GA": 0.1}, {}, {"NC": 0.6, "VA": 0.4}]
    together = looks_together(looks)
    assert together["NC"] > max(look.get("NC", 0.0) for look in looks)
    assert sum(together.values()) == pytest.approx(1.0)
    assert looks_together([{}, looks[0]]) == looks[0]
    assert looks_together([]) == {}


def test_states_that_number_alike_are_told_apart_by_what_is_seen_alone() -> None:
    assert state_named({"NC": 0.6, "VA": 0.4}, CAROLINIAN) == UNKNOWN_STATE
    assert state_named({"NC": 0.999, "VA": 0.001}, CAROLINIAN) == "NC"
    assert state_named({"NC": 0.6, "VA": 0.4}, CAROLINIAN, {"NC": 6.0}) == "NC"


def test_words_name_a_state_whose_design_nobody_knows() -> None:
    assert state_named({}, CHOSEN, {"NC": 14.0, "SC": 4.0}) == "NC"
    assert state_named({"VA": 0.2, "NC": 0.0, UNKNOWN_STATE: 0.8}, CHOSEN, {"NC": 14.0}) == "NC"


def test_a_serial_that_was_read_with_doubt_decides_for_no_state() -> None:
    design = {"CA": 0.3, "NC": 0.4, "VA": 0.3}
    assert state_named(design, CALIFORNIAN) == "CA"
    assert state_named(design, characters_of("7ABC123", 0.75)) == UNKNOWN_STATE


def test_a_chosen_text_is_told_by_look_and_words_together_by_neither_alone() -> None:
    look, words = {"NC": 0.6, "VA": 0.4}, {"NC": 5.0}
    assert state_named(look, CHOSEN, words) == "NC"
    assert state_named(look, CHOSEN) == UNKNOWN_STATE
    assert state_named({}, CHOSEN, words) == UNKNOWN_STATE
    assert state_named(look, CALIFORNIAN, words) == UNKNOWN_STATE


def test_look_and_words_that_agree_name_the_state_of_a_serial_that_several_others_issue() -> None:
    look, words = {"CA": 0.8, "VA": 0.2}, {"CA": 5.0}
    assert state_named(look, CAROLINIAN, words) == "CA"
    assert state_named({"CA": 0.4, "VA": 0.6}, CAROLINIAN, words) == UNKNOWN_STATE
    assert state_named(look, CAROLINIAN) == UNKNOWN_STATE
    assert state_named(look, ALTERNATING, words) == UNKNOWN_STATE


def test_the_words_of_a_special_plate_outweigh_a_look_that_may_not_know_it() -> None:
    look, words = {"CA": 0.5, "NC": 0.0, UNKNOWN_STATE: 0.5}, {"NC": 9.0}
    assert state_named(look, CHOSEN, words) == "NC"
    assert state_named({"CA": 0.99, "NC": 0.01}, CALIFORNIAN, words) == UNKNOWN_STATE


def test_a_look_that_leaves_no_doubt_names_the_state_of_a_chosen_text() -> None:
    named = issuing_state({"NC": 0.995, "VA": 0.005}, {}, CHOSEN, SERIES)
    assert named == ("NC", CONFIDENT_FROM), "no surer, or it would contradict an officer's entry"
    assert state_named({"NC": 0.98, "VA": 0.02}, CHOSEN) == UNKNOWN_STATE


def test_words_of_two_states_tell_none() -> None:
    assert state_named({}, CHOSEN, {"NC": 9.0, "SC": 8.0}) == UNKNOWN_STATE


def test_weak_words_and_a_wavering_design_name_a_state_together() -> None:
    design, words = {"CA": 0.15, "NC": 0.45, "VA": 0.4}, {"CA": 5.0}
    assert state_named(design, CALIFORNIAN) == UNKNOWN_STATE
    assert state_named({}, CALIFORNIAN, {"CA": 2.0}) == UNKNOWN_STATE
    assert state_named(design, CALIFORNIAN, words) == "CA"


def test_another_countrys_words_that_fit_better_than_any_states_leave_the_state_open() -> None:
    design = {"CA": 0.99, "NC": 0.01}
    baja = {"CA": 20.0, "Mexico, Baja California": 26.0}
    assert state_named(design, CALIFORNIAN, baja) == UNKNOWN_STATE
    assert state_named(design, CALIFORNIAN, {**baja, "CA": 30.0}) == "CA"
    noise = {"CA": -5.0, "Mexico, Baja California": 2.0}
    assert state_named(design, CALIFORNIAN, noise) == "CA"


def test_a_frame_with_another_states_name_does_not_outdo_design_and_serial() -> None:
    design = {"CA": 0.6, "WI": 0.4}
    assert state_named(design, CALIFORNIAN, {"VA": 20.0}) == UNKNOWN_STATE
    assert state_named(design, CHOSEN, {"VA": 20.0}) == "VA"


def test_words_do_not_outdo_a_design_that_would_name_another_state_by_itself() -> None:
    confidence, unsure = {"NC": 0.99, "WI": 0.01}, {"NC": 0.7, "WI": 0.3}
    assert state_named(confidence, CAROLINIAN, {"VA": 40.0}) == UNKNOWN_STATE
    assert state_named(unsure, CAROLINIAN, {"VA": 40.0}) == "VA"
    assert state_named(confidence, CHOSEN, {"VA": 40.0}) == "VA", (
        "looks of chosen texts are not all known"
    )


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.text("A1", max_size=8))
def test_without_words_the_state_is_one_that_the_design_points_to(
    shares: list[float], text: str
) -> None:
    design = dict(zip((UNKNOWN_STATE, "CA", "NC", "VA"), shares, strict=True))
    state, confidence = issuing_state(design, {}, characters_of(text), SERIES)
    if state == UNKNOWN_STATE:
        assert confidence == 0
    else:
        assert design[state] >= 0.1 * max(design.values())
        assert CONFIDENT_FROM <= confidence <= 1


@given(st.dictionaries(st.sampled_from(sorted(STATES)), st.floats(-30, 60)))
def test_with_words_alone_the_state_is_what_they_name(words: dict[str, float]) -> None:
    state = state_named({}, CHOSEN, words)
    assert state == UNKNOWN_STATE or words[state] == max(words.values())


LINES = PlateText((), "NC", 0.8)


@pytest.mark.parametrize(
    ("lines", "design", "expected"),
    [
        (PlateText(()), NOTHING, NOTHING),
        (LINES, NOTHING, ("NC", 0.8)),
        (PlateText(()), ("VA", 0.98), ("VA", 0.98)),
        (LINES, ("NC", 0.98), ("NC", 0.98)),
        (LINES, ("VA", 0.98), NOTHING),
    ],
)
def test_a_reader_that_reads_another_state_than_is_named_leaves_it_open(
    lines: PlateText, design: tuple[str, float], expected: tuple[str, float]
) -> None:
    assert agreed(lines, design) == expected

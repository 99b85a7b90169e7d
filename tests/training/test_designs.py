import collections

from mdt_alpr.lab.training.designs import UNKNOWN, draw_design, state_codes, states
from mdt_alpr.lab.training.rng import Rng


def test_there_are_fifty_states_and_dc_in_the_order_of_their_codes() -> None:
    codes = state_codes()

    assert len(codes) == 52
    assert codes[UNKNOWN] == ""
    assert list(codes[1:]) == sorted(codes[1:])
    assert {"NC", "DC", "VA", "SC", "TN", "GA"} <= set(codes)


def test_every_design_belongs_to_its_state_and_says_something_of_it() -> None:
    for number, state in enumerate(states(), start=1):
        assert state.designs, state.code
        for design in state.designs:
            assert design.state == number
            assert design.formats
            assert design.top or design.bottom, state.code


def test_every_state_prints_its_name_on_one_of_its_designs() -> None:
    for state in states():
        lines = [
            line.text for design in state.designs for line in (design.top, design.bottom) if line
        ]
        plain = " ".join(lines).replace(".", "").lower()
        assert state.name.replace(",", "").lower() in plain.replace(",", ""), state.code


def test_stickers_are_placed_in_corners_that_plates_have() -> None:
    named = {
        corner for state in states() for design in state.designs for corner in design.stickers
    }

    assert named
    assert named <= {"top left", "top right", "bottom left", "bottom right"}


def test_north_carolina_is_drawn_most_and_every_state_now_and_then() -> None:
    rng = Rng(2)
    drawn = collections.Counter(draw_design(rng).state for _ in range(6000))

    assert set(drawn) == set(range(52))
    named = {state: count for state, count in drawn.items() if state != UNKNOWN}
    assert max(named, key=lambda state: named[state]) == state_codes().index("NC")

"""Strips of a plate's small print are cut where words may stand, also off the picture's edge."""

from functools import cache

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.plate_words import HEIGHT, PlateLines
from mdt_alpr.domain.reading.reading import Box
from tests.drawn_plates import box_at, frame_of, plate, scene
from tests.profiles import examples

AT = (280, 180, 160)
Shares = npt.NDArray[np.float64]


@cache
def lines() -> PlateLines:
    return PlateLines(threads=1)


def ink(name: str, slogan: str) -> Shares:
    """Return which share of every strip's middle is dark."""
    frame = frame_of(scene([(plate("7KLM562", name, slogan), *AT)]))
    strips = lines().strips(frame, box_at(*AT)).inside
    middles = [
        strip[:, strip.shape[1] // 4 : -strip.shape[1] // 4].max(axis=2) for strip in strips
    ]
    return np.array([(middle < 170).mean() for middle in middles])


def test_words_above_and_below_are_each_seen_in_strips_of_their_own() -> None:
    nothing = ink("", "")
    above = ink("NORTH CAROLINA", "") > nothing + 0.05
    below = ink("", "FIRST IN FLIGHT") > nothing + 0.05
    assert above.any()
    assert below.any()
    assert not (above & below).any()


def test_a_frame_is_looked_for_only_where_the_picture_goes_on_beyond_the_plate() -> None:
    picture = scene([(plate("7KLM562"), *AT)])
    left, top, wide = AT
    close = picture[top : top + wide // 2, left : left + wide]
    assert len(lines().strips(frame_of(picture), box_at(*AT)).edges) == 2
    assert len(lines().strips(frame_of(close), Box(0, 0, wide, wide / 2)).edges) == 0


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(-40, 600), st.integers(-40, 340), st.integers(12, 300), st.integers(6, 150))
def test_wherever_the_box_lies_strips_have_their_height(
    left: int, top: int, wide: int, tall: int
) -> None:
    frame = frame_of(scene([(plate("7KLM562"), *AT)]))
    strips = lines().strips(frame, Box(left, top, left + wide, top + tall))
    assert len(strips.edges) <= 2
    for strip in (*strips.inside, *strips.edges):
        assert strip.shape[0] == HEIGHT
        assert strip.shape[1] % 8 == 0

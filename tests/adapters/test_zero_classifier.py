"""Zeros on drawn cuts, with our own weights: a slash or a dot tells a digit, nothing else does."""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mdt_alpr.adapters.ctc import Span
from mdt_alpr.adapters.zero_classifier import ZeroClassifier
from tests.observations import characters_of

INK, PAPER = (110, 40, 25), (236, 238, 240)
PITCH = 18


@cache
def a_classifier() -> ZeroClassifier:
    return ZeroClassifier(threads=1)


def a_cut(marks: str, width: int = 12) -> npt.NDArray[np.uint8]:
    """Return rings in a row, 144 x 48: / with a slash, . with a dot, any other without a mark."""
    picture = np.full((192, 576, 3), PAPER, np.uint8)
    for place, mark in enumerate(marks):
        x, y = round(4 * (20 + place * PITCH)), 4 * 24
        cv2.ellipse(picture, (x, y), (2 * width - 8, 54), 0, 0, 360, INK, 14, cv2.LINE_AA)
        if mark == "/":
            cv2.line(picture, (x - 12, y + 26), (x + 12, y - 26), INK, 10, cv2.LINE_AA)
        if mark == ".":
            cv2.circle(picture, (x, y), 7, INK, cv2.FILLED, cv2.LINE_AA)
    small = cv2.resize(picture, (144, 48), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 0.6), np.uint8)


def spans_of(count: int) -> tuple[Span, ...]:
    middles = [20 + place * PITCH for place in range(count)]
    return tuple(((m - PITCH / 2) / 144, (m + PITCH / 2) / 144) for m in middles)


def read(marks: str, text: str | None = None) -> str:
    """Return what is told of rings, what is left open as a question mark."""
    characters = characters_of(text or "0" * len(marks))
    result = a_classifier().classified(a_cut(marks), characters, spans_of(len(marks)))
    return "".join(c.text if c.is_resolved or c.text != "0" else "?" for c in result)


def test_a_slash_or_a_dot_tells_digits() -> None:
    assert read("//////") == "000000"
    assert read("......") == "000000"


def test_rings_without_a_mark_are_left_open() -> None:
    assert read("oooooo") == "??????"


def test_beside_a_marked_one_a_ring_without_a_mark_is_a_letter() -> None:
    assert read("o/o/oo") == "O0O0OO"


def test_other_characters_are_never_looked_at() -> None:
    assert read("/////o", "DDDDD0") == "DDDDD?"


@pytest.mark.parametrize("seen", [(), spans_of(2)])
def test_where_nobody_knows_the_places_all_are_left_open(seen: tuple[Span, ...]) -> None:
    result = a_classifier().classified(a_cut("///"), characters_of("000"), seen)
    assert not any(c.is_resolved for c in result)
    assert all(c.alternatives[0] == ("O", c.confidence) for c in result)


def test_a_character_at_the_very_edge_is_looked_at_too() -> None:
    result = a_classifier().classified(a_cut("/"), characters_of("0"), ((-0.05, 0.1),))
    assert result[0].text == "0"


def test_nothing_read_gives_nothing() -> None:
    assert a_classifier().classified(a_cut(""), (), ()) == ()

"""The technician's table of what a camera must give says what the rules say."""

import re
from math import atan, degrees
from pathlib import Path

import pytest

from mdt_alpr.domain.equipment.camera_check import SPEEDS_MPH, WANTED_WIDTH, slowest_shutter

PAGE = Path(__file__).parents[2] / "resources/docs/technician.md"
INCHES_A_FOOT, PLATE_IN, AT_FT = 12, 12, 30


def rows(first: str) -> list[tuple[float, ...]]:
    """Return the numbers of the rows of a table, by the words over its first column."""
    _, _, after = PAGE.read_text(encoding="utf-8").partition(f"| {first} |")
    table = after.partition("\n\n")[0].splitlines()[2:]
    return [tuple(float(n) for n in re.findall(r"[\d.]+", row)) for row in table]


@pytest.mark.parametrize(("pixels", "feet", "angle"), rows("picture"))
def test_a_lens_is_by_the_width_of_the_picture(pixels: float, feet: float, angle: float) -> None:
    strip = pixels / WANTED_WIDTH * PLATE_IN / INCHES_A_FOOT
    assert feet == pytest.approx(strip, abs=0.5)
    assert angle == pytest.approx(2 * degrees(atan(strip / 2 / AT_FT)), abs=0.5)


def test_a_shutter_is_by_the_speed() -> None:
    said = rows("vehicles at")
    assert said == [(mph, 1, slowest_shutter(WANTED_WIDTH, mph)) for mph in SPEEDS_MPH]

"""A frame with another state's name seldom makes a second design tell that state."""

from collections import Counter

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.state_classifier import OwnStateClassifier, known_series
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import Box, Character
from mdt_alpr.lab.training.assets import Assets, place_names
from mdt_alpr.lab.training.designs import draw_own_design, state_codes
from mdt_alpr.lab.training.pictures import Area, Picture, fitted, lay_centered
from mdt_alpr.lab.training.plates import DrawnPlate, draw_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.patrol.frame_scanner import SecondReading
from tests.drawn_plates import frame_of

_PLATES = 24


def framed(plate: DrawnPlate, assets: Assets, rng: Rng) -> Picture:
    """Return the plate with a dark bar over its upper edge that carries some state's name."""
    sheet, picture = plate.sheet, plate.canvas.copy()
    top, bottom = (
        sheet.top - 0.1 * sheet.height,
        sheet.top + rng.between(0.06, 0.2) * sheet.height,
    )
    bar = Area(sheet.left - 4, top, sheet.right + 4, min(bottom, plate.serial.top - 1))
    corners = [round(v) for v in (bar.left, bar.top, bar.right, bar.bottom)]
    cv2.rectangle(picture, (corners[0], corners[1]), (corners[2], corners[3]), (20, 20, 20), -1)
    name = assets.words(rng.pick(place_names()).upper(), "sans", rng)
    sized = fitted(name, bar.height * 0.7, sheet.width * 0.85)
    middle = (bar.left + bar.right) / 2, (bar.top + bar.bottom) / 2
    lay_centered(picture, sized, middle, (235, 235, 235))
    return picture


@pytest.fixture(scope="module")
def reported(assets: Assets) -> Counter[str]:
    reader = discovery.reader("ppocr")
    reader.load()
    second_reading = SecondReading(reader, OwnStateClassifier(threads=1), known_series())
    rng, codes, counted = Rng(29, 1), state_codes(), Counter[str]()
    for _ in range(_PLATES):
        drawn = draw_plate(assets, rng, design=draw_own_design(rng))
        share = rng.between(80, 170) / drawn.sheet.width
        sides = (drawn.sheet.left, drawn.sheet.top, drawn.sheet.right, drawn.sheet.bottom)
        small = cv2.resize(
            framed(drawn, assets, rng), None, fx=share, fy=share, interpolation=cv2.INTER_AREA
        )
        serial = tuple(Character(place.character, 0.95) for place in drawn.characters)
        frame = frame_of(np.asarray(small, np.uint8))
        seen = second_reading.at(frame, Box(*(side * share for side in sides)), serial)
        assert seen is not None
        right = seen.state == codes[drawn.state]
        counted["right" if right else "wrong" if seen.state != UNKNOWN_STATE else "none"] += 1
    return counted


def test_most_plates_are_still_read_right_or_left_open(reported: Counter[str]) -> None:
    assert reported["right"] > reported["wrong"]
    assert reported["wrong"] <= _PLATES / 20, reported

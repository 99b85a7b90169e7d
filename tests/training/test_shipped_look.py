"""The shipped design of plates, asked about plates that the drawing code makes today."""

from collections import Counter

import pytest

from mdt_alpr.adapters.state_classifier import OwnStateClassifier
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.designs import draw_own_design, state_codes
from mdt_alpr.lab.training.plates import draw_plate
from mdt_alpr.lab.training.rng import Rng
from tests.drawn_plates import frame_of

_PLATES = 60


@pytest.fixture(scope="module")
def answers(assets: Assets) -> Counter[str]:
    classifier, rng, codes = OwnStateClassifier(threads=1), Rng(11, 3), state_codes()
    counted: Counter[str] = Counter()
    for _ in range(_PLATES):
        drawn = draw_plate(assets, rng, design=draw_own_design(rng))
        sheet = drawn.sheet
        shares = classifier.classify(
            frame_of(drawn.canvas), Box(sheet.left, sheet.top, sheet.right, sheet.bottom)
        )
        likeliest = max(shares, key=lambda state: shares[state], default=UNKNOWN_STATE)
        counted["right" if likeliest == codes[drawn.state] else "other"] += 1
        if likeliest != UNKNOWN_STATE and shares[likeliest] >= 0.9:
            counted["sure"] += 1
            counted["surely wrong"] += likeliest != codes[drawn.state]
    return counted


def test_most_plates_are_known_by_their_design(answers: Counter[str]) -> None:
    assert answers["right"] > _PLATES / 2


def test_what_it_is_sure_of_is_right(answers: Counter[str]) -> None:
    assert answers["sure"] > 0
    assert answers["surely wrong"] <= answers["sure"] / 10

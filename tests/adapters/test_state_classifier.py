"""What a plate's look says of its state: a share for each, nothing where none can be made out."""

from functools import cache

import pytest

from mdt_alpr.adapters.state_classifier import OwnStateClassifier
from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import Box
from tests.drawn_plates import box_at, frame_of, plate, scene


@cache
def a_classifier() -> OwnStateClassifier:
    return OwnStateClassifier(threads=1)


def test_every_state_and_unknown_has_its_share() -> None:
    frame = frame_of(scene([(plate("KLM5623"), 200, 180, 160)]))
    shares = a_classifier().classify(frame, box_at(200, 180, 160))
    assert set(shares) == {UNKNOWN_STATE, *STATES}
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-3)


def test_where_no_plate_can_be_made_out_nothing_is_said() -> None:
    frame = frame_of(scene([]))
    assert a_classifier().classify(frame, Box(20, 20, 28, 24)) == {}
    assert a_classifier().classify(frame, Box(100, 100, 500, 120)) == {}

"""A detector alone is measured at one false box in ten pictures."""

import json
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.cli import main
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.lab.measure.evaluate_detector import DetectorAnswer, figures
from tests.car.test_evaluate_plates import truth

__all__ = ["truth"]
PLATE = Box(100, 100, 200, 150)


def box(confidence: float, left: float = 100) -> Detection:
    return Detection(Box(left, 100, left + 100, 150), confidence)


def test_a_plate_counts_by_how_much_a_sure_enough_box_shares_with_it() -> None:
    answers = [
        DetectorAnswer(PLATE, (box(0.9),)),
        DetectorAnswer(PLATE, (box(0.8, 140),)),
        DetectorAnswer(PLATE, ()),
    ]
    found = figures(answers)["found"]
    assert found == {"shared 0.3": 0.6667, "shared 0.5": 0.3333, "shared 0.7": 0.3333}


def test_it_is_asked_where_a_tenth_of_a_box_a_picture_is_false() -> None:
    empty = [DetectorAnswer(None, (box(sure),)) for sure in (0.9, 0.6, 0.5)]
    found = figures([*empty, *[DetectorAnswer(PLATE, (box(0.55),))] * 7])
    assert found["surer_than"] == 0.6
    assert found["false_boxes_per_picture"] == 0.1
    assert found["found"]["shared 0.3"] == 0.0


def test_a_box_that_touches_the_plate_is_loose_but_not_false() -> None:
    assert DetectorAnswer(PLATE, (box(0.9, 160), box(0.9, 400))).false == [0.9]


def test_the_command_measures_our_detector(
    truth: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "detector", str(truth), "--json"]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert result["plates"] == 4
    assert result["found"]["shared 0.3"] == 1.0
    assert main(["evaluate", "detector", str(truth), "--harder", "close-40", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["found"]["shared 0.3"] == 1.0

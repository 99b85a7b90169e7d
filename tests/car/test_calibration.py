import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.lab.measure.evaluate_plates import calibration
from mdt_alpr.measure.plate_tally import RatedAnswer


def test_no_answers_have_no_error() -> None:
    assert calibration([]) == {"ece": 0.0, "reliability": []}


def test_answers_that_are_right_as_often_as_they_are_sure_have_no_error() -> None:
    answers = [RatedAnswer(0.75, right=n < 3) for n in range(4)]
    found = calibration(answers)
    assert found["ece"] == pytest.approx(0.0)
    assert found["reliability"] == [{"from": 0.7, "n": 4, "confidence": 0.75, "right": 0.75}]


def test_answers_that_are_sure_and_wrong_are_wholly_off() -> None:
    assert calibration([RatedAnswer(1.0, right=False)])["ece"] == pytest.approx(1.0)


@given(st.lists(st.builds(RatedAnswer, st.floats(0, 1), st.booleans()), max_size=50))
def test_every_answer_is_counted_once_and_the_error_is_a_share(answers: list[RatedAnswer]) -> None:
    found = calibration(answers)
    assert sum(row["n"] for row in found["reliability"]) == len(answers)
    assert 0.0 <= found["ece"] <= 1.0

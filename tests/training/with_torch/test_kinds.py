import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.lab.training.kinds import fitted_temperature


@given(st.floats(0.4, 3.0))
def test_the_valley_is_found_wherever_it_lies(best: float) -> None:
    temperature = fitted_temperature(lambda t: (math.log(t) - math.log(best)) ** 2)

    assert temperature == pytest.approx(best, rel=0.01)


def test_answers_that_are_too_sure_are_softened() -> None:
    # right three times of four, but as sure as a logit of 4 says
    def loss(temperature: float) -> float:
        sure = 1 / (1 + math.exp(-4 / temperature))
        return -(0.75 * math.log(sure) + 0.25 * math.log(1 - sure))

    found = fitted_temperature(loss)

    assert 1 / (1 + math.exp(-4 / found)) == pytest.approx(0.75, abs=0.01)

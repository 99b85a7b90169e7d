"""What a car's settings take away from its safety checks is named."""

from dataclasses import replace

import pytest

from mdt_alpr.domain.safeguards import CheckSettings, weakened

WHOLE = CheckSettings("own", "own", "ppocr", "gpsd://127.0.0.1:2947", {"front": 0.0})


def test_a_car_as_it_is_delivered_with_a_receiver_has_every_check() -> None:
    assert weakened(WHOLE) == ()


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
@pytest.mark.parametrize(
    ("change", "setting", "state"),
    [
        ({"second_reader": ""}, "second_reader", "Off"),
        ({"second_reader": "own"}, "second_reader", "Same as the first"),
        ({"position": ""}, "position", "Off"),
        ({"masked": {"front": 0.0, "rear": 0.25}}, "mask rear", "25% masked"),
        ({"masked": {"front": 0.001}}, "mask front", "1% masked"),
        ({"detector": "easyocr"}, "detector", "easyocr"),
        ({"reader": "agency"}, "reader", "agency"),
        ({"states_are_usual": False}, "area_states", "Changed"),
        ({"trial": True}, "mode", "TRIAL"),
        ({"fullscreen": False}, "fullscreen", "Off"),
    ],
)
def test_each_setting_that_weakens_a_check_is_named(
    change: dict[str, object], setting: str, state: str
) -> None:
    found = weakened(replace(WHOLE, **change))  # type: ignore[arg-type]
    assert [(w.setting, w.state) for w in found] == [(setting, state)]
    assert found[0].meaning.endswith(".")

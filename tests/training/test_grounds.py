import numpy as np
import pytest

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.grounds import paint_ground
from mdt_alpr.lab.training.looks import states

LOOKS = [(state.code, look) for state in states() for look in state.looks]


@pytest.mark.parametrize("code", sorted({code for code, _ in LOOKS}))
def test_every_look_can_be_painted_at_any_size(code: str) -> None:
    for number, look in enumerate(look for of, look in LOOKS if of == code):
        for size in ((128, 256), (224, 448)):
            sheet = np.zeros((*size, 3), np.uint8)
            paint_ground(sheet, look, Dice(number))
            assert sheet.max() > 20


def test_the_first_colour_of_a_look_is_at_the_top() -> None:
    look = next(look for code, look in LOOKS if code == "WV")
    sheet = np.zeros((128, 256, 3), np.uint8)
    paint_ground(sheet, look, Dice(3))
    blue, _, red = sheet[:4].mean((0, 1))

    assert blue > red + 40

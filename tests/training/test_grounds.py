import numpy as np
import pytest

from mdt_alpr.lab.training.designs import states
from mdt_alpr.lab.training.grounds import paint_ground
from mdt_alpr.lab.training.rng import Rng

VIEWS = [(state.code, design) for state in states() for design in state.designs]


@pytest.mark.parametrize("code", sorted({code for code, _ in VIEWS}))
def test_every_design_can_be_painted_at_any_size(code: str) -> None:
    for number, design in enumerate(design for of, design in VIEWS if of == code):
        for size in ((128, 256), (224, 448)):
            sheet = np.zeros((*size, 3), np.uint8)
            paint_ground(sheet, design, Rng(number))
            assert sheet.max() > 20


def test_the_first_color_of_a_design_is_at_the_top() -> None:
    design = next(design for code, design in VIEWS if code == "WV")
    sheet = np.zeros((128, 256, 3), np.uint8)
    paint_ground(sheet, design, Rng(3))
    blue, _, red = sheet[:4].mean((0, 1))

    assert blue > red + 40

"""Long plates of other countries are drawn now and then, and boxed whole."""

import numpy as np

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.long_plates import LONG_FROM, any_ratio, draw_long_plate
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.scenes import draw_scene

LETTERED_SHARE = 0.5


def test_a_plate_is_long_now_and_then_and_of_our_shape_mostly() -> None:
    rng = Rng(3)
    ratios = np.array([any_ratio(rng, 0.46, 0.56) for _ in range(1000)])
    long = ratios < 1 / LONG_FROM
    assert 0.06 < long.mean() < 0.2
    assert ((ratios[~long] >= 0.46) & (ratios[~long] <= 0.56)).all()


def test_a_long_plate_has_its_size_and_characters_from_end_to_end(assets: Assets) -> None:
    for seed in range(10):
        plate = draw_long_plate(assets, Rng(seed), (256, 60))
        assert plate.shape == (60, 256, 3)
        middle = plate[15:45].astype(int)
        lettered = np.nonzero(np.ptp(middle, axis=0).max(1) > 40)[0]
        assert np.ptp(lettered) > LETTERED_SHARE * 256


def test_scenes_box_long_plates_whole(assets: Assets) -> None:
    rng = Rng(12)
    boxes = np.concatenate([draw_scene(assets, rng).boxes for _ in range(120)])
    shapes = (boxes[:, 2] - boxes[:, 0]) / (boxes[:, 3] - boxes[:, 1])
    assert (shapes > LONG_FROM).any()
    assert np.median(shapes) < 2.5

from itertools import pairwise

import numpy as np

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.setting import stamp_small_pair, stamp_stack

PLACE = Area(20, 10, 60, 90)


def test_a_small_pair_is_side_by_side_at_half_the_height_at_most(assets: Assets) -> None:
    for seed in range(20):
        mask = np.zeros((100, 100), np.uint8)
        stamp_small_pair(mask, assets.dies["plain"][0], PLACE, Rng(seed))
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        assert 10 <= rows[0] < rows[-1] <= 90
        assert rows[-1] - rows[0] <= 41
        assert 20 <= columns[0] < 40 < columns[-1] <= 60
        assert not mask[:, 39:42].any()


def test_a_stack_is_one_above_the_other_in_its_place(assets: Assets) -> None:
    for seed in range(20):
        mask = np.zeros((100, 100), np.uint8)
        places = stamp_stack(mask, assets.dies["plain"][0], PLACE, Rng(seed))
        assert 2 <= len(places) <= 3
        for upper, lower in pairwise(places):
            assert upper.area.bottom < lower.area.top
        rows = np.flatnonzero(mask.any(1))
        assert 10 <= rows[0] < rows[-1] <= 91

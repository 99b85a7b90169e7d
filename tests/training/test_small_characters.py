from itertools import pairwise

import numpy as np

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.kit import Kit
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.small_characters import stamp_small_pair, stamp_stack

PLACE = Area(20, 10, 60, 90)


def test_a_small_pair_stands_side_by_side_at_half_the_height_at_most(kit: Kit) -> None:
    for seed in range(20):
        mask = np.zeros((100, 100), np.uint8)
        stamp_small_pair(mask, kit.dies["plain"][0], PLACE, Dice(seed))
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        assert 10 <= rows[0] < rows[-1] <= 90
        assert rows[-1] - rows[0] <= 41
        assert 20 <= columns[0] < 40 < columns[-1] <= 60
        assert not mask[:, 39:42].any()


def test_a_stack_stands_one_above_the_other_in_its_place(kit: Kit) -> None:
    for seed in range(20):
        mask = np.zeros((100, 100), np.uint8)
        places = stamp_stack(mask, kit.dies["plain"][0], PLACE, Dice(seed))
        assert 2 <= len(places) <= 3
        for upper, lower in pairwise(places):
            assert upper.area.bottom < lower.area.top
        rows = np.flatnonzero(mask.any(1))
        assert 10 <= rows[0] < rows[-1] <= 91

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.emblems import draw_emblem, draw_monogram
from mdt_alpr.lab.training.kit import Kit
from mdt_alpr.lab.training.pictures import Mask


def test_emblems_have_ink_up_to_their_edges_and_differ() -> None:
    dice = Dice(1)
    assert_whole([draw_emblem(dice) for _ in range(30)])


def test_monograms_have_ink_up_to_their_edges_and_differ(kit: Kit) -> None:
    dice = Dice(2)
    assert_whole([draw_monogram(kit, dice) for _ in range(30)])


def assert_whole(drawn: list[Mask]) -> None:
    assert len({emblem.tobytes() for emblem in drawn}) > 10
    for emblem in drawn:
        assert emblem[0].max() > 0
        assert emblem[-1].max() > 0
        assert emblem[:, 0].max() > 0
        assert emblem[:, -1].max() > 0

from mdt_alpr.training.dice import Dice
from mdt_alpr.training.emblems import draw_emblem


def test_emblems_have_ink_up_to_their_edges_and_differ() -> None:
    dice = Dice(1)
    drawn = [draw_emblem(dice) for _ in range(30)]

    assert len({emblem.tobytes() for emblem in drawn}) > 10
    for emblem in drawn:
        assert emblem[0].max() > 0
        assert emblem[-1].max() > 0
        assert emblem[:, 0].max() > 0
        assert emblem[:, -1].max() > 0

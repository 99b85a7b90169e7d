from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.emblems import draw_emblem, draw_monogram
from mdt_alpr.lab.training.pictures import Mask
from mdt_alpr.lab.training.rng import Rng


def test_emblems_have_ink_up_to_their_edges_and_differ() -> None:
    rng = Rng(1)
    assert_whole([draw_emblem(rng) for _ in range(30)])


def test_monograms_have_ink_up_to_their_edges_and_differ(assets: Assets) -> None:
    rng = Rng(2)
    assert_whole([draw_monogram(assets, rng) for _ in range(30)])


def assert_whole(drawn: list[Mask]) -> None:
    assert len({emblem.tobytes() for emblem in drawn}) > 10
    for emblem in drawn:
        assert emblem[0].max() > 0
        assert emblem[-1].max() > 0
        assert emblem[:, 0].max() > 0
        assert emblem[:, -1].max() > 0

import numpy as np
import pytest

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.detector_network import scene
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.scenes import HEIGHT, WIDTH, DrawnScene, draw_scene, draw_scenes

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")


@pytest.fixture(scope="module")
def scenes(assets: Assets) -> list[DrawnScene]:
    rng = Rng(8)
    return [draw_scene(assets, rng) for _ in range(40)]


def test_the_same_seed_draws_the_same_scene(assets: Assets) -> None:
    one, same = draw_scene(assets, Rng(9)), draw_scene(assets, Rng(9))

    assert np.array_equal(one.picture, same.picture)
    assert np.array_equal(one.boxes, same.boxes)


def test_a_scene_has_its_size_and_boxes_with_area(scenes: list[DrawnScene]) -> None:
    for drawn in scenes:
        assert drawn.picture.shape == (HEIGHT, WIDTH, 3)
        assert drawn.boxes.shape[1:] == (4,)
        assert (drawn.boxes[:, 2] - drawn.boxes[:, 0] >= 14).all()
        assert (drawn.boxes[:, 3] > drawn.boxes[:, 1]).all()


def test_there_are_scenes_without_a_plate_and_plates_wider_than_a_third(
    scenes: list[DrawnScene],
) -> None:
    widths = [box[2] - box[0] for drawn in scenes for box in drawn.boxes]

    assert any(len(drawn.boxes) == 0 for drawn in scenes)
    assert sum(width > WIDTH / 3 for width in widths) >= 3
    assert sum(width < WIDTH / 8 for width in widths) >= 3


def test_scenes_come_back_from_the_cache_as_they_went_in(assets: Assets) -> None:
    arrays = draw_scenes(assets, Rng(4), 3)
    picture, boxes = scene(arrays, 1)

    rng = Rng(4)
    drawn = [draw_scene(assets, rng) for _ in range(3)][1]

    assert np.array_equal(boxes, drawn.boxes)
    assert picture.shape == drawn.picture.shape
    assert np.abs(picture.astype(int) - drawn.picture.astype(int)).mean() < 6

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the tasks need the extra 'training'")

from mdt_alpr.lab.training.assets import Font  # noqa: E402
from mdt_alpr.lab.training.detector_network import (  # noqa: E402  # noqa: E402
    WHOLE,
    DetectorNet,
    DetectorTask,
    Exported,
    Target,
    box_loss,
    boxes_of,
    heat_loss,
    overlap,
    target,
)
from mdt_alpr.lab.training.scenes import draw_scenes  # noqa: E402
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Recipe  # noqa: E402

SIZE = (160, 96)


class Says:
    """A network that answers what it was told to."""

    def __init__(self, score: object, reach: object) -> None:
        self.answer = score, reach

    def __call__(self, _x: object) -> tuple[object, object]:
        return self.answer


@pytest.fixture
def one_plate() -> Target:
    return target(np.array([[40, 30, 100, 60]], np.float32), SIZE)


def test_the_network_keeps_its_contract() -> None:
    with torch.no_grad():
        scores, reaches = Exported(DetectorNet().eval(), 1.5)(torch.rand(1, 3, 64, 96))

    assert scores.shape == (1, 1, 8, 12)
    assert reaches.shape == (1, 4, 8, 12)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (reaches > 0).all()


def test_a_plates_middle_is_hot_and_its_surroundings_are_not(one_plate: Target) -> None:
    assert one_plate.heat[45 // 8, 70 // 8] == 1
    assert one_plate.heat[0, 0] < 0.01
    assert one_plate.counts.all()
    assert one_plate.boxing[45 // 8, 70 // 8]
    assert not one_plate.boxing[0].any()
    assert one_plate.box[:, 45 // 8, 70 // 8].tolist() == [40, 30, 100, 60]


def test_a_plate_mostly_outside_or_too_small_neither_counts_for_nor_against() -> None:
    goal = target(np.array([[-50, 30, 10, 60], [80, 40, 90, 45]], np.float32), SIZE)

    assert not goal.boxing.any()
    assert goal.heat.max() == 0
    assert goal.counts[45 // 8, 0] == 0
    assert goal.counts[42 // 8, 84 // 8] == 0
    assert goal.counts[0, 12] == 1


def test_the_right_answer_has_the_least_loss(one_plate: Target) -> None:
    right = torch.full((1, 12, 20), -8.0)
    right[0, 5, 8] = 8.0
    wrong = torch.full((1, 12, 20), -8.0)
    wrong[0, 1, 1] = 8.0

    assert heat_loss(right, [one_plate]) < 0.1 < heat_loss(wrong, [one_plate])


def test_boxes_that_fit_have_no_loss(one_plate: Target) -> None:
    rows, columns = np.mgrid[0:12, 0:20]
    at = np.stack([columns, rows, columns, rows]) * 8 + 4
    away = np.abs(np.array([40, 30, 100, 60])[:, None, None] - at)
    fitting = torch.from_numpy(np.log(np.maximum(away, 1e-3) / 8).astype(np.float32))[None]

    assert box_loss(fitting, [one_plate]).item() == pytest.approx(0, abs=0.02)
    assert box_loss(fitting - 1, [one_plate]).item() > 0.5
    assert box_loss(fitting, [target(np.zeros((0, 4), np.float32), SIZE)]).item() == 0


def test_one_plate_gives_one_box() -> None:
    score = torch.full((1, 1, 48, 80), -8.0)
    score[0, 0, 10, 20:22] = torch.tensor([4.0, 3.0])
    reach = torch.zeros(1, 4, 48, 80) + 1

    boxes = boxes_of(Says(score, reach), np.zeros((WHOLE[1], WHOLE[0], 3), np.uint8))

    assert len(boxes) == 1
    assert boxes[0].tolist() == pytest.approx([142.3, 62.3, 185.7, 105.7], abs=0.1)


def test_overlap_is_whole_for_itself_and_none_for_a_stranger() -> None:
    assert overlap([0, 0, 10, 10], [0, 0, 10, 10]) == pytest.approx(1)
    assert overlap([0, 0, 10, 10], [20, 20, 30, 30]) == 0
    assert overlap([0, 0, 10, 10], [5, 0, 15, 10]) == pytest.approx(1 / 3)


def test_some_steps_make_the_loss_smaller(tmp_path: Path, bundled_fonts: tuple[Font, ...]) -> None:
    cache = Cache(tmp_path, Recipe("detector", 1, 3, bundled_fonts, dies=2), draw_scenes)
    for number in (0, HELD_OUT):
        cache.load(number)
    torch.manual_seed(1)
    task = DetectorTask(cache, batch=2)
    optimizer = torch.optim.AdamW(task.net.parameters(), lr=2e-3)
    heats = []
    for step in range(10):
        loss, figures = task.loss(np.random.default_rng(step % 2))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        heats.append(figures["heat"])
    scores, truths = task.logits(task.net)

    assert sum(heats[-2:]) < sum(heats[:2])  # the same two batches
    assert scores.shape == truths.shape
    assert set(task.examine(task.net)) == {"found", "false a picture"}

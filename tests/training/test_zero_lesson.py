from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the lessons need the extra 'training'")

from mdt_alpr.training.fonts import Font  # noqa: E402
from mdt_alpr.training.shards import HELD_OUT, Cache, Recipe  # noqa: E402
from mdt_alpr.training.zero_lesson import ZeroLesson  # noqa: E402
from mdt_alpr.training.zero_net import Exported, ZeroNet  # noqa: E402
from mdt_alpr.training.zero_views import draw_zero_views  # noqa: E402


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, bundled_fonts: tuple[Font, ...]) -> Cache:
    folder: Path = tmp_path_factory.mktemp("drawn")
    cache = Cache(folder, Recipe("zero", 1, 40, bundled_fonts, dies=3), draw_zero_views)
    for number in (0, 1, HELD_OUT):
        cache.load(number)
    return cache


class Says:
    """A network that gives these logits, whatever it is shown."""

    def __init__(self, logits: Any) -> None:
        self._logits = logits

    def eval(self) -> None:
        """Be ready."""

    def __call__(self, x: Any) -> Any:
        return self._logits[: len(x)]


def test_the_network_keeps_its_contract() -> None:
    with torch.no_grad():
        marks = Exported(ZeroNet().eval(), 1.2)(torch.rand(5, 3, 48, 32) * 255)

    assert marks.shape == (5,)
    assert bool(((marks > 0) & (marks < 1)).all())


def test_some_steps_make_the_loss_smaller(cache: Cache) -> None:
    torch.manual_seed(1)
    lesson = ZeroLesson(cache, batch=16)
    optimiser = torch.optim.AdamW(lesson.net.parameters(), lr=2e-3)
    losses = []
    for _ in range(12):
        loss, figures = lesson.loss(np.random.default_rng(1), 0.0)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(figures["mark"])

    assert min(losses[-4:]) < losses[0]


def test_only_zeros_whose_mark_is_sure_count_as_told(cache: Cache) -> None:
    lesson = ZeroLesson(cache, batch=4)
    truth = torch.from_numpy(lesson.held_out["marked"].astype(np.float32))
    right = 20 * (2 * truth - 1)

    assert lesson.examine(Says(right)) == {"marked zeros told": 1.0, "others told as one": 0.0}
    assert lesson.examine(Says(right / 10))["marked zeros told"] == 0.0
    assert lesson.examine(Says(-right)) == {"marked zeros told": 0.0, "others told as one": 1.0}

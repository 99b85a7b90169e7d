from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the lessons need the extra 'training'")

from mdt_alpr.training.fonts import Font  # noqa: E402
from mdt_alpr.training.shards import HELD_OUT, Cache, Recipe  # noqa: E402
from mdt_alpr.training.state_lesson import StateLesson  # noqa: E402
from mdt_alpr.training.state_net import Exported, StateNet  # noqa: E402
from mdt_alpr.training.state_views import HEIGHT, WIDTH, draw_state_views  # noqa: E402


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, bundled_fonts: tuple[Font, ...]) -> Cache:
    folder: Path = tmp_path_factory.mktemp("drawn")
    cache = Cache(folder, Recipe("state", 1, 8, bundled_fonts, dies=3), draw_state_views)
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
        states = Exported(StateNet().eval(), 1.2)(torch.rand(2, 3, HEIGHT, WIDTH) * 255)

    assert states.shape == (2, 52)
    assert torch.allclose(states.sum(-1), torch.ones(2), atol=1e-4)


def test_some_steps_make_the_loss_smaller(cache: Cache) -> None:
    torch.manual_seed(1)
    lesson = StateLesson(cache, batch=8)
    optimiser = torch.optim.AdamW(lesson.net.parameters(), lr=2e-3)
    losses = []
    for _ in range(12):
        loss, figures = lesson.loss(np.random.default_rng(1), 0.0)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(figures["state"])

    assert min(losses[-4:]) < losses[0]


def test_only_states_that_are_surely_told_count_as_answers(cache: Cache) -> None:
    lesson = StateLesson(cache, batch=4)
    truth = torch.from_numpy(lesson.held_out["states"].astype(np.int64))
    sure = 20 * torch.eye(52)[truth]

    assert lesson.examine(Says(sure)) == {
        "states right of known": 1.0,
        "states wrong of answers": 0.0,
    }
    assert lesson.examine(Says(sure / 20))["states right of known"] == 0.0
    wrong = lesson.examine(Says(20 * torch.eye(52)[(truth + 1) % 52]))
    assert wrong["states wrong of answers"] > 0.9

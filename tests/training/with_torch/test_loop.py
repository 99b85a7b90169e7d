import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the loop needs the extra 'training'")

from mdt_alpr.domain.errors import OutsideError  # noqa: E402
from mdt_alpr.lab.training import loop  # noqa: E402
from mdt_alpr.lab.training.loop import Figures, Plan, Trainer  # noqa: E402


class Slope:
    """A task of one weight that should become three; it ends after some steps."""

    def __init__(self) -> None:
        self.net: Any = torch.nn.Linear(1, 1, bias=False)
        torch.nn.init.zeros_(self.net.weight)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        x = torch.from_numpy(numbers.random((8, 1), np.float32))
        off = ((self.net(x) - 3 * x) ** 2).mean()
        return off, {"off": off.item()}

    def examine(self, net: Any) -> Figures:
        return {"weight": net.weight.item()}


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(tmp_path / "out", minutes=0.015, seed=1, rate=0.05)


def test_training_nears_its_goal_and_leaves_curve_and_checkpoint(plan: Plan) -> None:
    lines: list[str] = []
    figures = Trainer(Slope(), plan, lines.append).train()

    assert figures["weight"] > 0.5
    lines = (plan.out / "curve.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["step"] > 0
    assert (plan.out / "checkpoint.pt").exists()
    assert not list(plan.out.glob("*.unfinished"))
    assert lines


class Alternating(Slope):
    """Every second batch has a further figure, as serials do not count in each."""

    further = False

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        off, figures = super().loss(numbers)
        self.further = not self.further
        return off, {**figures, "further": 7.0} if self.further else figures


def test_a_figure_that_not_every_batch_has_is_logged_as_its_own_mean(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_LOGGED_EVERY", plan.minutes * 60 / 3)
    lines: list[str] = []
    Trainer(Alternating(), plan, lines.append).train()

    assert any("off 0." in line and "further 7.0000" in line for line in lines)


def test_a_resumed_training_goes_on_where_it_stopped(plan: Plan) -> None:
    first = Trainer(Slope(), plan, lambda _: None)
    first.train()

    later = Trainer(Slope(), replace(plan, minutes=0.03, resume=True), lambda _: None)

    assert later.progress.step == first.progress.step
    assert later.progress.seconds == first.progress.seconds
    assert later.average.weight.item() == first.average.weight.item()
    later.train()
    assert later.progress.step > first.progress.step


def test_a_resume_whose_time_is_over_takes_no_step(plan: Plan) -> None:
    first = Trainer(Slope(), plan, lambda _: None)
    first.train()
    again = Trainer(Slope(), replace(plan, resume=True), lambda _: None)
    again.train()

    assert again.progress.step == first.progress.step


def test_a_torn_checkpoint_and_one_of_another_network_say_what_to_do(plan: Plan) -> None:
    Trainer(Slope(), plan, lambda _: None).train()
    path = plan.out / "checkpoint.pt"
    other = Slope()
    other.net = torch.nn.Linear(2, 2)
    with pytest.raises(OutsideError, match="another network"):
        Trainer(other, replace(plan, resume=True), lambda _: None)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(OutsideError, match="cannot be read"):
        Trainer(Slope(), replace(plan, resume=True), lambda _: None)


def test_resuming_without_a_checkpoint_says_what_to_do(plan: Plan) -> None:
    with pytest.raises(OutsideError, match="without --resume"):
        Trainer(Slope(), replace(plan, resume=True), lambda _: None)

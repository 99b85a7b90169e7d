"""What the tests of tasks share: a small cache, a network that says what it is told, steps."""

from pathlib import Path
from typing import Any

import numpy as np

from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Drawer, Recipe


class Says:
    """A network that gives these logits, whatever it is shown."""

    def __init__(self, logits: Any) -> None:
        self._logits = logits

    def eval(self) -> None:
        """Be ready."""

    def __call__(self, x: Any) -> Any:
        return self._logits[: len(x)]


def drawn(folder: Path, recipe: Recipe, draw: Drawer) -> Cache:
    """Return a cache with two shards to learn from and one to examine."""
    cache = Cache(folder, recipe, draw)
    for number in (0, 1, HELD_OUT):
        cache.load(number)
    return cache


def losses(task: Any, figure: str) -> list[float]:
    """Return a figure of the same batch over twelve steps."""
    import torch

    optimizer = torch.optim.AdamW(task.net.parameters(), lr=2e-3)
    found = []
    for _ in range(12):
        loss, figures = task.loss(np.random.default_rng(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(figures[figure])
    return found

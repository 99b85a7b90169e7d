"""The state network, and how it is trained on whole plates."""

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.lab.training.augmentation import changed
from mdt_alpr.lab.training.designs import UNKNOWN, state_codes
from mdt_alpr.lab.training.loop import Figures, device, mixed_precision
from mdt_alpr.lab.training.reader_network import Residual, as_tensor, convolved, in_parts, levelled
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shelf

Tensor = Any
_FLAT = 48 * 5 * 10


class StateNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Keeps fine detail long, for a state's name is a few pixels high."""

    def __init__(self) -> None:
        super().__init__()
        self.design = nn.Sequential(
            convolved(3, 16, 2),
            convolved(16, 24),
            convolved(24, 48, 2),
            Residual(48),
            convolved(48, 72, 2),
            Residual(72),
            convolved(72, 96, 2),
            convolved(96, 48, size=1),
        )
        self.state = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(_FLAT, 128),
            nn.ReLU(inplace=True),
            nn.Linear(128, len(state_codes())),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the states' logits."""
        return self.state(self.design(levelled(x)))

    def running_order(self) -> list[Any]:
        """Return the layers that have weights in the order in which they run."""
        return [m for m in self.modules() if isinstance(m, nn.Conv2d | nn.Linear)]


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as exported: calibrated probabilities ``s``."""

    def __init__(self, net: StateNet, temperature: float) -> None:
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> Tensor:
        """Return the probabilities of the states."""
        return torch.softmax(self.net(x) / self.temperature, -1)


ANSWERED = 0.95
"""Probability from which a state counts as answered."""


class StateTask:
    """Batches from a growing cache of plates, their loss, and figures on held-out plates."""

    def __init__(self, cache: Cache, batch: int) -> None:
        net: Any = StateNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        self.held_out = cache.load(HELD_OUT)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        shard = self._shelf.pick(numbers)
        rows = np.sort(numbers.choice(len(shard["states"]), self._batch, replace=True))
        x = changed(as_tensor(shard["pictures"][rows]), numbers, negatives=0)
        truth = torch.from_numpy(shard["states"][rows].astype(np.int64)).to(device())
        with mixed_precision():
            states = self.net(x)
        lost = functional.cross_entropy(states.float(), truth)
        return lost, {"state": lost.item()}

    def examine(self, net: Any) -> Figures:
        """Return the share of known states recognized, and of wrong ones among the answers."""
        states = self.logits(net).softmax(-1).numpy()
        truth = self.held_out["states"]
        answers = np.where(states.max(1) >= ANSWERED, states.argmax(1), UNKNOWN)
        known, answered = truth != UNKNOWN, answers != UNKNOWN
        return {
            "states right of known": float((answers == truth)[known].sum() / max(1, known.sum())),
            "states wrong of answers": float(
                (answers != truth)[answered].sum() / max(1, answered.sum())
            ),
        }

    def logits(self, net: Any) -> Any:
        """Return the network's outputs for the held-out plates."""
        return torch.cat(in_parts(net, self.held_out["pictures"])).float().cpu()

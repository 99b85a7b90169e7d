"""What the state network learns from: drawn plates and the states that they name."""

from typing import Any

import numpy as np
import torch
from torch.nn import functional

from mdt_alpr.lab.training.looks import UNKNOWN
from mdt_alpr.lab.training.loop import Figures, device, reckoned_fast
from mdt_alpr.lab.training.reader_lesson import as_tensor, in_parts
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shelf
from mdt_alpr.lab.training.state_net import StateNet
from mdt_alpr.lab.training.variety import changed

ANSWERED = 0.95
"""Probability from which a state counts as answered."""


class StateLesson:
    """Batches from a growing cache of plates, their loss, and figures on held-out plates."""

    def __init__(self, cache: Cache, batch: int) -> None:
        net: Any = StateNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        self.held_out = cache.load(HELD_OUT)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        """Return the loss of a fresh batch."""
        shard = self._shelf.pick(numbers)
        rows = np.sort(numbers.choice(len(shard["states"]), self._batch, replace=True))
        x = changed(as_tensor(shard["pictures"][rows]), numbers, negatives=0)
        truth = torch.from_numpy(shard["states"][rows].astype(np.int64)).to(device())
        with reckoned_fast():
            states = self.net(x)
        lost = functional.cross_entropy(states.float(), truth)
        return lost, {"state": lost.item()}

    def examine(self, net: Any) -> Figures:
        """Return the shares of known states told, and of wrong ones among the answers."""
        states = self.logits(net).softmax(-1).numpy()
        truth = self.held_out["states"]
        told = np.where(states.max(1) >= ANSWERED, states.argmax(1), UNKNOWN)
        known, answered = truth != UNKNOWN, told != UNKNOWN
        return {
            "states right of known": float((told == truth)[known].sum() / max(1, known.sum())),
            "states wrong of answers": float(
                (told != truth)[answered].sum() / max(1, answered.sum())
            ),
        }

    def logits(self, net: Any) -> Any:
        """Return the network's outputs for the held-out plates."""
        return torch.cat(in_parts(net, self.held_out["pictures"])).float().cpu()

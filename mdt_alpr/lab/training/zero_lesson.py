"""What the zero network learns from: strips about round characters, and which zeros are marked."""

from typing import Any

import numpy as np
import torch
from torch.nn import functional

from mdt_alpr.domain.reading.slashed_zero import MARKED_FROM
from mdt_alpr.lab.training.loop import Figures, device, reckoned_fast
from mdt_alpr.lab.training.reader_lesson import as_tensor, in_parts
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shelf
from mdt_alpr.lab.training.variety import changed
from mdt_alpr.lab.training.zero_net import ZeroNet


class ZeroLesson:
    """Batches from a growing cache of strips, their loss, and figures on held-out ones."""

    def __init__(self, cache: Cache, batch: int) -> None:
        net: Any = ZeroNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        self.held_out = cache.load(HELD_OUT)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        """Return the loss of a fresh batch."""
        shard = self._shelf.pick(numbers)
        rows = np.sort(numbers.choice(len(shard["marked"]), self._batch, replace=True))
        x = changed(as_tensor(shard["pictures"][rows]), numbers)
        truth = torch.from_numpy(shard["marked"][rows].astype(np.float32)).to(device())
        with reckoned_fast():
            marks = self.net(x)
        lost = functional.binary_cross_entropy_with_logits(marks.float(), truth)
        return lost, {"mark": lost.item()}

    def examine(self, net: Any) -> Figures:
        """Return the shares of marked zeros that are told, and of others taken for one."""
        told = self.logits(net).sigmoid().numpy() >= MARKED_FROM
        marked = self.held_out["marked"]
        return {
            "marked zeros told": float(told[marked].mean()) if marked.any() else 0.0,
            "others told as one": float(told[~marked].mean()) if (~marked).any() else 0.0,
        }

    def logits(self, net: Any) -> Any:
        """Return the network's outputs for the held-out strips."""
        return torch.cat(in_parts(net, self.held_out["pictures"])).float().cpu()

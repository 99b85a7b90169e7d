"""The zero network, and how it is trained on strips about round characters."""

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.domain.reading.slashed_zero import MARKED_FROM
from mdt_alpr.lab.training.augmentation import changed
from mdt_alpr.lab.training.loop import Figures, device, mixed_precision
from mdt_alpr.lab.training.reader_network import Residual, as_tensor, convolved, in_parts, levelled
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shelf

Tensor = Any
_FLAT = 48 * 6 * 4


class ZeroNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Keeps fine detail long, for a mark is two or three pixels thick."""

    def __init__(self) -> None:
        super().__init__()
        self.design = nn.Sequential(
            convolved(3, 16),
            convolved(16, 24, 2),
            Residual(24),
            convolved(24, 40, 2),
            Residual(40),
            convolved(40, 48, 2),
        )
        self.mark = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(_FLAT, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits of a mark."""
        return self.mark(self.design(levelled(x))).squeeze(1)

    def running_order(self) -> list[Any]:
        """Return the layers that have weights in the order in which they run."""
        return [m for m in self.modules() if isinstance(m, nn.Conv2d | nn.Linear)]


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as exported: calibrated probabilities ``m``."""

    def __init__(self, net: ZeroNet, temperature: float) -> None:
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> Tensor:
        """Return how likely each character is a marked zero."""
        return torch.sigmoid(self.net(x) / self.temperature)


class ZeroTask:
    """Batches from a growing cache of strips, their loss, and figures on held-out ones."""

    def __init__(self, cache: Cache, batch: int) -> None:
        net: Any = ZeroNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        self.held_out = cache.load(HELD_OUT)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        shard = self._shelf.pick(numbers)
        rows = np.sort(numbers.choice(len(shard["marked"]), self._batch, replace=True))
        x = changed(as_tensor(shard["pictures"][rows]), numbers)
        truth = torch.from_numpy(shard["marked"][rows].astype(np.float32)).to(device())
        with mixed_precision():
            marks = self.net(x)
        lost = functional.binary_cross_entropy_with_logits(marks.float(), truth)
        return lost, {"mark": lost.item()}

    def examine(self, net: Any) -> Figures:
        """Return the share of marked zeros found, and of others mistaken for one."""
        found_marked = self.logits(net).sigmoid().numpy() >= MARKED_FROM
        marked = self.held_out["marked"]
        return {
            "marked zeros found": float(found_marked[marked].mean()) if marked.any() else 0.0,
            "others mistaken for one": float(found_marked[~marked].mean())
            if (~marked).any()
            else 0.0,
        }

    def logits(self, net: Any) -> Any:
        """Return the network's outputs for the held-out strips."""
        return torch.cat(in_parts(net, self.held_out["pictures"])).float().cpu()

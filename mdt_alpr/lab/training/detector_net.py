"""The detector network: anchor-free, one score and one box a cell of eight pixels.

Input ``x``: N x 3 x H x W, red first, 0 to 1, H and W multiples of 32. Outputs, before their
last functions: N x 1 x H/8 x W/8 scores and N x 4 x H/8 x W/8 distances from the cell's middle.
"""

from typing import Any

import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.lab.training.reader_net import convolved

CELL = 8
_WIDTHS, _MERGED = (16, 32, 64, 128, 192), 64
_BLOCKS = (1, 2, 2, 2)
_RARE = -4.6
"""The score's bias at the start: one cell in a hundred is a plate's."""

_NEAREST, _FARTHEST = -3.0, 5.0
Tensor = Any


class Bottleneck(nn.Module):  # type: ignore[misc, unused-ignore]
    """A narrow pair of convolutions whose result is added to what went in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.narrow = convolved(width, width // 2, size=1)
        self.wide = convolved(width // 2, width)

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum."""
        return x + self.wide(self.narrow(x))


class DetectorNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Finds plates at three scales and merges them at the finest."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = convolved(3, _WIDTHS[0], 2)
        self.stages = nn.ModuleList(
            nn.Sequential(convolved(inner, outer, 2), *[Bottleneck(outer) for _ in range(count)])
            for inner, outer, count in zip(_WIDTHS[:-1], _WIDTHS[1:], _BLOCKS, strict=True)
        )
        self.from_middle = convolved(_WIDTHS[3], _MERGED, size=1)
        self.from_coarse = convolved(_WIDTHS[4], _MERGED, size=1)
        self.merged_middle = convolved(_MERGED, _MERGED)
        self.from_fine = convolved(_WIDTHS[2], _MERGED, size=1)
        self.merged_fine = convolved(_MERGED, _MERGED)
        self.last = convolved(_MERGED, _MERGED)
        self.score = nn.Conv2d(_MERGED, 1, 1)
        self.reach = nn.Conv2d(_MERGED, 4, 1)
        for head in (self.score, self.reach):
            nn.init.normal_(head.weight, std=0.01)
        with torch.no_grad():
            _bias(self.score).fill_(_RARE)
            _bias(self.reach).copy_(torch.tensor([1.0, 0.4, 1.0, 0.4]))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores' logits and the distances' logarithms in cells."""
        quarter = self.stages[0](self.stem(x))
        fine = self.stages[1](quarter)
        middle = self.stages[2](fine)
        coarse = self.stages[3](middle)
        up = self.from_middle(middle) + _doubled(self.from_coarse(coarse))
        up = self.from_fine(fine) + _doubled(self.merged_middle(up))
        up = self.last(self.merged_fine(up))
        return self.score(up), self.reach(up)

    def running_order(self) -> list[Any]:
        """Return the convolutions in the order in which they run."""
        parts = (
            self.stem, *self.stages, self.from_middle, self.from_coarse, self.from_fine,
            self.merged_middle, self.merged_fine, self.last, self.score, self.reach,
        )  # fmt: skip
        return [m for part in parts for m in part.modules() if isinstance(m, nn.Conv2d)]


def _bias(head: Any) -> Any:
    return head.bias


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def distances(reach: Tensor) -> Tensor:
    """Return distances in pixels: to the left, top, right and bottom of the plate."""
    return torch.exp(reach.clamp(_NEAREST, _FARTHEST)) * CELL


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as it is shipped: calibrated scores ``p`` and distances ``b``."""

    def __init__(self, net: DetectorNet, temperature: float) -> None:
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores as probabilities and the distances in pixels."""
        score, reach = self.net(x)
        return torch.sigmoid(score / self.temperature), distances(reach)

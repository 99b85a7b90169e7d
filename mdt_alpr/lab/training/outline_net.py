"""The outline network: where the corners of a plate and of its serial stand in an unsure cut.

Input ``x``: N x 3 x 64 x 128, blue first, 0 to 255. Before its last functions: N x 8 maps of
16 x 32 cells, one for each corner; each map's mean place is the corner's.
"""

from typing import Any

import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.lab.training.outlines import POINTS
from mdt_alpr.lab.training.reader_net import Residual, convolved, levelled

WIDTH, HEIGHT = 128, 64
CELL = 4
ROWS, COLUMNS = HEIGHT // CELL, WIDTH // CELL
_WIDTHS, _MERGED = (20, 32, 48, 64), 48
_DEEP = 2
Tensor = Any


class OutlineNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Looks at three scales and marks the corners at the finest."""

    def __init__(self) -> None:
        super().__init__()
        stem, fine, middle, coarse = _WIDTHS
        self.stem = convolved(3, stem, 2)
        self.fine = nn.Sequential(convolved(stem, fine, 2), Residual(fine))
        self.middle = nn.Sequential(
            convolved(fine, middle, 2), *[Residual(middle) for _ in range(_DEEP)]
        )
        self.coarse = nn.Sequential(
            convolved(middle, coarse, 2), *[Residual(coarse) for _ in range(_DEEP)]
        )
        self.from_coarse = convolved(coarse, _MERGED, size=1)
        self.from_middle = convolved(middle, _MERGED, size=1)
        self.from_fine = convolved(fine, _MERGED, size=1)
        self.merged_middle = convolved(_MERGED, _MERGED)
        self.merged_fine = convolved(_MERGED, _MERGED)
        self.marks = nn.Conv2d(_MERGED, POINTS, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits of the corners' maps."""
        fine = self.fine(self.stem(levelled(x)))
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        up = self.from_middle(middle) + _doubled(self.from_coarse(coarse))
        up = self.from_fine(fine) + _doubled(self.merged_middle(up))
        return self.marks(self.merged_fine(up))

    def running_order(self) -> list[Any]:
        """Return the convolutions in the order in which they run."""
        parts = (
            self.stem, self.fine, self.middle, self.coarse, self.from_middle, self.from_coarse,
            self.from_fine, self.merged_middle, self.merged_fine, self.marks,
        )  # fmt: skip
        return [m for part in parts for m in part.modules() if isinstance(m, nn.Conv2d)]


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def places(maps: Tensor) -> tuple[Tensor, Tensor]:
    """Return each corner's place, N x 8 x 2 pixels, x before y, and how far its map spreads."""
    likely = maps.flatten(2).softmax(-1)
    x = (torch.arange(COLUMNS, dtype=maps.dtype, device=maps.device) + 0.5) * CELL
    y = (torch.arange(ROWS, dtype=maps.dtype, device=maps.device) + 0.5) * CELL
    grid = torch.stack([x.repeat(ROWS), y.repeat_interleave(COLUMNS)], -1)
    middle = likely @ grid
    squares = likely @ (grid * grid)
    spread = (squares - middle * middle).clamp(min=0).sum(-1).sqrt()
    return middle, spread


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as it is shipped: places ``c`` in pixels of the cut and their spread ``u``."""

    def __init__(self, net: OutlineNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the corners' places and how far each may be off."""
        return places(self.net(x))

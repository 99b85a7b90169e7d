"""Cheap changes of cached pictures, so that no two uses of one in a training are the same."""

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

Shares = npt.NDArray[np.float32]

_NEGATIVE, _GRAY, _NOISY = 0.08, 0.12, 0.3
_REORDERED = 0.3
_ORDERS = np.array(list(permutations(range(3))))
_WIDENED, _HEIGHTENED = 0.04, 0.05
"""Standard deviations of how much wider and taller a picture is drawn out."""

_ALONG, _DOWN = 0.02, 0.035
"""How far a picture is moved at most, in its width and height: three and two pixels."""


def changed(x: Any, numbers: np.random.Generator, negatives: float = _NEGATIVE) -> Any:
    """Return a batch with some pictures negative or gray, and noise."""
    chance = torch.from_numpy(numbers.random((2, len(x), 1, 1, 1), np.float32)).to(x.device)
    x = torch.where(chance[0] < negatives, 255 - x, x)
    x = torch.where(chance[1] < _GRAY, x.mean(1, keepdim=True).expand_as(x), x)
    if numbers.random() < _NOISY:
        noise = numbers.standard_normal(tuple(x.shape), np.float32)
        strength = numbers.random((len(x), 1, 1, 1), np.float32) * 8
        x = x + torch.from_numpy(noise * strength).to(x.device)
    return x.contiguous(memory_format=torch.channels_last)


def recolored(x: Any, numbers: np.random.Generator) -> Any:
    """Return a batch with some pictures' colors exchanged: other inks on other grounds."""
    orders = np.zeros((len(x), 3), np.int64) + np.arange(3)
    some = numbers.random(len(x)) < _REORDERED
    orders[some] = _ORDERS[numbers.integers(len(_ORDERS), size=int(some.sum()))]
    rows = torch.arange(len(x))[:, None]
    return x[rows, torch.from_numpy(orders)].contiguous(memory_format=torch.channels_last)


@dataclass(frozen=True, slots=True)
class Moves:
    """How each picture is drawn out around its middle and moved, N x 2: across, down."""

    scales: Shares
    shifts: Shares

    def picture(self, x: Any) -> Any:
        """Return the pictures moved; edge pixels are repeated where nothing was seen."""
        matrices = np.zeros((len(x), 2, 3), np.float32)
        for axis in (0, 1):
            matrices[:, axis, axis] = 1 / self.scales[:, axis]
            matrices[:, axis, 2] = -2 * self.shifts[:, axis] / self.scales[:, axis]
        grid = functional.affine_grid(
            torch.from_numpy(matrices).to(x.device), list(x.shape), align_corners=False
        )
        seen = functional.grid_sample(x, grid, padding_mode="border", align_corners=False)
        return seen.contiguous(memory_format=torch.channels_last)

    def middles(self, middles: Shares) -> Shares:
        """Return where points at these shares of the width are after the move, N x any."""
        return (middles - 0.5) * self.scales[:, :1] + 0.5 + self.shifts[:, :1]

    def reaches(self, reaches: Shares) -> Shares:
        """Return half widths, N x any."""
        return reaches * self.scales[:, :1]


def some_moves(left: Shares, right: Shares, numbers: np.random.Generator) -> Moves:
    """Return a move for each picture; what reaches from left to right is pushed over no edge.

    ``left`` and ``right`` are shares of the width, N. A serial that is cut off already stays so.
    """
    first, last = np.minimum(left, 0), np.maximum(right, 1)
    wide = np.clip(numbers.normal(1, _WIDENED, len(left)), 0.9, 1.1)
    wide = np.minimum(wide, (last - first) / np.maximum(right - left, 0.1))
    tall = np.clip(numbers.normal(1, _HEIGHTENED, len(left)), 0.88, 1.12)
    least, most = first - ((left - 0.5) * wide + 0.5), last - ((right - 0.5) * wide + 0.5)
    along = np.clip(numbers.uniform(-_ALONG, _ALONG, len(left)), least, np.maximum(least, most))
    down = numbers.uniform(-_DOWN, _DOWN, len(left))
    return Moves(
        np.stack([wide, tall], 1).astype(np.float32), np.stack([along, down], 1).astype(np.float32)
    )

"""The outline network, and how it is trained on plates with what is around them."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.lab.training.augmentation import changed
from mdt_alpr.lab.training.loop import Figures, device, mixed_precision
from mdt_alpr.lab.training.outlines import POINTS
from mdt_alpr.lab.training.reader_network import Residual, as_tensor, convolved, levelled
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shelf

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
    """The network as exported: places ``c`` in pixels of the cut and their deviation ``u``."""

    def __init__(self, net: OutlineNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the corners' places and how far each may be off."""
        return places(self.net(x))


AROUND = (1.4, 1.75)
"""How much of what is around a box is cut out with it, in its widths and heights."""

_UNSURE = (0.07, 0.13)
"""Spread of a box's edges, in widths and heights of the plate."""

_FAR_OFF, _FAR_OFF_SHARE = 2.5, 0.1
_NEAR = 0.8
"""Spread of what a map should say around a corner, in cells."""

_PLACE_WEIGHT = 0.4
_CLOSE = 0.03
Points = npt.NDArray[np.float32]


class OutlineTask:
    """Batches from a growing cache of outlines, their loss, and figures on held-out ones."""

    def __init__(self, cache: Cache, batch: int) -> None:
        net: Any = OutlineNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        held_out = cache.load(HELD_OUT)
        self._held_out = cuts(
            held_out["pictures"], held_out["points"], np.random.default_rng(HELD_OUT)
        )

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        shard = self._shelf.pick(numbers)
        rows = np.sort(numbers.choice(len(shard["points"]), self._batch, replace=True))
        pictures, points = cuts(shard["pictures"][rows], shard["points"][rows], numbers)
        with mixed_precision():
            maps = self.net(changed(as_tensor(pictures), numbers))
        maps = maps.float()
        heat, place = heat_loss(maps, points), place_loss(maps, points)
        return heat + _PLACE_WEIGHT * place, {"heat": heat.item(), "place": place.item()}

    def examine(self, net: Any) -> Figures:
        """Return how far corners are off, and the share of outlines that are close throughout."""
        pictures, points = self._held_out
        net.eval()
        with torch.no_grad():
            found = [
                places(net(as_tensor(pictures[i : i + 64])).float())[0]
                for i in range(0, len(pictures), 64)
            ]
        off = np.abs(torch.cat(found).cpu().numpy() - points).max(-1)
        wide = np.hypot(*(points[:, 1] - points[:, 0]).T)[:, None]
        shares = off / wide
        figures = {"plate off": shares[:, :4], "serial off": shares[:, 4:]}
        close = {
            name.replace("off", "close"): float((part.max(1) <= _CLOSE).mean())
            for name, part in figures.items()
        }
        return {**{name: float(np.median(part)) for name, part in figures.items()}, **close}


def cuts(
    pictures: npt.NDArray[np.uint8], points: Points, numbers: np.random.Generator
) -> tuple[npt.NDArray[np.uint8], Points]:
    """Return what the network is shown, N x 64 x 128 x 3, and where the corners are in it."""
    cut = np.empty((len(pictures), HEIGHT, WIDTH, 3), np.uint8)
    moved = np.empty_like(points)
    for i, picture in enumerate(pictures):
        low, high = points[i, :4].min(0), points[i, :4].max(0)
        size = high - low
        far = _FAR_OFF if numbers.random() < _FAR_OFF_SHARE else 1.0
        low = low + numbers.normal(0, _UNSURE, 2) * far * size
        high = np.maximum(low + 0.4 * size, high + numbers.normal(0, _UNSURE, 2) * far * size)
        middle, around = (low + high) / 2, (high - low) * AROUND
        scale = np.array((WIDTH, HEIGHT)) / around
        away = np.array((WIDTH, HEIGHT)) / 2 - middle * scale
        matrix = np.array([[scale[0], 0, away[0]], [0, scale[1], away[1]]], np.float32)
        cut[i] = cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        moved[i] = points[i] * scale + away
    return cut, moved


def _inside(points: Points) -> Any:
    """Return which corners are inside the cut, N x 8."""
    inside = (points > 0).all(-1) & (points < (WIDTH, HEIGHT)).all(-1)
    return torch.from_numpy(inside).to(device())


def heat_loss(maps: Any, points: Points) -> Any:
    """Return how far the maps are from humps about the corners; corners outside do not count."""
    x, y = np.arange(COLUMNS) + 0.5, np.arange(ROWS) + 0.5
    at = points / CELL
    across = np.exp(-((x - at[..., :1]) ** 2) / (2 * _NEAR**2))
    down = np.exp(-((y - at[..., 1:]) ** 2) / (2 * _NEAR**2))
    hump = (down[..., None] * across[..., None, :]).reshape(len(points), POINTS, -1) + 1e-9
    goal = torch.from_numpy((hump / hump.sum(-1, keepdims=True)).astype(np.float32))
    lost = -(goal.to(maps.device) * maps.flatten(2).log_softmax(-1)).sum(-1)
    inside = _inside(points)
    return (lost * inside).sum() / inside.sum().clamp(min=1)


def place_loss(maps: Any, points: Points) -> Any:
    """Return how far the maps' mean places are from the corners, in cells."""
    found, _ = places(maps)
    wanted = torch.from_numpy(points).to(maps.device)
    lost = functional.smooth_l1_loss(found / CELL, wanted / CELL, reduction="none", beta=0.25)
    inside = _inside(points)
    return (lost.sum(-1) * inside).sum() / inside.sum().clamp(min=1)

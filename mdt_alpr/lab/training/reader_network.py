"""The reader, and how it is trained on plates."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.lab.training.augmentation import changed, recolored, some_moves
from mdt_alpr.lab.training.loop import Figures, device, mixed_precision
from mdt_alpr.lab.training.setting import HIGHEST_STACK
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shard, Shelf
from mdt_alpr.lab.training.views import CHARACTERS

CLASSES = len(CHARACTERS) + 1
COLUMNS = 36
Tensor = Any
_FAINT = 16.0
"""Variance below which a picture counts as flat and is not stretched further."""


def convolved(inner: int, outer: int, stride: Any = 1, size: Any = 3) -> nn.Sequential:
    """Return a convolution with its normalization."""
    tall, wide = size if isinstance(size, tuple) else (size, size)
    return nn.Sequential(
        nn.Conv2d(inner, outer, (tall, wide), stride, (tall // 2, wide // 2), bias=False),
        nn.BatchNorm2d(outer),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):  # type: ignore[misc, unused-ignore]
    """Two convolutions whose result is added to what went in."""

    def __init__(self, width: int, size: Any = 3) -> None:
        super().__init__()
        tall, wide = size if isinstance(size, tuple) else (size, size)
        self.first = convolved(width, width, size=size)
        added = nn.BatchNorm2d(width)
        nn.init.zeros_(added.weight)
        self.second = nn.Sequential(
            nn.Conv2d(width, width, (tall, wide), 1, (tall // 2, wide // 2), bias=False), added
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum."""
        return torch.relu(x + self.second(self.first(x)))


class ReaderNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Reads a plate's characters column by column."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolved(3, 24, 2), convolved(24, 32))
        self.body = nn.Sequential(
            convolved(32, 64, 2),
            Residual(64),
            convolved(64, 128, (2, 1)),
            Residual(128),
            Residual(128),
            convolved(128, 192, (2, 1)),
            Residual(192),
        )
        self.column = nn.Sequential(
            nn.Conv2d(192, 256, (3, 1), bias=False), nn.BatchNorm2d(256), nn.ReLU(inplace=True)
        )
        self.context = Residual(256, (1, 5))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Conv2d(256, CLASSES, 1)
        self.small = nn.Conv2d(256, HIGHEST_STACK * CLASSES, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of columns and stack."""
        seen = self.column(self.body(self.stem(levelled(x))))
        features = self.drop(self.context(seen))
        columns = self.head(features).squeeze(2).transpose(1, 2)
        stack = self.small(features).squeeze(2).transpose(1, 2)
        return columns, stack.reshape(-1, COLUMNS, HIGHEST_STACK, CLASSES)

    def running_order(self) -> list[Any]:
        """Return the convolutions in the order in which they run."""
        parts = (self.stem, self.body, self.column, self.context, self.head, self.small)
        return [m for part in parts for m in part.modules() if isinstance(m, nn.Conv2d)]


def levelled(x: Tensor) -> Tensor:
    """Return pictures normalized by their mean and contrast."""
    level = x - x.mean((1, 2, 3), keepdim=True)
    return level * torch.rsqrt((level * level).mean((1, 2, 3), keepdim=True) + _FAINT)


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as exported: calibrated probabilities ``p`` and ``k``."""

    def __init__(self, net: ReaderNet, columns: float, stack: float) -> None:
        super().__init__()
        self.net = net
        self.columns, self.stack = columns, stack

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the probabilities of the columns' classes and of the stack's."""
        columns, stack = self.net(x)
        return (columns / self.columns).softmax(-1), (stack / self.stack).softmax(-1)


_INSIDE, _OUTSIDE = 0.5, 0.85
"""In half widths: a column this near a character's middle is its; this far it is blank."""

_CLEAR = 1.6
"""In half widths: a column this far from a stack's middle is none of it."""

_SPELLS_BELOW = 0.5
"""Loss of the columns from which on whole serials count too: before, they teach blanks alone. A
network that starts from weights spells already and does not wait."""

_STACK_WEIGHT = 0.3
_IGNORED = -1


class ReaderTask:
    """Batches from a growing cache of views, their loss, and figures on held-out views."""

    def __init__(self, cache: Cache, batch: int) -> None:
        net: Any = ReaderNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        self._held_out = cache.load(HELD_OUT)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        shard = self._shelf.pick(numbers)
        rows = np.sort(numbers.choice(len(shard["classes"]), self._batch, replace=True))
        x, truth = moved_batch(shard, rows, numbers)
        x = changed(recolored(x, numbers), numbers)
        classes = truth["classes"].astype(np.int64)
        labels = torch.from_numpy(column_labels(classes, truth["centers"], truth["reaches"]))
        with mixed_precision():
            columns, stacks = self.net(x)
        columns = columns.float()
        frames = functional.cross_entropy(
            columns.flatten(0, 1),
            labels.flatten().to(device()),
            ignore_index=_IGNORED,
            label_smoothing=0.01,
        )
        small = stack_loss(stacks.float(), stack_labels(truth["stack"], truth["stands"]))
        figures = {"frames": frames.item(), "stack": small.item()}
        beside = _STACK_WEIGHT * small
        if figures["frames"] > _SPELLS_BELOW:
            return frames + beside, figures
        ctc = ctc_loss(columns, classes)
        return 0.5 * frames + 0.5 * ctc + beside, {**figures, "ctc": ctc.item()}

    def examine(self, net: Any) -> Figures:
        """Return the shares of held-out plates read right, other writing read, and stacks."""
        columns, stacks = (out.softmax(-1).numpy() for out in self.logits(net))
        truth = self._held_out
        pairs = zip(columns.argmax(-1), truth["classes"].tolist(), strict=True)
        read = np.array([greedy(row) == [c for c in want if c] for row, want in pairs])
        plates = truth["classes"].any(1)
        stacked = truth["stack"].any(1)
        spelt = (stack_of(stacks) == truth["stack"]).all(1)
        return {
            "read right": float(read[plates].mean()),
            "read where no plate is": float((~read)[~plates].mean()) if not plates.all() else 0.0,
            "stacks right": float(spelt[stacked].mean()) if stacked.any() else 0.0,
            "stacks seen where none is": float((~spelt)[~stacked].mean()),
        }

    def logits(self, net: Any) -> tuple[Any, Any]:
        """Return the network's outputs for the held-out views."""
        parts = in_parts(net, self._held_out["pictures"])
        columns, stacks = (torch.cat(p).float().cpu() for p in zip(*parts, strict=True))
        return columns, stacks


def in_parts(net: Any, pictures: npt.NDArray[Any]) -> list[Any]:
    """Return a network's outputs for pictures, some pictures at a time; it learns nothing."""
    net.eval()
    with torch.no_grad():
        return [net(as_tensor(pictures[i : i + 64])) for i in range(0, len(pictures), 64)]


def as_tensor(pictures: npt.NDArray[Any]) -> Any:
    """Return pictures as the network's input, where it is trained."""
    x = torch.from_numpy(np.ascontiguousarray(pictures)).to(device()).permute(0, 3, 1, 2).float()
    return x.contiguous(memory_format=torch.channels_last)


def moved_batch(
    shard: Shard, rows: npt.NDArray[np.int64], numbers: np.random.Generator
) -> tuple[Any, Shard]:
    """Return these views of a shard as input, each drawn out and moved a little, and its truth."""
    truth = {name: array[rows] for name, array in shard.items() if name != "pictures"}
    middle, reach = np.hsplit(truth["stands"], 2)
    all_ends = ends(
        np.hstack([truth["classes"], truth["stack"].max(1, keepdims=True)]),
        np.hstack([truth["centers"], middle]),
        np.hstack([truth["reaches"], reach]),
    )
    moves = some_moves(*all_ends, numbers)
    moved = {
        "centers": moves.middles(truth["centers"]),
        "reaches": moves.reaches(truth["reaches"]),
        "stands": np.hstack([moves.middles(middle), moves.reaches(reach)]),
    }
    return moves.picture(as_tensor(shard["pictures"][rows])), {**truth, **moved}


def ends(
    classes: npt.NDArray[Any], centers: npt.NDArray[Any], reaches: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return where each serial begins and ends, as shares of the width; half if there is none."""
    some = classes > 0
    left = np.where(some, centers - reaches, 1.0).min(1)
    right = np.where(some, centers + reaches, 0.0).max(1)
    none = ~some.any(1)
    left[none] = right[none] = 0.5
    return left.astype(np.float32), right.astype(np.float32)


def column_labels(
    classes: npt.NDArray[np.int64], centers: npt.NDArray[Any], reaches: npt.NDArray[Any]
) -> npt.NDArray[np.int64]:
    """Return each column's class: a character's near its middle, blank far off, else none."""
    columns = (np.arange(COLUMNS) + 0.5) / COLUMNS
    reach = np.maximum(reaches, 0.3 / COLUMNS)
    away = np.abs(columns[None, :, None] - centers[:, None]) / reach[:, None]
    away = np.where((classes == 0)[:, None], np.inf, away)
    nearest = away.argmin(2)
    near = np.take_along_axis(away, nearest[..., None], 2)[..., 0]
    its = np.take_along_axis(classes, nearest, 1)
    labels = np.where(near < _INSIDE, its, np.where(near > _OUTSIDE, 0, _IGNORED))
    row, place = np.nonzero(classes)
    at = np.clip((centers[row, place] * COLUMNS).astype(int), 0, COLUMNS - 1)
    labels[row, at] = classes[row, place]  # the nearest column always counts
    return labels.astype(np.int64)


def stack_labels(
    stack: npt.NDArray[np.uint8], stands: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    """Return each column's and place's class: the stack's near its middle, none far off."""
    columns = (np.arange(COLUMNS) + 0.5) / COLUMNS
    away = np.abs(columns[None] - stands[:, :1]) / np.maximum(stands[:, 1:], 0.5 / COLUMNS)
    away = np.where(stack.any(axis=1, keepdims=True), away, np.inf)[..., None]
    its = np.broadcast_to(stack[:, None].astype(np.int64), (len(stack), COLUMNS, stack.shape[1]))
    return np.where(away <= 1, its, np.where(away > _CLEAR, 0, _IGNORED))


def stack_loss(stacks: Any, labels: npt.NDArray[np.int64]) -> Any:
    """Return the loss of all columns, and beside it that of the few that have a stack."""
    at_stack = torch.from_numpy((labels > 0).any(-1)).to(stacks.device)
    wanted = torch.from_numpy(labels).to(stacks.device)
    loss = functional.cross_entropy(stacks.flatten(0, 2), wanted.flatten(), ignore_index=_IGNORED)
    if at_stack.any():
        loss = loss + functional.cross_entropy(
            stacks[at_stack].flatten(0, 1), wanted[at_stack].flatten()
        )
    return loss


def stack_of(stacks: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the classes that the column surest of a stack spells, N x 3, 0 for none.

    A stack has an upper and a lower character at least; where either is missing there is none.
    """
    there = 1 - stacks[..., (0, -1), 0].max(-1)
    column = there.argmax(1)
    spelt = np.take_along_axis(stacks, column[:, None, None, None], 1)[:, 0].argmax(-1)
    whole = (spelt[:, 0] > 0) & (spelt[:, -1] > 0)
    return np.where(whole[:, None], spelt, 0)


def ctc_loss(columns: Any, classes: npt.NDArray[np.int64]) -> Any:
    """Return the loss of whole serials, wherever their characters are."""
    sizes = torch.from_numpy((classes > 0).sum(1))
    wanted = torch.from_numpy(classes[classes > 0]).to(columns.device)
    steps = torch.full((len(classes),), columns.shape[1])
    return functional.ctc_loss(
        columns.log_softmax(-1).transpose(0, 1), wanted, steps, sizes, zero_infinity=True
    )


def greedy(columns: npt.NDArray[Any]) -> list[int]:
    """Return the classes that a row of columns spells: repeats once, blanks not."""
    spelt, last = [], 0
    for column in columns.tolist():
        if column not in (0, last):
            spelt.append(column)
        last = column
    return spelt

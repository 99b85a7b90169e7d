"""The reader network: columns of characters, and the small ones stacked beside them.

Input ``x``: N x 3 x 48 x 144, blue first, 0 to 255. Outputs, before softmax: N x 36 columns x 36
classes (0 the blank of CTC, then ``views.CHARACTERS``), and N x 36 columns x 3 places x 36 classes
of small stacked characters, from above (0 none).
"""

from typing import Any

import torch
from torch import nn

from mdt_alpr.lab.training.small_characters import HIGHEST_STACK
from mdt_alpr.lab.training.views import CHARACTERS

CLASSES = len(CHARACTERS) + 1
COLUMNS = 36
Tensor = Any
_FAINT = 16.0
"""Variance below which a picture counts as flat and is not stretched further."""


def convolved(inner: int, outer: int, stride: Any = 1, size: Any = 3) -> nn.Sequential:
    """Return a convolution with its normalisation."""
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
    """Return pictures with their own mean and contrast taken out."""
    level = x - x.mean((1, 2, 3), keepdim=True)
    return level * torch.rsqrt((level * level).mean((1, 2, 3), keepdim=True) + _FAINT)


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as it is shipped: calibrated probabilities ``p`` and ``k``."""

    def __init__(self, net: ReaderNet, columns: float, stack: float) -> None:
        super().__init__()
        self.net = net
        self.columns, self.stack = columns, stack

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the probabilities of the columns' classes and of the stack's."""
        columns, stack = self.net(x)
        return (columns / self.columns).softmax(-1), (stack / self.stack).softmax(-1)

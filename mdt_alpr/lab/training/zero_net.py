"""The zero network: whether a round character is a digit 0 with a mark in it, a slash or a dot.

Input ``x``: N x 3 x 48 x 32, blue first, 0 to 255, a strip of the reader's picture about the
character. Output before its last function: N logits.
"""

from typing import Any

import torch
from torch import nn

from mdt_alpr.lab.training.reader_net import Residual, convolved, levelled

Tensor = Any
_FLAT = 48 * 6 * 4


class ZeroNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Keeps fine detail long, for a mark is two or three pixels thick."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Sequential(
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
        return self.mark(self.look(levelled(x))).squeeze(1)

    def running_order(self) -> list[Any]:
        """Return the convolutions in the order in which they run."""
        return [m for m in self.look.modules() if isinstance(m, nn.Conv2d)]


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as it is shipped: calibrated probabilities ``m``."""

    def __init__(self, net: ZeroNet, temperature: float) -> None:
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> Tensor:
        """Return how likely each character is a marked zero."""
        return torch.sigmoid(self.net(x) / self.temperature)

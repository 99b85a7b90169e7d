"""The state network: which state a plate is of, by its look and its words.

Input ``x``: N x 3 x 80 x 160, blue first, 0 to 255, a whole plate made straight. Output before
softmax: N x 52 states, 0 unknown.
"""

from typing import Any

import torch
from torch import nn

from mdt_alpr.lab.training.looks import state_codes
from mdt_alpr.lab.training.reader_net import Residual, convolved, levelled

Tensor = Any
_FLAT = 48 * 5 * 10


class StateNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Keeps fine detail long, for a state's name is a few pixels high."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Sequential(
            convolved(3, 16, 2),
            convolved(16, 24),
            convolved(24, 48, 2),
            Residual(48),
            convolved(48, 72, 2),
            Residual(72),
            convolved(72, 96, 2),
            convolved(96, 48, size=1),
        )
        self.state = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(_FLAT, 128),
            nn.ReLU(inplace=True),
            nn.Linear(128, len(state_codes())),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the states' logits."""
        return self.state(self.look(levelled(x)))

    def running_order(self) -> list[Any]:
        """Return the convolutions in the order in which they run."""
        return [m for m in self.look.modules() if isinstance(m, nn.Conv2d)]


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as it is shipped: calibrated probabilities ``s``."""

    def __init__(self, net: StateNet, temperature: float) -> None:
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> Tensor:
        """Return the probabilities of the states."""
        return torch.softmax(self.net(x) / self.temperature, -1)

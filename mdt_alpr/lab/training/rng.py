"""Seeded random numbers: the same seed draws the same pictures."""

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_STOCK = 4096


class Rng:
    """Draws numbers and picks; fast enough for hundreds of draws a picture."""

    def __init__(self, *seed: int) -> None:
        self.numbers = np.random.Generator(np.random.PCG64(list(seed)))
        self._stock: list[float] = []

    def share(self) -> float:
        """Return a number from 0 up to but not 1."""
        if not self._stock:
            self._stock = self.numbers.random(_STOCK).tolist()
        return self._stock.pop()

    def between(self, low: float, high: float) -> float:
        """Return a number between ``low`` and ``high``."""
        return low + (high - low) * self.share()

    def log_between(self, low: float, high: float) -> float:
        """Return a positive number, each doubling as likely as every other."""
        return math.exp(self.between(math.log(low), math.log(high)))

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self.share() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Return True in this share of the calls."""
        return self.share() < probability

    def pick(self, among: Sequence[T]) -> T:
        """Return one of several, all equally likely."""
        return among[int(self.share() * len(among))]

    def normal(self, spread: float, middle: float = 0.0) -> float:
        """Return a normally distributed number."""
        # Box and Muller, so that the stock above serves this too
        length = math.sqrt(-2.0 * math.log(1.0 - self.share()))
        return middle + spread * length * math.cos(2 * math.pi * self.share())

"""Readers that weigh texts as a test says, at the port of the readers."""

import math
from collections.abc import Mapping

from mdt_alpr.domain.reading.reading import Box, PlateText
from mdt_alpr.patrol.ports import Frame
from tests.observations import characters_of


class Weights:
    """How likely texts are, as the test says."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self._shares = shares

    def likeliest(self) -> tuple[str, ...]:
        return tuple(self._shares)

    def log_likelihood(self, text: str) -> float:
        return math.log(self._shares.get(text, 1e-9))


class Weigher:
    """Reads its likeliest text, as surely as it is likely, and weighs others."""

    name = "weigher"

    def __init__(self, **shares: float) -> None:
        self._shares = shares
        self.weighed = 0

    def load(self) -> None:
        """Do nothing."""

    def read(self, _frame: Frame, _box: Box) -> PlateText:
        text = max(self._shares, key=lambda t: self._shares[t])
        return PlateText(characters_of(text, self._shares[text]))

    def weigh(self, _frame: Frame, _box: Box) -> Weights:
        self.weighed += 1
        return Weights(self._shares)

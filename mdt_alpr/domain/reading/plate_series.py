"""Shapes of the states' numbered series: which texts are plausible, and of which state.

Most plates are numbered in a series, and most misread texts leave its shape. A chosen text may
not have one, and trucks and old plates have others; so a shape rules nothing out for certain, and
no state is ever told by it alone (``state_of_issuance``).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character


@dataclass(frozen=True, slots=True)
class NumberedSeries:
    """Shapes by state, L a letter and D a digit, without what stands between them."""

    of_states: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def shapes(self) -> frozenset[str]:
        """Return every shape, whichever states use it."""
        return frozenset().union(*self.of_states.values())

    def has(self, text: str) -> bool:
        """Tell whether ``text``, folded, has the shape of some state's series."""
        return any(_has(shape, text) for shapes in self.of_states.values() for shape in shapes)

    def fit(self, characters: Sequence[Character], state: str) -> float:
        """Return how likely characters, with what else each may be, have a shape of ``state``."""
        shapes = (s for s in self.of_states.get(state, ()) if len(s) == len(characters))
        return max((_likely(shape, characters) for shape in shapes), default=0.0)


NO_SERIES = NumberedSeries()


def _has(shape: str, text: str) -> bool:
    return len(shape) == len(text) and all(map(_stands_for, shape, text))


def _stands_for(place: str, character: str) -> bool:
    if character == folded("O"):  # the letter and the digit
        return True
    return character.isalpha() if place == "L" else character.isdecimal()


def _likely(shape: str, characters: Sequence[Character]) -> float:
    return math.prod(
        _belief(place, character) for place, character in zip(shape, characters, strict=True)
    )


def _belief(place: str, character: Character) -> float:
    """Return how much of what a character may be can stand at a place of a shape."""
    said = {folded(text): belief for text, belief in character.alternatives}
    said[folded(character.text)] = character.confidence
    whole = math.fsum(said.values())
    fits = math.fsum(belief for text, belief in said.items() if _stands_for(place, text))
    return fits / whole if whole > 0 else 0.0

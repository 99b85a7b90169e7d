"""Small characters that stand one above the other beside a serial, as our own reader sees them.

The network says for every column what stands in three places from above; of a stack of two the
middle one stays empty. Emblems and stickers inside the serial look much like stacks, so only what
stands before the first or behind the last character counts.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.slashed_zero import as_either

_THERE = 0.9
"""So sure the reader must be that both an upper and a lower character stand there."""

_LEGIBLE = 0.6
"""So sure it must be of each of them: what it half reads there are mostly emblems and stickers."""

_ALTERNATIVES = 3
_WORTH_TELLING = 0.02


def stack_beside(
    columns: npt.NDArray[np.float32], stacks: npt.NDArray[Any], characters: str
) -> tuple[tuple[Character, ...], bool]:
    """Return a stack's characters from above, and whether they stand before the serial.

    ``columns`` are those of the serial, ``stacks`` columns x 3 places x classes, class 0 none;
    ``characters`` are what the other classes stand for. Nothing where no stack is surely there.
    """
    serial = np.flatnonzero(columns[:, 0] < 0.5)  # noqa: PLR2004 - rather a character than none
    if not serial.size:
        return (), False
    there = 1.0 - stacks[:, (0, -1), 0].max(axis=1)
    there[serial[0] : serial[-1] + 1] = 0.0
    column = int(there.argmax())
    if there[column] < _THERE:
        return (), False
    places = [stacks[column, 0], *stacks[column, 1:-1], stacks[column, -1]]
    seen = tuple(_character(p, characters) for n, p in enumerate(places) if _stands(n, p))
    if min(character.confidence for character in seen) < _LEGIBLE:
        return (), False
    return seen, bool(column < serial[0])


def _stands(place: int, shares: npt.NDArray[Any]) -> bool:
    return place != 1 or bool(shares.argmax())


def _character(shares: npt.NDArray[Any], characters: str) -> Character:
    order = np.argsort(-shares[1:], kind="stable")
    best, *others = order[: 1 + _ALTERNATIVES].tolist()
    told = [(characters[o], round(float(shares[o + 1]), 4)) for o in others]
    character = Character(
        characters[best],
        round(float(shares[best + 1]), 4),
        tuple((c, share) for c, share in told if share >= _WORTH_TELLING),
    )
    return as_either(character)

"""Where in the picture each character of a reader's answer stands, from the network's columns."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

Columns = npt.NDArray[np.float32]
"""Time steps x classes, class 0 the blank."""
Span = tuple[float, float]

_LEAST = 1e-6
_NEAR = 2
"""Columns on both sides of a character's peak that help to find its middle."""


def spans(columns: Columns, text: str, alphabet: str) -> tuple[Span, ...]:
    """Return from where to where each character of ``text`` stands, 0 to 1 over the columns.

    Column 0 of ``alphabet`` is the blank. Characters that follow each other share a border
    half-way; none is wider than its nearest neighbours suggest, so that a gap stays a gap.
    """
    classes = [alphabet.index(character) + 1 for character in text]
    if not classes or len(columns) < len(classes):
        return ()
    peaks = _peaks(np.log(np.maximum(columns[:, classes], _LEAST)))
    middles = [_middle(columns[:, c], peak) for c, peak in zip(classes, peaks, strict=True)]
    # The middles of weak characters may cross; their order is known.
    return _between([middle / len(columns) for middle in accumulate(middles, max)])


def _peaks(likelihood: Columns) -> list[int]:
    """Return the columns, one a character and increasing, that speak most for the characters."""
    steps, places = likelihood.shape
    best = np.full((places, steps), -np.inf)
    came = np.zeros((places, steps), np.intp)
    best[0] = likelihood[:, 0]
    numbers = np.arange(steps)
    for place in range(1, places):
        before = best[place - 1]
        most = np.maximum.accumulate(before)
        is_new = np.concatenate(([True], before[1:] > most[:-1]))
        where = np.maximum.accumulate(np.where(is_new, numbers, 0))
        best[place, place:] = most[place - 1 : -1] + likelihood[place:, place]
        came[place, place:] = where[place - 1 : -1]
    at = int(np.argmax(best[-1]))
    found = [at]
    for place in range(places - 1, 0, -1):
        at = int(came[place, at])
        found.append(at)
    return found[::-1]


def _middle(column: Columns, peak: int) -> float:
    """Return the middle of a character in columns, weighted by how much each speaks for it."""
    first, last = max(0, peak - _NEAR), min(len(column), peak + _NEAR + 1)
    weights = column[first:last] + _LEAST
    return float((weights * (np.arange(first, last) + 0.5)).sum() / weights.sum())


def _between(middles: Sequence[float]) -> tuple[Span, ...]:
    gaps = [b - a for a, b in pairwise(middles)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 1.0
    half = [min(gap, usual) / 2 for gap in gaps]
    # at the ends a character reaches as far out as in, so that its middle stays where it was seen
    lefts = [half[0], *half] if gaps else [0.5]
    rights = [*half, half[-1]] if gaps else [0.5]
    return tuple((m - a, m + b) for m, a, b in zip(middles, lefts, rights, strict=True))

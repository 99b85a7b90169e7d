"""Where in the picture each character of a reader's answer stands, from the network's columns."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Columns = npt.NDArray[np.float32]
"""Time steps x classes, class 0 the blank."""
Span = tuple[float, float]

_LEAST = 1e-6
_NEVER = -1e9
_WITHOUT_BLANK = 2 * float(np.log(_LEAST))
"""Logarithm for the same character twice with no blank between, which a network cannot spell."""


def spans(columns: Columns, text: str, alphabet: str) -> tuple[Span, ...]:
    """Return from where to where each character of ``text`` stands, 0 to 1 over the columns.

    Column 0 of ``alphabet`` is the blank. Characters that follow each other share a border
    half-way; none is wider than its nearest neighbours suggest, so that a gap stays a gap.
    """
    classes = [alphabet.index(character) + 1 for character in text]
    if not classes or len(columns) < len(classes):
        return ()
    path = _likeliest_path(columns, classes)
    middles = [
        _middle(columns[:, c], np.flatnonzero(path == 2 * place + 1))
        for place, c in enumerate(classes)
    ]
    return _between([middle / len(columns) for middle in middles])


def _likeliest_path(columns: Columns, classes: Sequence[int]) -> npt.NDArray[np.intp]:
    """Return for each column where in the text it stands: 2 n + 1 at character n, else between.

    The likeliest way in which the columns spell the text, as CTC has it (Viterbi).
    """
    spelt = np.zeros(2 * len(classes) + 1, np.intp)
    spelt[1::2] = classes
    likely = np.log(np.maximum(columns[:, spelt], _LEAST))
    leaps = np.full(len(spelt), _NEVER)  # over the blank between two characters
    leaps[3::2] = np.where(spelt[3::2] == spelt[1:-2:2], _WITHOUT_BLANK, 0.0)
    best = np.full(len(spelt), _NEVER)
    best[:2] = likely[0, :2]
    came = np.zeros((len(columns), len(spelt)), np.intp)
    ways = np.full((3, len(spelt)), _NEVER)
    for column in range(1, len(columns)):
        ways[0] = best
        ways[1, 1:] = best[:-1]
        ways[2, 2:] = best[:-2] + leaps[2:]
        came[column] = ways.argmax(axis=0)
        best = ways.max(axis=0) + likely[column]
    path = np.zeros(len(columns), np.intp)
    path[-1] = len(spelt) - 2 + int(np.argmax(best[-2:]))
    for column in range(len(columns) - 1, 0, -1):
        path[column - 1] = path[column] - came[column, path[column]]
    return path


def _middle(column: Columns, where: npt.NDArray[np.intp]) -> float:
    """Return the middle of a character in columns, weighted by how much each speaks for it."""
    weights = column[where] + _LEAST
    return float((weights * (where + 0.5)).sum() / weights.sum())


def _between(middles: Sequence[float]) -> tuple[Span, ...]:
    gaps = [b - a for a, b in pairwise(middles)]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 1.0
    half = [min(gap, usual) / 2 for gap in gaps]
    # at the ends a character reaches as far out as in, so that its middle stays where it was seen
    lefts = [half[0], *half] if gaps else [0.5]
    rights = [*half, half[-1]] if gaps else [0.5]
    return tuple((m - a, m + b) for m, a, b in zip(middles, lefts, rights, strict=True))

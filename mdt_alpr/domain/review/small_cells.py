"""Hide small counts of what the public gets, so that they point at nobody (RPT-05)."""

from collections.abc import Mapping
from typing import TypeVar

SMALLEST_CELL = 5
"""Smaller counts are not shown, other than none (proposed)."""
HIDDEN_WORDS = "not shown"
"""Of a small count, and of one that would give it away: it is not said which."""
K = TypeVar("K")


def is_small(number: int) -> bool:
    """Return whether a count could point at a person; none at all points at nobody."""
    return 0 < number < SMALLEST_CELL


def hidden_cells(cells: Mapping[K, int]) -> dict[K, int | None]:
    """Return the parts of a total that may be shown beside it; None is hidden.

    One hidden part could be computed from the total and the others. Then the next smallest is
    hidden with it, and the same goes on until what is hidden together is no small count.
    """
    shown: dict[K, int | None] = {
        name: None if is_small(number) else number for name, number in cells.items()
    }
    hidden = [number for name, number in cells.items() if shown[name] is None]
    others = sorted((number, at) for at, number in enumerate(cells.values()) if number)
    names = list(cells)
    for number, at in others:
        if not hidden or (len(hidden) > 1 and not is_small(sum(hidden))):
            break
        if shown[names[at]] is not None:
            shown[names[at]] = None
            hidden.append(number)
    return shown

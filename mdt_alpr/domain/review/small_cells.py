"""Hide small counts of what the public gets, so that they point at nobody (RPT-05)."""

from collections.abc import Mapping
from typing import TypeVar

SMALLEST_CELL = 5
"""Smaller counts are not shown, other than none (proposed)."""
HIDDEN_WORDS = "not shown"
K = TypeVar("K")


def is_small(number: int) -> bool:
    """Return whether a count could point at a person; none at all points at nobody."""
    return 0 < number < SMALLEST_CELL


def shown_cell(number: int) -> int | None:
    """Return a count as it may be shown; None is hidden."""
    return None if is_small(number) else number


def shown_total(cells: Mapping[K, int]) -> int:
    """Return the sum of the parts that are shown: with the whole sum, others could be computed.

    To hide further parts beside a whole sum is no help: which ones were hidden, and that the next
    smallest were, gives some small counts away.
    """
    return sum(shown_cell(number) or 0 for number in cells.values())

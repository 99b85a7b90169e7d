"""Rows of a desk's page that leave as a file, made and recorded by headquarters (8.B, AUD-08)."""

from dataclasses import dataclass
from enum import StrEnum

MOST_SAVED, MOST_PRINTED = 5_000, 1_000
"""Rows of one file."""


class RowsForm(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    PDF = "pdf"


def most_of(form: RowsForm) -> int:
    """Return how many rows a file of a form has at most."""
    return MOST_SAVED if form is RowsForm.CSV else MOST_PRINTED


@dataclass(frozen=True, slots=True)
class RowsToSave:
    """Rows as a page shows them; ``shares`` are the columns' widths, ``page`` is its name.

    ``filtered_by`` are the words that each of the rows has; empty where all rows are there.
    """

    page: str
    title: str
    form: RowsForm
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    filtered_by: str = ""

    def __repr__(self) -> str:
        """Return a text without the rows."""
        return f"RowsToSave({self.page!r}, {len(self.rows)})"

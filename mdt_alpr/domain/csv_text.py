"""CSV that a spreadsheet program opens without computing anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from mdt_alpr.domain.printable import escaped

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be computed."""


def csv_text(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a file's text: no cell of it is a formula, and each row is one line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(text) for text in row] for row in rows)
    return out.getvalue()


def _cell(text: str) -> str:
    words = escaped(text)
    begins = text.lstrip(" ") or text
    return f"'{words}" if begins.startswith(_FORMULA) else words

"""Rows of a page that are saved: headquarters makes the file of them, and records it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.desk.models.desk import TableRow
from mdt_alpr.ui.desk.presenters.cells import saved_texts
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire import addresses
from mdt_alpr.wire.saved_rows import RowsForm, RowsToSave, most_of

_NO_ROWS = "No row has these words. Nothing is saved."


def rows_saved(
    desk: DeskSession,
    place: str,
    head: RowsToSave,
    every: Callable[[], Sequence[TableRow]],
    goes_on: Callable[[], bool],
) -> Callable[[], Path | None]:
    """Return the request that saves rows; nothing is made or written once it was stopped."""
    save = desk.saver(addresses.SAVED_ROWS, Path(place), goes_on)

    def call() -> Path | None:
        rows = tuple(saved_texts(row) for row in every() if row.has(head.filtered_by))
        if not goes_on():
            return None
        most = most_of(head.form)
        if len(rows) > most:
            way = "saved" if head.form is RowsForm.CSV else "printed"
            raise OutsideError(f"At most {most:,} rows are {way} at once. Show fewer.")
        if not rows:
            raise OutsideError(_NO_ROWS)
        return save(replace(head, rows=rows))

    return call

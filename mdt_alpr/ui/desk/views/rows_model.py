"""The rows of a table: those loaded so far, filtered and sorted where all of them are here."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


class RowsModel(QAbstractTableModel):
    """The rows loaded so far; more are requested without waiting for them.

    Signals:
        more_wanted: the view is near the last row and there are more.
    """

    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._known: list[TableRow] = []
        self._rows: list[TableRow] = []
        self._words = ""
        self._has_more = self._asked = False
        self._order: tuple[int, bool] | None = None

    def replace(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        """Show these rows in place of all others."""
        self.beginResetModel()
        self._known, self._has_more, self._asked = list(rows), has_more, False
        self._rows = self._fitting(self._known)
        self._arrange()
        self.endResetModel()

    def append(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        """Show these rows after the others."""
        self._has_more, self._asked = has_more, False
        known = {row.key for row in self._known}
        new = [row for row in rows if row.key not in known]  # rows move while others arrive
        self._known += new
        if fitting := self._fitting(new):
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self._rows += fitting
            self.endInsertRows()

    def filter_by(self, words: str) -> None:
        """Show only rows that contain each of these words; all rows for no words."""
        self.beginResetModel()
        self._words = words.strip()
        self._rows = self._fitting(self._known)
        self._arrange()
        self.endResetModel()

    def sort_by(self, place: int, *, descending: bool) -> None:
        """Show the rows in the order of a column, until ``keep_order``."""
        self.beginResetModel()
        self._order = place, descending
        self._arrange()
        self.endResetModel()

    def keep_order(self) -> None:
        """Show rows that come as they come."""
        self._order = None

    @property
    def order(self) -> tuple[int, bool] | None:
        """Return the column by which the rows are sorted here, and whether descending."""
        return self._order

    @property
    def shown(self) -> tuple[TableRow, ...]:
        """Return the rows as they are shown."""
        return tuple(self._rows)

    @property
    def has_more(self) -> bool:
        """Return whether there are rows that are not loaded."""
        return self._has_more

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many rows are shown, of how many."""
        return len(self._rows), len(self._known)

    def key(self, row: int) -> str:
        """Return what a row is opened by; empty where there is no such row."""
        return self._rows[row].key if 0 <= row < len(self._rows) else ""

    def place(self, key: str) -> int:
        """Return where a row is shown, -1 where it is not."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), -1)

    def cell(self, index: Index) -> Cell:
        """Return a cell."""
        return self._rows[index.row()].cells[index.column()]

    # ----------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are there."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, also for screen readers, and in full for the tool tip."""
        return self.cell(index).words if role in _WORDS else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((side(self.columns[section]) | Qt.AlignmentFlag.AlignVCenter).value)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether there are more rows that were not requested yet."""
        waits = self._asked or self._words  # a filter only searches the rows that are loaded
        return not parent.isValid() and self._has_more and not waits

    def fetchMore(self, _parent: Index) -> None:
        """Request the next rows."""
        self.want_more()

    def want_more(self) -> None:
        """Request the next rows, unless there are none or they are requested."""
        if self._has_more and not self._asked:
            self._asked = True
            self.more_wanted.emit()

    def _arrange(self) -> None:
        if self._order is not None:
            place, descending = self._order
            self._rows.sort(key=lambda row: _sorting(row.cells[place]), reverse=descending)

    def _fitting(self, rows: Sequence[TableRow]) -> list[TableRow]:
        return [row for row in rows if row.has(self._words)]


def _sorting(cell: Cell) -> tuple[object, ...]:
    """Return by what a cell is sorted: its instant, else its words, with numbers by value."""
    if cell.at:
        return 0, cell.at
    parts = re.split(r"(\d+)", cell.words.casefold().replace(",", ""))
    return 1, tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part
    )


def side(column: Column) -> Qt.AlignmentFlag:
    """Return a column's horizontal alignment."""
    return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft

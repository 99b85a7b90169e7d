"""The rows of a desk's table: those that are there, and the wish for more."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from mdt_alpr.ui.viewmodels.desk import Cell, Column, TableRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


class RowsModel(QAbstractTableModel):
    """Rows that are there; what is not there is asked for, and never waited for.

    Signals:
        more_wanted: the view came near the last row and there are further ones.
    """

    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[TableRow] = []
        self._has_more = self._asked = False

    def replace(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        """Show these rows in place of all others."""
        self.beginResetModel()
        self._rows, self._has_more, self._asked = list(rows), has_more, False
        self.endResetModel()

    def append(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        """Show these rows after the others."""
        self._has_more, self._asked = has_more, False
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def key(self, row: int) -> str:
        """Return what a row is opened by; empty where there is no such row."""
        return self._rows[row].key if 0 <= row < len(self._rows) else ""

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
        """Return a cell's words, also for who has them read aloud, or whole where cut short."""
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
        """Tell whether there are further rows that nobody asked for yet."""
        return not parent.isValid() and self._has_more and not self._asked

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next rows; they come when they come."""
        self._asked = True
        self.more_wanted.emit()


def side(column: Column) -> Qt.AlignmentFlag:
    """Return on which side a column's words stand."""
    return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft

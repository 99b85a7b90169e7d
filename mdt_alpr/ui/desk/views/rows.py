"""The rows of a desk's table: those that are there, and the press for more."""

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
    """Rows that are there; what is not there is asked for, and never waited for.

    Signals:
        more_wanted: the view came near the last row and there are further ones.
    """

    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._known: list[TableRow] = []
        self._rows: list[TableRow] = []
        self._words: tuple[str, ...] = ()
        self._has_more = self._asked = False

    def replace(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        """Show these rows in place of all others."""
        self.beginResetModel()
        self._known, self._has_more, self._asked = list(rows), has_more, False
        self._rows = self._fitting(self._known)
        self.endResetModel()

    def append(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        """Show these rows after the others."""
        self._has_more, self._asked = has_more, False
        self._known += rows
        if fitting := self._fitting(rows):
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self._rows += fitting
            self.endInsertRows()

    def narrow(self, words: str) -> None:
        """Show only rows in which each of these words stands; none shows all."""
        self.beginResetModel()
        self._words = tuple(words.casefold().split())
        self._rows = self._fitting(self._known)
        self.endResetModel()

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
        waits = self._asked or self._words  # a filter narrows what is here, it asks for no more
        return not parent.isValid() and self._has_more and not waits

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next rows; they come when they come."""
        self._asked = True
        self.more_wanted.emit()

    def _fitting(self, rows: Sequence[TableRow]) -> list[TableRow]:
        if not self._words:
            return list(rows)
        return [row for row in rows if all(word in _said(row) for word in self._words)]


def _said(row: TableRow) -> str:
    return " ".join(cell.words for cell in row.cells).casefold()


def side(column: Column) -> Qt.AlignmentFlag:
    """Return on which side a column's words stand."""
    return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft

"""The reel's rows as a Qt model; a held row has no text in it, under any role."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from mdt_alpr.ui.shell.models.patrol import ReelRow

_Index = QModelIndex | QPersistentModelIndex


class ReelModel(QAbstractListModel):
    """Keeps each row's picture decoded for as long as the row is there."""

    ROW = Qt.ItemDataRole.UserRole + 1
    CROP = Qt.ItemDataRole.UserRole + 2

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ReelRow, ...] = ()
        self._crops: dict[bytes, QImage] = {}

    def show_rows(self, rows: tuple[ReelRow, ...]) -> None:
        """Show other rows."""
        if rows == self._rows:
            return
        kept = {row.crop: self._crops[row.crop] for row in rows if row.crop in self._crops}
        self._crops = kept
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many reads are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, its picture, or what a screen reader says of it."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == self.ROW:
            return row
        if role == self.CROP:
            return self._crop(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "Held for check" if row.is_held else f"{row.text}, {row.state}, {row.age}"
        return None

    def _crop(self, row: ReelRow) -> QImage:
        if row.crop not in self._crops:
            self._crops[row.crop] = QImage.fromData(row.crop)
        return self._crops[row.crop]

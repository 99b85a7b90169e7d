"""Small pictures in the rows of a table, asked for as they come into sight."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from mdt_alpr.ui.desk.views.rows_model import Index, RowsModel
from mdt_alpr.ui.desk.views.table import TALL, CellPainter, DeskTable

_STILL_MS = 200
"""Rows that are only scrolled past are not asked for: each picture is a look."""
_EDGE = 4


class RowPictures(QObject):
    """One column of a table that has pictures while they are wanted.

    Signals:
        wanted: the keys of the rows in sight that have no picture yet.
    """

    wanted = Signal(object)

    def __init__(self, table: DeskTable, column: int, height: int) -> None:
        """Show none yet; rows with pictures of that height are higher by it."""
        super().__init__(table)
        self._table, self._height, self._is_on = table, height, False
        self.images: dict[str, QImage] = {}
        self._painter = _PicturePainter(table.painter, self.images)
        table.setItemDelegateForColumn(column, self._painter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STILL_MS)
        self._timer.timeout.connect(self.ask)
        for moved in (
            table.verticalScrollBar().valueChanged,
            table.verticalScrollBar().rangeChanged,
            table.rows.modelReset,
            table.rows.rowsInserted,
        ):
            moved.connect(self._look_again)

    def turn(self, on: bool) -> None:
        """Show pictures, or none; none stays here."""
        self._is_on = on
        self.images.clear()
        self._table.make_room(pictures=on)
        high = self._height + 2 * _EDGE if on else TALL
        self._table.verticalHeader().setDefaultSectionSize(high)
        self._look_again()

    def take(self, images: Mapping[str, QImage]) -> None:
        """Show pictures that came, and forget those of rows that are gone."""
        if self._is_on:
            self.images |= images
            there = {row.key for row in self._table.rows.shown}
            for key in self.images.keys() - there:
                del self.images[key]
            self._table.viewport().update()
            self._look_again()

    def ask(self) -> None:
        """Ask for what is in sight and has no picture."""
        if not self._is_on or not self._table.isVisible():
            return
        first = self._table.rowAt(0)
        last = self._table.rowAt(self._table.viewport().height() - 1)
        end = last + 1 if last >= 0 else self._table.rows.rowCount()
        keys = [self._table.rows.key(row) for row in range(max(0, first), end)]
        if missing := tuple(key for key in keys if key not in self.images):
            self.wanted.emit(missing)

    def _look_again(self, *_moved: object) -> None:
        self._timer.start()


class _PicturePainter(QStyledItemDelegate):
    """Paints a cell as the table does, and its row's picture on it."""

    def __init__(self, cells: CellPainter, images: Mapping[str, QImage]) -> None:
        super().__init__()
        self._cells, self._images = cells, images

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        self._cells.paint(painter, option, index)
        model = index.model()
        image = self._images.get(model.key(index.row())) if isinstance(model, RowsModel) else None
        if image is not None:
            painter.drawImage(option.rect.topLeft() + QPoint(_EDGE, _EDGE), image)

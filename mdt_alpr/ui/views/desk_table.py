"""A table whose rows come page by page, each when the last one is nearly in view."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mdt_alpr.ui.theme import DAY, Palette, plate_font, words_font
from mdt_alpr.ui.viewmodels.desk import Cell, Column, TableRow
from mdt_alpr.ui.views.shapes import Shape, mark_colours, paint_shape

_ROW = 34
_MARK = 15
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


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
        """Return a cell's words, also for who has them read aloud."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int((_side(self.columns[section]) | Qt.AlignmentFlag.AlignVCenter).value)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are further rows that nobody asked for yet."""
        return not parent.isValid() and self._has_more and not self._asked

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next rows; they come when they come."""
        self._asked = True
        self.more_wanted.emit()


class _CellPainter(QStyledItemDelegate):
    """Paints shape and words of a cell."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = columns
        self.palette = DAY
        self._plate, self._words = plate_font(13), words_font(13)
        self._strong = words_font(13, QFont.Weight.Bold)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        cell, palette, area = model.cell(index), self.palette, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "off" if chosen else "medb" if cell.warns else "panel"
        painter.fillRect(area, palette.colour(ground))
        focused = chosen and bool(option.state & QStyle.StateFlag.State_Active)
        painter.setPen(palette.colour("text" if focused else "line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if focused:
            painter.drawLine(area.topLeft(), area.topRight())
        area.adjust(5, 0, -5, 0)
        if cell.mark is not None:
            where = QRectF(area.left(), area.center().y() - _MARK / 2, _MARK, _MARK)
            shape = Shape(cell.mark.value)
            paint_shape(painter, shape, where, *mark_colours(shape, palette))
            area.adjust(_MARK + 7, 0, 0, 0)
        painter.setPen(palette.colour("medt" if cell.warns and not chosen else "text"))
        strong = self._strong if cell.strong or cell.warns else self._words
        painter.setFont(self._plate if cell.plate else strong)
        words = painter.fontMetrics().elidedText(
            cell.text, Qt.TextElideMode.ElideRight, int(area.width())
        )
        side = _side(self._columns[index.column()])
        painter.drawText(area, int((side | Qt.AlignmentFlag.AlignVCenter).value), words)


class DeskTable(QTableView):
    """Rows to look through and open with the keyboard; nothing can be copied out of it.

    Signals:
        opened: the key of the row that was opened.
        sort_wanted: the name of the order of a column whose head was pressed.
    """

    opened = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        super().__init__()
        self.rows = RowsModel(columns)
        self._painter = _CellPainter(columns)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, column.width)
        self.doubleClicked.connect(self._open)

    @property
    def chosen(self) -> str:
        """Return the key of the chosen row, empty where none is."""
        return self.rows.key(self.currentIndex().row())

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._painter.palette = palette
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter; copying is nobody's at this desk (09.21.8.B)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen:
                self.opened.emit(self.chosen)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.key(index.row()))

    def _sort(self, section: int) -> None:
        if order := self.rows.columns[section].order:
            self.sort_wanted.emit(order)


def _side(column: Column) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft

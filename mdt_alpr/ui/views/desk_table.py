"""A table whose rows come page by page, each when the last one is nearly in view."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPaintDevice,
    QPainter,
    QPixmap,
)
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
_MOST_SHORT = 5000
_SELECTED = QStyle.StateFlag.State_Selected.value
_ACTIVE = QStyle.StateFlag.State_Active.value
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
    """Paints shape and words of a cell.

    A page of rows is two hundred cells, and a frame has 16 ms: what does not change from cell to
    cell (colours, shapes, shortened words) is made once.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._sides = [int((_side(column) | middle).value) for column in columns]
        fonts = plate_font(13), words_font(13), words_font(13, QFont.Weight.Bold)
        self._fonts = [(font, QFontMetrics(font)) for font in fonts]
        self._short: dict[tuple[str, int, int], str] = {}
        self.use_palette(DAY)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        names = "panel", "off", "medb", "line", "text", "medt"
        self._colours = {name: palette.colour(name) for name in names}
        self._marks: dict[str, QPixmap] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        cell, area, colours = model.cell(index), option.rect, self._colours
        state = option.state.value
        chosen = bool(state & _SELECTED)
        painter.fillRect(area, colours["off" if chosen else "medb" if cell.warns else "panel"])
        self._rules(painter, area, is_framed=chosen and bool(state & _ACTIVE))
        left, width = area.left() + 5, area.width() - 10
        if cell.mark is not None:
            top = area.top() + (area.height() - _MARK) // 2
            painter.drawPixmap(left, top, self._mark(cell.mark.value, painter.device()))
            left, width = left + _MARK + 7, width - _MARK - 7
        which = 0 if cell.plate else 2 if cell.strong or cell.warns else 1
        painter.setPen(colours["medt" if cell.warns and not chosen else "text"])
        painter.setFont(self._fonts[which][0])
        where = left, area.top(), width, area.height()
        words = self._fitting(cell.text, width, which)
        painter.drawText(*where, self._sides[index.column()], words)

    def _rules(self, painter: QPainter, area: QRect, *, is_framed: bool) -> None:
        painter.setPen(self._colours["text" if is_framed else "line"])
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if is_framed:
            painter.drawLine(area.topLeft(), area.topRight())

    def _mark(self, name: str, device: QPaintDevice) -> QPixmap:
        if name not in self._marks:
            ratio = device.devicePixelRatioF()
            made = QPixmap(round(_MARK * ratio), round(_MARK * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            shape, where = Shape(name), QRectF(0, 0, _MARK, _MARK)
            paint_shape(QPainter(made), shape, where, *mark_colours(shape, self._palette))
            self._marks[name] = made
        return self._marks[name]

    def _fitting(self, text: str, width: int, which: int) -> str:
        key = text, width, which
        found = self._short.get(key)
        if found is None:
            if len(self._short) > _MOST_SHORT:
                self._short.clear()
            metrics = self._fonts[which][1]
            found = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._short[key] = found
        return found


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
        self._painter.use_palette(palette)
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

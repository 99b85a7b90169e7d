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
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import DAY, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import mark_colours, paint_shape

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

    def filter_by(self, words: str) -> None:
        """Show only rows that contain each of these words; all rows for no words."""
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
        self._asked = True
        self.more_wanted.emit()

    def _fitting(self, rows: Sequence[TableRow]) -> list[TableRow]:
        if not self._words:
            return list(rows)
        return [row for row in rows if all(word in _text_of(row) for word in self._words)]


def _text_of(row: TableRow) -> str:
    return " ".join(cell.words for cell in row.cells).casefold()


def side(column: Column) -> Qt.AlignmentFlag:
    """Return a column's horizontal alignment."""
    return Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft


_LINE = 17
TALL = 2 * _LINE + 9
"""Height of a row of two lines."""
_MARK = 15
_MOST_SHORT = 5000
_NARROWEST = 0.9
"""Of a column's width: so that every page fits a screen 1,280 pixels wide."""
_SELECTED = QStyle.StateFlag.State_Selected.value
_ACTIVE = QStyle.StateFlag.State_Active.value


class CellPainter(QStyledItemDelegate):
    """Paints shape and words of a cell.

    A page of rows is two hundred cells, and a frame has 16 ms: what does not change from cell to
    cell (colours, shapes, shortened words) is made once.
    """

    def __init__(self, columns: Sequence[Column], *, tall: bool) -> None:
        super().__init__()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._sides = [int((side(column) | middle).value) for column in columns]
        fonts = plate_font(13), words_font(13), words_font(13, QFont.Weight.Bold)
        self._fonts = [(font, QFontMetrics(font)) for font in fonts]
        self._short: dict[tuple[str, str, int, int], tuple[str, ...]] = {}
        self._lines = 2 if tall else 1
        self._palette, self._colours = DAY, _colours(DAY)
        self._marks: dict[str, QPixmap] = {}

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        if palette is not self._palette:
            self._palette, self._colours, self._marks = palette, _colours(palette), {}

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
        lines = self._fitting(cell, width, which)
        place, top = self._sides[index.column()], area.top()
        if len(lines) == 1:
            painter.drawText(left, top, width, area.height(), place, lines[0])
            return
        top += (area.height() - 2 * _LINE) // 2
        painter.drawText(left, top, width, _LINE, place, lines[0])
        if cell.below:
            painter.setFont(self._fonts[1][0])
        painter.drawText(left, top + _LINE, width, _LINE, place, lines[1])

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
            shape, where = Mark(name), QRectF(0, 0, _MARK, _MARK)
            paint_shape(QPainter(made), shape, where, *mark_colours(shape, self._palette))
            self._marks[name] = made
        return self._marks[name]

    def _fitting(self, cell: Cell, width: int, which: int) -> tuple[str, ...]:
        """Return one line, or two where there is room for them; too long ones cut short."""
        key = cell.text, cell.below, width, which
        found = self._short.get(key)
        if found is None:
            if len(self._short) > _MOST_SHORT:
                self._short.clear()
            metrics = self._fonts[which][1]
            if self._lines == 1:
                found = (_cut(cell.words, metrics, width),)
            elif cell.below:
                below = _cut(cell.below, self._fonts[1][1], width)
                found = _cut(cell.text, metrics, width), below
            else:
                found = broken(cell.text, metrics, width)
            self._short[key] = found
        return found


def _colours(palette: Palette) -> dict[str, QColor]:
    names = "panel", "off", "medb", "line", "text", "medt"
    return {name: palette.colour(name) for name in names}


def broken(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """Return words in one line, or broken at the last space that lets the first line fit."""
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    spaces = [n for n, sign in enumerate(text) if sign == " "]
    fits = [n for n in spaces if metrics.horizontalAdvance(text[:n]) <= width]
    if not fits:
        return (_cut(text, metrics, width),)
    return text[: fits[-1]], _cut(text[fits[-1] + 1 :], metrics, width)


def _cut(text: str, metrics: QFontMetrics, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


_ROW = 34


class DeskTable(QTableView):
    """Rows to browse and open with the keyboard; nothing can be copied from it.

    Signals:
        opened: the key of the row that was opened.
        sort_wanted: the sort order of a column whose header was pressed.
    """

    opened = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, columns: Sequence[Column], name: str, *, tall: bool = False) -> None:
        """Make an empty table; rows of a ``tall`` one have two lines."""
        super().__init__()
        self.rows = RowsModel(columns)
        self._painter = CellPainter(columns, tall=tall)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TALL if tall else _ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort)
        self.doubleClicked.connect(self._open)

    @property
    def chosen(self) -> str:
        """Return the key of the chosen row, empty where none is."""
        return self.rows.key(self.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a wider screen among all columns, and narrow all a little before it scrolls."""
        super().resizeEvent(event)
        columns = self.rows.columns
        shares = max(_NARROWEST, self.viewport().width() / sum(column.width for column in columns))
        for place, column in enumerate(columns):
            self.setColumnWidth(place, int(column.width * shares))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background too: an opaque viewport is scrolled by moving pixels."""
        palette = palette_of(self)
        self._painter.use_palette(palette)
        QPainter(self.viewport()).fillRect(event.rect(), palette.colour("panel"))
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter; nobody may copy at this desk (09.21.8.B)."""
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

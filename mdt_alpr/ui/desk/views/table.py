"""A table whose rows come page by page, each when the last one is nearly in view."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
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

from mdt_alpr.ui.desk.models.desk import Cell, Column
from mdt_alpr.ui.desk.views.rows_model import Index, RowsModel, side
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import DAY, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import mark_colors, paint_shape

_LINE = 17
TALL = 2 * _LINE + 9
"""Height of a row of two lines."""
_MARK, _CUT = 15, "\u2026"
_MOST_SHORT = 5000
_NARROWEST = 0.9
"""Of a column's width: so that every page fits a screen 1,280 pixels wide."""
_SELECTED = QStyle.StateFlag.State_Selected.value
_ACTIVE = QStyle.StateFlag.State_Active.value


class CellPainter(QStyledItemDelegate):
    """Paints shape and words of a cell.

    A page of rows is two hundred cells, and a frame has 16 ms: what does not change from cell to
    cell (colors, shapes, shortened words) is made once.
    """

    def __init__(self, columns: Sequence[Column], *, tall: bool) -> None:
        super().__init__()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._sides = [int((side(column) | middle).value) for column in columns]
        fonts = plate_font(13), words_font(13), words_font(13, QFont.Weight.Bold)
        self._fonts = [(font, QFontMetrics(font)) for font in fonts]
        self._short: dict[tuple[str, str, int, int], tuple[str, ...]] = {}
        self._lines = 2 if tall else 1
        self._palette, self._colors = DAY, _colors(DAY)
        self._marks: dict[str, QPixmap] = {}

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        if palette is not self._palette:
            self._palette, self._colors, self._marks = palette, _colors(palette), {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        cell, area, colors = model.cell(index), option.rect, self._colors
        state = option.state.value
        chosen = bool(state & _SELECTED)
        painter.fillRect(area, colors["off" if chosen else "medb" if cell.warns else "panel"])
        self._rules(painter, area, is_framed=chosen and bool(state & _ACTIVE))
        left, width = area.left() + 5, area.width() - 10
        if cell.mark is not None:
            top = area.top() + (area.height() - _MARK) // 2
            painter.drawPixmap(left, top, self._mark(cell.mark.value, painter.device()))
            left, width = left + _MARK + 7, width - _MARK - 7
        font = _font_of(cell)
        painter.setPen(colors["medt" if cell.warns and not chosen else "text"])
        painter.setFont(self._fonts[font][0])
        lines = self._fitting(cell, width, font)
        place, top = self._sides[index.column()], area.top()
        if len(lines) == 1:
            painter.drawText(left, top, width, area.height(), place, lines[0])
            return
        top += (area.height() - 2 * _LINE) // 2
        painter.drawText(left, top, width, _LINE, place, lines[0])
        if cell.below:
            painter.setFont(self._fonts[1][0])
        painter.drawText(left, top + _LINE, width, _LINE, place, lines[1])

    def cuts(self, cell: Cell, width: int) -> bool:
        """Return whether words of a cell are cut short in a column so wide."""
        room = width - 10 - (_MARK + 7 if cell.mark is not None else 0)
        lines = self._fitting(cell, room, _font_of(cell))
        return any(line.endswith(_CUT) for line in lines) and not cell.words.endswith(_CUT)

    def _rules(self, painter: QPainter, area: QRect, *, is_framed: bool) -> None:
        painter.setPen(self._colors["text" if is_framed else "line"])
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
            paint_shape(QPainter(made), shape, where, *mark_colors(shape, self._palette))
            self._marks[name] = made
        return self._marks[name]

    def _fitting(self, cell: Cell, width: int, font: int) -> tuple[str, ...]:
        """Return one line, or two where there is room for them; too long ones cut short."""
        key = cell.text, cell.below, width, font
        lines = self._short.get(key)
        if lines is None:
            if len(self._short) > _MOST_SHORT:
                self._short.clear()
            metrics = self._fonts[font][1]
            if self._lines == 1:
                lines = (_cut(cell.words, metrics, width),)
            elif cell.below:
                below = _cut(cell.below, self._fonts[1][1], width)
                lines = _cut(cell.text, metrics, width), below
            else:
                lines = broken(cell.text, metrics, width)
            self._short[key] = lines
        return lines


def _font_of(cell: Cell) -> int:
    """Return the place of a cell's font among those of its painter."""
    return 0 if cell.plate else 2 if cell.strong or cell.warns else 1


def _colors(palette: Palette) -> dict[str, QColor]:
    names = "panel", "off", "medb", "line", "text", "medt"
    return {name: palette.color(name) for name in names}


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
_BY_KEY = 9


class DeskTable(QTableView):
    """Rows to browse, open and sort with the keyboard.

    Rows that are all here are sorted here, by the head of a column or Alt+1 to 9. Where a column
    has an ``order``, headquarters sorts.

    Signals:
        opened: the key of the row that was opened.
        cut_changed: what is cut short in the chosen row, in full; empty for nothing.
        sort_wanted: the sort order of a column whose header was pressed.
    """

    opened = Signal(str)
    cut_changed = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, columns: Sequence[Column], name: str, *, tall: bool = False) -> None:
        """Make an empty table; rows of a ``tall`` one have two lines."""
        super().__init__()
        self.rows, self.copies = RowsModel(columns), False
        """``copies``: whether Ctrl+C takes the words of a cell; never a plate."""
        self.painter = CellPainter(columns, tall=tall)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
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
        self._widths, self._shares = self._declared(), False
        self._is_beside, self._has_pictures = False, False
        self._choose_columns()
        head.sectionResized.connect(self._widen)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self.sort_by)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._say_cut)

    @property
    def chosen(self) -> str:
        """Return the key of the chosen row, empty where none is."""
        return self.rows.key(self.currentIndex().row())

    @property
    def asked_width(self) -> int:
        """Return the pixels that the columns shown are declared to need."""
        widths = enumerate(self._declared())
        return sum(width for place, width in widths if not self.isColumnHidden(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a wider screen among all columns, and narrow all a little before it scrolls."""
        super().resizeEvent(event)
        self._share(self._widths)

    def share_room(self, *, shares: bool) -> None:
        """Show only the columns that stay where a record is beside the table, or all."""
        self._is_beside = shares
        self._choose_columns()

    def make_room(self, *, pictures: bool) -> None:
        """Show the columns of rows that have small pictures, or that have none."""
        self._has_pictures = pictures
        self._choose_columns()

    def habits(self) -> dict[str, str]:
        """Return the widths of the columns, and by which one the rows are sorted here."""
        place, down = self.rows.order or (-1, False)
        widths = ",".join(map(str, self._widths))
        return {"widths": widths, "sorted": str(place), "sorted_down": "1" if down else ""}

    def take_habits(self, habits: Mapping[str, str]) -> None:
        """Take what ``habits`` gave; KeyError or ValueError for what is of no such table."""
        widths, place = (
            [int(width) for width in habits["widths"].split(",")],
            int(habits["sorted"]),
        )
        columns = self.rows.columns
        if len(widths) == len(columns) and min(widths) > 0:
            self._share(widths)
        if 0 <= place < len(columns) and not any(column.order for column in columns):
            down = bool(habits["sorted_down"])
            self.rows.sort_by(place, descending=down)
            self._mark(place, down=down)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background too: an opaque viewport is scrolled by moving pixels."""
        palette = palette_of(self)
        self.painter.use_palette(palette)
        QPainter(self.viewport()).fillRect(event.rect(), palette.color("panel"))
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter; copy a cell where its rows may leave as a file (09.21.8.B)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen:
                self.opened.emit(self.chosen)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        place = event.key() - Qt.Key.Key_1
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and 0 <= place < _BY_KEY:
            self.sort_by(place)
            return
        super().keyPressEvent(event)

    def sort_by(self, section: int) -> None:
        """Sort by a column; the same one again reverses the order."""
        columns = self.rows.columns
        if section >= len(columns):
            return
        if columns[section].order:
            self.sort_wanted.emit(columns[section].order)
        elif not self.rows.has_more and not any(column.order for column in columns):
            head = self.horizontalHeader()
            again = head.isSortIndicatorShown() and head.sortIndicatorSection() == section
            down = again and head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            with self.keeping_chosen():
                self.rows.sort_by(section, descending=down)
            self._mark(section, down=down)

    def _declared(self) -> list[int]:
        return [column.width for column in self.rows.columns]

    def _choose_columns(self) -> None:
        for place, column in enumerate(self.rows.columns):
            is_there = column.with_pictures in (None, self._has_pictures)
            stays = column.stays and not (column.yields and self._has_pictures)
            self.setColumnHidden(place, not is_there or (self._is_beside and not stays))
        self._share(self._widths)

    def _share(self, widths: list[int]) -> None:
        """Share the width of the table among the columns, until it scrolls."""
        shown = [place for place in range(len(widths)) if not self.isColumnHidden(place)]
        declared, wide = (sum(of[place] for place in shown) for of in (self._declared(), widths))
        room = max(_NARROWEST * declared, self.viewport().width()) / wide
        self._widths, self._shares = widths, True
        for place in shown:
            self.setColumnWidth(place, int(widths[place] * room))
        self._shares = False
        self._say_cut()

    def _widen(self, section: int, _before: int, _now: int) -> None:
        """Keep the width that a person gave a column; the last one has what is left."""
        *others, last = range(self.rows.columnCount())
        if not self._is_beside and not self._shares and section != last:
            hidden = self.isColumnHidden
            widths = [self._widths[p] if hidden(p) else self.columnWidth(p) for p in others]
            least = int(_NARROWEST * self._declared()[last])
            self._widths = [*widths, max(self.viewport().width() - sum(widths), least)]
            self._say_cut()

    def _copy(self) -> None:
        """Copy the words of the chosen cell, such as a case number or a user name."""
        index = self.currentIndex()
        if self.copies and index.isValid() and not self.rows.cell(index).plate:
            QGuiApplication.clipboard().setText(self.rows.cell(index).words)

    def _say_cut(self, *_rows: QModelIndex) -> None:
        """Say in full what is cut short in the chosen row."""
        row = self.currentIndex().row()
        places = range(self.rows.columnCount()) if 0 <= row < self.rows.rowCount() else ()
        cut = [
            f"{self.rows.columns[place].title}: {cell.words}"
            for place in places
            if not self.isColumnHidden(place)
            and self.painter.cuts(
                cell := self.rows.cell(self.rows.index(row, place)), self.columnWidth(place)
            )
        ]
        self.cut_changed.emit("   ".join(cut))

    def choose(self, key: str) -> None:
        """Choose a row, where it is shown."""
        if (place := self.rows.place(key)) >= 0:
            self.selectRow(place)

    @contextmanager
    def keeping_chosen(self) -> Iterator[None]:
        """Keep the chosen row chosen while rows change; where it is gone, the one in its place.

        A second press of a button must not do to the first row what was meant for another.
        """
        chosen, before = self.chosen, self.currentIndex().row()
        yield
        place = self.rows.place(chosen)
        last = self.rows.rowCount() - 1
        self.selectRow(place if place >= 0 else max(0, min(before, last)))

    def show_order(self, order: str, descending: bool) -> None:
        """Mark the column by which headquarters sorted; none for an empty order."""
        orders = [column.order for column in self.rows.columns]
        if order in orders and order:
            self._mark(orders.index(order), down=descending)
        else:
            self.show_no_order()

    def forget(self) -> None:
        """Show rows as they come, in columns as wide as declared."""
        self.show_no_order()
        self._share(self._declared())

    def show_no_order(self) -> None:
        """Show rows as they come."""
        self.rows.keep_order()
        self.horizontalHeader().setSortIndicatorShown(False)

    def _mark(self, section: int, *, down: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)
        self.horizontalHeader().setSortIndicatorShown(True)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.key(index.row()))

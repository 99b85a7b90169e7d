"""Paints the cells of a desk's table: shape, words in one or two lines, tint."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintDevice, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mdt_alpr.ui.desk.models.desk import Cell, Column
from mdt_alpr.ui.desk.views.rows import Index, RowsModel, side
from mdt_alpr.ui.kit.theme import DAY, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.shapes import Shape, mark_colours, paint_shape

_LINE = 17
TALL = 2 * _LINE + 9
"""Height of a row of two lines."""
_MARK = 15
_MOST_SHORT = 5000
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
            shape, where = Shape(name), QRectF(0, 0, _MARK, _MARK)
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

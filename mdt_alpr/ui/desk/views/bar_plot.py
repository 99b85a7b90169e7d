"""Bars of a chart, painted: nothing of it is pressed, saved or copied (09.21.8.B)."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.desk.models.desk import Bar, Chart
from mdt_alpr.ui.kit.theme import words_font
from mdt_alpr.ui.kit.views.palette import palette_of

_FONT, _GAP = 12, 5
_THICK = 0.62
_STEPS = 4
_LEAST_ROWS = 4
_ALL_NAMED = 13
"""Months of a year have room for each name, hours of a day for every third."""
_NAMES = 0.5
"""Of the width, at most, for the names of lying bars."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BarPlot(QWidget):
    """Bars that lie with a name before each, or stand with a name under each."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(120, 60)
        self.chart = Chart("", (), "")
        self._metrics = QFontMetricsF(words_font(_FONT))

    def show_chart(self, chart: Chart) -> None:
        """Show other bars."""
        self.chart = chart
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars in the palette of now."""
        painter = QPainter(self)
        painter.setFont(words_font(_FONT))
        if self.chart.bars:
            paint = self._stand if self.chart.upright else self._lie
            paint(painter, self.chart.bars)

    def _lie(self, painter: QPainter, bars: tuple[Bar, ...]) -> None:
        palette, high = palette_of(self), self._metrics.height()
        longest = max(max(bar.value, bar.whole) for bar in bars) or 1
        left = min(self._widest(bar.name for bar in bars), self.width() * _NAMES) + 2 * _GAP
        room = self.width() - left - self._widest(bar.words for bar in bars) - 2 * _GAP
        row = self.height() / max(len(bars), _LEAST_ROWS)
        for place, bar in enumerate(bars):
            top, thick = row * place, row * _THICK
            for length, token in ((bar.whole, "off"), (bar.value, "edge")):
                wide = max(0.0, room * length / longest)
                inside = QRectF(left, top + (row - thick) / 2, wide, thick)
                painter.fillRect(inside, palette.color(token))
            middle = top + (row - high) / 2
            ends = left + max(0.0, room * max(bar.value, bar.whole) / longest) + _GAP
            painter.setPen(palette.color("text"))
            name = self._metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, left - _GAP)
            painter.drawText(QRectF(0, middle, left - _GAP, high), _RIGHT, name)
            painter.drawText(QRectF(ends, middle, self.width() - ends, high), _LEFT, bar.words)
        self._line(painter, QRectF(left, 0, 0, row * len(bars)))

    def _stand(self, painter: QPainter, bars: tuple[Bar, ...]) -> None:
        palette, high = palette_of(self), self._metrics.height()
        numbers = _whole_numbers(max(bar.value for bar in bars))
        left = self._widest(f"{number:,}" for number in numbers) + 2 * _GAP
        foot = self.height() - high - _GAP
        step, most = (self.width() - left) / len(bars), numbers[-1] or 1
        painter.setPen(palette.color("text"))
        for number in numbers:
            middle = high / 2 + (foot - high / 2) * (1 - number / most)
            place = QRectF(0, middle - high / 2, left - _GAP, high)
            painter.drawText(place, _RIGHT, f"{number:,}")
        every = 1 if len(bars) <= _ALL_NAMED else 3
        for place_of, bar in enumerate(bars):
            tall = (foot - high / 2) * bar.value / most
            side = left + step * place_of
            inside = QRectF(side + step * (1 - _THICK) / 2, foot - tall, step * _THICK, tall)
            painter.fillRect(inside, palette.color("edge"))
            if place_of % every == 0:
                under = QRectF(side - step, foot + _GAP, 3 * step, high)
                painter.drawText(under, Qt.AlignmentFlag.AlignCenter, bar.name)
        self._line(painter, QRectF(left, foot, self.width() - left, 0))
        self._line(painter, QRectF(left, 0, 0, foot))

    def _line(self, painter: QPainter, along: QRectF) -> None:
        painter.setPen(palette_of(self).color("line"))
        painter.drawLine(along.topLeft(), along.bottomRight())

    def _widest(self, words: Iterable[str]) -> float:
        return max(self._metrics.horizontalAdvance(each) for each in words)


def _whole_numbers(most: int) -> range:
    """Return at most six whole numbers from 0 to ``most`` or a little more."""
    power = 10 ** max(0, len(str(most)) - 2)
    step = next(n * power for n in (1, 2, 5, 10, 20, 25) if n * power * _STEPS >= most)
    return range(0, most + step, step)

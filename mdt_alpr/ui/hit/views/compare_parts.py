"""Parts of the comparison that paint themselves: facts, ages."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.hit.models.hit_result import AgeView, FactView
from mdt_alpr.ui.kit.theme import FontSize, Palette, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import Shape, paint_shape

_FACT = 31
_AGE_ROW = 48
_SMALLEST = 17
_MARK, _MARGIN = 28, 16
_TOKENS = {"tick": ("oks", "onoks"), "weak": ("meds", "onmeds")}


class FactLine(QWidget):
    """One line of a column: shape and words, in an ink block where it speaks against."""

    def __init__(self) -> None:
        super().__init__()
        self._fact = FactView("")
        self.setFixedHeight(_FACT)

    def show_fact(self, fact: FactView) -> None:
        """Show a line."""
        if fact != self._fact:
            self._fact = fact
            self.setAccessibleName(fact.text)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        fact, colour = self._fact, palette_of(self).colour
        if not fact.text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = words_font(FontSize.SECOND, QFont.Weight.Bold)
        painter.setFont(font)
        left = 8.0
        room = self.width() - left - 4 - (27 if fact.shape else 0)
        while (
            painter.fontMetrics().horizontalAdvance(fact.text) > room
            and font.pixelSize() > _SMALLEST
        ):
            font.setPixelSize(font.pixelSize() - 1)
            painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(fact.text)
        if fact.inverted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("ink"))
            painter.drawRoundedRect(QRectF(0, 2.5, min(width + 16, self.width()), 26), 3, 3)
        if fact.shape:
            tokens = {"tick": ("oks", "onoks"), "weak": ("meds", "onmeds")}[fact.shape]
            paint_shape(
                painter, Shape(fact.shape), QRectF(left, 5.5, 20, 20), *map(colour, tokens)
            )
            left += 27
        painter.setPen(colour("onink" if fact.inverted else "text"))
        words = QRectF(left, 0, self.width() - left, _FACT)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), fact.text)


class AgesLine(QWidget):
    """The ages in one line: first at the left, last at the right, the others between."""

    def __init__(self) -> None:
        super().__init__()
        self._ages: tuple[AgeView, ...] = ()
        self.setFixedHeight(_AGE_ROW)

    def show_ages(self, ages: tuple[AgeView, ...]) -> None:
        """Show the ages."""
        if ages != self._ages:
            self._ages = ages
            self.setAccessibleName(". ".join(f"{age.plain} {age.strong}" for age in ages))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shapes and words."""
        painter = QPainter(self)
        plain = words_font(FontSize.SECOND)
        strong = words_font(FontSize.SECOND, QFont.Weight.Bold)
        widths = [
            _MARK
            + QFontMetricsF(plain).horizontalAdvance(f"{age.plain} ")
            + QFontMetricsF(strong).horizontalAdvance(age.strong)
            for age in self._ages
        ]
        gap = (self.width() - 2 * _MARGIN - sum(widths)) / max(1, len(widths) - 1)
        left = float(_MARGIN)
        for age, width in zip(self._ages, widths, strict=True):
            self._paint_age(painter, age, left, (plain, strong))
            left += width + gap

    def _paint_age(
        self, painter: QPainter, age: AgeView, left: float, fonts: tuple[QFont, QFont]
    ) -> None:
        middle, palette = self.height() / 2, palette_of(self)
        paint_marked(painter, Shape(age.shape), QRectF(left, middle - 10, 20, 20), palette)
        left += _MARK
        painter.setPen(palette.colour("text"))
        for words, font in zip((f"{age.plain} ", age.strong), fonts, strict=True):
            painter.setFont(font)
            width = QFontMetricsF(font).horizontalAdvance(words)
            where = QRectF(left, 0, width + 2, self.height())
            painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), words)
            left += width


def paint_marked(painter: QPainter, shape: Shape, where: QRectF, palette: Palette) -> None:
    """Paint a shape in the colours of its meaning, in text colours where it has none."""
    fill, mark = _TOKENS.get(shape.value, ("text", "panel"))
    paint_shape(painter, shape, where, palette.colour(fill), palette.colour(mark))

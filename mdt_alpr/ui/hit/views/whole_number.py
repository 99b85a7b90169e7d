"""A whole number, large and plain, to be held against a picture; nothing in it is marked."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.kit.theme import FontSize, plate_font
from mdt_alpr.ui.kit.views.palette import palette_of

HEIGHT = 78
_PLACE = 62
_EDGE = 12
_LEAST_APART = 38


class WholeNumber(QWidget):
    """Every character under its own in the picture above, where those are far enough apart.

    ``x_of`` says where something is in the picture's widget, as wide as this one.
    """

    def __init__(self, x_of: Callable[[float], float]) -> None:
        super().__init__()
        self._x_of = x_of
        self._middles: tuple[float, ...] = ()
        self._text = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The whole number")

    def show_text(self, text: str, middles: tuple[float, ...]) -> None:
        """Show another number; ``middles`` of its characters, 0 to 1 over the picture's width."""
        self._text, self._middles = text, middles
        self.setAccessibleDescription(" ".join(text))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(400, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the characters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette_of(self).colour("line"), 1))
        painter.setBrush(palette_of(self).colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(palette_of(self).colour("text"))
        painter.setFont(plate_font(FontSize.PLATE_ENTRY))
        for character, middle in zip(self._text, self._places(), strict=True):
            where = QRectF(middle - _PLACE / 2, 0, _PLACE, self.height())
            painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), character)

    def _places(self) -> list[float]:
        """Return the middles in pixels: those of the picture, or in equal steps."""
        seen = [self._x_of(middle) for middle in self._middles]
        apart = min((b - a for a, b in pairwise(seen)), default=_PLACE)
        inside = all(_PLACE / 2 <= x <= self.width() - _PLACE / 2 for x in seen)
        if len(seen) == len(self._text) and apart >= _LEAST_APART and inside:
            return seen
        wide = min(_PLACE, (self.width() - 2 * _EDGE) / max(1, len(self._text)))
        first = self.width() / 2 - wide * (len(self._text) - 1) / 2
        return [first + wide * number for number in range(len(self._text))]

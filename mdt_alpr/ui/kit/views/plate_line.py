"""The line of places into which a plate is entered; no text field: nothing completes or pastes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.kit.theme import FontSize, plate_font
from mdt_alpr.ui.kit.views.palette import palette_of

HEIGHT, LEAST_HEIGHT = 78, 62
_PLACE = 58
_GAP = 12


class PlateLine(QWidget):
    """Always as many places, so that they do not tell the length (D1)."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._places = 8
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Plate as you see it")

    def show_text(self, text: str, places: int) -> None:
        """Show what was entered so far."""
        if (text, places) != (self._text, self._places):
            self._text, self._places = text, places
            self.setAccessibleDescription(" ".join(text))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(400, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the characters, the line under each place, and where the next one goes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette_of(self).colour("line"), 1))
        painter.setBrush(palette_of(self).colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        gap = _GAP if self._places * (_PLACE + _GAP) <= self.width() else 4
        whole = self._places * _PLACE + (self._places - 1) * gap
        left = (self.width() - whole) / 2
        painter.setFont(plate_font(FontSize.PLATE_ENTRY))
        for place in range(self._places):
            self._place(painter, place, QRectF(left, 4, _PLACE, self.height() - 8))
            left += _PLACE + gap

    def _place(self, painter: QPainter, place: int, where: QRectF) -> None:
        reached = place <= len(self._text)
        under = QRectF(where.left(), where.bottom() - 9, where.width(), 4)
        painter.fillRect(under, palette_of(self).colour("text" if reached else "line"))
        if place < len(self._text):
            painter.setPen(palette_of(self).colour("text"))
            centre = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(where.adjusted(0, 0, 0, -6), centre, self._text[place])
        elif place == len(self._text):
            caret = QRectF(where.center().x() - 1.5, where.center().y() - 24, 3, 44)
            painter.fillRect(caret, palette_of(self).colour("text"))

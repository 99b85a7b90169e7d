"""A text or a plate as it is entered; no text field: nothing completes, remembers or pastes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of

_PLATE_HEIGHT, _PLATE_LEAST_HEIGHT = 78, 62
_PLACE = 58
_GAP = 12


class PlateLine(QWidget):
    """Always as many places, so that they do not tell the length (D1)."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._places = 8
        self.setMinimumHeight(_PLATE_LEAST_HEIGHT)
        self.setMaximumHeight(_PLATE_HEIGHT)
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
        return QSize(400, _PLATE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the characters, the line under each place, and where the next one goes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette_of(self).color("line"), 1))
        painter.setBrush(palette_of(self).color("raised"))
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
        painter.fillRect(under, palette_of(self).color("text" if reached else "line"))
        if place < len(self._text):
            painter.setPen(palette_of(self).color("text"))
            center = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(where.adjusted(0, 0, 0, -6), center, self._text[place])
        elif place == len(self._text):
            caret = QRectF(where.center().x() - 1.5, where.center().y() - 24, 3, 44)
            painter.fillRect(caret, palette_of(self).color("text"))


_HEIGHT, _LEAST_HEIGHT = 84, 62


class TextLine(QWidget):
    """As many lines as there is room for, the last of a longer text, and a bar at its end."""

    def __init__(self, *, in_plate_face: bool = False) -> None:
        super().__init__()
        self._text = ""
        self._font = plate_font(FontSize.MAIN) if in_plate_face else words_font(FontSize.SECOND)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setMaximumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_text(self, name: str, text: str) -> None:
        """Show what was entered so far for the question ``name``."""
        self.setAccessibleName(name)
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(400, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text's last lines and the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette_of(self).color("text"), 2))
        painter.setBrush(palette_of(self).color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.setFont(self._font)
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        room = max(1, int((self.height() - 6) / height))
        lines = lines_of(self._text, metrics, self.width() - 34)[-room:]
        top = (self.height() - height * len(lines)) / 2
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for line in lines:
            painter.drawText(QRectF(16, top, self.width() - 24, height), left, line)
            top += height
        bar = QRectF(17 + metrics.horizontalAdvance(lines[-1]), top - height + 1, 3, height - 2)
        painter.fillRect(bar, palette_of(self).color("text"))


def lines_of(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return ``text`` broken after spaces, and within a word that is too long; nothing is lost."""
    lines = [""]
    for word in text.replace(" ", " \n").split("\n"):
        if metrics.horizontalAdvance(lines[-1] + word) > width and lines[-1]:
            lines.append("")
        for character in word:
            if metrics.horizontalAdvance(lines[-1] + character) > width and character != " ":
                lines.append("")
            lines[-1] += character
    return lines

"""A text as it is entered; no text field: nothing completes, remembers or pastes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of

HEIGHT, LEAST_HEIGHT = 84, 62


class TextLine(QWidget):
    """As many lines as there is room for, the last of a longer text, and a bar at its end."""

    def __init__(self, *, in_plate_face: bool = False) -> None:
        super().__init__()
        self._text = ""
        self._font = plate_font(FontSize.MAIN) if in_plate_face else words_font(FontSize.SECOND)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
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
        return QSize(400, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text's last lines and the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette_of(self).colour("text"), 2))
        painter.setBrush(palette_of(self).colour("raised"))
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
        painter.fillRect(bar, palette_of(self).colour("text"))


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

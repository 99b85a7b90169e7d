"""A plate as read, entered or listed: doubt in amber, difference in ink, gone struck out."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.hit.models.hit_result import Mark, MarkedText
from mdt_alpr.ui.kit.theme import FontSize, plate_font
from mdt_alpr.ui.kit.views.palette import palette_of

HEIGHT = 50


class PlateLabel(QWidget):
    """Paints each character in its own box; no rich text, so no character can slip."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = MarkedText("")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plate(self, plate: MarkedText) -> None:
        """Show a plate with its marks."""
        if plate != self._shown:
            self._shown = plate
            self.setAccessibleName(" ".join(plate.text))
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for seven characters."""
        return QSize(180, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the characters one by one."""
        text = self._shown.text
        if not text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = plate_font(FontSize.PLATE)
        width = QFontMetricsF(font).horizontalAdvance("0")
        if width * len(text) > self.width() - 4:
            font = plate_font(int(FontSize.PLATE * (self.width() - 4) / (width * len(text))))
            width = QFontMetricsF(font).horizontalAdvance("0")
        painter.setFont(font)
        marks = dict(enumerate(self._shown.marks))
        for place, character in enumerate(text):
            where = QRectF(place * width + 2, 1, width, HEIGHT - 2)
            self._character(painter, where, character, marks.get(place, ""))
        if self._shown.struck:
            line = QRectF(0, HEIGHT / 2 - 2, width * len(text) + 4, 4)
            painter.fillRect(line, palette_of(self).colour("text"))

    def _character(self, painter: QPainter, where: QRectF, character: str, mark: Mark) -> None:
        ink = "text"
        box = where.adjusted(-0.5, 0, 0.5, 0)
        if mark == "doubt":
            painter.setPen(QPen(palette_of(self).colour("medt"), 2))
            painter.setBrush(palette_of(self).colour("medb"))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
            ink = "medt"
        elif mark == "differs":
            painter.fillRect(box, palette_of(self).colour("ink"))
            ink = "onink"
        painter.setPen(palette_of(self).colour(ink))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), character)

"""A stretch of the plate's picture, magnified, with all beside one column dimmed (design 03b)."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdt_alpr.ui.hit.models.hit_tiles import Stretch
from mdt_alpr.ui.hit.views.blind_picture import picture_from
from mdt_alpr.ui.hit.views.brackets import paint_letter
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.palette import palette_of

_DIM = QColor(11, 15, 19, 168)
_BESIDE = 1.15
"""How much more than its column stays clear: characters lean on plates that are seen askew."""
_TAG = QRectF(8, 8, 30, 30)
_WHOLE: Stretch = (0.0, 1.0)


class ColumnPicture(QWidget):
    """Shows a band of a picture as high as the widget is, with one column in the middle."""

    def __init__(self, least_height: int) -> None:
        super().__init__()
        self._jpeg = b""
        self._image = QImage()
        self._column, self._band = _WHOLE, _WHOLE
        self._letter = ""
        self._marked = False
        self.setMinimumHeight(least_height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_column(self, jpeg: bytes, column: Stretch, band: Stretch) -> None:
        """Show another picture, or another column of it; 0 to 1 over width and height."""
        if jpeg != self._jpeg:
            self._jpeg, self._image = jpeg, picture_from(jpeg)
        self._column, self._band = column, band
        self.update()

    def show_letter(self, letter: str, *, marked: bool) -> None:
        """Show the tile's letter, and whether it is the one that a typed character answers."""
        self._letter, self._marked = letter, marked
        self.setAccessibleName(f"Character {letter}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that the layout may stretch."""
        return QSize(100, 158)

    def x_of(self, across: float) -> float:
        """Return where something is in the widget, given 0 to 1 over the picture's width."""
        left, right = (x * self._image.width() for x in self._column)
        wide = across * self._image.width() - (left + right) / 2
        return self.width() / 2 + wide * self._scale(QRectF(self.rect()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the band, dim what is no part of the column, and the letter."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(area, 8, 8)
        painter.setClipPath(path)
        painter.fillPath(path, palette_of(self).colour("panel"))
        if self._image.isNull():
            painter.setPen(palette_of(self).colour("text2"))
            painter.setFont(words_font(FontSize.CAPTION))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "No picture")
        else:
            self._paint_band(painter, area)
        painter.setClipping(False)
        thick = 4.0 if self._marked else 1.0
        half = thick / 2
        painter.setPen(QPen(palette_of(self).colour("text" if self._marked else "line"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 7, 7)
        if self._letter:
            paint_letter(painter, self._letter, _TAG)

    def _paint_band(self, painter: QPainter, area: QRectF) -> None:
        wide, high = self._image.width(), self._image.height()
        top, height = self._band[0] * high, (self._band[1] - self._band[0]) * high
        left, right = self._column[0] * wide, self._column[1] * wide
        scale = self._scale(area)
        middle = QPointF((left + right) / 2, top + height / 2)
        painter.save()
        painter.translate(area.center())
        painter.scale(scale, scale)
        painter.translate(-middle)
        painter.drawImage(QPointF(0, 0), self._image)
        painter.restore()
        beside = (area.width() - (right - left) * scale * _BESIDE) / 2
        if self._column != _WHOLE and beside > 0:
            painter.fillRect(QRectF(area.topLeft(), QSizeF(beside, area.height())), _DIM)
            right_of = QPointF(area.right() - beside, area.top())
            painter.fillRect(QRectF(right_of, QSizeF(beside, area.height())), _DIM)
        veil = QColor(0, 0, 0, round(255 * palette_of(self).plate_veil))
        painter.fillRect(area, veil)

    def _scale(self, area: QRectF) -> float:
        """Return how large the picture is: the band fills the height, the column has room."""
        height = (self._band[1] - self._band[0]) * self._image.height()
        width = (self._column[1] - self._column[0]) * self._image.width()
        return min(area.height() / max(1.0, height), area.width() / max(1.0, width))

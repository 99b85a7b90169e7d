"""The live picture: the newest frame, the plates where they are, what is wrong in words."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.theme import DAY, FontSize, Palette, plate_font, words_font
from mdt_alpr.ui.viewmodels.patrol import LiveState

_TAG = QColor(10, 13, 17, 235)
_TAG_TEXT = QColor("#F4F6F8")


@dataclass(frozen=True, slots=True)
class DrawnPlate:
    """A plate in the picture: corners in picture pixels, and a tag (empty for none)."""

    left: float
    top: float
    right: float
    bottom: float
    tag: str
    urgent: bool


class LiveView(QWidget):
    """Paints frames as they come; never keeps more than the one that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._plates: tuple[DrawnPlate, ...] = ()
        self._state = LiveState("Camera", "", "Starting camera")
        self._palette = DAY
        self.setMinimumSize(320, 180)
        self.setAccessibleName("Live picture")

    def show_picture(self, picture: QImage, plates: tuple[DrawnPlate, ...]) -> None:
        """Show a picture with its plates."""
        self._picture, self._plates = picture, plates
        self.update()

    def show_state(self, state: LiveState) -> None:
        """Show what is said over the picture."""
        if state != self._state:
            self._state = state
            words = " ".join(filter(None, (state.headline, state.detail)))
            self.setAccessibleDescription(words)
            self.update()

    def hide_picture(self) -> None:
        """Show no picture, as on a locked screen."""
        self._picture, self._plates = None, ()
        self.update()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, plates and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), self._palette.colour("panel"))
        if self._picture is not None and not self._state.lost:
            self._paint_picture(painter, self._picture)
        if self._state.headline:
            self._paint_words(painter)
        self._paint_corners(painter)

    def _paint_picture(self, painter: QPainter, picture: QImage) -> None:
        area = self.rect()
        scale = max(area.width() / picture.width(), area.height() / picture.height())
        width, height = picture.width() * scale, picture.height() * scale
        left, top = (area.width() - width) / 2, (area.height() - height) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, width, height), picture)
        if self._palette.live_veil:
            painter.fillRect(area, QColor(0, 0, 0, round(255 * self._palette.live_veil)))
        for plate in self._plates:
            corner = QPointF(left + plate.left * scale, top + plate.top * scale)
            size = (plate.right - plate.left) * scale, (plate.bottom - plate.top) * scale
            self._paint_plate(painter, QRectF(corner.x(), corner.y(), *size), plate)

    def _paint_plate(self, painter: QPainter, where: QRectF, plate: DrawnPlate) -> None:
        box = where.adjusted(-6, -6, 6, 6)
        colour = self._palette.colour("highs") if plate.urgent else QColor("#FFFFFF")
        for pen in (QPen(QColor(0, 0, 0, 160), 6), QPen(colour, 3)):
            painter.setPen(pen)
            _corners(painter, box)
        if plate.tag:
            font = words_font(FontSize.SECOND) if plate.urgent else plate_font(FontSize.SECOND)
            painter.setFont(font)
            width = painter.fontMetrics().horizontalAdvance(plate.tag) + 24
            left = min(max(8.0, box.center().x() - width / 2), self.width() - width - 8.0)
            _tag(painter, QRectF(left, box.bottom() + 8, width, 32), plate.tag)

    def _paint_words(self, painter: QPainter) -> None:
        state, area = self._state, self.rect()
        block = QRectF(area.adjusted(40, area.height() // 2 - 80, -40, 80 - area.height() // 2))
        if state.lost:
            painter.fillRect(area, self._palette.colour("ink"))
            painter.setPen(self._palette.colour("onink"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._palette.colour("panel"))
            painter.drawRoundedRect(block, 8, 8)
            painter.setPen(self._palette.colour("text"))
        painter.setFont(words_font(FontSize.HEAD, words_font(1).Weight.ExtraBold))
        top = block.adjusted(20, 24, -20, -84)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, state.headline)
        painter.setFont(words_font(FontSize.SECOND))
        below = block.adjusted(20, 76, -20, -8)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, state.detail)

    def _paint_corners(self, painter: QPainter) -> None:
        painter.setFont(words_font(FontSize.CAPTION, words_font(1).Weight.DemiBold))
        for text, right in ((self._state.camera, False), (self._state.latency, True)):
            if text:
                width = painter.fontMetrics().horizontalAdvance(text) + 24
                left = self.width() - width - 12 if right else 12
                _tag(painter, QRectF(left, 12, width, 34), text)


def _tag(painter: QPainter, where: QRectF, text: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_TAG)
    painter.drawRoundedRect(where, 4, 4)
    painter.setPen(_TAG_TEXT)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)


def _corners(painter: QPainter, box: QRectF) -> None:
    arm = min(24.0, box.width() / 3, box.height() / 2)
    for x, to_x in ((box.left(), arm), (box.right(), -arm)):
        for y, to_y in ((box.top(), arm), (box.bottom(), -arm)):
            painter.drawLine(QPointF(x, y), QPointF(x + to_x, y))
            painter.drawLine(QPointF(x, y), QPointF(x, y + to_y))

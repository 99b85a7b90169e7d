"""The live picture: the newest frames, the plates where they are, what is wrong in words.

Several cameras are side by side, each with its name.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_shape
from mdt_alpr.ui.shell.models.patrol import LiveFrame, LiveState, PlateTag

_TAG = QColor(10, 13, 17, 240)
_TAG_TEXT = {"day": QColor("#F4F6F8"), "night": QColor("#DDD6C8")}
_MARKS = {"day": QColor("#FFFFFF"), "night": QColor("#E9E2D3")}
_LOST_HEADLINE = 44
_CENTER = Qt.AlignmentFlag.AlignCenter
_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class LiveView(QWidget):
    """Paints frames as they come; never keeps more than the one of each camera that is shown.

    ``whole``: a camera alone does not fill the view, so that nothing of its picture is cut off.
    """

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.picture_area = QRectF()
        """Where the picture that was painted last lies in the view."""
        self._shown: dict[str, tuple[LiveFrame, QImage]] = {}
        self._state = LiveState("Camera", "", "Camera is off")
        self.setMinimumSize(320, 180)
        self.setAccessibleName("Live picture")

    def show_frame(self, frame: LiveFrame) -> None:
        """Show a frame with its plates, without copying its pixels."""
        picture = QImage(
            frame.pixels, frame.width, frame.height, 3 * frame.width, QImage.Format.Format_BGR888
        )
        self._shown[frame.camera] = frame, picture  # the picture lies in the frame's memory
        self.update()

    def show_state(self, state: LiveState) -> None:
        """Show what is said over the picture."""
        if state != self._state:
            self._state = state
            words = (state.headline or state.still or "Running", state.line, state.detail)
            self.setAccessibleDescription(" ".join(filter(None, words)))
            self.update()

    def hide_picture(self) -> None:
        """Keep no picture, as on a locked screen."""
        self._shown.clear()
        self.update()

    # --------------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, plates and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), palette_of(self).color("panel"))
        if self._state.lost:
            self._paint_lost(painter)
            return
        self._paint_pictures(painter)
        if self._state.headline:
            self._paint_headline(painter)
        self._paint_corner_tags(painter)
        if not self._shown:
            painter.setPen(QPen(palette_of(self).color("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _paint_pictures(self, painter: QPainter) -> None:
        """Paint the cameras side by side by name; one alone fills the view, several are whole."""
        gone = self._state.gone
        cameras = sorted({*self._shown, *gone})
        wide = self.width() / max(1, len(cameras))
        for place, camera in enumerate(cameras):
            area = QRectF(place * wide, 0, wide, self.height())
            if camera in gone:
                self._paint_gone(painter, camera, area)
                continue
            frame, picture = self._shown[camera]
            painter.save()
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            self._paint_picture(painter, picture, frame.plates, area)
            painter.restore()
            if len(cameras) > 1:
                self._paint_name(painter, camera, area)

    def _paint_gone(self, painter: QPainter, camera: str, area: QRectF) -> None:
        painter.fillRect(area, palette_of(self).color("ink"))
        painter.setPen(palette_of(self).color("onink"))
        painter.setFont(words_font(FontSize.HEAD, QFont.Weight.ExtraBold))
        painter.drawText(area, _CENTER, f"{camera}: lost")

    def _paint_name(self, painter: QPainter, camera: str, area: QRectF) -> None:
        painter.setFont(words_font(FontSize.CAPTION, QFont.Weight.DemiBold))
        width = painter.fontMetrics().horizontalAdvance(camera) + 24
        self._paint_tag(painter, QRectF(area.left() + 12, 12, width, 33), camera)

    def _paint_picture(
        self, painter: QPainter, picture: QImage, plates: tuple[PlateTag, ...], area: QRectF
    ) -> None:
        scales = area.width() / picture.width(), area.height() / picture.height()
        fills = area.width() >= self.width() and not self._whole
        scale = max(scales) if fills else min(scales)
        width, height = picture.width() * scale, picture.height() * scale
        left = area.left() + (area.width() - width) / 2
        top = area.top() + (area.height() - height) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.picture_area = QRectF(left, top, width, height)
        painter.drawImage(self.picture_area, picture)
        if palette_of(self).live_veil:
            painter.fillRect(area, QColor(0, 0, 0, round(255 * palette_of(self).live_veil)))
        for plate in plates:
            corner = QPointF(left + plate.left * scale, top + plate.top * scale)
            size = (plate.right - plate.left) * scale, (plate.bottom - plate.top) * scale
            self._paint_plate(painter, QRectF(corner.x(), corner.y(), *size), plate)

    def _paint_plate(self, painter: QPainter, where: QRectF, plate: PlateTag) -> None:
        box = where.adjusted(-7, -7, 7, 7)
        thick = 4 if plate.held else 3
        for pen in (QPen(QColor(0, 0, 0, 190), thick + 3), QPen(self._mark_color, thick)):
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            _corners(painter, box)
        if plate.text:
            bold = QFont.Weight.Bold
            font = words_font(FontSize.SECOND, bold) if plate.held else plate_font(24)
            self._paint_tag(painter, _below(self, box, font, plate.text, painter), plate.text)

    def _paint_headline(self, painter: QPainter) -> None:
        state, area = self._state, QRectF(self.rect())
        if self._shown:
            painter.fillRect(area, QColor(0, 0, 0, 150))
        block = QRectF(0, 0, min(640.0, area.width() - 80), 128 if state.line else 88)
        block.moveCenter(area.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette_of(self).color("panel"))
        painter.drawRoundedRect(block, 8, 8)
        painter.setPen(palette_of(self).color("text"))
        painter.setFont(words_font(FontSize.HEAD, QFont.Weight.ExtraBold))
        painter.drawText(QRectF(block.left(), block.top() + 20, block.width(), 48), _CENTER,
                         state.headline)  # fmt: skip
        painter.setFont(words_font(FontSize.SECOND))
        painter.drawText(QRectF(block.left(), block.top() + 68, block.width(), 40), _CENTER,
                         state.line)  # fmt: skip

    def _paint_lost(self, painter: QPainter) -> None:
        state, area, color = self._state, QRectF(self.rect()), palette_of(self).color
        painter.fillRect(area, color("ink"))
        top = area.center().y() - 108
        cross = QRectF(area.center().x() - 34, top, 68, 68)
        paint_shape(painter, Mark.CROSS, cross, color("onink"), color("ink"))
        painter.setPen(color("onink"))
        painter.setFont(words_font(_LOST_HEADLINE, QFont.Weight.ExtraBold))
        painter.drawText(QRectF(0, top + 78, area.width(), 56), _CENTER, state.headline)
        painter.setFont(words_font(FontSize.MAIN))
        painter.drawText(QRectF(0, top + 138, area.width(), 40), _CENTER, state.line)
        painter.setFont(words_font(FontSize.SECOND))
        below = QRectF(60, top + 192, area.width() - 120, max(0.0, area.height() - top - 196))
        painter.drawText(below, _WRAPPED, state.detail)

    def _paint_corner_tags(self, painter: QPainter) -> None:
        painter.setFont(words_font(FontSize.CAPTION, QFont.Weight.DemiBold))
        alone = len({*self._shown, *self._state.gone}) <= 1
        name = self._state.camera if alone else ""
        for text, right in ((name, False), (self._state.latency, True)):
            if text:
                width = painter.fontMetrics().horizontalAdvance(text) + 24
                left = self.width() - width - 12 if right else 12
                self._paint_tag(painter, QRectF(left, 12, width, 33), text)
        if self._state.still:
            painter.setFont(words_font(FontSize.SECOND, QFont.Weight.Bold))
            width = painter.fontMetrics().horizontalAdvance(self._state.still) + 28
            below = QRectF(12, self.height() - 52, width, 40)
            self._paint_tag(painter, below, self._state.still)

    def _paint_tag(self, painter: QPainter, where: QRectF, text: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_TAG)
        painter.drawRoundedRect(where, 4, 4)
        painter.setPen(_TAG_TEXT[palette_of(self).name])
        painter.drawText(where, _CENTER, text)

    @property
    def _mark_color(self) -> QColor:
        return _MARKS[palette_of(self).name]


def _below(view: QWidget, box: QRectF, font: QFont, text: str, painter: QPainter) -> QRectF:
    """Return where a tag is: below the plate, never outside the picture."""
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 24
    left = min(max(8.0, box.center().x() - width / 2), view.width() - width - 8.0)
    top = box.bottom() + 10
    if top + 40 > view.height() - 4:
        top = box.top() - 50
    return QRectF(left, max(4.0, top), width, 40)


def _corners(painter: QPainter, box: QRectF) -> None:
    arm = min(24.0, box.width() / 3, box.height() / 2)
    for x, to_x in ((box.left(), arm), (box.right(), -arm)):
        for y, to_y in ((box.top(), arm), (box.bottom(), -arm)):
            painter.drawLine(QPointF(x, y), QPointF(x + to_x, y))
            painter.drawLine(QPointF(x, y), QPointF(x, y + to_y))

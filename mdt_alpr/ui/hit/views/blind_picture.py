"""The big plate picture with its zoom, and the small ones to choose from."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mdt_alpr.ui.hit.models.hit_tiles import BracketView
from mdt_alpr.ui.hit.views.brackets import letter_place, paint_bracket, placed
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_focus

ZOOMS = (1.0, 1.5, 2.2, 3.2)
_CAPTION = 27


def picture_from(jpeg: bytes) -> QImage:
    """Return the picture, empty where there is none or it is damaged."""
    return QImage.fromData(jpeg) if jpeg else QImage()


class BigPicture(QWidget):
    """The picture in front; a veil darkens it at night unless it is zoomed into."""

    def __init__(self) -> None:
        super().__init__()
        self._jpeg = b""
        self._image = QImage()
        self._zoom = 0
        self._brackets: tuple[BracketView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(200)
        self.setAccessibleName("Picture")

    def show_picture(self, jpeg: bytes) -> None:
        """Show another picture, whole."""
        if jpeg != self._jpeg:
            self._jpeg, self._image, self._zoom = jpeg, picture_from(jpeg), 0
            self.update()

    def show_brackets(self, brackets: tuple[BracketView, ...]) -> None:
        """Mark characters by letters under them."""
        if brackets != self._brackets:
            self._brackets = brackets
            self.update()

    def zoom(self, step: int) -> None:
        """Come nearer or go back; from the nearest, back to the whole picture."""
        self._zoom = (self._zoom + step) % len(ZOOMS)
        self.update()

    @property
    def zoom_factor(self) -> float:
        """Return how much nearer than whole it is shown."""
        return ZOOMS[self._zoom]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture over the whole rectangle, its middle in the middle."""
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
            painter.setFont(words_font(FontSize.SECOND))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "No picture")
        else:
            painter.drawImage(area, self._image, self._part(area.size()))
            veil = palette_of(self).plate_veil if self._zoom == 0 else 0.0
            painter.fillRect(area, QColor(0, 0, 0, round(255 * veil)))
            part, whole = self._part(area.size()), QSizeF(self._image.size())
            for bracket in self._brackets:
                where = placed(bracket, part, whole, area)
                tag = letter_place(bracket, where, part, whole, area)
                paint_bracket(painter, bracket.letter, where, tag)
        painter.setClipping(False)
        painter.setPen(QPen(palette_of(self).colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 8, 8)

    def _part(self, shown: QSizeF) -> QRectF:
        """Return the part of the picture that fills ``shown`` without distortion."""
        whole = QSizeF(self._image.size())
        part = shown.scaled(whole, Qt.AspectRatioMode.KeepAspectRatio) / self.zoom_factor
        left, top = (whole.width() - part.width()) / 2, (whole.height() - part.height()) / 2
        return QRectF(left, top, part.width(), part.height())


class Thumbnail(QAbstractButton):
    """A small picture with its caption.

    Signals:
        chosen_place: its place among the pictures.
    """

    chosen_place = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self._jpeg = b""
        self._image = QImage()
        self.setCheckable(True)
        self.setFixedHeight(94)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._say)

    def show_picture(self, jpeg: bytes, label: str, *, chosen: bool) -> None:
        """Show a picture and whether it is the one in front."""
        if jpeg != self._jpeg:
            self._jpeg, self._image = jpeg, picture_from(jpeg)
        self.setText(label)
        self.setAccessibleName(f"Picture: {label}")
        self.setChecked(chosen)
        self.update()

    def nextCheckState(self) -> None:
        """Leave the choice to the presenter."""

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(152, 94)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, caption and border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area, 6, 6)
        painter.setClipPath(path)
        painter.fillRect(area, palette_of(self).colour("off"))
        self._paint_image(painter, area.adjusted(0, 0, 0, -_CAPTION))
        caption = QRectF(0, area.height() - _CAPTION, area.width(), _CAPTION)
        painter.fillRect(caption, QColor("#0B0F13"))
        painter.setPen(QColor("#F2F4F5"))
        painter.setFont(words_font(FontSize.CAPTION))
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignCenter), self.text())
        self._paint_border(painter, area)

    def _paint_border(self, painter: QPainter, area: QRectF) -> None:
        chosen = self.isChecked()
        thick = 4.0 if chosen else 1.0
        painter.setPen(QPen(palette_of(self).colour("text" if chosen else "line"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = thick / 2
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 5, 5)
        if self.hasFocus():
            palette = palette_of(self)
            paint_focus(painter, area, palette.colour("text"), palette.colour("panel"))

    def _paint_image(self, painter: QPainter, room: QRectF) -> None:
        if self._image.isNull():
            return
        size = room.size().scaled(QSizeF(self._image.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self._image.width() - size.width()) / 2
        top = (self._image.height() - size.height()) / 2
        painter.drawImage(room, self._image, QRectF(left, top, size.width(), size.height()))
        painter.fillRect(room, QColor(0, 0, 0, round(255 * palette_of(self).plate_veil)))

    def _say(self) -> None:
        self.chosen_place.emit(self._place)

"""A small picture that opens, and the large one that lies over its page: no window, no dialog."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mdt_alpr.ui.hit.views.blind_pictures import picture_from
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_focus

_FOOT = 40
_LEAST, _USUAL = 56, 72
"""Heights of the small one; it gives way where there is more to say."""
_CLOSES = "Tap the picture, or press Esc or Enter, to close it."


class SmallPicture(QAbstractButton):
    """The plate's picture, filling its rectangle without distortion; pressed, it opens large."""

    def __init__(self) -> None:
        super().__init__()
        self.jpeg = b""
        self._image = QImage()
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_USUAL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Picture of the plate: enlarge")

    def show_picture(self, jpeg: bytes) -> None:
        """Show a picture."""
        if jpeg != self.jpeg:
            self.jpeg, self._image = jpeg, picture_from(jpeg)
            self.update()
        self.setEnabled(not self._image.isNull())

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(183, _USUAL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area, 4, 4)
        painter.setClipPath(path)
        painter.fillRect(area, palette_of(self).color("off"))
        if self._image.isNull():
            return
        part = area.size().scaled(QSizeF(self._image.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self._image.width() - part.width()) / 2
        top = (self._image.height() - part.height()) / 2
        painter.drawImage(area, self._image, QRectF(left, top, part.width(), part.height()))
        painter.fillRect(area, QColor(0, 0, 0, round(255 * palette_of(self).plate_veil)))
        if self.hasFocus():
            palette = palette_of(self)
            paint_focus(painter, area, palette.color("text"), palette.color("panel"))


class LargePicture(QAbstractButton):
    """One whole picture over a part of its page; a tap or a key closes it.

    What is not covered goes on: the gate stays in view and works.

    Signals:
        turned: it came, or what lay under it is back: a tap may be meant for the other.
    """

    turned = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"Picture. {_CLOSES}")
        self.clicked.connect(self.shut)
        self.hide()

    def show_picture(self, jpeg: bytes) -> None:
        """Lie over the page with this picture."""
        self._image = picture_from(jpeg)
        self.show()
        self.raise_()
        self.turned.emit()

    def shut(self) -> None:
        """Go, and keep nothing of the picture."""
        if not self.isHidden():
            self._image = QImage()
            self.hide()
            self.turned.emit()

    def picture_area(self) -> QRectF:
        """Return where the picture is painted."""
        room = QSizeF(self.width(), self.height() - _FOOT)
        size = QSizeF(self._image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (room.width() - size.width()) / 2, (room.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture and how it is closed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), palette_of(self).color("bg"))
        area = self.picture_area()
        painter.drawImage(area, self._image)
        painter.fillRect(area, QColor(0, 0, 0, round(255 * palette_of(self).plate_veil)))
        painter.setPen(palette_of(self).color("text"))
        painter.setFont(words_font(FontSize.SECOND))
        foot = QRectF(0, self.height() - _FOOT, self.width(), _FOOT)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), _CLOSES)

"""What opens from a small place over its page, a picture or words: no window, no dialog."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mdt_alpr.ui.hit.views.blind_pictures import picture_from, whole_in
from mdt_alpr.ui.kit.theme import FontSize, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_focus

_FOOT, _EDGE = 40, 18
_WRAPPED = int(Qt.TextFlag.TextWordWrap.value)
_LEAST, _USUAL = 56, 72
"""Heights of the small one: it gives way where there is more to say, and takes what is free."""
_CLOSES = "Tap here, or press Esc or Enter, to close this."


class SmallPicture(QAbstractButton):
    """A whole picture, of the plate with its state's name; pressed, it opens large."""

    def __init__(self, of: str = "plate") -> None:
        super().__init__()
        self.jpeg = b""
        self._image = QImage()
        self.setMinimumHeight(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Picture of the {of}: enlarge")

    def show_picture(self, jpeg: bytes) -> None:
        """Show a picture."""
        if jpeg != self.jpeg:
            self.jpeg, self._image = jpeg, picture_from(jpeg)
            self.update()
        self.setEnabled(not self._image.isNull())

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(183, _USUAL)

    def picture_area(self) -> QRectF:
        """Return where the picture is painted: at the top, beside what was read of it."""
        if self._image.isNull():
            return QRectF(0, 0, self.width(), _USUAL)
        where = whole_in(QRectF(self.rect()), self._image)
        where.moveTop(0)
        return where

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.picture_area()
        path = QPainterPath()
        path.addRoundedRect(area, 4, 4)
        painter.setClipPath(path)
        if self._image.isNull():
            painter.fillRect(area, palette_of(self).color("off"))
            return
        painter.drawImage(area, self._image)
        painter.fillRect(area, QColor(0, 0, 0, round(255 * palette_of(self).plate_veil)))
        if self.hasFocus():
            palette = palette_of(self)
            paint_focus(painter, area, palette.color("text"), palette.color("panel"))


class LargePicture(QAbstractButton):
    """One whole picture, or words that were cut, over a part of the page.

    A tap or a key closes it.

    What is not covered goes on: the gate stays in view and works.

    Signals:
        turned: it came, or what lay under it is back: a tap may be meant for the other.
    """

    turned = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._image, self._words = QImage(), ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self.shut)
        self.hide()

    def show_picture(self, jpeg: bytes) -> None:
        """Lie over the page with this picture."""
        self._image = picture_from(jpeg)
        self._lie_over("Picture")

    def show_words(self, words: str) -> None:
        """Lie over the page with all of these words."""
        self._words = words
        self._lie_over(words)

    def _lie_over(self, name: str) -> None:
        self.setAccessibleName(f"{name}. {_CLOSES}")
        self.show()
        self.raise_()
        self.turned.emit()

    def shut(self) -> None:
        """Go, and keep nothing of what was shown."""
        if not self.isHidden():
            self._image, self._words = QImage(), ""
            self.setAccessibleName("")
            self.hide()
            self.turned.emit()

    def picture_area(self) -> QRectF:
        """Return where the picture is painted."""
        return whole_in(QRectF(0, 0, self.width(), self.height() - _FOOT), self._image)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture and how it is closed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), palette_of(self).color("bg"))
        painter.setPen(palette_of(self).color("text"))
        if self._words:
            self._paint_words(painter)
        else:
            area = self.picture_area()
            painter.drawImage(area, self._image)
            painter.fillRect(area, QColor(0, 0, 0, round(255 * palette_of(self).plate_veil)))
        painter.setFont(words_font(FontSize.SECOND))
        foot = QRectF(0, self.height() - _FOOT, self.width(), _FOOT)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), _CLOSES)

    def _paint_words(self, painter: QPainter) -> None:
        """Paint the words in the largest type in which all of them have room."""
        room = QRectF(_EDGE, _EDGE, self.width() - 2 * _EDGE, self.height() - _FOOT - 2 * _EDGE)
        for size in (FontSize.MAIN, FontSize.SECOND, FontSize.CAPTION):
            painter.setFont(words_font(size))
            if painter.boundingRect(room, _WRAPPED, self._words).height() <= room.height():
                break
        painter.drawText(room, _WRAPPED, self._words)

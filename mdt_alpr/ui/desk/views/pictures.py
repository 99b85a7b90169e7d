"""Pictures of a hit, each with the viewer's name and time across it (DIS-05)."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.desk.models.desk import PictureSlot
from mdt_alpr.ui.kit.theme import words_font
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of

_WATERMARK = QColor(255, 255, 255, 135)
_UNDER = QColor(0, 0, 0, 100)
_TURN = -12.0
_SIZE = 16
_LEAST = 9
_ROOM = 0.86
_STRIP = 26
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter.value)
_RING = 3
_LARGE = 0.92
"""The share of the window that an enlarged picture takes."""
_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class MarkedPicture(QWidget):
    """A picture that is never shown without its watermark, and cannot be copied.

    A click, Enter or Space enlarges it; the enlarged one closes with its page, as on lock.
    """

    def __init__(self, *, beside: bool = False) -> None:
        """``beside`` writes the watermark under the picture, so that it crosses no character."""
        super().__init__()
        self._beside = beside
        self.large: WindowPicture | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.image, self.watermark = QImage(), ""
        self._words = "Asking headquarters"

    def wait(self, watermark: str) -> None:
        """Wait for a picture."""
        self.image, self.watermark, self._words = QImage(), watermark, "Asking headquarters"
        self.update()

    def show_picture(self, image: QImage | None) -> None:
        """Show the picture, or that headquarters has none."""
        self.image = image or QImage()
        self._words = "Not at headquarters (yet)"
        self.update()

    def enlarge(self) -> None:
        """Show the picture as large as the window allows, if it has arrived."""
        if self.image.isNull() or self.large is not None:
            return
        self.large = WindowPicture(self)
        self.large.finished.connect(self._closed)
        self.large.open()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Enlarge."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.enlarge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enlarge by Enter and Space."""
        if event.key() in _OPENS:
            self.enlarge()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the enlarged picture too."""
        if self.large is not None:
            self.large.close()
        super().hideEvent(event)

    def _closed(self) -> None:
        self.large = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture and watermark."""
        painter = QPainter(self)
        self._paint(painter)
        if self.hasFocus():
            painter.resetTransform()
            painter.setClipping(False)
            painter.setPen(QPen(palette_of(self).color("text"), _RING))
            half = _RING // 2 + 1
            painter.drawRect(self.rect().adjusted(half, half, -half, -half))

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), palette_of(self).color("off"))
        if self.image.isNull():
            painter.setPen(palette_of(self).color("offt"))
            painter.setFont(words_font(13))
            middle = int(Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value)
            painter.drawText(self.rect(), middle, self._words)
            return
        where = self.picture_area()
        painter.drawImage(where, self.image)
        if self._beside:
            painter.setPen(palette_of(self).color("offt"))
            painter.setFont(words_font(_SIZE))
            painter.drawText(self.watermark_area(), _MIDDLE, self.watermark)
            return
        painter.setClipRect(where)
        self._mark(painter, where)

    def picture_area(self) -> QRectF:
        """Return where the picture is painted, in pixels of this widget."""
        below = _STRIP if self._beside else 0
        room = QSize(self.width(), max(1, self.height() - below))
        size = self.image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (room.width() - size.width()) / 2, (room.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def watermark_area(self) -> QRectF:
        """Return where a watermark beside the picture is painted."""
        return QRectF(0, self.height() - _STRIP, self.width(), _STRIP)

    def _mark(self, painter: QPainter, where: QRectF) -> None:
        """Write name and time across the picture, as large as both fit."""
        parts = [part for part in self.watermark.split("  ") if part]
        size = _SIZE
        while size > _LEAST and _widest(parts, size) > where.width() * _ROOM:
            size -= 1
        painter.setFont(words_font(size))
        painter.translate(where.center())
        painter.rotate(_TURN)
        band = size * (len(parts) + 1.5)
        for place in (-1, 0, 1):
            for line, part in enumerate(parts):
                top = place * band + (line - len(parts) / 2) * (size + 3)
                _write(painter, QRectF(-where.width(), top, 2 * where.width(), size + 3), part)


class WindowPicture(QDialog):
    """One picture over the window, its watermark under it; Esc, Enter or a click closes it."""

    def __init__(self, shown: MarkedPicture) -> None:
        super().__init__(shown.window(), Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(shown.accessibleName())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.picture = MarkedPicture(beside=True)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture.wait(shown.watermark)
        self.picture.show_picture(shown.image)
        column = spaced(QVBoxLayout(self), margins=(8, 8, 8, 8))
        column.addWidget(self.picture, 1)
        column.addWidget(label("Esc or a click closes the picture.", "deskname"))
        around = shown.window().geometry()
        size = around.size() * _LARGE
        self.resize(size)
        self.move(around.center() - self.rect().center())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Close."""
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Enter and Space too; QDialog closes by Esc."""
        if event.key() in _OPENS:
            self.close()
            return
        super().keyPressEvent(event)


def _write(painter: QPainter, area: QRectF, words: str) -> None:
    middle = int(Qt.AlignmentFlag.AlignCenter.value)
    for color, aside in ((_UNDER, 1.0), (_WATERMARK, 0.0)):
        painter.setPen(color)
        painter.drawText(area.translated(aside, aside), middle, words)


def _widest(parts: list[str], size: int) -> int:
    metrics = QFontMetrics(words_font(size))
    return max((metrics.horizontalAdvance(part) for part in parts), default=0)


class PictureRow(QFrame):
    """The pictures side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._row = spaced(QHBoxLayout(self), 10, (12, 10, 12, 8))
        self._holders: list[QWidget] = []
        self.pictures: dict[str, MarkedPicture] = {}
        self._empty = label("No pictures were sent for this hit.", "desknote")
        self._row.addWidget(self._empty)

    def show_slots(self, slots: tuple[PictureSlot, ...], watermark: str) -> None:
        """Show places for these pictures; keep those already shown."""
        if tuple(slot.digest for slot in slots) == tuple(self.pictures):
            return
        for holder in self._holders:
            self._row.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self._holders, self.pictures = [], {}
        self._empty.setVisible(not slots)
        for slot in slots:
            self._add(slot, watermark)

    def show_picture(self, digest: str, image: QImage | None) -> None:
        """Show a picture that arrived."""
        if digest in self.pictures:
            self.pictures[digest].show_picture(image)

    def _add(self, slot: PictureSlot, watermark: str) -> None:
        picture = MarkedPicture()
        picture.wait(watermark)
        picture.setAccessibleName(slot.words)
        holder = QWidget()
        column = spaced(QVBoxLayout(holder), 2, (0, 0, 0, 0))
        column.addWidget(picture, 1)
        column.addWidget(label(slot.words, "deskname"))
        self._row.addWidget(holder, 1)
        self._holders.append(holder)
        self.pictures[slot.digest] = picture

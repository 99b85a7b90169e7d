"""A plate's picture in a row of a list."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.shell.views.reel import paint_crop

_SIZE = QSize(156, 60)


class PlateCrop(QWidget):
    """The picture, filled into one size."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_SIZE)
        self.setAccessibleName("Picture of the plate")
        self._jpeg = b""
        self._picture = QImage()

    def show_jpeg(self, jpeg: bytes) -> None:
        """Show another picture."""
        if jpeg != self._jpeg:
            self._jpeg, self._picture = jpeg, QImage.fromData(jpeg)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        palette = palette_of(self)
        ground = palette.colour("off"), palette.plate_veil
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_crop(painter, QRectF(self.rect()), self._picture, ground)

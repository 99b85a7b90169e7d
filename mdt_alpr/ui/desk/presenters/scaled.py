"""Pictures as the desk shows them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

_WIDEST = 640


def scaled(jpeg: bytes) -> QImage:
    """Return a picture, decoded on the thread that asked: it never holds the screen up."""
    image = QImage.fromData(jpeg)
    if image.width() <= _WIDEST:
        return image
    return image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)

"""Reads printed papers back, page by page."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtPdf import QPdfDocument


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, its lines joined by single spaces."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    count = document.pageCount()
    return [" ".join(document.getAllText(page).text().split()) for page in range(count)]


def text_of(pdf: bytes) -> str:
    """Return the text of a paper."""
    return " ".join(pages_of(pdf))

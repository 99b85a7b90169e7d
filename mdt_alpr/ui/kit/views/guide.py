"""A page of the docs in a window, rendered from its Markdown; links lead to other pages only."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from mdt_alpr.ui.kit.theme import DAY, Palette


class Guide(QTextBrowser):
    """Shows a page of the docs from a file; nothing in it can be changed."""

    def __init__(self, pixels: int) -> None:
        """Make an empty one whose text is ``pixels`` high."""
        super().__init__()
        self._pixels, self._palette = pixels, DAY
        self.setAccessibleName("Help")
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(18)
        self.sourceChanged.connect(self._paint_links)

    def show_guide(self, path: str) -> None:
        """Show the page that lies at ``path``."""
        self.setSource(QUrl.fromLocalFile(path), QTextDocument.ResourceType.MarkdownResource)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        colours = f"color: {palette.text}; background: {palette.panel}; border: none;"
        font = f"font-size: {self._pixels}px; font-weight: 500;"
        self.setStyleSheet(f"QTextBrowser {{ {colours} {font} }}")
        self._paint_links()

    def turn(self, pages: int) -> None:
        """Go ``pages`` down, or up where it is negative."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _paint_links(self) -> None:
        """Give links the color of the text, underlined: Qt paints them blue on any ground."""
        shape = QTextCharFormat()
        shape.setForeground(QColor(self._palette.text))
        shape.setFontUnderline(True)
        cursor, block = QTextCursor(self.document()), self.document().begin()
        while block.isValid():
            for part in block:  # type: ignore[attr-defined]
                piece = part.fragment()
                if piece.charFormat().isAnchor():
                    cursor.setPosition(piece.position())
                    end = piece.position() + piece.length()
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(shape)
            block = block.next()

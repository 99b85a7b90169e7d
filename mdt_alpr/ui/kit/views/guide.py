"""A page of the docs in a window, rendered from its Markdown; links lead to other pages only."""

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from mdt_alpr.ui.kit.views.palette import PALETTE_CHANGED, palette_of


class Guide(QTextBrowser):
    """Shows a page of the docs from a file; nothing in it can be changed."""

    def __init__(self, pixels: int) -> None:
        """Make an empty one whose text is ``pixels`` high."""
        super().__init__()
        self._pixels = pixels
        self.setAccessibleName("Help")
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(18)
        self.sourceChanged.connect(self._paint_links)

    def show_guide(self, path: str) -> None:
        """Show the page that lies at ``path``."""
        self.setSource(QUrl.fromLocalFile(path), QTextDocument.ResourceType.MarkdownResource)

    def event(self, event: QEvent) -> bool:
        """Paint in the palette of the window, which is known once it is shown."""
        if event.type() in (PALETTE_CHANGED, QEvent.Type.Show):
            self._paint()
        return super().event(event)

    def _paint(self) -> None:
        palette = palette_of(self)
        colors = f"color: {palette.text}; background: {palette.panel}; border: none;"
        font = f"font-size: {self._pixels}px; font-weight: 500;"
        sheet = f"QTextBrowser {{ {colors} {font} }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
            self._paint_links()

    def turn(self, pages: int) -> None:
        """Go ``pages`` down, or up where it is negative."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _paint_links(self) -> None:
        """Give links the color of the text, underlined: Qt paints them blue on any ground."""
        shape = QTextCharFormat()
        shape.setForeground(QColor(palette_of(self).text))
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

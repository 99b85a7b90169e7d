"""The page of the docs for who sits at the desk (F1)."""

from PySide6.QtWidgets import QVBoxLayout

from mdt_alpr.ui.desk.views.parts import DeskPageFrame, PageHead
from mdt_alpr.ui.kit.theme import Palette
from mdt_alpr.ui.kit.views.guide import Guide

_TEXT = 15


class HelpDeskPage(DeskPageFrame):
    """A head and the page; links lead on to other pages of the docs."""

    def __init__(self) -> None:
        super().__init__()
        self.guide = Guide(_TEXT)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 10)
        column.setSpacing(10)
        column.addWidget(PageHead("Help", "Esc leaves it"))
        column.addWidget(self.guide, 1)

    def take_focus(self) -> None:
        """Bring the keyboard to the text."""
        self.guide.setFocus()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self.guide.use_palette(palette)

"""The pages of a window, one in front."""

from PySide6.QtWidgets import QStackedWidget, QWidget


class Pages(QStackedWidget):
    """Pages that share what room the window has.

    Qt on Windows makes a window as tall as its tallest page asks to be at that width, even taller
    than the screen: its last row was cut. So these ask for nothing.
    """

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        self.setMinimumHeight(1)
        for page in pages:
            self.addWidget(page)

    def hasHeightForWidth(self) -> bool:
        """Say that no width asks for a height."""
        return False

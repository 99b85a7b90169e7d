"""A line to type into on the sign-in page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit


class ChosenField(QLineEdit):
    """A line that says when it is chosen; nothing is copied out of it or pasted by touch.

    Signals:
        chosen: it has the focus now.
    """

    chosen = Signal()

    def __init__(self, name: str, *, secret: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that it is chosen."""
        super().focusInEvent(event)
        self.chosen.emit()

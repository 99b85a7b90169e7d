"""The box that narrows a desk's table to the rows with certain words: on the screen only."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_WIDTH = 210
_LONGEST = 40
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBox(QLineEdit):
    """Narrows rows while it is typed in; Esc shows all again, Enter or Down goes to the rows.

    Signals:
        left: the keyboard goes to the rows.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Filter rows: Ctrl+F")
        self.setAccessibleName("Filter the rows shown")
        self.setMaxLength(_LONGEST)
        self.setFixedWidth(_WIDTH)

    def event(self, event: QEvent) -> bool:
        """Take Esc before the window does, as long as there is something to clear."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear, or go to the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() in _DOWN:
            self.left.emit()
        else:
            super().keyPressEvent(event)

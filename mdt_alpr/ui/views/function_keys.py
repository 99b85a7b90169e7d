"""The twelve function keys at the bottom of every page, always in the same places (U17, U19)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

HEIGHT = 72
KEY_HEIGHT = 56
KEYS = {
    "F1": "Open hit",
    "F2": "Silence",
    "F3": "Can't read",
    "F4": "Hits",
    "F5": "Radio",
    "F6": "Hold: stop",
    "F7": "Patrol",
    "F8": "Day/Night",
    "F9": "New entry",
    "F10": "Lock",
    "F11": "Status",
    "F12": "Reject",
}


class FunctionKeys(QFrame):
    """Names what each key does; a key that does nothing here is dimmed in its place.

    Signals:
        pressed: a key's name. F6 is a label: only the big button can be held by touch.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        self.buttons: dict[str, QPushButton] = {}
        for key, name in KEYS.items():
            button = QPushButton(f"{key}\n{name}")
            button.setProperty("kind", "fkey")
            button.setFixedHeight(KEY_HEIGHT)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{key} {name}")
            button.clicked.connect(self._clicked)
            row.addWidget(button)
            self.buttons[key] = button

    def show_keys(self, live: frozenset[str], lit: str = "") -> None:
        """Show which keys do something on this page, and which one is wanted now."""
        for key, button in self.buttons.items():
            button.setEnabled(key in live)
            wanted = "true" if key == lit and key in live else "false"
            if button.property("lit") != wanted:
                button.setProperty("lit", wanted)
                button.style().unpolish(button)
                button.style().polish(button)

    def _clicked(self) -> None:
        sender = self.sender()
        for key, button in self.buttons.items():
            if button is sender and key != "F6":
                self.pressed.emit(key)

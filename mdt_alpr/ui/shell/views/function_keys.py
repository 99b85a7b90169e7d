"""The twelve function keys at the bottom of every page, always in the same places (U17, U19)."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from mdt_alpr.ui.kit.views.key_button import KeyButton, KeyStyle
from mdt_alpr.ui.kit.views.layouts import spaced

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
F9_ON_HIT = "Pass on"
F3_AFTER_ENTRY = "Preserve"
F3_ON_STATUS = "Report"
F3_ON_PATROL, F5_ON_PATROL = "Misread", "Test sound"
F2_SOFTER, F3_LOUDER, F3_NOT_HEARD, F5_HEARD = "Softer", "Louder", "Not heard", "Heard it"
F5_OFF_HIT = "Doctor"
F7_BEFORE_CAD, F7_ON_PATROL = "Back to CAD", "My shift"
"""Four keys of several meanings: nobody enters a plate by hand with a hit before him, nobody who
has entered a hit's plate says that it cannot be read, nor where there is none, and nobody asks by
radio without a hit, or goes to the page where he is."""
NAMES_ON: Mapping[str, Mapping[str, str]] = {
    "": {},
    "hit": {"F9": F9_ON_HIT},
    "entered hit": {"F9": F9_ON_HIT, "F3": F3_AFTER_ENTRY},
    "entries": {"F3": F3_AFTER_ENTRY},
    "status": {"F3": F3_ON_STATUS, "F5": F5_OFF_HIT},
    "doctor": {"F5": F5_OFF_HIT},
}
"""What a key is called on a kind of page where that is not its usual name.

Off a hit these keys are live there."""
_LABEL_ONLY = "F6"
"""Only the big button can be held by touch."""


class FunctionKeys(QFrame):
    """Names what each key does; a key that does nothing here is dimmed in its place.

    Signals:
        pressed: a key's name, never F6.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.setFixedHeight(HEIGHT)
        row = spaced(QHBoxLayout(self), 16, (16, 8, 16, 8))
        self.buttons: dict[str, KeyButton] = {}
        for key, name in KEYS.items():
            button = KeyButton(key, name, QSize(90, KEY_HEIGHT), small=True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._clicked)
            row.addWidget(button)
            self.buttons[key] = button

    def show_keys(
        self, live: frozenset[str], lit: str = "", names: Mapping[str, str] = KEYS
    ) -> None:
        """Show which keys do something on this page, which one is lit, and other ``names``."""
        for key, button in self.buttons.items():
            button.show_name(names.get(key, KEYS[key]))
            button.setEnabled(key in live)
            wanted = key == lit and key in live
            button.show_style(KeyStyle.LIT if wanted else KeyStyle.PLAIN)

    def _clicked(self) -> None:
        sender = self.sender()
        for key, button in self.buttons.items():
            if button is sender and key != _LABEL_ONLY:
                self.pressed.emit(key)

"""The officer's page of the docs in the car (F11 on the page of missed plates)."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.guide import Guide
from mdt_alpr.ui.kit.views.head_card import HeadCard
from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_TEXT, _EDGE = 20, 16
_BUTTON = QSize(110, 72)
_KEYS: dict[int, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class HelpPage(QWidget):
    """A head with the buttons that turn, and the page below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.guide = Guide(_TEXT)
        self.guide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.guide.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.up = KeyButton("PgUp", "Up", _BUTTON)
        self.down = KeyButton("PgDn", "Down", _BUTTON)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self._place = self.guide.verticalScrollBar()
        self._place.valueChanged.connect(self._show_ends)
        self._place.rangeChanged.connect(self._show_ends)
        column = spaced(QVBoxLayout(self), _EDGE, (_EDGE, _EDGE, _EDGE, 0))
        column.addWidget(HeadCard((label("Help", "head"),), (self.up, self.down)))
        column.addWidget(self.guide, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page."""
        if event.key() in _KEYS:
            self.guide.turn(_KEYS[event.key()])
        else:
            super().keyPressEvent(event)

    def _show_ends(self) -> None:
        """Dim the button that leads no further."""
        at = self._place
        self.up.setEnabled(at.value() > at.minimum())
        self.down.setEnabled(at.value() < at.maximum())

    def _up(self) -> None:
        self.guide.turn(-1)

    def _down(self) -> None:
        self.guide.turn(1)

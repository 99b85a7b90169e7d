"""The keyboard of the sign-in page, for a car whose screen is all there is to type on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard

_SIDE = 4


class SignInKeyboard(QFrame):
    """Types into the field that has the focus; shows its name, never what it holds.

    Signals:
        warning_pressed: show the warning again; it must be acknowledged again.
    """

    warning_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._field: QLineEdit | None = None
        self._title = label("", "main")
        self.warning = AnswerTile("Warning", TileStyle(size=FontSize.CAPTION), key="warning")
        self.warning.set_size(110, 56)
        self.keyboard = TextKeyboard()
        self.head = QHBoxLayout()
        self.head.setContentsMargins(_SIDE + 8, 0, _SIDE + 8, 0)
        self.head.setSpacing(12)
        self.head.addWidget(self._title)
        self.head.addStretch(1)
        self.head.addWidget(self.warning)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 12, _SIDE, 12)
        column.addLayout(self.head)
        column.addStretch(1)
        column.addWidget(self.keyboard)
        self.keyboard.pressed.connect(self._typed)
        self.warning.clicked.connect(self.warning_pressed)

    def type_into(self, field: QLineEdit) -> None:
        """Type into this field from now on."""
        self._field = field
        self._title.setText(field.accessibleName())
        self.keyboard.rest()

    def _typed(self, key: str) -> None:
        if self._field is None:
            return
        if key == DELETE:
            self._field.backspace()
        else:
            self._field.insert(key)

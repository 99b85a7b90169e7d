"""Asks for a new password, twice; in the place of the start-of-shift check."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.chosen_field import ChosenField
from mdt_alpr.ui.kit.views.labels import label, wrapped

_RULES = "At least 8 characters, no common password, not your user name."
_DIFFER = "The two are not the same yet."


class NewPassword(QWidget):
    """Two fields that have to be alike; headquarters says whether the password is good.

    Signals:
        changed: something was typed.
        pressed: Enter in the last field.
    """

    changed = Signal()
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = ChosenField("New password", secret=True)
        self.again = ChosenField("New password again", secret=True)
        self._rules = wrapped(_RULES, "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        for place, field in enumerate((self.first, self.again)):
            fields.addWidget(label(field.accessibleName(), "checkname"), 0, place)
            fields.addWidget(field, 1, place)
            field.textChanged.connect(self._typed)
        column.addLayout(fields)
        column.addWidget(self._rules)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.pressed)

    @property
    def entered(self) -> str:
        """Return the new password, empty until both fields are the same."""
        return self.first.text() if self.first.text() == self.again.text() else ""

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.again.clear()

    def show_letters(self, shown: bool) -> None:
        """Show or hide what is typed."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)

    def _typed(self) -> None:
        differ = bool(self.again.text()) and not self.entered
        self._rules.setText(_DIFFER if differ else _RULES)
        self.changed.emit()

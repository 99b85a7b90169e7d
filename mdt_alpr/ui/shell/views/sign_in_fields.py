"""What is typed to sign in beside the user name: passwords, and codes of a second factor."""

import segno
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.shell.models.pages import FactorView, KeyView

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
        self._rules, self._words = "", wrapped("", "note")
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
        column.addWidget(self._words)
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.pressed)

    @property
    def entered(self) -> str:
        """Return the new password, empty until both fields are the same."""
        return self.first.text() if self.first.text() == self.again.text() else ""

    def show_rules(self, rules: str) -> None:
        """Say which password is good."""
        self._rules = rules
        self._show()

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
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        differ = bool(self.again.text()) and not self.entered
        self._words.setText(_DIFFER if differ else self._rules)


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


_QR_SIZE, _QUIET = 208, 4
"""Side of the code in pixels, and its margin in modules, without which no phone reads it."""
_GROUP = 4
_PIN = "Plug your security key in and type its PIN. Touch the key when it blinks."
_WINDOWS = "Windows asks for the security key, or for Windows Hello."
_TOUCH = "Touch your security key now: it blinks."
_SCAN = (
    "This account needs a second factor. Scan this with an app for one-time codes on your phone, "
    "or type the key into it. Then enter the code that it shows."
)
_KEEP = (
    "The second factor is in use. Write these recovery codes down; they are not shown again. Each "
    "signs in once where the phone is lost."
)
_COLUMNS = 2


class QrCode(QWidget):
    """Draws a QR code, black on white by day and by night."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_QR_SIZE, _QR_SIZE)
        self.setAccessibleName("QR code of the second factor")
        self._rows: tuple[bytearray, ...] = ()

    def show_text(self, text: str) -> None:
        """Show what a phone reads; nothing for an empty text."""
        self._rows = tuple(segno.make_qr(text).matrix) if text else ()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        size = self.width() // (len(self._rows) + 2 * _QUIET)
        margin = (self.width() - size * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    place = QRectF(margin + x * size, margin + y * size, size, size)
                    painter.fillRect(place, QColor("black"))
        painter.end()


class FactorPanel(QWidget):
    """Asks for a code; shows the QR code of a new second factor, then its recovery codes.

    Signals:
        changed: something was typed.
        pressed: Enter in the field.
        key_canceled: the person touches no security key.
    """

    changed = Signal()
    pressed = Signal()
    key_canceled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._factor: FactorView | None = None
        self._view = KeyView()
        self.use_key = QPushButton("Security key")
        self.use_key.setCheckable(True)
        self.use_key.setFixedSize(150, 54)
        self._name = label("Code", "checkname")
        self.code = ChosenField("Code")
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.qr, self.words = QrCode(), wrapped("", "note")
        self.key = wrapped("", "checkvalue")
        self._field = QWidget()
        self._recovery = QGridLayout()
        self.recovery: list[QLabel] = []
        self._lay_out()
        self.code.textChanged.connect(self.changed)
        self.code.returnPressed.connect(self.pressed)
        self.use_key.clicked.connect(self._turn)

    @property
    def with_key(self) -> bool:
        """Tell whether the person uses a security key in place of a code."""
        return self.use_key.isChecked() and self._view.offered

    @property
    def is_filled(self) -> bool:
        """Tell whether something can be given."""
        needs_none = self.with_key and not self._view.asks_pin
        return needs_none or bool(self.code.text().strip())

    def show_key(self, view: KeyView) -> None:
        """Show which code counts, and whether a security key does."""
        if view == self._view:
            return
        if view.hint != self._view.hint or not view.offered:
            self.use_key.setChecked(view.is_own)
        self._view = view
        self._show()

    def show_factor(self, factor: FactorView | None) -> None:
        """Show what is asked: a code of the factor in use, or of the one that is set up."""
        self._factor = factor
        self._show()
        self._show_recovery(factor.recovery if factor else ())

    def _turn(self) -> None:
        """Take a code or a key; while the key waits, stop waiting."""
        if self._view.touches:
            self.use_key.setChecked(True)
            self.key_canceled.emit()
            return
        self.code.clear()
        self._show()
        self.changed.emit()
        self.code.setFocus()

    def _show(self) -> None:
        factor, view, with_key = self._factor, self._view, self.with_key
        codes = factor.recovery if factor else ()
        is_app = factor is not None and not codes and not with_key
        address, key = (factor.address, factor.secret) if factor and is_app else ("", "")
        self.qr.show_text(address)
        self.qr.setVisible(bool(address))
        groups = (key[n : n + _GROUP] for n in range(0, len(key), _GROUP))
        self.key.setText(" ".join(groups))
        self.key.setVisible(bool(key))
        self._field.setVisible(not codes)
        words = _KEEP if codes else _SCAN if address else view.hint
        if with_key and not codes:
            words = _TOUCH if view.touches else _PIN if view.asks_pin else _WINDOWS
        self.words.setText(words)
        name = "PIN of the key" if with_key else "Code"
        self._name.setText(name)
        self.code.setAccessibleName(name)
        mode = QLineEdit.EchoMode.Password if with_key else QLineEdit.EchoMode.Normal
        self.code.setEchoMode(mode)
        types = not with_key or view.asks_pin
        self.code.setVisible(types)
        self._name.setVisible(types)
        self.use_key.setVisible(view.offered)
        other = "Cancel" if view.touches else "Use a code"
        self.use_key.setText(other if with_key else "Security key")

    def _show_recovery(self, codes: tuple[str, ...]) -> None:
        for old in self.recovery:
            self._recovery.removeWidget(old)
            old.deleteLater()
        self.recovery = [label(code, "strong") for code in codes]
        for place, shown in enumerate(self.recovery):
            self._recovery.addWidget(shown, place // _COLUMNS, place % _COLUMNS)

    def _lay_out(self) -> None:
        field = QVBoxLayout(self._field)
        field.setContentsMargins(0, 0, 0, 0)
        field.setSpacing(6)
        field.addWidget(self._name)
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.code, 1)
        entry.addWidget(self.use_key)
        field.addLayout(entry)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self.words)
        beside.addWidget(self.key)
        beside.addWidget(self._field)
        beside.addLayout(self._recovery)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)

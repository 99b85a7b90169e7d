"""Sign-in: first the warning, then name and password (PUR-06, 09.21.5.A.3)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from mdt_alpr.ui.theme import DAY, Palette
from mdt_alpr.ui.viewmodels.pages import SignInView
from mdt_alpr.ui.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.views.status_strip import label

_WARNING = (
    (
        "This is a restricted police system. What you do here may be watched, recorded and "
        "audited, and by signing in you agree to that."
    ),
    (
        "It may be used for official law enforcement purposes only. Misuse of captured plate "
        "data is a Class 1 misdemeanor (GS 20-183.33), and may have civil and disciplinary "
        "consequences."
    ),
    "Not for traffic violations (GS 20-183.31).",
)


class SignInPage(QFrame):
    """Warning on the left, which must be acknowledged each time; credentials on the right.

    Signals:
        sign_in_pressed: person and password as entered.
    """

    sign_in_pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._colours = DAY
        self.understand = QPushButton("I understand")
        self.understand.setCheckable(True)
        self.understand.setFixedHeight(72)
        self.person, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign_in = QPushButton("Sign in")
        self.sign_in.setProperty("kind", "main")
        self.sign_in.setFixedHeight(84)
        self.problem = label("", "strong")
        self.problem.setWordWrap(True)
        self._accounts = label("", "second")
        self._checks = QVBoxLayout()
        self._check_lines: list[tuple[ShapeMark, QLabel]] = []
        self._title = label("Sign in", "head")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self._warning(), 1)
        row.addWidget(self._form(), 1)
        self.understand.toggled.connect(self._ready)
        self.person.textChanged.connect(self._ready)
        self.password.textChanged.connect(self._ready)
        self.password.returnPressed.connect(self._pressed)
        self.person.returnPressed.connect(self.password.setFocus)
        self.sign_in.clicked.connect(self._pressed)
        self._busy = False
        self._ready()

    def show_view(self, view: SignInView) -> None:
        """Show what headquarters answered and how the car stands."""
        self._busy = view.busy
        self._title.setText("Locked. Sign in again" if view.locked else "Sign in")
        self.problem.setText(view.problem)
        names = "\n".join(f"{name}   password {word}" for name, word in view.accounts)
        self._accounts.setText(f"TRAINING accounts\n{names}" if names else "")
        self._show_checks(view)
        self._ready()

    def clear(self) -> None:
        """Forget what was entered and the acknowledgement."""
        self.password.clear()
        self.understand.setChecked(False)

    def use_palette(self, palette: Palette) -> None:
        """Paint the marks in another palette."""
        self._colours = palette
        for mark in self.findChildren(ShapeMark):
            mark.use_palette(palette)

    def _show_checks(self, view: SignInView) -> None:
        while len(self._check_lines) < len(view.checks):
            shape, text = ShapeMark(Shape.RING, 20), label("", "second")
            shape.use_palette(self._colours)
            line = QHBoxLayout()
            line.setSpacing(10)
            line.addWidget(shape)
            line.addWidget(text)
            line.addStretch(1)
            self._checks.addLayout(line)
            self._check_lines.append((shape, text))
        for (shape, text), (mark, words) in zip(self._check_lines, view.checks, strict=True):
            shape.show_shape(Shape(mark.value))
            text.setText(words)

    def _warning(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(18)
        column.addWidget(label("Before you sign in", "head"))
        for words in _WARNING:
            text = label(words, "second")
            text.setWordWrap(True)
            column.addWidget(text)
        column.addStretch(1)
        column.addWidget(label("This car", "caption"))
        column.addLayout(self._checks)
        column.addStretch(1)
        column.addWidget(self.understand)
        return card

    def _form(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(14)
        column.addWidget(self._title)
        for name, field in (("Name", self.person), ("Password", self.password)):
            column.addWidget(label(name, "caption"))
            field.setAccessibleName(name)
            column.addWidget(field)
        column.addWidget(self.problem)
        column.addStretch(1)
        self._accounts.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column.addWidget(self._accounts)
        column.addStretch(1)
        column.addWidget(self.sign_in)
        return card

    def _ready(self) -> None:
        entered = bool(self.person.text().strip() and self.password.text())
        ready = entered and self.understand.isChecked() and not self._busy
        self.sign_in.setEnabled(ready)
        wanted = "Sign in" if self.understand.isChecked() else "Read the left side first"
        self.sign_in.setText("Asking headquarters" if self._busy else wanted)

    def _pressed(self) -> None:
        if self.sign_in.isEnabled():
            self.sign_in_pressed.emit(self.person.text(), self.password.text())

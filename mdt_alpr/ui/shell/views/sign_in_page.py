"""Sign-in and lock: first the warning, then name and password (PUR-06, 09.21.5.A.3)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard
from mdt_alpr.ui.shell.models.pages import SignInView
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView
from mdt_alpr.ui.shell.views.hit_band import HitBand
from mdt_alpr.ui.shell.views.sign_in_form import SignInForm

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

    def type_into(self, field: QLineEdit | None) -> None:
        """Type into this field from now on; into none where there is nothing to type."""
        self._field = field
        self._title.setText(field.accessibleName() if field is not None else "")
        self.keyboard.rest()

    def _typed(self, key: str) -> None:
        if self._field is None:
            return
        if key == DELETE:
            self._field.backspace()
        else:
            self._field.insert(key)


class UnderstandButton(QPushButton):
    """Must be pressed each time before a person can sign in."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFixedHeight(72)
        self.setAccessibleName("I understand")
        self._mark = ShapeMark(Mark.RING, 30)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(14)
        row.addWidget(self._mark)
        row.addWidget(label("I understand", "strong"))
        row.addStretch(1)
        self.toggled.connect(self._show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it by Enter, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _show(self, checked: bool) -> None:
        self._mark.show_shape(Mark.TICK if checked else Mark.RING)


class SignInPage(QWidget):
    """Warning on the left, which must be acknowledged each time; credentials on the right.

    Once it was acknowledged, the keyboard takes the warning's place; nothing else moves.

    Signals:
        sign_in_pressed: person and password as entered.
        change_pressed: person, password and new password.
        code_pressed: who gives which code (``CodeEntered``).
        codes_kept: the person has the recovery codes.
        directory_pressed: sign in at the agency's directory, or wait for it no more.
        key_canceled: the person touches no security key.
        sign_out_pressed: end the shift, on a locked screen.
        drill_pressed: begin the practice of roll-call.
        turned: keyboard or warning came in the other's place: taps rest for a moment (U18).
    """

    sign_in_pressed = Signal(str, str)
    change_pressed = Signal(str, str, str)
    code_pressed = Signal(object)
    codes_kept = Signal()
    directory_pressed = Signal()
    key_canceled = Signal()
    sign_out_pressed = Signal()
    drill_pressed = Signal()
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.understand = UnderstandButton()
        self.sign_out = _side_button("End shift", "End shift: sign out")
        self.drill = _side_button("Drill", "Drill: practice with made-up hits")
        self.doctor = _side_button("Doctor", "Doctor: what is wrong with this machine")
        self.alert = HitBand(with_buttons=False)
        self.form, self.keyboard = SignInForm(), SignInKeyboard()
        self._entries, self._cards = label("", "checkvalue"), QStackedWidget()
        self._title = label("Restricted system", "head")
        self._warned = [wrapped("", "second") for _paragraph in range(3)]
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.alert)
        left.addWidget(self._cards, 1)
        for card in (self._warning(), self.keyboard):
            self._cards.addWidget(card)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.form, 1)
        self._view: SignInView | None = None
        self._has_hit = False
        self.form.field_chosen.connect(self.keyboard.type_into)
        self.understand.toggled.connect(self._turn)
        self.keyboard.warning_pressed.connect(self._warn_again)
        self.sign_out.clicked.connect(self.sign_out_pressed)
        self.drill.clicked.connect(self.drill_pressed)
        self._pass_on()
        self.alert.hide()
        self._entries.hide()

    def show_view(self, view: SignInView) -> None:
        """Show what headquarters answered and the state of the car."""
        if view == self._view:
            return
        self._view = view
        self.sign_out.setVisible(bool(view.locked_by))
        self.drill.setVisible(view.drill)
        for paragraph, words in zip(self._warned, view.warning, strict=False):
            paragraph.setText(words)
        self.form.show_view(view)
        self._show_alert()

    def show_alert(self, view: BandView) -> None:
        """Go on telling of hits while locked, and while nobody is signed in (ACC-07)."""
        self._has_hit = view.kind is not BandKind.NO_HIT
        self.alert.show_view(view)
        self._show_alert()

    def show_entries(self, words: str) -> None:
        """Say that own entries are still live, and get out of the way (MAN-04)."""
        self._entries.setText(words)
        self._entries.setVisible(bool(words))

    def clear(self) -> None:
        """Forget the password and the acknowledgment."""
        self.form.clear()
        self.understand.setChecked(False)

    def take_focus(self) -> None:
        """Bring the keyboard to the first thing to do."""
        self.understand.setFocus()

    def _show_alert(self) -> None:
        locked = self._view is not None and bool(self._view.locked_by)
        self.alert.setVisible(locked or self._has_hit)

    def _pass_on(self) -> None:
        form = self.form
        form.sign_in_pressed.connect(self.sign_in_pressed)
        form.change_pressed.connect(self.change_pressed)
        form.code_pressed.connect(self.code_pressed)
        form.codes_kept.connect(self.codes_kept)
        form.directory_pressed.connect(self.directory_pressed)
        form.factor.key_canceled.connect(self.key_canceled)

    def _turn(self, understood: bool) -> None:
        self._cards.setCurrentIndex(int(understood))
        self.form.show_understood(understood)
        self.turned.emit()

    def _warn_again(self) -> None:
        self.understand.setChecked(False)

    def _warning(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 18, 28, 20)
        column.setSpacing(10)
        column.addWidget(self._title)
        for paragraph in self._warned:
            column.addWidget(paragraph)
        column.addStretch(1)
        column.addWidget(self._entries)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.understand, 1)
        row.addWidget(self.sign_out)
        row.addWidget(self.drill)
        row.addWidget(self.doctor)
        column.addLayout(row)
        return card


def _side_button(words: str, name: str) -> QPushButton:
    """Return a button beside "I understand", shown only while it does something."""
    made = QPushButton(words)
    made.setFixedSize(150, 72)
    made.setAccessibleName(name)
    made.hide()
    return made

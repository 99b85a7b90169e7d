"""The page of a car's first start: what is entered on the left, what was found on the right."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.scale import DESIGN_PX_PER_MM
from mdt_alpr.ui.kit.theme import DAY, DESIGNED, NIGHT, SMALLEST
from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.palette import palette_of, show_in
from mdt_alpr.ui.shell.models.patrol import LiveState
from mdt_alpr.ui.shell.models.set_up import SetUpField, SetUpForm, SetUpView
from mdt_alpr.ui.shell.views.doctor_page import DoctorRowWidget
from mdt_alpr.ui.shell.views.extra_keys import is_way_out
from mdt_alpr.ui.shell.views.live_view import LiveView
from mdt_alpr.ui.shell.views.on_screen import turn_whole
from mdt_alpr.ui.shell.views.sign_in_fields import ChosenField

_LEAVE = QSize(140, 72)
_BAR_INCHES, _MM_PER_INCH = 3, 25.4
_BAR = (
    "The bar is 3 inches (76 mm) long. If it is not, measure the screen from corner to corner and "
    "enter that: it counts from the next start on."
)
_ENROLLED = "Enrolled as {}. The car's program starts; that takes some seconds."
_CODE = "Enrollment code, from an administrator (hq enroll-device)"
_NAMES = "The code names this computer."
_ADDRESS = "Headquarters' address, such as hq.example.gov:8443"
_ROWS, _ROW_HEIGHT, _NAME_WIDTH = 5, 48, 90


class SetUpPage(QWidget):
    """A window of its own; the car's comes after it.

    Signals:
        camera_chosen: show this camera's picture.
        receiver_chosen: ask the receiver at this place.
        measured: the screen's diagonal as it was typed.
        sound_pressed: play a tone and a sentence.
        finish_pressed: write and enroll (``SetUpForm``).
    """

    camera_chosen = Signal(str)
    receiver_chosen = Signal(str)
    measured = Signal(str)
    sound_pressed = Signal()
    finish_pressed = Signal(object)

    def __init__(self, given: SetUpForm) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("MDT ALPR: set up this car")
        self.setMinimumSize(*SMALLEST)
        self.resize(*DESIGNED)
        self.address = ChosenField(_ADDRESS)
        self.code, self.unit = ChosenField(_CODE), ChosenField("Unit")
        self.code.setProperty("kind", "code")
        self.source, self.position = ChosenField("Camera"), ChosenField("GPS receiver")
        self.diagonal = ChosenField("Screen's diagonal, inches")
        self.next_camera, self.next_receiver = _next("Next camera"), _next("Next receiver")
        self.sound = QPushButton("Test sound")
        self.sound.setFixedSize(150, 72)
        self.finish = QPushButton("Enroll this car")
        self.finish.setProperty("kind", "main")
        self.finish.setFixedSize(280, 72)
        self.leave = KeyButton("Esc", "Leave", _LEAVE)
        self.problem = wrapped("", "strong")
        self.live = LiveView()
        self.rows = [DoctorRowWidget(_ROW_HEIGHT, _NAME_WIDTH, grows=True) for _ in range(_ROWS)]
        self._view = SetUpView()
        self._leaves = False
        self._show_given(given)
        self._lay_out()
        self._connect()
        show_in(DAY, self)
        self._ready()

    def hasHeightForWidth(self) -> bool:
        """Say that no width asks for a height (``Pages``): the last row was off the screen."""
        return False

    def show_view(self, view: SetUpView) -> None:
        """Show what was found, and what is wrong."""
        before, self._view = self._view, view
        for place, row in enumerate(self.rows):
            row.show_row(view.rows[place] if place < len(view.rows) else None)
        self.problem.setText(_ENROLLED.format(view.device) if view.device else view.problem)
        self.next_camera.setEnabled(bool(view.sources))
        self.next_receiver.setEnabled(bool(view.positions))
        self._ready()
        if before.busy and not view.busy:
            (self._fields[view.wrong] if view.wrong else self.finish).setFocus()

    def hide_picture(self) -> None:
        """Show no picture of a camera that gives none."""
        self.live.hide_picture()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn day and night, leave the whole screen, or leave for good."""
        if event.key() == Qt.Key.Key_F8:
            show_in(NIGHT if palette_of(self) is DAY else DAY, self)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif is_way_out(event):
            turn_whole(self)
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------------------- inside

    def _show_given(self, given: SetUpForm) -> None:
        for field, words in (
            (self.unit, given.unit),
            (self.source, given.source),
            (self.position, given.position),
            (self.diagonal, given.diagonal),
        ):
            field.setText(words)

    @property
    def _fields(self) -> dict[SetUpField, ChosenField]:
        return {
            SetUpField.ADDRESS: self.address,
            SetUpField.CODE: self.code,
            SetUpField.UNIT: self.unit,
            SetUpField.SOURCE: self.source,
            SetUpField.POSITION: self.position,
            SetUpField.DIAGONAL: self.diagonal,
        }

    def _connect(self) -> None:
        for field in self._fields.values():
            field.textChanged.connect(self._ready)
        self.source.editingFinished.connect(self._choose_camera)
        self.position.editingFinished.connect(self._choose_receiver)
        self.diagonal.textChanged.connect(self.measured)
        self.next_camera.clicked.connect(self._next_camera)
        self.next_receiver.clicked.connect(self._next_receiver)
        self.sound.clicked.connect(self.sound_pressed)
        self.finish.clicked.connect(self._finish)
        self.leave.clicked.connect(self._leave)

    def _choose_camera(self) -> None:
        self.camera_chosen.emit(self.source.text().strip())

    def _choose_receiver(self) -> None:
        self.receiver_chosen.emit(self.position.text().strip())

    def _next_camera(self) -> None:
        self.source.setText(_after(self.source.text(), self._view.sources))
        self._choose_camera()

    def _next_receiver(self) -> None:
        self.position.setText(_after(self.position.text(), ("", *self._view.positions)))
        self._choose_receiver()

    def _leave(self) -> None:
        """Close on the second press: what was typed would be typed again."""
        if self._view.busy:
            return
        if self._leaves:
            self.close()
        self._leaves = True
        self.leave.show_name("Press again")

    def _ready(self) -> None:
        """Show what can be pressed; whoever types does not leave."""
        busy, device = self._view.busy, self._view.device
        fields = (self.address, self.code, self.unit, self.source)
        filled = all(field.text().strip() for field in fields)
        if busy and self.finish.hasFocus():
            self.setFocus()  # else the focus goes on to a field when the button is shut
        self.finish.setEnabled(filled and not busy)
        asks = "Starting" if device else "Asking headquarters"
        self.finish.setText(asks if busy else "Enroll this car")
        self.leave.setEnabled(not busy)
        self.leave.show_name("Leave")
        self._leaves = False

    def _finish(self) -> None:
        fields = self._fields.values()
        self.finish_pressed.emit(SetUpForm(*(field.text().strip() for field in fields)))

    def _lay_out(self) -> None:
        left, right = _card(), _card()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, 14, 24, 16)
        column.setSpacing(4)
        column.addLayout(_head())
        column.addLayout(_named(self.address))
        column.addLayout(_named(self.code))
        column.addLayout(_beside(self.unit, self.diagonal))
        column.addLayout(_beside(self.source, self.next_camera))
        column.addLayout(_beside(self.position, self.next_receiver))
        column.addStretch(1)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addLayout(self._foot())
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(4)
        column.addWidget(self.live, 1)
        for row in self.rows:
            column.addWidget(row)
        column.addWidget(_Bar())
        column.addWidget(wrapped(_BAR, "note"))
        self.live.show_state(LiveState("Camera", "", ""))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(16)
        whole.addWidget(left, 1)
        whole.addWidget(right, 1)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(16)
        for button in (self.finish, self.sound, self.leave):
            foot.addWidget(button)
        foot.addStretch(1)
        return foot


class _Bar(QWidget):
    """A bar of a known length, for a ruler beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(18)
        self.setAccessibleName("A bar of 3 inches")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        wide = _BAR_INCHES * _MM_PER_INCH * DESIGN_PX_PER_MM
        painter.fillRect(QRectF(14, 4, wide, 10), palette_of(self).color("text"))


def _head() -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(label("Set up this car", "head"))
    row.addStretch(1)
    row.addWidget(label(_NAMES, "note"))
    return row


def _card() -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    return card


def _next(words: str) -> QPushButton:
    """Return a button that a click does not leave the field for: it would choose its text, too."""
    button = QPushButton(words)
    button.setFixedSize(164, 54)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _named(part: QWidget) -> QVBoxLayout:
    """Return a part under its name; a button has only room for it."""
    column = QVBoxLayout()
    column.setSpacing(2)
    name = part.accessibleName() if isinstance(part, ChosenField) else ""
    column.addWidget(label(name, "checkname"))
    column.addWidget(part)
    return column


def _beside(widget: QWidget, other: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addLayout(_named(widget), 1)
    row.addLayout(_named(other), 1 if isinstance(other, ChosenField) else 0)
    return row


def _after(chosen: str, known: tuple[str, ...]) -> str:
    """Return what comes after the chosen one, the first after the last."""
    return known[(known.index(chosen) + 1) % len(known)] if chosen in known else known[0]

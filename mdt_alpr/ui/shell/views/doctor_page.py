"""What is well with this machine, what is not, and what to do (F5 on sign-in, status and help)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.head_card import HEAD_HEIGHT, HeadCard
from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.pages import Pages
from mdt_alpr.ui.kit.views.row_card import CardRow, RowCard, RowPages
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.shell.models.pages import DoctorRow, DoctorView

ROW_HEIGHT, _EDGE, _NAME_WIDTH = 46, 16, 150
_BUTTON = QSize(132, 72)


class DoctorPage(QWidget):
    """A head with the buttons, and a row for each part; pages where they do not fit.

    Signals:
        again_pressed: examine the machine again (F5).
        sound_pressed: play a tone and a sentence (T).
        left: back to where it was opened (Esc).
    """

    again_pressed = Signal()
    sound_pressed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._summary = label("", "second")
        self._card = RowCard(DoctorRowWidget, ROW_HEIGHT)
        self.pages = RowPages(self._card)
        self.pages.up.show_name("Up")
        self.pages.down.show_name("Down")
        self.again = KeyButton("F5", "Check again", _BUTTON)
        self.sound = KeyButton("T", "Test sound", _BUTTON)
        self.back = KeyButton("Esc", "Back", _BUTTON)
        for button, pressed in (
            (self.again, self.again_pressed),
            (self.sound, self.sound_pressed),
            (self.back, self.left),
        ):
            button.clicked.connect(pressed)
        self.cameras = KeyButton("C", "Cameras", _BUTTON)
        self.cameras.hide()
        rows, pages = QWidget(), self.pages
        self._rows, self._inside = rows, Pages(rows)
        spaced(QVBoxLayout(self), 0, (0, 0, 0, 0)).addWidget(self._inside)
        column = spaced(QVBoxLayout(rows), 0, (_EDGE, _EDGE, _EDGE, 0))
        beside = (
            pages.foot, pages.up, pages.down, self.cameras, self.sound, self.again, self.back
        )  # fmt: skip
        column.addWidget(HeadCard((label("Doctor", "head"), self._summary), beside))
        column.addSpacing(_EDGE)
        column.addWidget(self._card)
        column.addStretch(1)
        self._view = DoctorView("", (), busy=False, tests_sound=False)

    def add_cameras(self, page: QWidget) -> None:
        """Have a page of the cameras behind this one (C)."""
        self._inside.addWidget(page)
        self.cameras.show()
        self.cameras.clicked.connect(lambda: self._show_inside(page))

    def show_rows(self) -> None:
        """Come back from the cameras."""
        self._show_inside(self._rows)
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin with the rows the next time."""
        super().hideEvent(event)
        if vars(self):
            self._show_inside(self._rows)

    def _show_inside(self, page: QWidget) -> None:
        self._inside.setCurrentWidget(page)
        if page is not self._rows:
            page.setFocus()

    def show_view(self, view: DoctorView) -> None:
        """Show what was found so far."""
        self._view = view
        self._summary.setText(view.summary)
        self.again.setEnabled(not view.busy)
        self.sound.setVisible(view.tests_sound)
        self.pages.show_rows(view.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages, test the sound, or go back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_T and self._view.tests_sound:
            self.sound_pressed.emit()
        elif event.key() == Qt.Key.Key_C and self.cameras.isVisible():
            self.cameras.click()
        elif not self.pages.press(event.key()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        if not vars(self):  # Python collects the window, and Qt resizes what is left of it
            return
        self._card.fit(self.height() - HEAD_HEIGHT - 2 * _EDGE)
        self.pages.show_rows(self._view.rows)


class DoctorRowWidget(CardRow):
    """A place in the list: empty, or one part of the machine; ``grows`` with a long sentence."""

    def __init__(
        self, height: int = ROW_HEIGHT, name_width: int = _NAME_WIDTH, *, grows: bool = False
    ) -> None:
        super().__init__()
        if grows:
            self.setMinimumHeight(height)
        else:
            self.setFixedHeight(height)
        self._mark, self._name = ShapeMark(Mark.RING, 24), label("", "strong")
        self._words, self._rule = wrapped("", "note"), rule()
        self._name.setFixedWidth(name_width)
        row = spaced(QHBoxLayout(), 14)
        row.addWidget(self._mark)
        row.addWidget(self._name)
        row.addWidget(self._words, 1)
        self.lay_over(row, self._rule)
        self.show_row(None)

    def show_row(self, row: DoctorRow | None) -> None:
        """Show a part, or nothing."""
        said = row or DoctorRow(Mark.RING, "", "")
        self._mark.show_shape(said.mark)
        self._name.setText(said.name)
        self._words.setText(said.words)
        state = "" if said.mark is Mark.TICK else "To be done. "
        self.setAccessibleName(f"{said.name}: {state}{said.words}" if row else "")
        for part in (self._mark, self._name, self._words, self._rule):
            part.setVisible(row is not None)

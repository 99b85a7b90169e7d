"""The menu of the desk: the pages that the person has, in sections."""

from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import FrameView
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

P = TypeVar("P", bound=QWidget)
_MENU_WIDTH = 180
_BESIDE = 8, 0, 16, 0


class DeskMenu(QFrame):
    """The pages that the person has: those of each day, and under More the rest in sections.

    Signals:
        chosen: a page's name.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "menu")
        self._column = spaced(QVBoxLayout(self), 0, (0, 4, 0, 10))
        self.find_button = QPushButton("Find: Ctrl+K")
        beside = spaced(QHBoxLayout(), 0, _BESIDE)  # the scroll bar covers no edge of it
        beside.addWidget(self.find_button)
        self._column.addLayout(beside)
        self._column.addStretch(1)
        self.policy = wrapped("", "deskname")
        self.policy.setContentsMargins(18, 14, 8, 0)
        self._column.addWidget(self.policy)
        self._buttons: list[QPushButton] = []
        self._sections: list[QLabel] = []
        self._rest: list[QWidget] = []
        self.more = QPushButton("More")
        self.more.setProperty("kind", "menu")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_rest)
        self._added(self.more)
        self._area = QScrollArea()

    def scrolling(self) -> QScrollArea:
        """Return the menu in an area that scrolls where the window is low."""
        area = self._area
        area.setFixedWidth(_MENU_WIDTH)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self)
        return area

    def show_lines(self, view: FrameView) -> None:
        """Show these pages, and under them the policy."""
        self.policy.setText(view.policy)
        if [b.objectName() for b in self._buttons] != [line.page for line in view.menu]:
            self._make_again(view)
        for button, line in zip(self._buttons, view.menu, strict=True):
            button.setText(line.title)
            button.setChecked(line.page == view.page)
        self._column.activate()
        for button in self._buttons:
            if button.isChecked():
                self.more.setChecked(self.more.isChecked() or button.isHidden())
                self._area.ensureWidgetVisible(button)

    def _make_again(self, view: FrameView) -> None:
        for part in (*self._buttons, *self._sections):
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._buttons, self._sections = [], []
        self._column.removeWidget(self.more)
        for line in view.menu:
            if line.section and not self._sections:
                self._added(self.more)
            if line.section not in ["", *(section.text() for section in self._sections)]:
                self._sections.append(self._added(label(line.section, "menusection")))
            self._buttons.append(self._button(line.page))
        daily = sum(not line.section for line in view.menu)
        self._rest = [*self._sections, *self._buttons[daily:]]
        self.more.setVisible(0 < daily < len(view.menu))
        self.more.setChecked(self.more.isHidden())
        self._show_rest(is_shown=self.more.isChecked())

    def _show_rest(self, is_shown: bool) -> None:
        for part in self._rest:
            part.setVisible(is_shown)

    def press(self, place: int) -> None:
        """Choose a page by its place."""
        if place < len(self._buttons):
            self.chosen.emit(self._buttons[place].objectName())

    def _button(self, page: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "menu")
        button.setCheckable(True)
        button.setObjectName(page)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._choose)
        return self._added(button)

    def _added(self, part: P) -> P:
        self._column.insertWidget(self._column.count() - 2, part)
        return part

    def _choose(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName())

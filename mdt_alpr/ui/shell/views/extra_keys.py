"""Keys beside the twelve: P for a second officer, and an administrator's way out of the screen."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from mdt_alpr.ui.entries.views.entries_page import EntriesPage
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.shell.views.on_screen import turn_whole

_SECOND_OFFICER = Qt.Key.Key_P.value
_WAY_OUT = Qt.Key.Key_Q.value
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def is_way_out(event: QKeyEvent) -> bool:
    """Tell whether a key leaves the whole screen: Ctrl+Shift+Q."""
    return event.key() == _WAY_OUT and event.modifiers() == _HELD


class _Window(Protocol):
    """What the keys need of the window."""

    @property
    def patrol(self) -> QWidget:
        """Return the page with the camera's picture."""
        ...

    @property
    def hits(self) -> QWidget:
        """Return the list of open hits."""
        ...

    @property
    def status(self) -> QWidget:
        """Return the page with the state of the parts."""
        ...

    @property
    def shift(self) -> QWidget:
        """Return the page of the officer's own shift."""
        ...

    @property
    def why(self) -> QWidget:
        """Return the page that says why something was not read."""
        ...

    @property
    def hit(self) -> HitPage:
        """Return the page of the hit before the officer."""
        ...

    @property
    def entries(self) -> EntriesPage:
        """Return the page of manual entries."""
        ...

    @property
    def page(self) -> QWidget | None:
        """Return the page in front."""
        ...


class ExtraKeys(QObject):
    """A filter on the application that takes those keys of one window.

    P counts wherever no letter is typed. Ctrl+Shift+Q leaves the whole screen to the
    window's frame, by which it can be moved and closed, and comes back to it.

    Signals:
        second_officer: P was pressed.
        letter: P was pressed where it is a letter.
    """

    second_officer = Signal()
    letter = Signal()

    def __init__(self, window: QWidget, pages: _Window) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys; everything else goes on its way."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not self._is_mine(watched):
            return False
        if is_way_out(event):
            if not event.isAutoRepeat():
                turn_whole(self._window)
            return True
        plain = event.modifiers() in _PLAIN and not event.isAutoRepeat()
        if event.key() == _SECOND_OFFICER and plain:
            return self._press_second_officer()
        return False

    def _is_mine(self, watched: QObject) -> bool:
        """Tell whether a key is this window's: a real one comes to its ``QWindow`` first."""
        if isinstance(watched, QWindow):
            return watched is self._window.windowHandle()
        return isinstance(watched, QWidget) and watched.window() is self._window

    def _press_second_officer(self) -> bool:
        """Tell that P was pressed; False where it goes on as a letter."""
        pages = self._pages
        if pages.page in (pages.hit, pages.entries):
            if pages.hit.takes_letters if pages.page is pages.hit else pages.entries.takes_letters:
                self.letter.emit()
                return False
        elif pages.page not in (pages.patrol, pages.hits, pages.status, pages.why, pages.shift):
            return False
        self.second_officer.emit()
        return True

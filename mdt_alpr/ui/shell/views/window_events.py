"""What is typed and touched anywhere in the car's window: function keys go to one place."""

from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

FUNCTION_KEYS = {Qt.Key.Key_F1.value + n: f"F{n + 1}" for n in range(12)}
ALWAYS = frozenset({"F2", "F4", "F7", "F8", "F10", "F11"})
"""On every page but sign-in."""
NOT_ON_HITS = frozenset({"F9"})
OF_A_HIT = frozenset({"F1", "F12"})
"""Where there is an open hit."""


TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
_EVERY_MS = 1000


class UseClock:
    """Tells which touches are news."""

    def __init__(self) -> None:
        self.reported = QElapsedTimer()

    def is_news(self) -> bool:
        """Tell whether none was reported within the last second; note this one."""
        if self.reported.isValid() and self.reported.elapsed() < _EVERY_MS:
            return False
        self.reported.start()
        return True


_HELD_BY_THE_PAGE = "F6"


class _Pages(Protocol):
    """What is asked of the window."""

    @property
    def page(self) -> QWidget | None:
        """Return the page in front."""
        ...

    @property
    def takes_every_key(self) -> bool:
        """Tell whether every key belongs to the page in front, whatever has the focus."""
        ...


class WindowEvents(QObject):
    """A filter on the application that takes one window's keys and notes its use.

    Signals:
        pressed: a function key's name, once while it is held; never F6.
        used: somebody touched the car; at most once a second.
    """

    pressed = Signal(str)
    used = Signal()

    def __init__(self, window: QWidget, pages: _Pages) -> None:
        super().__init__(window)
        self._window, self._pages = window, pages
        self.use = UseClock()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take function keys anywhere in the window, and every key of some pages."""
        if not isinstance(event, QInputEvent):
            return False  # cheaper than the type, and most events end here
        if event.type() in TOUCHES and self._is_mine(watched) and self.use.is_news():
            self.used.emit()
        if isinstance(event, QKeyEvent) and self._is_mine(watched):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        name = FUNCTION_KEYS.get(event.key())
        pressed = event.type() == QEvent.Type.KeyPress
        if name is not None and name != _HELD_BY_THE_PAGE:
            if pressed and not event.isAutoRepeat():
                self.pressed.emit(name)
            return True
        page = self._pages.page
        if page is None or not self._pages.takes_every_key:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return False
        # Called, not sent: Qt would offer a key that the page does not want to its parents,
        # and so to this filter again.
        (page.keyPressEvent if pressed else page.keyReleaseEvent)(event)
        return True

    def _is_mine(self, watched: QObject) -> bool:
        if isinstance(watched, QWindow):
            return watched is self._window.windowHandle()
        return isinstance(watched, QWidget) and watched.window() is self._window

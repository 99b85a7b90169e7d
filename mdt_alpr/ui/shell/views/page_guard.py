"""A new question takes no input before it was seen and every finger and key was up (U18)."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

GUARD_MS = 500
_PRESSES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)
_RELEASES = frozenset(
    {QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
)
_ALWAYS = frozenset({Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_F10})
"""Silence, day and night, lock: they answer nothing, and must never wait (U15)."""
_WITH_OTHERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)


def monotonic_ms() -> float:
    """Return milliseconds of a clock that never goes back."""
    return time.monotonic() * 1000.0


class PageGuard(QObject):
    """A filter on the application that eats what one window's new question must not take.

    From ``guard`` on nothing counts until the change was painted, was on the screen for its
    time, and whatever finger or key was down at the change was up once: so one act answers one
    question. ``milliseconds`` is a monotonic clock. Where a field moved and no question came,
    ``keys=False`` leaves the keyboard alone.
    """

    _unpainted = False  # here, too: a collected guard loses its fields before it stops filtering

    def __init__(self, window: QWidget, milliseconds: Callable[[], float] = monotonic_ms) -> None:
        super().__init__(window)
        self._window = window
        self._milliseconds = milliseconds
        self.usual_ms = GUARD_MS
        self._since: float | None = None
        self._for_ms = 0
        self._unpainted = self._covers_keys = self._until_quiet = False
        self._keys_down: set[int] = set()
        self._pointer_down = False
        self._keys_to_lift: set[int] = set()
        self._pointer_to_lift = False
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self.lift)

    def guard(self, milliseconds: int | None = None, *, keys: bool = True) -> None:
        """Ignore input from the next painting on for ``milliseconds``, or as long as usual."""
        is_on = self.is_guarding
        self._covers_keys = keys or (self._covers_keys and is_on)
        self._until_quiet = self._until_quiet and is_on
        self._for_ms = self.usual_ms if milliseconds is None else milliseconds
        self._since = self._milliseconds()
        self._unpainted = self._for_ms > 0
        self._keys_to_lift = set(self._keys_down) if self._unpainted else set()
        self._pointer_to_lift = self._unpainted and self._pointer_down
        if self._unpainted:
            self._window.update()

    def guard_until_quiet(self) -> None:
        """Ignore input until no key came for as long as usual: it was typed for somebody else."""
        self.guard()
        self._until_quiet = True

    def lift(self) -> None:
        """Forget what is down: another window has the keys now, and sees them come up."""
        self._keys_down.clear()
        self._keys_to_lift.clear()
        self._pointer_down = self._pointer_to_lift = False

    @property
    def is_guarding(self) -> bool:
        """Tell whether input is ignored now."""
        if self._since is None:
            return False
        held = bool(self._keys_to_lift) or self._pointer_to_lift
        return self._unpainted or held or self._milliseconds() - self._since < self._for_ms

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Eat input while guarding; a button that was pressed before comes up."""
        if not isinstance(event, QInputEvent):  # cheaper than the type, and most end here
            if self._unpainted and event.type() == QEvent.Type.Paint and self._is_mine(watched):
                self._unpainted, self._since = False, self._milliseconds()
            return False
        if not self._is_mine(watched):
            return False
        if isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return self._pointer(watched, event)

    # ----------------------------------------------------------------------------- inside

    def _is_mine(self, watched: QObject) -> bool:
        if isinstance(watched, QWidget):
            return watched.window() is self._window
        return watched is self._window.windowHandle()

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        is_exempt = event.key() in _ALWAYS and not self._until_quiet
        eaten = self._covers_keys and self.is_guarding and not is_exempt
        if event.type() == QEvent.Type.KeyRelease:
            if not event.isAutoRepeat():
                self._keys_down.discard(event.key())
                self._keys_to_lift.discard(event.key())
            if eaten and isinstance(watched, QAbstractButton):
                watched.setDown(False)
                return True
            return False
        pressed = event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat()
        if pressed and event.key() not in _WITH_OTHERS:
            self._keys_down.add(event.key())
        if eaten and self._until_quiet:
            self._since = self._milliseconds()
        return eaten

    def _pointer(self, watched: QObject, event: QInputEvent) -> bool:
        eaten = isinstance(watched, QWidget) and self.is_guarding
        if event.type() in _PRESSES:
            self._pointer_down = True
        elif event.type() in _RELEASES or _hovers(event):
            self._pointer_down = self._pointer_to_lift = False
        if event.type() not in _PRESSES and event.type() not in _RELEASES:
            return False
        if eaten and isinstance(watched, QAbstractButton):
            watched.setDown(False)
        return eaten


def _hovers(event: QInputEvent) -> bool:
    """Tell whether the pointer moves with no button down: a release was missed."""
    if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseMove:
        return False
    return event.buttons() == Qt.MouseButton.NoButton

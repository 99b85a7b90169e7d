"""A held key repeats itself: on X11 as a release and a press that Qt may not mark (U17)."""

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

SETTLES_MS = 30
"""How long a release waits for the press that makes it a repetition; the two come together."""


class KeyRepeats(QObject):
    """A filter on the application that marks every repetition of a held key in one window.

    An X server sends a repetition as a release and a press of one time stamp, and Qt marks the
    pair only where both have arrived. Here a press with the time stamp of that key's last release
    is a repetition, whenever it comes, and a release counts once no such press followed it: so
    behind this filter a key goes down once and up once, with any keyboard. Events without a time
    stamp are as they say.

    Signals:
        doubted: a key came up, or only seems to: which of them is known within ``SETTLES_MS``.
    """

    doubted = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: dict[int, QKeyEvent] = {}
        self._last_up: dict[int, int] = {}
        self._sends = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES_MS)
        self._timer.timeout.connect(self.settle)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep back a release, and mark a press that belongs to one."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if self._sends or watched is not self._window.windowHandle():
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if event.isAutoRepeat():
            self._waiting.pop(event.key(), None)
        elif event.timestamp() and event.type() == QEvent.Type.KeyRelease:
            self._keep_back(event)
            return True
        elif event.timestamp() and self._last_up.get(event.key()) == event.timestamp():
            self._waiting.pop(event.key(), None)
            self._send(_copy(event, repeats=True))
            return True
        else:
            self.settle()
        return False

    def settle(self) -> None:
        """Let every release that waits count: nothing made it a repetition."""
        waiting, self._waiting = self._waiting, {}
        for release in waiting.values():
            self._send(release)

    def _keep_back(self, event: QKeyEvent) -> None:
        if any(other.timestamp() != event.timestamp() for other in self._waiting.values()):
            self.settle()
        self._last_up[event.key()] = event.timestamp()
        self._waiting[event.key()] = _copy(event, repeats=False)
        self._timer.start()
        self.doubted.emit(event.key())

    def _send(self, event: QKeyEvent) -> None:
        # PySide's types leave out that a window has no handle before it is shown
        handle = cast("QWindow | None", self._window.windowHandle())
        if handle is None:
            return
        self._sends = True
        try:
            QCoreApplication.sendEvent(handle, event)
        finally:
            self._sends = False


def _copy(event: QKeyEvent, *, repeats: bool) -> QKeyEvent:
    copy = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        repeats,
        event.count(),
    )
    copy.setTimestamp(event.timestamp())
    return copy

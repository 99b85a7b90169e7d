"""For half a second after something changed, no tap lands on what was not there before (U18)."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

GUARD_MS = 500
_POINTER = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchEnd,
        QEvent.Type.TouchUpdate,
    }
)


class PageGuard(QObject):
    """A filter on the application that eats a window's pointer events for a while."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.usual_ms = GUARD_MS
        self._since = QElapsedTimer()
        self._for_ms = 0

    def guard(self, milliseconds: int | None = None) -> None:
        """Ignore taps from now on for ``milliseconds``, or for as long as usual."""
        self._for_ms = self.usual_ms if milliseconds is None else milliseconds
        self._since.start()

    @property
    def is_guarding(self) -> bool:
        """Tell whether taps are ignored now."""
        return self._since.isValid() and self._since.elapsed() < self._for_ms

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Eat a pointer event while guarding; a button that was pressed before comes up."""
        if not isinstance(event, QInputEvent) or not isinstance(watched, QWidget):
            return False  # cheaper than the type, and most events end here
        if event.type() not in _POINTER:
            return False
        if watched.window() is not self._window or not self.is_guarding:
            return False
        if isinstance(watched, QAbstractButton):
            watched.setDown(False)
        return True

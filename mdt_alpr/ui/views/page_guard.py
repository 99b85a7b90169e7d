"""For half a second after something changed, no tap lands on what was not there before (U18)."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject

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
    """An application-wide filter that eats pointer events for a while."""

    def __init__(self) -> None:
        super().__init__()
        self._since = QElapsedTimer()
        self._for_ms = 0

    def guard(self, milliseconds: int) -> None:
        """Ignore taps from now on for ``milliseconds``."""
        self._for_ms = milliseconds
        self._since.start()

    @property
    def is_guarding(self) -> bool:
        """Tell whether taps are ignored now."""
        return self._since.isValid() and self._since.elapsed() < self._for_ms

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Eat a pointer event while guarding."""
        return event.type() in _POINTER and watched.isWidgetType() and self.is_guarding

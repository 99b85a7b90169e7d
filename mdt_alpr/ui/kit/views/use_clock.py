"""Whether somebody touches the car's screen, told at most once a second."""

from PySide6.QtCore import QElapsedTimer, QEvent

TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
_EVERY_MS = 1000


class UseClock:
    """Tells which touches are news."""

    def __init__(self) -> None:
        self.told = QElapsedTimer()

    def is_news(self) -> bool:
        """Tell whether none was told within the last second; note this one."""
        if self.told.isValid() and self.told.elapsed() < _EVERY_MS:
            return False
        self.told.start()
        return True

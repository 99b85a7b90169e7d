"""Whether somebody touches the car's screen, reported at most once a second."""

from PySide6.QtCore import QElapsedTimer, QEvent

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

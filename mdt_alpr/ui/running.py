"""Runs a window until it is closed, or the terminal or the system ends the program."""

import signal
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent

_PULSE_MS = 200


class _Pulse(QObject):
    """Lets Python run now and then: it takes a signal only between two of its own steps."""

    def timerEvent(self, event: QTimerEvent) -> None:
        """Do nothing, in Python."""


def run_until_closed(application: QCoreApplication) -> int:
    """Return the exit status once the window is closed, Ctrl-C was pressed or SIGTERM came.

    What runs beside the window is stopped by the caller, so that nothing queued is lost.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        application.quit()

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    pulse = _Pulse()
    pulse.startTimer(_PULSE_MS)
    try:
        return application.exec()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

"""Runs a window until it is closed, or the terminal or the system ends the program.

Meanwhile garbage is collected on the screen's thread alone: widgets of a window that is gone may
lie in it, and Qt breaks where another thread takes them apart.
"""

import gc
import signal
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent

_PULSE_MS = 200


class _Pulse(QObject):
    """Lets Python run now and then: it takes a signal only between two of its own steps."""

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Collect the oldest generation of garbage that Python would collect by now."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


def run_until_closed(application: QCoreApplication) -> int:
    """Return the exit status once the window is closed, Ctrl-C was pressed or SIGTERM came.

    What runs beside the window is stopped by the caller, so that nothing queued is lost.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        application.exit()  # a window that asks before it closes is not asked

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    pulse = _Pulse()
    pulse.startTimer(_PULSE_MS)
    gc.freeze()  # what is loaded stays: going through it all would hold the screen up
    gc.disable()
    try:
        return application.exec()
    finally:
        gc.enable()
        for number, handler in before.items():
            signal.signal(number, handler)

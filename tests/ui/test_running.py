"""A window ends with the terminal that it was started from."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mdt_alpr.ui.running import run_until_closed
application = QApplication([])
QTimer.singleShot(0, lambda: print("shown", flush=True))
status = run_until_closed(application)
print("stopped", status)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signal to one child")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_closes_the_window_and_lets_the_program_stop(sent: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"shown\n"
        program.send_signal(sent)
        told, _ = program.communicate(timeout=30)
    assert told == b"stopped 0\n"
    assert program.returncode == 0

"""A window ends with the terminal that it was started from."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mdt_alpr.ui.kit.running import run_until_closed
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
        reported, _ = program.communicate(timeout=240)
    assert reported == b"stopped 0\n"
    assert program.returncode == 0


GARBAGE = """
import gc, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mdt_alpr.ui.kit.running import run_until_closed

taken_apart_on = set()

class Circle:
    def __init__(self):
        self.itself = self
    def __del__(self):
        taken_apart_on.add(threading.current_thread().name)

def make_garbage():
    for _ in range(200_000):
        Circle()

application = QApplication([])
worker = threading.Thread(target=make_garbage, name="worker")
QTimer.singleShot(0, worker.start)

def quit_when_done():
    if taken_apart_on and not worker.is_alive():
        application.quit()

clock = QTimer()
clock.timeout.connect(quit_when_done)
clock.start(100)
run_until_closed(application)
worker.join()
print(sorted(taken_apart_on), gc.isenabled())
"""


def test_garbage_of_other_threads_is_collected_on_the_screen_s_thread() -> None:
    done = subprocess.run([sys.executable, "-c", GARBAGE], capture_output=True, check=True)
    assert done.stdout == b"['MainThread'] True\n"

"""What set-up installed is enough for a window on an X display and for the voice."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X display and apt are Linux's")

WINDOW = """
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel("Patrol")
label.show()
print(application.platformName(), QTest.qWaitForWindowExposed(label))
"""


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server on the first free display."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as said:
        yield f":{said.readline().strip()}"
    server.terminate()
    server.wait()


def test_a_window_opens_on_an_x_display(display: str, tmp_path: Path) -> None:
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    shown = subprocess.run(
        [sys.executable, "-c", WINDOW],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )

    assert shown.stdout.split() == ["xcb", "True"], shown.stderr


def test_the_speech_library_is_there() -> None:
    assert ctypes.CDLL("libespeak-ng.so.1").espeak_ng_GetSampleRate() >= 0

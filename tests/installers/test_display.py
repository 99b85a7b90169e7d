"""What set-up installed is enough for a window on an X display and for the voice."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.car.one_program import alone_in

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
        [
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24"),
            *("-nolisten", "tcp", "-noreset"),  # it would begin anew behind the last client
        ],
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
        timeout=240,
        check=False,
    )

    assert shown.stdout.split() == ["xcb", "True"], shown.stderr


def test_a_second_start_from_a_desktop_says_in_a_window_why_it_ends(
    display: str, tmp_path: Path
) -> None:
    environment = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "MDT_ALPR_DATA": str(tmp_path),
    }
    with (
        alone_in(tmp_path),
        subprocess.Popen(
            [sys.executable, "-m", "mdt_alpr", "car"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as second,
    ):
        while "MDT ALPR" not in titles(display):
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(0.1)
        second.terminate()
    assert f"Another mdt-alpr works in {tmp_path}" in (tmp_path / "window.log").read_text("utf-8")


def titles(display: str) -> list[str]:
    """Return the titles of the windows of an X display."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype, x11.XDefaultRootWindow.restype = ctypes.c_void_p, ctypes.c_ulong
    opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert opened.value, display
    x11.XGrabServer(opened)  # no window goes meanwhile: Xlib would end this process at its name
    root, above, parent = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_ulong()
    children, number = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
    root.value = x11.XDefaultRootWindow(opened)
    x11.XQueryTree(opened, root, *map(ctypes.byref, (above, parent, children, number)))
    found = []
    for child in children[: number.value]:
        name = ctypes.c_char_p()
        x11.XFetchName(opened, ctypes.c_ulong(child), ctypes.byref(name))
        found.append((name.value or b"").decode())
    x11.XCloseDisplay(opened)
    return found


def test_the_speech_library_is_there() -> None:
    assert ctypes.CDLL("libespeak-ng.so.1").espeak_ng_GetSampleRate() >= 0

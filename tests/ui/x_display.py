"""An X server of a test's own, and a keyboard on it whose keys repeat themselves when held."""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

_KEYS = {"F6": 0xFFC3, "F8": 0xFFC5}


@contextmanager
def x_display(size: str = "1366x768") -> Iterator[str]:
    """Start an X server on the first free display, and give the display's name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24"),
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


class XKeyboard:
    """Presses keys through the server's test extension: it repeats them as a real keyboard's."""

    def __init__(self) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))

    def press(self, key: str) -> None:
        """Put a key down; it stays down and repeats itself."""
        self._fake(key, down=True)

    def release(self, key: str) -> None:
        """Let a key up."""
        self._fake(key, down=False)

    def _fake(self, key: str, *, down: bool) -> None:
        code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(_KEYS[key]))
        self._test.XTestFakeKeyEvent(self._display, code, int(down), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

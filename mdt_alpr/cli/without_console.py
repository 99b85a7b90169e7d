"""A start without a console: from the start menu of Windows, or from a desktop of Linux.

What the program says goes to a file in the data folder, and an end with a fault into a window.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from mdt_alpr.cli.arguments import HAS_CAR
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.files.paths import data_folder

FILE = "window.log"
LARGEST = 1_000_000
"""Bytes; a larger file gives way to a new one."""
_SHOWN = 1000
_TITLE = "MDT ALPR"
_ICON_OF_ERROR = 0x10
_IN_MENU = {"car", "desk", "drill"}
_NO_WINDOW = {"--headless", "offload", "go-back", "settle", "--list", "--run", "--all"}
"""What a desktop's menu starts opens a window, but with these words none."""


def is_so(words: Sequence[str]) -> bool:
    """Tell whether nobody sees what a command prints, but would see a window.

    Windows gives no ``stdout`` then. On Linux it is what a desktop's menu starts, at no terminal;
    a script has other commands, and would wait for somebody to close the window.
    """
    if sys.stdout is None or sys.stderr is None:
        return True
    opens_window = _IN_MENU & set(words[:1]) and not _NO_WINDOW & set(words)
    if sys.platform == "win32" or not HAS_CAR or not opens_window:
        return False
    is_drawn = os.environ.get("QT_QPA_PLATFORM") not in ("offscreen", "minimal")
    at_display = is_drawn and any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    streams = sys.stdin, sys.stdout, sys.stderr
    return at_display and not any(stream.isatty() for stream in streams if stream is not None)


def run(main: Callable[[], int], show: Callable[[str], None] | None = None) -> int:
    """Run ``main`` and return its exit code; ``show`` shows a text to the person."""
    show = show or _message_box
    try:
        place = data_folder() / FILE
        begin = _made_ready(place)
        said = place.open("a", encoding="utf-8", errors="replace", buffering=1)
    except (OSError, OutsideError) as error:
        show(str(error))
        return 1
    sys.stdout = sys.stderr = said  # until the process ends: threads may say something late
    code = _code_of(main)
    said.flush()
    if code and (words := _last(place, begin)):  # without a word somebody left the set-up page
        show(words)
    return code


def _made_ready(place: Path) -> int:
    """Make the file where it is not, and make way for a new one; return its length."""
    private_files.touch(place)
    if place.stat().st_size > LARGEST:
        with suppress(OSError):  # another window writes to it
            private_files.replace(place, place.with_suffix(".old.log"))
            private_files.touch(place)
    return place.stat().st_size


def _code_of(main: Callable[[], int]) -> int:
    try:
        return main()
    except SystemExit as end:  # of argparse
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - nobody else would see it
        traceback.print_exc()
        return 1


def _last(place: Path, begin: int) -> str:
    with place.open("rb") as file:
        file.seek(begin)
        return file.read().decode("utf-8", "replace")[-_SHOWN:].strip()


def _message_box(text: str) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _ICON_OF_ERROR)
        return
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - nobody else has made one

    from mdt_alpr.ui.kit.theme import STARTED_AS
    from mdt_alpr.ui.kit.views.fault_box import show_fault

    application = QApplication.instance() or QApplication(STARTED_AS)
    show_fault(_TITLE, text)
    del application  # kept until now: a window needs one

"""A start without a console, as from the start menu of Windows, where there is no ``stdout``.

What the program says goes to a file in the data folder, and an end with a fault into a window.
"""

import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mdt_alpr import private_files
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.paths import data_folder

FILE = "window.log"
LARGEST = 1_000_000
"""Bytes; a larger file gives way to a new one."""
_SHOWN = 1000
_ICON_OF_ERROR = 0x10


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
    if code:
        show(_last(place, begin) or f"MDT ALPR ended with a fault. See {place}.")
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

        ctypes.windll.user32.MessageBoxW(None, text, "MDT ALPR", _ICON_OF_ERROR)

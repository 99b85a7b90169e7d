"""Check this installation, one line each.

The program's files, OpenCV, telemetry, engines, tones, store, screen and its fonts.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import HAS_CAR
from mdt_alpr.domain.errors import EngineMissingError, MdtAlprError, OutsideError
from mdt_alpr.domain.hit.alerting import ALERT_TONES
from mdt_alpr.files.paths import resource
from mdt_alpr.machine.program_files import check_program

if TYPE_CHECKING:
    from mdt_alpr.patrol.ports import PlateDetector, PlateReader

TONES = (*sorted(ALERT_TONES), "gate_closed", "camera_lost")
"""Every tone of ``resources/sounds``."""
_ALWAYS_THERE = ("own", "ppocr")


def run() -> int:
    """Print a line a check; 0 when all are well. A server draws no window and reads no plate."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = 0
    for name, check in CHECKS if HAS_CAR else OF_A_SERVER:
        try:
            found = check()
        except (MdtAlprError, ImportError) as error:
            failed += 1
            found = f"FAILED: {error}"
        sys.stdout.write(f"{name}: {found}\n")
    return 1 if failed else 0


def _opencv() -> str:
    import cv2

    return f"OpenCV {cv2.__version__}"


def _engines() -> str:
    from mdt_alpr.adapters import discovery

    detectors = {name: _loads(discovery.detector(name)) for name in discovery.engines()}
    readers = {name: _loads(discovery.reader(name)) for name in discovery.readers()}
    lacking = sorted(
        {n for found in (detectors, readers) for n, loads in found.items() if not loads}
    )
    lines = [
        f"detectors: {', '.join(n for n, loads in detectors.items() if loads)}",
        f"readers: {', '.join(n for n, loads in readers.items() if loads)}",
        *([f"not there: {', '.join(lacking)}"] if lacking else []),
    ]
    return "; ".join(lines)


def _loads(engine: "PlateDetector | PlateReader") -> bool:
    """Load an engine; False where one that is optional is not there.

    Raises:
        EngineMissingError: one that every car has is not there, or weights cannot be used.
    """
    from mdt_alpr.adapters.model_files import WeightsError

    try:
        engine.load()
    except EngineMissingError as error:
        damaged = isinstance(error, WeightsError) and error.state != "absent"
        if damaged or engine.name in _ALWAYS_THERE:
            raise
        return False
    return True


def _telemetry() -> str:
    """Return that ONNX Runtime was kept from sending; it reads the variable when it loads."""
    if os.environ.get("ORT_DISABLE_TELEMETRY") != "1":
        raise OutsideError("ORT_DISABLE_TELEMETRY is not 1. Install MDT ALPR again.")
    return "off"


def _tones() -> str:
    import wave

    seconds = []
    for name in TONES:
        path = resource(f"sounds/{name}.wav")
        try:
            with wave.open(str(path), "rb") as tone:
                seconds.append(tone.getnframes() / tone.getframerate())
        except (OSError, EOFError, wave.Error) as error:
            message = f"{path} is not a sound file: {error}. Install MDT ALPR again."
            raise OutsideError(message) from error
    return f"{len(seconds)} tones, {min(seconds):.1f} to {max(seconds):.1f} s"


def _store() -> str:
    from mdt_alpr.adapters.store.car_store import CarStore
    from mdt_alpr.machine.clock import SystemClock

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "car.db"
        store = CarStore(path, os.urandom(32), SystemClock(), os.urandom, "self-test")
        with store.begin() as work:
            waiting = work.waiting_count()
        store.close()
        encrypted = not path.read_bytes().startswith(b"SQLite format 3")
    return f"encrypted: {encrypted}, {waiting} items wait"


def _screen() -> str:
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - a check, not a view

    from mdt_alpr.ui.hit.views.hit_page import HitPage
    from mdt_alpr.ui.kit.theme import STARTED_AS, load_fonts
    from mdt_alpr.ui.shell.views.window import CarWindow

    application = QApplication.instance() or QApplication(STARTED_AS)
    load_fonts()
    window = CarWindow(HitPage())
    window.resize(1366, 768)
    size = window.grab().size()
    application.processEvents()
    return f"a window of {size.width()} x {size.height()}"


def _desk() -> str:
    from mdt_alpr.ui.desk.pages import page_kinds

    return f"{len(page_kinds())} pages"


def _headquarters() -> str:
    from mdt_alpr.hq.app import open_headquarters
    from mdt_alpr.hq.base.settings import HqSettings
    from mdt_alpr.machine.clock import SystemClock

    with tempfile.TemporaryDirectory() as folder:
        settings = HqSettings(Path(folder))
        open_headquarters(settings, SystemClock(), os.urandom).close()
        return f"an empty one of {settings.file.stat().st_size} bytes"


def _program() -> str:
    return check_program(whole=True)


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("program", _program),
    ("opencv", _opencv),
    ("telemetry", _telemetry),
    ("engines", _engines),
    ("tones", _tones),
    ("store", _store),
    ("screen", _screen),
    ("desk", _desk),
)
OF_A_SERVER: tuple[tuple[str, Callable[[], str]], ...] = (
    ("program", _program),
    ("headquarters", _headquarters),
)

"""Check this installation: fonts, tones, weights, store, screen; one line each."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from mdt_alpr.domain.errors import MdtAlprError


def run() -> int:
    """Print a line a check; 0 when all are well."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = 0
    for name, check in CHECKS:
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

    for engine in ("own", "ppocr"):
        discovery.reader(engine).load()
    discovery.detector("own").load()
    return f"weights loaded; installed: {', '.join(discovery.readers())}"


def _store() -> str:
    from mdt_alpr.adapters.clock import SystemClock
    from mdt_alpr.adapters.store.car_store import CarStore

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

    from mdt_alpr.ui.theme import load_fonts
    from mdt_alpr.ui.views.hit_page import HitPage
    from mdt_alpr.ui.views.window import CarWindow

    application = QApplication.instance() or QApplication([])
    load_fonts()
    window = CarWindow(HitPage())
    window.resize(1366, 768)
    size = window.grab().size()
    application.processEvents()
    return f"a window of {size.width()} x {size.height()}"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("opencv", _opencv),
    ("engines", _engines),
    ("store", _store),
    ("screen", _screen),
)

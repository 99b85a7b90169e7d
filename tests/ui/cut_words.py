"""Which words of a window are cut: on the strip, the patrol page, the hit list and F11."""

import itertools
import sys
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screen_view import ScreenView
from mdt_alpr.lab.screens.screenshots import show_screen
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import DAY, NIGHT
from mdt_alpr.ui.kit.views.labels import ElidedLabel
from mdt_alpr.ui.shell.models.pages import StatusLine, StatusLines, StripCell
from mdt_alpr.ui.shell.views.reel import reel_room, state_font
from mdt_alpr.ui.shell.views.window import CarWindow

LONGEST_STATE = max(STATES.values(), key=len)
_OFF = StripCell("Alerts", "OFF", Mark.CROSS, lost=True)
_ROUNDED = 1


def worst_views() -> dict[str, ScreenView]:
    """Return what has the most words on each page, with everything wrong on the strip."""
    lost, hits = screens()["patrol_everything_lost"](), screens()["hit_list"]()
    cells = tuple(
        replace(cell, word="Not read") if cell.name == "Camera" else cell
        for cell in lost.strip.cells
    )
    strip = replace(lost.strip, cells=(*cells, _OFF))
    reel = tuple(replace(row, state=LONGEST_STATE, age="59 min") for row in lost.reel)
    rows = tuple(
        replace(
            row,
            match_class="STATE UNKNOWN",
            match_words=f"by the camera. You: {LONGEST_STATE}",
            status="Checks left\nSeen again 12 times, last 22:30",
            age="59 min",
        )
        for row in hits.hits.rows
    )
    faulty = StatusLines(
        "Faulty parts",
        tuple(
            StatusLine(
                f"Part {n}", "Faulty", Mark.CROSS, "It failed. Start the program again. " * 3
            )
            for n in range(8)
        ),
    )
    status = screens()["status_trouble"]()
    full = replace(status.status, left=(*status.status.left, faulty))
    return {
        "patrol": replace(lost, strip=strip, reel=reel),
        "training": replace(lost, strip=replace(strip, training=True)),
        "hits": replace(hits, strip=strip, crew=lost.crew, hits=replace(hits.hits, rows=rows)),
        "status": replace(status, strip=strip, crew=lost.crew, status=full),
    }


def cut_words(window: CarWindow) -> list[str]:
    """Return the words of every worst view that are cut, each with its page."""
    cut = []
    for page, view in worst_views().items():
        show_screen(window, view)
        for _ in range(6):
            QApplication.processEvents()
        for palette in (DAY, NIGHT):
            window.use_palette(palette)
            QApplication.processEvents()
            cut += [f"{page} {palette.name}: {words}" for words in _cut_in(window)]
    return cut


def _cut_in(window: CarWindow) -> list[str]:
    cut = [label.text() for label in window.findChildren(QLabel) if is_cut(label)]
    room = reel_room(window.patrol.reel)
    wide = [s for s in STATES.values() if _width(s, room) > room]
    status = window.status.scroller
    if window.status.isVisible():
        status.verticalScrollBar().setValue(status.verticalScrollBar().maximum())
        page = status.widget()
        assert page is not None
        beyond = page.height() - status.viewport().height() - status.verticalScrollBar().maximum()
        cut += ["the end of the status page"] if beyond > _ROUNDED else []
    strip = window.strip
    beside = [part for part in strip.children() if isinstance(part, QWidget) and part.isVisible()]
    places = sorted(
        (QRect(part.mapTo(strip, QPoint()), part.size()) for part in beside), key=_left
    )
    cut += ["parts of the strip overlap" for a, b in itertools.pairwise(places) if a.intersects(b)]
    cut += ["the strip is too wide"] if places[-1].right() > strip.width() else []
    return [*cut, *wide]


def _left(place: QRect) -> int:
    return place.left()


def _width(state: str, room: float) -> float:
    return QFontMetricsF(state_font(state, room)).horizontalAdvance(state)


def is_cut(label: QLabel) -> bool:
    """Tell whether not all of a label's words are painted; a name on the strip may give way."""
    if not label.isVisible() or not label.text() or isinstance(label, ElidedLabel):
        return False
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + _ROUNDED
    return label.sizeHint().width() > label.width() + _ROUNDED


if __name__ == "__main__":  # on a display of its own, at the scale of its environment
    from mdt_alpr.car.app import application_for
    from mdt_alpr.car.settings import CarSettings
    from mdt_alpr.ui.kit.theme import load_fonts

    application = application_for(CarSettings(training=True))
    load_fonts()
    shown = CarWindow(HitPage())
    shown.showFullScreen()
    QApplication.processEvents()
    sys.stdout.write("\n".join(cut_words(shown)) or "nothing")
    sys.stdout.flush()

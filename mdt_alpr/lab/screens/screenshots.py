"""Draws every page and state of the car's screen into pictures, without a screen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication  # noqa: TID251 - nobody else makes one here

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_pictures import desk_pictures
from mdt_alpr.lab.screens.doctor_samples import cameras_views, doctor_views, set_up_page
from mdt_alpr.lab.screens.entry_samples import entry_views, past_views
from mdt_alpr.lab.screens.hit_sample_cases import DRIVEN_SAMPLES
from mdt_alpr.lab.screens.hit_sample_hits import SampleView
from mdt_alpr.lab.screens.hit_samples import samples as hit_views
from mdt_alpr.lab.screens.hold_car_samples import hold_views
from mdt_alpr.lab.screens.incident_car_samples import incident_views
from mdt_alpr.lab.screens.screen_samples import drill_views, screens
from mdt_alpr.lab.screens.screen_view import ScreenView
from mdt_alpr.lab.screens.shift_samples import shift_views
from mdt_alpr.lab.screens.why_samples import why_views
from mdt_alpr.ui.desk.views.desk_window import DeskWindow
from mdt_alpr.ui.entries.models.entries import EntriesView
from mdt_alpr.ui.entries.models.holds import HoldsView
from mdt_alpr.ui.entries.models.incidents import IncidentView
from mdt_alpr.ui.entries.models.past_reads import PastReadsView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.scale import Panel, factor
from mdt_alpr.ui.kit.theme import PALETTES, STARTED_AS, load_fonts
from mdt_alpr.ui.kit.views.palette import show_in
from mdt_alpr.ui.kit.words import guide_of
from mdt_alpr.ui.shell.models.pages import DoctorView, StatusView, WhyView
from mdt_alpr.ui.shell.views.cameras_page import CamerasPage
from mdt_alpr.ui.shell.views.drill_window import DrillWindow
from mdt_alpr.ui.shell.views.set_up_page import SetUpPage
from mdt_alpr.ui.shell.views.window import CarWindow

_PANEL_DIAGONAL_IN = 14.0
_QUICKLY_PACKED = 80
"""A PNG loses nothing; this takes two thirds of the time for a tenth more bytes."""
_SETTLES_WITHIN = 8
"""Turns of the event loop after which nested layouts no longer change."""


Window = CarWindow | DrillWindow | DeskWindow | SetUpPage
_Page = tuple[str, Window]
"""A name, and the window that shows it."""


def render(directory: Path, size: tuple[int, int], palette: str) -> list[Path]:
    """Draw each page and state as ``NAME_PALETTE.png`` of ``size`` pixels; return the files.

    Sizes follow a panel of 14 inches with that many pixels.

    Raises:
        OutsideError: a font is missing, the screen is too small, or a file cannot be written.
    """
    made = []
    for name, window in pages(size, palette):
        path = directory / f"{name}_{palette}.png"
        if not _drawn(window, size).save(str(path), quality=_QUICKLY_PACKED):
            raise OutsideError(f"{path} cannot be written. Name a folder that you may write to.")
        made.append(path)
    return made


def pages(size: tuple[int, int], palette: str) -> Iterator[_Page]:
    """Yield each page's and state's name with the window that shows it until the next step.

    Raises:
        OutsideError: a font is missing, or the screen is too small.
    """
    application = QApplication.instance() or QApplication(STARTED_AS)
    QApplication.setCursorFlashTime(0)  # a caret that blinks makes two runs differ
    load_fonts()
    studio = _Studio(size, palette, application.processEvents)
    try:
        for name, window in studio.pages():
            window.show()
            for _ in range(_SETTLES_WITHIN):
                application.processEvents()
            yield name, window
    finally:
        studio.close()


def _drawn(window: Window, size: tuple[int, int]) -> QImage:
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(_ratio(size))
    window.render(picture, QPoint(0, 0))
    return picture


def _ratio(size: tuple[int, int]) -> float:
    return factor(Panel(*size), diagonal_in=_PANEL_DIAGONAL_IN)


def show_screen(window: CarWindow, view: ScreenView) -> None:
    """Show everything but a hit's pages."""
    window.show_data(view.data_is_open)
    window.strip.crew.show_view(view.crew)
    window.show_strip(view.strip)
    window.patrol.live.hide_picture()
    if view.frame is not None:
        window.patrol.live.show_frame(view.frame)
    window.patrol.live.show_state(view.live)
    window.show_band(view.band)
    window.patrol.reel.show_rows(view.reel)
    window.show_hits(view.hits)
    window.sign_in.show_view(view.sign_in)
    window.sign_in.understand.setChecked(view.understood)
    window.sign_in.show_entries(view.live_entries)
    window.status.show_view(view.status)
    pages = {
        "sign_in": window.sign_in,
        "patrol": window.patrol,
        "hits": window.hits,
        "status": window.status,
    }
    window.show_page(pages[view.page])


def show_entries(window: CarWindow, around: ScreenView, view: EntriesView) -> None:
    """Show the page of manual entries, with the strip and the hits of a screen around it."""
    _show_around(window, around)
    window.entries.show_view(view)
    window.entries.show_past(None)
    window.entries.show_holds(None)
    window.entries.show_incident(None)
    window.show_page(window.entries)


def show_past(window: CarWindow, around: ScreenView, view: PastReadsView) -> None:
    """Show past reads, with the strip and the hits of a screen around them."""
    _show_around(window, around)
    window.entries.show_holds(None)
    window.entries.show_past(view)
    window.show_page(window.entries)


def show_holds(window: CarWindow, around: ScreenView, view: HoldsView) -> None:
    """Show form ALPR-1, with the strip and the hits of a screen around it."""
    _show_around(window, around)
    window.entries.show_holds(view)
    window.show_page(window.entries)


def show_incident(window: CarWindow, around: ScreenView, view: IncidentView) -> None:
    """Show the report of an incident, with the strip and the hits of a screen around it."""
    _show_around(window, around)
    window.entries.show_incident(view)
    window.show_page(window.entries)


def show_why(window: CarWindow, around: ScreenView, view: WhyView) -> None:
    """Show why something was not read, with the strip and the hits of a screen around it."""
    _show_around(window, around)
    window.why.show_view(view)
    window.show_page(window.why)


def show_shift(window: CarWindow, around: ScreenView, view: StatusView) -> None:
    """Show the officer's own shift, with the strip and the hits of a screen around it."""
    _show_around(window, around)
    window.show_page(window.shift)
    window.shift.show_view(view)


def show_doctor(window: CarWindow, around: ScreenView, view: DoctorView) -> None:
    """Show what doctor found, with the strip and the hits of a screen around it."""
    _show_around(window, around)
    window.doctor.show_view(view)
    window.show_page(window.doctor)


def _show_around(window: CarWindow, around: ScreenView) -> None:
    window.strip.crew.show_view(around.crew)
    window.show_strip(around.strip)
    window.show_hits(around.hits)
    window.show_band(around.band)


class _Studio:
    """A window that is drawn into pictures only."""

    def __init__(self, size: tuple[int, int], palette: str, settle: Callable[[], None]) -> None:
        self._palette, self._settle = palette, settle
        self._window = CarWindow(HitPage())
        self._cameras = CamerasPage()
        self._window.doctor.add_cameras(self._cameras)
        self._window.resize(*(round(side / _ratio(size)) for side in size))
        self._window.use_palette(PALETTES[palette])

    def pages(self) -> Iterator[_Page]:
        """Show everything."""
        for name, make in screens().items():
            show_screen(self._window, make())
            yield name, self._window
        stopped, driving = screens()["patrol_hit_standing"](), screens()["patrol_moving_hit"]()
        for name, hit in hit_views().items():
            self._stage_hit(driving if name in DRIVEN_SAMPLES else stopped, hit)
            yield name, self._window
        moving, stopped = screens()["patrol_moving"](), screens()["patrol_standing"]()
        for name, entries in entry_views().items():
            around = moving if name == "entry_moving" else stopped
            show_entries(self._window, around, entries)
            yield name, self._window
        for name, past in past_views().items():
            show_past(self._window, moving if name == "past_moving" else stopped, past)
            yield name, self._window
        for name, holds in hold_views().items():
            show_holds(self._window, moving if name == "preserve_moving" else stopped, holds)
            yield name, self._window
        for name, incident in incident_views().items():
            around = moving if name == "report_moving" else stopped
            show_incident(self._window, around, incident)
            yield name, self._window
        yield from self._of_status(moving, stopped)
        yield from self._drill()
        yield from self._set_up()
        self._window.help.guide.show_guide(guide_of(Role.OFFICER))
        self._window.show_page(self._window.help)
        yield "help", self._window
        size = self._window.width(), self._window.height()
        yield from desk_pictures(size, PALETTES[self._palette], self._settle)

    def _of_status(self, moving: ScreenView, stopped: ScreenView) -> Iterator[_Page]:
        """Show the pages that the status page leads to."""
        for name, why in why_views().items():
            show_why(self._window, moving if name == "why_moving" else stopped, why)
            yield name, self._window
        for name, shift in shift_views().items():
            show_shift(self._window, stopped, shift)
            yield name, self._window
        for name, doctor in doctor_views().items():
            show_doctor(self._window, stopped, doctor)
            yield name, self._window
        for name, cameras in cameras_views().items():
            self._cameras.show_view(cameras)
            if (frame := stopped.frame) is not None:
                tags = (replace(tag, text="84 px", held=False) for tag in frame.plates)
                self._cameras.live.show_frame(replace(frame, plates=tuple(tags)))
            self._window.doctor.cameras.click()
            yield name, self._window

    def _drill(self) -> Iterator[_Page]:
        """Show the pages before and after a practice, which have a window of their own."""
        window = DrillWindow(PALETTES[self._palette], keeps=True)
        window.resize(self._window.size())
        for name, result in drill_views().items():
            if result is not None:
                window.show_result(result)
            yield name, window
        window.close()
        window.deleteLater()

    def _set_up(self) -> Iterator[_Page]:
        """Show the page of a car's first start, which is a window of its own."""
        page = set_up_page()
        show_in(PALETTES[self._palette], page)
        page.resize(self._window.size())
        yield "set_up", page
        page.deleteLater()

    def close(self) -> None:
        """Take the window down."""
        self._window.close()
        self._window.deleteLater()

    def _stage_hit(self, patrol: ScreenView, view: SampleView) -> None:
        strip = replace(patrol.strip, clock=view.clock)
        _show_around(self._window, replace(patrol, strip=strip))
        self._window.show_page(self._window.hit)
        self._window.show_hit(view)

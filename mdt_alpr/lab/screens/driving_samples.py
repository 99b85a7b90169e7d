"""The screen while the car moves, with a second officer, and without its receiver, as samples."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.lab.screens.screen_view import ScreenView
from mdt_alpr.patrol.events import Health, PositionChanged
from mdt_alpr.patrol.position import NO_FIX, SILENT
from mdt_alpr.ui.shell.models.pages import (
    SignInView,
    StatusLine,
    StatusLines,
    StatusView,
    StripView,
)
from mdt_alpr.ui.shell.presenters.crew import crew_view
from mdt_alpr.ui.shell.presenters.patrol_views import STILL_WORDS
from mdt_alpr.ui.shell.presenters.strip_view import clock_line, gps_cell, gps_check, gps_line

Make = Callable[[], ScreenView]

_SEEN_AT = datetime(2026, 11, 24, 19, 32, 4, tzinfo=UTC)
_FIX = Fix(35.2271, -80.8431, _SEEN_AT - timedelta(seconds=0.3), _SEEN_AT, 31.0, 45.0, 4.0)
_WELL = PositionChanged(Health.OK, "", _FIX)
_WEAK = PositionChanged(Health.WEAK, NO_FIX)
_LOST = PositionChanged(Health.LOST, SILENT)
_SLOW, _FAST = Driving(0.0), Driving(31.0)
_PASSENGER = Driving(31.0, passenger=True)


def driving_screens(made: Mapping[str, Make]) -> dict[str, Make]:
    """Return further sample screens: those of ``made``, with a receiver in the car."""
    return {
        "patrol_standing": lambda: _drives(made["patrol"](), _WELL, _SLOW),
        "patrol_hit_standing": lambda: _drives(made["patrol_hit"](), _WELL, _SLOW),
        "patrol_moving": lambda: _drives(made["patrol"](), _WELL, _FAST),
        "patrol_moving_training": lambda: _drives(made["patrol_training"](), _WELL, _FAST),
        "patrol_moving_hit": lambda: _drives(made["patrol_hit"](), _WELL, _FAST),
        "patrol_second_officer_asked": lambda: _drives(made["patrol"](), _WELL, _FAST, asks=True),
        "patrol_second_officer": lambda: _drives(made["patrol"](), _WELL, _PASSENGER),
        "patrol_no_fix": lambda: _drives(made["patrol"](), _WEAK, Driving()),
        "patrol_everything_lost": lambda: _drives(made["camera_lost"](), _LOST, Driving()),
        "status_gps": lambda: _drives(made["status"](), _WELL, _SLOW),
        "status_gps_lost": lambda: _drives(made["status_trouble"](), _LOST, Driving()),
        "sign_in_gps": lambda: _drives(made["sign_in"](), _WEAK, Driving(), live=False),
    }


def _drives(
    view: ScreenView,
    position: PositionChanged,
    driving: Driving,
    *,
    asks: bool = False,
    live: bool = True,
) -> ScreenView:
    still = "" if driving.typing_allowed or view.live.headline else STILL_WORDS
    return replace(
        view,
        crew=crew_view(driving, asks=asks, live=live),
        live=replace(view.live, still=still),
        strip=_strip(view.strip, position),
        sign_in=_sign_in(view.sign_in, position),
        status=_status(view.status, position),
    )


def _strip(view: StripView, position: PositionChanged) -> StripView:
    cell = gps_cell(position)
    cells = tuple(cell if c.name == cell.name else c for c in view.cells)
    return replace(view, cells=cells)


def _sign_in(view: SignInView, position: PositionChanged) -> SignInView:
    check = gps_check(position)
    checks = tuple(check if c.name == check.name else c for c in view.checks)
    return replace(view, checks=checks)


def _status(view: StatusView, position: PositionChanged) -> StatusView:
    line, clock = gps_line(position), clock_line(position)

    def card(old: StatusLines) -> StatusLines:
        lines: tuple[StatusLine, ...] = tuple(
            line if shown.name == line.name else shown for shown in old.lines
        )
        extra = (clock,) if clock is not None and old.title == "Reading" else ()
        return replace(old, lines=(*lines, *extra))

    return StatusView(tuple(map(card, view.left)), tuple(map(card, view.right)))

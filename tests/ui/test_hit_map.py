"""Where hits were, on a map in place of the log, the near misses and the live wall."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.map_view import MapView
from mdt_alpr.ui.desk.views.map_widget import MapWidget
from mdt_alpr.wire.desk import OPEN, HitLogFilter, HitLogFlag
from tests.ui.desk_screens import Seat, a_seat

PLACES = "/v1/desk/hits/places"


def turn(seat: Seat, page: str) -> MapWidget:
    """Press the button of a page's map, and return the map."""
    seat.open(page)
    view = seat.screen.window.pages[page]
    next(b for b in view.findChildren(QPushButton) if b.text() == "Map").click()
    seat.settle()
    shown = view.findChild(MapWidget)
    assert isinstance(shown, MapWidget)
    return shown


def asked(link: SampleLink) -> list[HitLogFilter]:
    return [body for path, body in link.asked if path == PLACES and isinstance(body, HitLogFilter)]


def marks(shown: MapWidget) -> MapView:
    return shown._view


def test_no_place_is_asked_for_before_the_map_is_wanted(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    for page in ("shift_log", "near_misses", "live_wall"):
        seat.open(page)
    assert not asked(link)


def test_the_map_of_the_log_shows_what_is_filtered_and_opens_a_hit(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.open("shift_log")
    seat.screen.pages["shift_log"].choose("flag", "too_fast")  # type: ignore[attr-defined]
    shown = turn(seat, "shift_log")
    assert [which.flag for which in asked(link)] == [HitLogFlag.TOO_FAST]
    assert shown.isVisible()
    assert not seat.log.table.isVisible()
    words = seat.log.places.words  # type: ignore[union-attr]
    assert words.text() == "51 of 60 hits have a place."
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    hit = marks(shown).marks[0]
    assert words.text() == hit.words
    QTest.keyClick(shown, Qt.Key.Key_Return)
    seat.settle()
    assert link.asked[-1][0].startswith("/v1/desk/hits/hit-")
    assert seat.hit.isVisible()
    assert shown.isVisible()


def test_near_misses_show_prevented_stops_and_the_wall_open_hits(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    turn(seat, "near_misses")
    turn(seat, "live_wall")
    prevented, still_open = asked(link)
    assert prevented.flag is HitLogFlag.PREVENTED
    assert still_open.disposition == OPEN


def test_a_map_that_renews_itself_stays_as_it_was_moved(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    shown = turn(seat, "live_wall")
    QTest.keyClick(shown, Qt.Key.Key_Minus)
    zoom = shown.zoom
    seat.screen.pages["live_wall"].load()
    seat.settle()
    assert (len(asked(link)), shown.zoom) == (2, zoom)


@pytest.mark.parametrize("page", ["near_misses", "live_wall"])
def test_who_reads_no_hits_is_offered_no_map_of_them(qtbot: QtBot, page: str) -> None:
    seat, _link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open(page)
    buttons = seat.screen.window.pages[page].findChildren(QPushButton)
    assert not [button for button in buttons if button.text() == "Map" and button.isVisible()]


def test_the_next_session_begins_without_the_map(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    shown = turn(seat, "shift_log")
    seat.screen.presenter.lock()
    assert not marks(shown).marks
    seat.sign_in("whitfield", "anything")
    seat.open("shift_log")
    assert seat.log.table.isVisible()

"""What is locked at 30 mph, and how a second officer opens it (U3, VER-10)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged, SignedOut
from mdt_alpr.ui.shell.presenters.patrol_views import STILL_WORDS
from tests.ui.driven import Driven
from tests.ui.screen import Screen, settle


@pytest.fixture
def car(qtbot: QtBot) -> Driven:
    driven = Driven(qtbot)
    driven.sign_in()
    return driven


# ------------------------------------------------------------------------------- the crew


def test_a_second_officer_comes_by_two_touches(car: Driven) -> None:
    car.drive(30)
    assert car.cell.accessibleName() == "Speed 30 mph. Tiles only"
    car.press()
    assert car.cell.text() == "Confirm"
    assert car.crew_desk.actions == []
    car.wait(1)
    car.press()
    assert car.crew_desk.actions == [True]
    car.drive(30, passenger=True)
    assert car.cell.accessibleName() == "Speed 30 mph. 2nd officer"


def test_the_live_picture_says_that_it_is_a_still(car: Driven) -> None:
    car.drive(30)
    car.see()
    assert car.window.patrol.live.accessibleDescription() == STILL_WORDS
    car.drive(30, passenger=True)
    assert car.window.patrol.live.accessibleDescription() == "Running"


def test_a_locked_screen_has_no_live_cell(car: Driven) -> None:
    car.drive(30)
    car.car.lock()
    settle()
    assert not car.cell.isEnabled()
    car.happen(SignedOut("officer-1", "", by_officer=True))
    assert not car.cell.isEnabled()


def test_the_key_does_the_same_where_nothing_is_typed(car: Driven) -> None:
    car.drive(30)
    for page in (car.window.patrol, car.window.hits, car.window.status):
        car.window.show_page(page)
        car.key(Qt.Key.Key_P)
        car.wait(1)
        car.key(Qt.Key.Key_P)
        car.wait(1)
    assert car.crew_desk.actions == [True] * 3


def test_a_p_that_is_typed_is_a_letter(car: Driven) -> None:
    car.drive(0)
    for page in (car.window.hit, car.window.entries):
        car.window.show_page(page)
        car.key(Qt.Key.Key_P)
        car.wait(1)
        car.key(Qt.Key.Key_P)
        car.wait(1)
    assert car.crew_desk.actions == []


def test_a_held_key_is_not_pressed_twice(car: Driven) -> None:
    car.drive(30)
    car.key(Qt.Key.Key_P)
    car.wait(1)
    QTest.keyClick(car.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert car.crew_desk.actions == []


def test_a_car_without_a_receiver_has_no_cell_and_no_key(car: Driven) -> None:
    car.key(Qt.Key.Key_P)
    car.wait(1)
    car.key(Qt.Key.Key_P)
    assert not car.cell.isVisible()
    assert car.crew_desk.actions == []


# -------------------------------------------------------------------------- the whole screen


def test_only_an_administrators_key_leaves_the_whole_screen(car: Driven) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    car.window.showFullScreen()
    settle()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F11, Qt.Key.Key_Q):
        car.key(key)
    assert car.window.isFullScreen()
    QTest.keyClick(car.window, Qt.Key.Key_Q, both)
    settle()
    assert not car.window.isFullScreen()
    QTest.keyClick(car.window, Qt.Key.Key_Q, both)
    settle()
    assert car.window.isFullScreen()


# ------------------------------------------------------------------------- the event number


def test_the_event_number_is_off_while_moving_and_what_was_typed_stays(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    screen.verified()
    screen.do.initiate_stop()
    screen.do.end_hit()
    screen.do.choose_disposition("verified_stopped")
    screen.tap("Enter", "2", "6")
    screen.presenter.take(DrivingChanged(Driving(30.0)))
    assert not screen.page.editing_number
    assert not screen.button("26").isEnabled()
    screen.type("9")
    screen.do.edit_event_number()
    screen.do.delete_character()
    screen.do.clear_entry()
    assert screen.page.event_number == "26"
    screen.presenter.take(DrivingChanged(Driving(30.0, passenger=True)))
    screen.tap("26", "A", "Done")
    assert screen.page.event_number == "26A"


def test_an_empty_event_number_says_why_it_cannot_be_typed(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    screen.verified()
    screen.presenter.take(DrivingChanged(Driving(30.0)))
    screen.do.initiate_stop()
    screen.do.end_hit()
    screen.do.choose_disposition("verified_stopped")
    assert not screen.button("Off while moving").isEnabled()

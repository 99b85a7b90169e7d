"""What ``test_held_key.py`` runs on a real X server: keys held as a hand holds them."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit
from tests.ui.x_display import XKeyboard


@pytest.fixture
def car(qtbot: QtBot) -> Cockpit:
    made = Cockpit(qtbot)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def test_f6_held_for_two_seconds_starts_the_stop_and_tells_of_no_release(car: Cockpit) -> None:
    hit = car.compare()
    for _ in range(2):
        car.pass_ms()
        car.click("Active")
    car.pass_ms()
    keyboard = XKeyboard()
    keyboard.press("F6")
    QTest.qWait(2000)
    keyboard.release("F6")
    QTest.qWait(100)
    assert car.desk.hits[hit.hit_id].stop_at is not None
    assert car.desk.hits[hit.hit_id].trace.released == ()


def test_day_and_night_change_once_while_their_key_is_held(car: Cockpit) -> None:
    before = car.window.colors.name
    keyboard = XKeyboard()
    keyboard.press("F8")
    QTest.qWait(1500)
    keyboard.release("F8")
    QTest.qWait(100)
    assert car.window.colors.name != before

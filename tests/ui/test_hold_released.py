"""A hold that ends early starts nothing and is recorded; the status page tells of times."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.screen import Screen
from tests.ui.test_hit_click_through import enter_plate, see_black_suv


def test_letting_the_stop_button_go_early_starts_nothing_and_is_recorded(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    hit = screen.hit()
    enter_plate(screen)
    see_black_suv(screen)
    screen.tap("Active", "Active")
    stop = screen.widget.result.gate.stop
    pressed_at = time.monotonic()
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(stop, Qt.MouseButton.LeftButton)
    released_after_s = time.monotonic() - pressed_at
    qtbot.waitUntil(lambda: bool(screen.desk.hits[hit.hit_id].trace.released))
    kept = screen.desk.hits[hit.hit_id]
    assert kept.stop_at is None
    (released,) = kept.trace.released
    assert 0 <= released.held_s <= released_after_s

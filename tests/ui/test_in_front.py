"""A hit that sounds while another program is in front (CAD): the window flashes, or comes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.alerting import ALERT_TONES, tones_from
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.shell.views.function_keys import F7_BEFORE_CAD, F7_ON_PATROL
from tests.ui.window import Patrol

ALERT = Spoken("Possible match.", "high_look_alike")


@pytest.fixture
def behind(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Patrol:
    """Return a car on patrol whose window another program covers."""
    car = Patrol(qtbot)
    car.window.show_access(object())
    monkeypatch.setattr(car.window, "isActiveWindow", lambda: False)
    car.window.front.set_up(tones_from(Priority.MEDIUM), flashes=False)
    return car


def page_of(car: Patrol) -> object:
    return car.window.page


def name_of_f7(car: Patrol) -> str:
    return car.window.keys.buttons["F7"].accessibleName()


def test_the_window_comes_and_one_press_gives_the_other_program_back(behind: Patrol) -> None:
    behind.window.front.take(ALERT)
    assert behind.window.front.came
    assert F7_BEFORE_CAD in name_of_f7(behind)

    behind.window.press("F7")
    assert behind.window.isMinimized()
    assert F7_ON_PATROL in name_of_f7(behind)


def test_what_is_typed_for_the_other_program_does_nothing_here(
    behind: Patrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    milliseconds = [0.0]
    monkeypatch.setattr(behind.window.guard, "_milliseconds", lambda: milliseconds[0])
    pressed: list[str] = []
    behind.window.events.pressed.connect(pressed.append)
    behind.window.front.take(ALERT)
    behind.window.guard._unpainted = False
    for _ in range(10):  # somebody types on, a key each 300 ms, for three seconds
        milliseconds[0] += 300
        QTest.keyClick(behind.window, Qt.Key.Key_F4)
    assert page_of(behind) is behind.window.patrol

    behind.window.guard.guard()  # something moved meanwhile
    behind.window.guard._unpainted = False
    QTest.keyClick(behind.window, Qt.Key.Key_F10)
    milliseconds[0] += 501
    QTest.keyClick(behind.window, Qt.Key.Key_F4)
    assert page_of(behind) is behind.window.hits


@pytest.mark.parametrize(
    "stays",
    [
        lambda front: front.set_up(frozenset(), flashes=False),
        lambda front: front.set_up(tones_from(Priority.LOW), flashes=True),
        lambda front: front.set_up(tones_from(Priority.HIGH), flashes=False),
    ],
)
def test_it_stays_where_the_agency_wants_it_to(
    behind: Patrol, stays: Callable[[object], None]
) -> None:
    stays(behind.window.front)
    behind.window.front.take(Spoken("Possible match.", "medium"))
    behind.window.front.take(Spoken("The camera gives no picture.", "camera_lost"))
    assert not behind.window.front.came


def test_a_window_that_only_flashes_flashes_for_what_is_urgent_enough(
    behind: Patrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    flashed = list[object]()
    monkeypatch.setattr(QApplication, "alert", flashed.append)
    behind.window.front.set_up(tones_from(Priority.HIGH), flashes=True)
    behind.window.front.take(Spoken("Possible match.", "medium"))
    assert flashed == []
    behind.window.front.take(ALERT)
    assert flashed == [behind.window]
    monkeypatch.setattr(behind.window, "isActiveWindow", lambda: True)
    behind.window.front.take(ALERT)
    assert flashed == [behind.window], "who looks at it needs no flash"


def test_a_priority_covers_the_more_urgent_ones() -> None:
    assert tones_from(Priority.HIGH) == {t for t in ALERT_TONES if t.startswith("high")}
    assert tones_from(Priority.LOW) == ALERT_TONES

"""The picture of a hit opens large over its page, and hides neither gate nor news (S10)."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.views.large_picture import LargePicture, SmallPicture
from tests.ui.cockpit import Cockpit
from tests.ui.screen import acts_of, settle, texts_of
from tests.ui.test_window_geometry import rectangle

K = Qt.Key
pytestmark = pytest.mark.proved("S10")


@pytest.fixture
def car(qtbot: QtBot) -> Cockpit:
    made = Cockpit(qtbot)
    made.compare()
    view = made.view
    assert view is not None
    assert isinstance(view.page, ResultView)
    shown = samples()["hit_gate_open"].page
    assert isinstance(shown, ResultView)
    compare = replace(view.page.compare, picture=shown.compare.picture)
    made.window.hit.show_view(replace(view, page=replace(view.page, compare=compare)))
    made.pass_ms()
    return made


def large(car: Cockpit) -> LargePicture:
    return car.window.hit.result.large


def small(car: Cockpit) -> SmallPicture:
    return car.window.hit.result.compare.picture


def open_it(car: Cockpit) -> None:
    QTest.mouseClick(small(car), Qt.MouseButton.LeftButton)
    settle()
    assert large(car).isVisible()
    car.pass_ms()


def test_a_tap_opens_the_whole_picture_many_times_as_large_and_another_closes_it(
    car: Cockpit,
) -> None:
    open_it(car)
    area = large(car).picture_area()
    assert area.width() * area.height() > 8 * small(car).width() * small(car).height()
    assert large(car).rect().toRectF().contains(area)
    QTest.mouseClick(large(car), Qt.MouseButton.LeftButton)
    assert not large(car).isVisible()


@pytest.mark.parametrize("key", [K.Key_Return, K.Key_Space])
def test_the_keyboard_opens_it_and_escape_closes_it_without_leaving_the_page(
    car: Cockpit, key: Qt.Key
) -> None:
    small(car).setFocus(Qt.FocusReason.TabFocusReason)
    asked = acts_of(car.window.hit.signals)
    car.strike(key)
    assert large(car).isVisible()
    car.pass_ms()
    car.strike(K.Key_Escape)
    assert not large(car).isVisible()
    assert asked == []


@pytest.mark.parametrize("key", [K.Key_M, K.Key_D, K.Key_1, K.Key_Return])
def test_a_key_of_what_lies_under_it_only_closes_it(car: Cockpit, key: Qt.Key) -> None:
    open_it(car)
    asked = acts_of(car.window.hit.signals)
    car.strike(key)
    assert asked == []
    assert not large(car).isVisible()


def test_a_second_tap_of_a_double_tap_answers_nothing_under_the_picture(car: Cockpit) -> None:
    open_it(car)
    asked = acts_of(car.window.hit.signals)
    QTest.mouseClick(large(car), Qt.MouseButton.LeftButton)
    settle()
    for tile in car.window.hit.result.status._tiles:
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert asked == []


def test_gate_strip_and_keys_stay_in_view(car: Cockpit) -> None:
    open_it(car)
    over = rectangle(car.window, large(car))
    window = car.window
    for part in (window.hit.result.gate, window.strip, window.keys, window.hit.bar):
        assert part.isVisible()
        assert not rectangle(window, part).intersects(over)


def test_what_speaks_against_the_hit_is_never_behind_the_picture(car: Cockpit) -> None:
    open_it(car)
    car.desk.contradict("hit-EXN2894", Contrary.RECORD_CANCELED)
    settle()
    assert not large(car).isVisible()


def test_leaving_and_locking_leave_no_picture_behind(car: Cockpit) -> None:
    for key in (K.Key_F7, K.Key_F10):
        if not small(car).isVisible():
            car.window.show_page(car.window.hit)
            car.pass_ms()
        open_it(car)
        car.strike(key)
        assert large(car)._image.isNull()
        assert not large(car).isVisible()


def test_there_is_no_picture_to_open_before_the_officer_entered_what_is_seen(qtbot: QtBot) -> None:
    car = Cockpit(qtbot)
    car.wanted()
    car.strike(K.Key_F1)
    assert not small(car).isVisible()
    assert not [text for text in texts_of(large(car)) if "EXN" in text]

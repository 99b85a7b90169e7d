"""The result page by keyboard, and the answers that shut a hit for good (O2)."""

import cv2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.ui.hit.models.hit_result import ResultView
from tests.drawn_plates import plate
from tests.ui.cockpit import Cockpit
from tests.ui.officer import Officer

pytestmark = pytest.mark.proved("O2")
K = Qt.Key


@pytest.fixture
def car(qtbot: QtBot) -> Cockpit:
    return Cockpit(qtbot)


def answers(car: Cockpit, hit_id: str) -> list[tuple[StatusSource, StatusResult]]:
    return [(reply.source, reply.result) for reply in car.desk.hits[hit_id].replies]


def test_digits_answer_the_tiles_of_the_result_page(car: Cockpit) -> None:
    hit = car.compare()
    for _ in range(2):
        car.pass_ms()
        car.strike(K.Key_1)
    assert answers(car, hit.hit_id) == [
        (StatusSource.MDT, StatusResult.ACTIVE),
        (StatusSource.DCIN, StatusResult.ACTIVE),
    ]
    car.pass_ms()
    car.strike(K.Key_6)
    assert len(answers(car, hit.hit_id)) == 2


def test_digits_choose_a_source_and_mean_themselves_where_a_number_is_typed(car: Cockpit) -> None:
    hit = car.compare()
    for key in (K.Key_5, K.Key_2, K.Key_1):
        car.pass_ms()
        car.strike(key)
    assert car.view is not None
    assert isinstance(car.view.page, ResultView)
    assert car.view.page.status.kind == "dispatcher"
    for key in (K.Key_1, K.Key_7, K.Key_Return):
        car.pass_ms()
        car.strike(key)
    (reply,) = car.desk.hits[hit.hit_id].replies
    assert (reply.source, reply.dispatcher) == (StatusSource.COMMUNICATIONS, "17")


def test_tab_begins_at_the_first_answer_though_a_picture_is_there(car: Cockpit) -> None:
    done, jpeg = cv2.imencode(".jpg", plate("EXN2894"))
    assert done
    hit = car.compare(crop=jpeg.tobytes())
    assert car.window.hit.result.compare.picture.isEnabled()
    car.pass_ms()
    car.strike(K.Key_M)
    car.pass_ms()
    car.strike(K.Key_Tab)
    car.strike(K.Key_Space)
    assert answers(car, hit.hit_id) == [(StatusSource.MDT, StatusResult.ACTIVE)]


@pytest.mark.parametrize("result", ["cleared", "not_this_plate"])
def test_a_reply_that_shuts_a_hit_is_asked_once_more_and_can_be_taken_back(result: str) -> None:
    officer = Officer()
    hit = officer.verified()
    officer.do.ask_status("mdt")
    officer.do.state_result(result)
    assert officer.page.status.kind == "against"
    assert officer.desk.hits[hit.hit_id].contrary == ()
    officer.do.go_back()
    assert officer.page.status.kind == "result"
    assert officer.page.gate.stop.live
    officer.do.state_result(result)
    officer.do.state_result(result)
    assert officer.desk.hits[hit.hit_id].contrary


def test_no_stop_begins_while_that_is_asked() -> None:
    officer = Officer()
    hit = officer.verified()
    officer.do.ask_status("dcin")
    officer.do.state_result("cleared")
    assert not officer.page.gate.stop.live
    assert officer.view is not None
    assert "F6" not in officer.view.keys
    officer.do.initiate_stop()
    assert officer.desk.hits[hit.hit_id].stop_at is None


def test_only_the_reply_that_is_asked_about_confirms_it() -> None:
    officer = Officer()
    hit = officer.verified()
    officer.do.ask_status("mdt")
    officer.do.state_result("cleared")
    officer.do.state_result("not_this_plate")
    assert officer.desk.hits[hit.hit_id].contrary == ()


def test_a_second_press_in_the_place_of_cleared_goes_back(car: Cockpit) -> None:
    hit = car.compare()
    for key in (K.Key_2, K.Key_2):
        car.strike(key)
    car.pass_ms()
    car.strike(K.Key_2)
    car.strike(K.Key_2)
    assert car.desk.hits[hit.hit_id].contrary == ()

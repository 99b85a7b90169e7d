"""A lock outlives the program; closing and ending a shift ask first (S3, S25)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Returned, Role, Session
from mdt_alpr.patrol.events import DrivingChanged, SignedIn
from mdt_alpr.ui.hit.presenters.questions import CLOSING, end_of_shift
from tests.builders import NOW, SetClock, a_hit
from tests.ui.screen import settle
from tests.ui.window import Patrol

K = Qt.Key
SESSION = Session("officer-1", "Ofc. R. Alvarez", Role.OFFICER, NOW, "token")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CarStore]:
    made = CarStore(tmp_path / "car.db", bytes(32), SetClock(), os.urandom, "car-1")
    yield made
    made.close()


@pytest.mark.proved("S3")
def test_the_lock_is_kept_with_the_session_and_goes_with_an_unlock(store: CarStore) -> None:
    with store.begin() as work:
        assert not work.screen_is_locked()
        work.save_session(SESSION)
        assert not work.screen_is_locked()
        work.lock_screen()
    with store.begin() as work:
        assert work.screen_is_locked()
        assert work.session() == SESSION
        work.save_session(SESSION, locked=True)
        assert work.screen_is_locked()
        work.save_session(SESSION)
        assert not work.screen_is_locked()


@pytest.mark.proved("S3")
def test_a_restart_of_a_locked_car_shows_the_lock(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.happen(SignedIn(SESSION, resumed=True, locked=True))
    assert car.shows(car.window.sign_in)
    assert not car.car.may_use
    car.happen(SignedIn(SESSION))
    assert car.shows(car.window.patrol)


@pytest.mark.proved("S3")
def test_f10_and_half_an_hour_untouched_are_kept_as_locks(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.sign_in()
    car.key(K.Key_F10)
    assert car.desk.asked.count("lock") == 1
    car.happen(SignedIn(SESSION))
    car.clock.pass_by(minutes=30)
    car.tick()
    assert car.desk.asked.count("lock") == 2


@pytest.mark.proved("S3")
def test_alt_f4_asks_and_stays_by_default(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.sign_in()
    car.window.ask_before_closing(CLOSING)
    closed: list[bool] = []
    car.window.closed.connect(lambda: closed.append(True))
    event = QCloseEvent()
    car.window.closeEvent(event)
    settle()
    assert not event.isAccepted()
    assert car.shows(car.window.question)
    assert not car.window.live_keys & {"F1", "F7", "F10", "F12"}
    car.key(K.Key_Return, car.window.question)
    assert car.shows(car.window.patrol)
    car.window.close()
    car.calm()
    QTest.mouseClick(car.window.question.agree, Qt.MouseButton.LeftButton)
    assert closed == [True]
    assert not car.window.isVisible()


@pytest.mark.proved("S3")
def test_closing_a_locked_screen_and_staying_leaves_it_locked(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.sign_in()
    car.window.ask_before_closing(CLOSING)
    car.key(K.Key_F10)
    car.window.close()
    car.calm()
    QTest.mouseClick(car.window.question.safe, Qt.MouseButton.LeftButton)
    settle()
    assert car.shows(car.window.sign_in)
    assert not car.car.may_use


@pytest.mark.proved("S25")
def test_the_end_of_a_shift_says_which_hits_are_open_and_names_no_plate() -> None:
    assert end_of_shift(()) is None
    hits = [a_hit(hit_id=f"h{n}", raised_at=NOW + timedelta(minutes=n)) for n in range(8)]
    one, many = end_of_shift(hits[:1]), end_of_shift(hits)
    assert one is not None
    assert one.title.startswith("1 hit is still open.")
    assert many is not None
    assert many.title.startswith("8 hits are still open.")
    assert many.text.count("Stolen vehicle") == 6
    assert "and 2 more" in many.text
    assert "EXN" not in many.text


@pytest.mark.proved("S7")
@pytest.mark.parametrize(("mph", "reported"), [(0.0, 1), (38.0, 0)])
def test_a_returned_hit_turns_no_page_while_the_car_moves(
    qtbot: QtBot, mph: float, reported: int
) -> None:
    car = Patrol(qtbot)
    came: list[bool] = []
    car.car.returned_came.connect(lambda: came.append(True))
    car.happen(DrivingChanged(Driving(mph)))
    back = Returned("h1", NOW - timedelta(hours=9), "V", "Which character?", "Sgt. Bell", NOW)
    car.happen(SignedIn(replace(SESSION, returned=(back,))))
    assert len(came) == reported


@pytest.mark.proved("O11")
def test_a_shift_with_open_hits_ends_by_its_own_persons_password_only(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.sign_in()
    car.key(K.Key_F10)
    car.car.end_shift()
    assert "sign_out" not in car.desk.asked
    assert (
        "Enter your password. The shift ends then."
        in car.window.sign_in.form.problem._words.text()
    )
    car.happen(SignedIn(SESSION))
    assert car.desk.asked[-1] == "sign_out"


@pytest.mark.proved("O11")
def test_another_person_takes_a_shift_over_and_a_second_press_lets_it_go_on(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.sign_in()
    car.key(K.Key_F10)
    car.car.end_shift()
    car.car.end_shift()
    car.happen(SignedIn(SESSION))
    car.key(K.Key_F10)
    car.car.end_shift()
    car.happen(SignedIn(replace(SESSION, person_id="officer-2")))
    assert "sign_out" not in car.desk.asked

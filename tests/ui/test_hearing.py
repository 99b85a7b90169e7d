"""An alert is played as a shift begins, and who does not hear it is told of on the status page."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.car_settings import LEAST_VOLUME
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.ui.shell.presenters.hearing import TITLE
from tests.builders import SetClock
from tests.journeys.two_cars import headquarters
from tests.ui.screen import settle
from tests.ui.seat import Seat


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    with headquarters(tmp_path, clock) as server:
        yield server


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[Seat]:
    officer = Seat(qtbot, tmp_path, hq, clock, hearing_test=True)
    try:
        officer.sign_in()
        yield officer
    finally:
        officer.app.stop()


def wait(seat: Seat, seconds: float) -> None:
    """Let time pass, then the window and the car's check look at the clock."""
    seat.clock.pass_by(seconds=seconds)
    seat.app._tick()
    looked = Event()
    settle()
    seat.app.car._records.do(seat.app.car.shift_check.tick)
    seat.app.car._records.do(looked.set)
    seat.until(looked.is_set)


def asks(seat: Seat) -> bool:
    return TITLE in seat.words()


def result(seat: Seat) -> str:
    """Return what the newest recorded check says of the sound."""
    with seat.app.car._parts.store.begin() as work:
        entry = work.last_recorded(AuditEvent.SELF_CHECKED)
    return dict(entry.detail)["sound"] if entry else ""


def test_who_hears_the_test_says_so_by_one_key(seat: Seat) -> None:
    assert "high" in seat.heard.tones
    assert "Sound test. Press F5 if you hear this." in seat.heard.words
    seat.until(lambda: asks(seat))
    seat.key(Qt.Key.Key_F5)
    seat.until(lambda: not asks(seat))
    wait(seat, 0)
    wait(seat, 20)
    assert result(seat) == "good"


@pytest.mark.parametrize("key", [Qt.Key.Key_F3, None])
def test_no_and_no_answer_fail_the_sound_until_it_is_heard(seat: Seat, key: Qt.Key | None) -> None:
    wait(seat, 0)
    if key is not None:
        seat.key(key)
    wait(seat, 14.5)
    assert not asks(seat)
    wait(seat, 6)
    assert result(seat) == "failed"
    seat.key(Qt.Key.Key_F5)
    seat.key(Qt.Key.Key_F5)
    wait(seat, 1)
    assert result(seat) == "good"


def test_louder_and_softer_play_again_and_alerts_are_so_loud_until_the_shift_ends(
    seat: Seat,
) -> None:
    played = len(seat.heard.tones)
    for key, percent in ((Qt.Key.Key_F2, 80), (Qt.Key.Key_F2, 60), (Qt.Key.Key_F3, 80)):
        seat.key(key)
        assert seat.heard.volume == percent
        said = f"Played at {percent}%. F5: yes. F3: louder. F2: softer."
        seat.until(lambda said=said: said in seat.words())
    assert len(seat.heard.tones) == played + 3
    seat.key(Qt.Key.Key_F5)
    seat.until(lambda: not asks(seat))
    seat.key(Qt.Key.Key_F2)
    assert seat.heard.volume == 80, "F2 silences, where no test is played"
    seat.app.state.sign_out()
    seat.until(lambda: not seat.app.state.may_use)
    seat.sign_in()
    assert seat.heard.volume == 100, "the next shift begins as loud as the car is set"


def test_nobody_makes_alerts_softer_than_they_can_be_heard(seat: Seat) -> None:
    keys = seat.app.window.keys.buttons
    assert (keys["F2"].text(), keys["F3"].text()) == ("Softer", "Not heard")
    for _ in range(9):
        seat.key(Qt.Key.Key_F2)
    assert seat.heard.volume == LEAST_VOLUME
    assert (keys["F2"].text(), keys["F3"].text()) == ("Silence", "Louder")


def test_the_test_gives_way_to_a_hit(seat: Seat) -> None:
    seat.see()
    assert not asks(seat)
    seat.open()

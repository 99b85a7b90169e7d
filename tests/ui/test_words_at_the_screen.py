"""What the real window locks, shows and says by itself: speed, losses, read-back, latency."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.trace import Seeing
from mdt_alpr.patrol.events import (
    Event,
    Health,
    LinkChanged,
    ListChanged,
    PositionChanged,
    ReadMade,
)
from mdt_alpr.ui.hit.models.hit_blind import TilePadView
from tests.builders import NOW, SetClock, a_read
from tests.journeys.two_cars import headquarters
from tests.ui.seat import Seat


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Iterator[Seat]:
    clock = SetClock()
    with headquarters(tmp_path, clock) as hq:
        made = Seat(qtbot, tmp_path, hq, clock)
        try:
            made.sign_in()
            yield made
        finally:
            made.app.stop()


def test_above_5_mph_nothing_is_typed_and_a_second_officer_types_again(seat: Seat) -> None:
    seat.drive(30.0)
    seat.see()
    seat.open()
    assert isinstance(seat.page.pad, TilePadView)
    assert not seat.has("Keyboard")
    seat.key(Qt.Key.Key_F7)
    seat.key(Qt.Key.Key_F9)
    seat.reported("Typing is off above 5 mph")
    seat.drive(30.0, passenger=True)
    seat.until(lambda: "Typing is off above 5 mph" not in " | ".join(seat.words()))
    seat.key(Qt.Key.Key_F7)
    seat.open()
    seat.tap("E", "X")


@pytest.mark.parametrize(
    ("event", "shown", "said"),
    [
        (PositionChanged(Health.LOST, ""), "Lost", "GPS lost."),
        (LinkChanged(Health.LOST, ""), "Lost", "Headquarters link lost."),
        (ListChanged(2, NOW - timedelta(hours=26), 10), "26 h", "Hot list is more than 24"),
    ],
    ids=["position", "link", "list"],
)
def test_a_loss_is_shown_and_said(seat: Seat, event: Event, shown: str, said: str) -> None:
    seat.heard.words.clear()
    seat.app.bridge.publish(event)
    seat.reported(shown)
    seat.until(lambda: any(words.startswith(said) for words in seat.heard.words))


def test_a_lost_receiver_sounds(seat: Seat) -> None:
    seat.heard.tones.clear()
    seat.app.bridge.publish(PositionChanged(Health.LOST, ""))
    seat.until(lambda: "camera_lost" in seat.heard.tones)


def test_the_own_entry_is_read_back_in_the_police_alphabet(seat: Seat) -> None:
    seat.see("EXN2B94", listed="EXN2894")
    seat.open()
    seat.enter("EXN2B94")
    seat.tap("Next: vehicle", "SUV", "Black", "Compare")
    seat.reported("Does not match. Look again.")
    said = " ".join(seat.heard.words)
    assert "Edward X-ray Nora two Boy nine four" in said
    assert "eight" not in said


def test_the_latency_of_each_stage_is_on_the_status_page(seat: Seat) -> None:
    found = NOW + timedelta(milliseconds=200)
    seeing = Seeing(found, found + timedelta(milliseconds=20), found + timedelta(milliseconds=22))
    for text in ("KLM4471", "SJB902"):
        made = ReadMade(a_read(text), held=False, latency_ms=222, seeing=seeing)
        seat.app.bridge.publish(made)
    seat.key(Qt.Key.Key_F11)
    reported = "found 200 ms / 200 ms, read 20 ms / 20 ms, matched 2 ms / 2 ms"
    seat.until(lambda: reported in " ".join(" ".join(seat.words()).split()))

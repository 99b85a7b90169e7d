"""A key that is held is one press and one release, however its keyboard repeats it (O1)."""

import ctypes.util
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.shell.views.key_repeats import KeyRepeats
from tests.ui.cockpit import Cockpit
from tests.ui.screen import settle
from tests.ui.test_hit_keys import holds
from tests.ui.x_display import x_display

pytestmark = pytest.mark.proved("O1")
PLAIN = Qt.KeyboardModifier.NoModifier
KEYS = (Qt.Key.Key_F6, Qt.Key.Key_Space, Qt.Key.Key_P)
PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


@dataclass
class Hand:
    """Fingers on a keyboard whose system gives every event its time, in milliseconds."""

    window: QWidget
    at: int = 1000
    down: set[Qt.Key] = field(default_factory=set)

    def press(self, key: Qt.Key) -> None:
        self.at += 40
        self.down.add(key)
        self._send(PRESS, key)

    def release(self, key: Qt.Key) -> None:
        self.at += 40
        self.down.discard(key)
        self._send(RELEASE, key)

    def repeat_on_x11(self, key: Qt.Key) -> None:
        """Repeat as an X server does: up and down at one instant, and neither is marked."""
        self.at += 40
        self._send(RELEASE, key)
        self._send(PRESS, key)

    def repeat_marked(self, key: Qt.Key) -> None:
        """Repeat as on Windows, under Wayland, or where Qt saw both on X11."""
        self.at += 40
        self._send(RELEASE, key, repeats=True)
        self._send(PRESS, key, repeats=True)

    def _send(self, kind: QEvent.Type, key: Qt.Key, *, repeats: bool = False) -> None:
        event = QKeyEvent(kind, key.value, PLAIN, "", repeats)
        event.setTimestamp(self.at)
        QCoreApplication.sendEvent(self.window.windowHandle(), event)


class Listening(QWidget):
    """A window that notes what reaches it as pressed and as released for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, int]] = []
        self.repeats = KeyRepeats(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt
        if not event.isAutoRepeat():
            self.heard.append(("press", event.key()))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt
        if not event.isAutoRepeat():
            self.heard.append(("release", event.key()))


@pytest.fixture
def listening(qtbot: QtBot) -> Listening:
    made = Listening()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


ACTS = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(("toggle", "x11", "marked", "wait", "x11"))),
    max_size=30,
)


def test_however_keys_repeat_themselves_each_goes_down_and_up_once(listening: Listening) -> None:
    hand = Hand(listening)

    @given(ACTS)
    def of_any_sequence(acts: list[tuple[Qt.Key, str]]) -> None:
        expected: list[tuple[str, int]] = []
        listening.heard.clear()
        for key, act in acts:
            if act == "toggle" and key in hand.down:
                hand.release(key)
                expected.append(("release", key.value))
            elif act == "toggle":
                hand.press(key)
                expected.append(("press", key.value))
            elif act == "wait":
                listening.repeats.settle()
            elif key in hand.down:
                (hand.repeat_on_x11 if act == "x11" else hand.repeat_marked)(key)
        listening.repeats.settle()
        assert listening.heard == expected
        for key in list(hand.down):
            hand.release(key)
        listening.repeats.settle()

    of_any_sequence()


@pytest.fixture
def car(qtbot: QtBot) -> Cockpit:
    return Cockpit(qtbot)


def open_gate(car: Cockpit) -> str:
    hit = car.compare()
    for _ in range(2):
        car.pass_ms()
        car.click("Active")
    car.pass_ms()
    assert car.view is not None
    return hit.hit_id


def test_a_hold_goes_on_through_the_repetitions_of_x11(car: Cockpit, qtbot: QtBot) -> None:
    hit_id = open_gate(car)
    stop, hand = car.window.hit.result.gate.stop, Hand(car.window)
    hand.press(Qt.Key.Key_F6)
    for _ in range(5):
        hand.repeat_on_x11(Qt.Key.Key_F6)
        assert holds(stop)
    qtbot.waitUntil(lambda: car.desk.hits[hit_id].stop_at is not None)
    hand.release(Qt.Key.Key_F6)
    car.window.repeats.settle()
    assert car.desk.hits[hit_id].trace.released == ()


@pytest.mark.parametrize("marked", [False, True])
def test_a_key_that_was_down_before_the_gate_opened_starts_nothing(
    car: Cockpit, *, marked: bool
) -> None:
    hit = car.compare()
    car.pass_ms()
    hand = Hand(car.window)
    repeat = hand.repeat_marked if marked else hand.repeat_on_x11
    hand.press(Qt.Key.Key_F6)
    for _ in range(2):
        car.click("Active")
        repeat(Qt.Key.Key_F6)
        car.window.guard.lift()  # what it keeps back is no part of this
        car.pass_ms()
    stop = car.window.hit.result.gate.stop
    assert stop.begin()  # it is open
    stop.cancel()
    repeat(Qt.Key.Key_F6)
    assert not holds(stop)
    hand.release(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_F6)
    assert holds(stop)
    assert car.desk.hits[hit.hit_id].stop_at is None


def test_a_hold_that_may_have_ended_is_not_held_to_its_end_meanwhile(
    car: Cockpit, qtbot: QtBot
) -> None:
    """A release waits for what would make it a repetition: that time is not held."""
    hit_id = open_gate(car)
    stop, hand = car.window.hit.result.gate.stop, Hand(car.window)
    car.window.repeats._timer.setInterval(2000)
    hand.press(Qt.Key.Key_F6)
    hand.release(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not holds(stop))
    settle()
    released = car.desk.hits[hit_id].trace.released
    assert car.desk.hits[hit_id].stop_at is None
    assert len(released) == 1
    assert released[0].held_s < 2


def test_a_question_waits_until_a_key_is_up_that_only_seemed_to_be(car: Cockpit) -> None:
    hand, guard = Hand(car.window), car.window.guard
    hand.press(Qt.Key.Key_A)
    guard.guard()
    car.pass_ms()
    hand.repeat_on_x11(Qt.Key.Key_A)
    guarding = [guard.is_guarding]
    hand.release(Qt.Key.Key_A)
    guarding.append(guard.is_guarding)
    car.window.repeats.settle()
    guarding.append(guard.is_guarding)
    assert guarding == [True, True, False]


@pytest.mark.skipif(
    not (which("Xvfb") and ctypes.util.find_library("Xtst")),
    reason="needs an X server and its test extension",
)
def test_keys_held_on_a_real_x_server_count_once() -> None:
    with x_display() as display:
        tried = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"),
                str(Path(__file__).with_name("on_x_display.py")),
            ],
            env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
    assert tried.returncode == 0, tried.stdout + tried.stderr


@pytest.mark.proved("O12")
@pytest.mark.parametrize("page", ["hit", "patrol", "hits", "status"])
def test_p_of_a_real_keyboard_hands_the_screen_to_a_second_officer(
    car: Cockpit, page: str
) -> None:
    """A real key comes to the window's handle first, where the hit's page takes every key."""
    pressed: list[bool] = []
    car.window.extra_keys.second_officer.connect(lambda: pressed.append(True))
    car.compare()
    if page != "hit":
        car.window.show_page(getattr(car.window, page))
    car.pass_ms()
    hand = Hand(car.window)
    for _ in range(2):
        hand.press(Qt.Key.Key_P)
        hand.repeat_on_x11(Qt.Key.Key_P)
        hand.release(Qt.Key.Key_P)
    assert pressed == [True, True]


@pytest.mark.proved("O12")
def test_p_stays_a_letter_where_the_plate_is_typed(car: Cockpit) -> None:
    letters: list[bool] = []
    car.window.extra_keys.letter.connect(lambda: letters.append(True))
    hit = car.wanted()
    car.strike(Qt.Key.Key_F1)
    car.pass_ms()
    car.window.show_page(car.window.hit)
    hand = Hand(car.window)
    event = QKeyEvent(PRESS, Qt.Key.Key_P.value, PLAIN, "p")
    event.setTimestamp(hand.at)
    QCoreApplication.sendEvent(car.window.windowHandle(), event)
    assert letters == [True]
    assert car.window.hit.takes_letters
    assert car.hits is not None
    assert car.hits.actions.case is not None
    assert car.hits.actions.case.draft.text == "P"
    assert hit.entry is None

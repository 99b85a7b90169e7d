"""A whole practice by key and tap: one trap seen, one true hit thrown away, the result told."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget  # noqa: TID251 - it taps
from pytestqt.qtbot import QtBot

from mdt_alpr.car.app import CarApp
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.demo.drill.roll_call import RollCall, RollCallParts
from mdt_alpr.demo.drill.situations import (
    SITUATIONS,
    Situation,
    before_a_shift,
    in_order,
    judged,
    not_done,
    result_view,
)
from mdt_alpr.domain.hit.alerting import ALERT_TONES
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.trial import Mode
from mdt_alpr.domain.people.drills import PracticeStep
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.bridge import EventBridge
from mdt_alpr.ui.shell.presenters.drills import Practice
from tests.builders import NOW, a_hit
from tests.played_devices import HeardVoice
from tests.ui.screen import hurry

WRONG_DIGIT = next(s for s in SITUATIONS if s.trap == "Wrong digit")
OTHER_STATE = next(s for s in SITUATIONS if s.trap == "Other state")
LOOK_ALIKE = next(s for s in SITUATIONS if s.trap == "Look-alike")
PASSED_ON = next(s for s in SITUATIONS if s.relayed)
TRUE_HIT = next(s for s in SITUATIONS if s.trap == "True hit")


class Officer:
    """Works in the practice's windows as a person would."""

    def __init__(self, qtbot: QtBot, practice: RollCall) -> None:
        self._qtbot = qtbot
        self.practice = practice

    @property
    def app(self) -> CarApp:
        assert self.practice.app is not None
        hurry(self.practice.app.window.guard)
        return self.practice.app

    def wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until)

    def open_hit(self) -> None:
        """Wait for the next alert on patrol, press F1."""
        self.wait(lambda: self.app.window.page is self.app.window.patrol)
        self.wait(lambda: self.app.patrol.highest_hit is not None)
        self.key(Qt.Key.Key_F1)
        self.wait(lambda: self.app.window.page is self.app.window.hit)

    def key(self, *keys: Qt.Key) -> None:
        self.wait(lambda: not self.app.window.guard.is_guarding)
        for key in keys:
            QTest.keyClick(self.app.window, key)

    def type(self, text: str) -> None:
        """Type once the page takes keys."""
        self.wait(lambda: not self.app.window.guard.is_guarding)
        QTest.keyClicks(self.app.window, text)

    def tap(self, *words: str) -> None:
        """Tap buttons by their words, each as soon as it is live and taps count."""
        for word in words:
            self.wait(partial(self._is_live, word))
            button = self._live(word)
            assert button is not None
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _is_live(self, word: str) -> bool:
        return self._live(word) is not None

    def _live(self, word: str) -> QAbstractButton | None:
        window = self.app.window
        if window.guard.is_guarding:
            return None
        found = (
            b
            for b in window.hit.findChildren(QAbstractButton)
            if b.isVisible() and b.isEnabled() and b.text().replace("\n", " ") == word
        )
        return next(found, None)


def words_on(widget: QWidget) -> str:
    return " | ".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


@pytest.fixture
def voice() -> HeardVoice:
    return HeardVoice()


@pytest.fixture
def situations() -> tuple[Situation, ...]:
    return WRONG_DIGIT, TRUE_HIT


@pytest.fixture
def mode() -> Mode:
    return Mode.SERVICE


@pytest.fixture
def practice(
    qapp: object, voice: HeardVoice, situations: tuple[Situation, ...], mode: Mode
) -> Iterator[RollCall]:
    assert qapp
    load_fonts()

    def make(_bridge: EventBridge) -> HeardVoice:
        return voice

    settings = CarSettings(fullscreen=False, mode=mode)
    call = RollCall(RollCallParts(settings, SystemClock(), situations, make, between_ms=1200))
    call.show()
    yield call
    call.pages.close()


def test_a_practice_from_name_to_result(
    qtbot: QtBot, practice: RollCall, voice: HeardVoice
) -> None:
    start = practice.pages.start
    assert "TRAINING DRILL" in words_on(practice.pages)
    assert not start.begin.isEnabled()
    QTest.keyClicks(start.name, "R. Alvarez")
    QTest.mouseClick(start.begin, Qt.MouseButton.LeftButton)
    officer = Officer(qtbot, practice)
    assert not practice.pages.isVisible()
    assert officer.app.window.windowTitle().startswith("TRAINING")

    officer.open_hit()
    for again in (False, True):
        officer.tap(*(["Enter again", "Clear"] if again else []))
        officer.type("TWB8043")
        officer.tap("Next: state")
        officer.type("NC")
        officer.tap(*(["Compare"] if again else ["Next: vehicle", "Car", "Blue", "Compare"]))
    officer.tap("Reject", "Misread character", "No", "Save and close")

    officer.open_hit()
    officer.key(Qt.Key.Key_F12)
    officer.tap("Misread character", "No", "Save and close")

    officer.wait(lambda: practice.result is not None)
    assert practice.result is not None
    assert (practice.result["passed"], practice.result["failed"]) == (1, 1)
    assert practice.result["person"] == "R. Alvarez"
    assert practice.app is None
    shown = words_on(practice.pages)
    for words in ("1 of 2 passed", "Passed | Wrong digit", "Failed | True hit", "R. Alvarez"):
        assert words in shown
    assert "You: misread character, no stop" in shown
    assert WRONG_DIGIT.note in shown
    assert voice.words
    assert all(text.startswith("Drill. ") for text in voice.words)


def test_the_officer_alone_sees_how_long_each_step_took(qtbot: QtBot, practice: RollCall) -> None:
    ends: list[Practice] = []
    practice.finished.connect(ends.append)
    practice.begin("R. Alvarez")
    officer = Officer(qtbot, practice)
    officer.open_hit()
    officer.key(Qt.Key.Key_F12)
    officer.tap("Misread character", "No", "Save and close")
    officer.open_hit()
    officer.app.window.close()
    (ended,) = ends
    opened, decided, *rest = ended.result.steps
    assert (opened.step, decided.step) == (PracticeStep.OPEN, PracticeStep.ENTER)
    assert {time.step for time in rest} <= {PracticeStep.OPEN}
    assert decided.model_s > 0
    assert opened.seconds > 0
    shown = words_on(practice.pages)
    assert "On average: open the alert" in shown
    assert "Only you see these; a trial has sums." in shown


def test_a_practice_that_is_left_counts_what_was_not_done(
    qtbot: QtBot, practice: RollCall
) -> None:
    practice.begin("R. Alvarez")
    officer = Officer(qtbot, practice)
    officer.wait(lambda: officer.app.patrol.highest_hit is not None)
    officer.app.window.close()
    assert practice.result is not None
    assert practice.result["failed"] == 2
    assert practice.pages.isVisible()
    with qtbot.waitSignal(practice.ended):
        QTest.mouseClick(practice.pages.result.done, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("mode", [Mode.TRIAL])
def test_in_a_car_in_trial_mode_its_hits_sound(
    qtbot: QtBot, practice: RollCall, voice: HeardVoice
) -> None:
    practice.begin("R. Alvarez")
    officer = Officer(qtbot, practice)
    officer.open_hit()
    assert any(text.startswith("Drill. ") for text in voice.words)


@pytest.mark.parametrize(
    ("situations", "tone", "words"),
    [
        ((TRUE_HIT,), "high", "Drill. Possible match."),
        ((OTHER_STATE,), "high_state_not_confirmed", "Drill. State not confirmed."),
        ((LOOK_ALIKE,), "high_look_alike", "Drill. Look-alike."),
    ],
    ids=["exact", "unconfirmed", "look-alike"],
)
def test_the_practice_trains_the_ear_for_how_good_a_match_is(
    qtbot: QtBot, practice: RollCall, voice: HeardVoice, tone: str, words: str
) -> None:
    practice.begin("R. Alvarez")
    officer = Officer(qtbot, practice)
    officer.open_hit()
    assert [heard for heard in voice.tones if heard in ALERT_TONES] == [tone]
    assert any(said.startswith(words) for said in voice.words)


@pytest.mark.parametrize("situations", [(PASSED_ON,)], ids=["passed on"])
def test_a_hit_that_is_passed_on_wants_the_own_check(qtbot: QtBot, practice: RollCall) -> None:
    practice.begin("R. Alvarez")
    officer = Officer(qtbot, practice)
    officer.open_hit()
    hit_page = officer.app.window.hit
    assert "NOT VERIFIED BY YOU" in words_on(hit_page)
    assert "UYH" not in words_on(hit_page)
    officer.tap("Can't read", "Yes, can't read", "Unable to verify", "No", "Save and close")
    officer.wait(lambda: practice.result is not None)
    assert practice.result is not None
    assert practice.result["passed"] == 1


# -------------------------------------------------------------------------------- judging


def closed(disposition: Disposition, stopped: Stopped = Stopped.NO, **fields: Any) -> Hit:
    closing = Closing(disposition, NOW, stopped)
    return a_hit(state=HitState.CLOSED, closing=closing, **fields)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.trap)
def test_each_situation_is_passed_by_its_own_ends_only(situation: Situation) -> None:
    for disposition in Disposition:
        result = judged(situation, closed(disposition))
        assert result.passed == (disposition in situation.right)


def test_whoever_rejects_everything_fails_and_whoever_trusts_everything_fails() -> None:
    for disposition in Disposition:
        results = [judged(s, closed(disposition)) for s in SITUATIONS]
        assert not all(result.passed for result in results)


def test_each_trap_has_a_name_of_its_own() -> None:
    assert len({situation.trap for situation in SITUATIONS}) == len(SITUATIONS)


def test_a_stop_on_a_false_hit_fails_whatever_is_said_afterwards() -> None:
    by_button = judged(WRONG_DIGIT, closed(Disposition.MISREAD, stop_at=NOW))
    without = judged(WRONG_DIGIT, closed(Disposition.MISREAD, Stopped.BEFORE))
    assert not by_button.passed
    assert not without.passed


def test_the_order_follows_the_seed_and_leaves_nothing_out() -> None:
    assert in_order(3) == in_order(3)
    assert len({in_order(seed) for seed in range(20)}) > 10
    assert set(in_order(5)) == set(SITUATIONS)


def test_before_a_shift_of_a_trial_there_are_a_few_hits_one_of_them_true() -> None:
    for seed in range(20):
        few = before_a_shift(seed)
        assert [situation.is_true for situation in few].count(True) == 1
        assert len(set(few)) == 3
    assert len({before_a_shift(seed) for seed in range(20)}) > 10


def test_what_was_not_done_says_so() -> None:
    (row,) = result_view("R. Alvarez", NOW, [not_done(TRUE_HIT)]).rows
    assert (row.passed, row.did) == (False, "not finished")

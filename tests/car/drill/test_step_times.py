"""Times of a hit's steps in a practice, beside what its keys and taps alone should take."""

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from mdt_alpr.demo.drill.step_times import StepTimes, times_words
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.people.drills import PracticeStep, StepTime
from tests.builders import NOW


def press(times: StepTimes, window: QObject, *keys: Qt.Key) -> None:
    for number, key in enumerate(keys):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(1000 + number)
        for watched in (window, QObject(), window):  # as Qt hands it from part to part
            assert not times.eventFilter(watched, event)


def test_a_step_has_its_time_its_keys_and_its_corrections(qapp: object) -> None:
    assert qapp
    window = QObject()
    times = StepTimes(window)
    press(times, window, Qt.Key.Key_A)
    times.raised(NOW)
    times.changed(HitState.BLIND, NOW + timedelta(seconds=2))
    press(times, window, Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_Backspace, Qt.Key.Key_C)
    times.refused()
    times.changed(HitState.BLIND, NOW + timedelta(seconds=5))
    times.changed(HitState.COMPARED, NOW + timedelta(seconds=9))
    times.changed(HitState.STOPPED, NOW + timedelta(seconds=11))
    times.changed(HitState.CLOSED, NOW + timedelta(seconds=12))
    times.changed(HitState.CLOSED, NOW + timedelta(seconds=13))
    assert times.done == [
        StepTime(PracticeStep.OPEN, 2.0, 1.35, 0),
        StepTime(PracticeStep.ENTER, 7.0, 2.47, 2),
        StepTime(PracticeStep.DECIDE, 3.0, 1.35, 0),
    ]
    assert times_words(times.done) == (
        "On average: open the alert 2.0 s (keys alone 1.4), enter the plate 7.0 s (keys alone "
        "2.5), decide 3.0 s (keys alone 1.4). Corrections: 2. Only you see these; a trial has "
        "sums."
    )
    assert times_words([]) == ""

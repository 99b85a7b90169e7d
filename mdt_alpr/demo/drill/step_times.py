"""How long each step of a practice's hits took, beside what its keys and taps should take.

The keystroke-level model (Card, Moran and Newell, 1980) says what a practiced person needs who
makes no mistake; what a step took longer went into looking and deciding. Nothing of it is patrol.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QPointerEvent, Qt

from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.people.drills import PracticeStep, StepTime

_THINK_S, _KEY_S, _POINT_S = 1.35, 0.28, 1.1
"""Seconds of the model: to make ready, a key by who does not type all day, a tap."""
_STEPS = {HitState.RAISED: PracticeStep.OPEN, HitState.BLIND: PracticeStep.ENTER}
"""The step that ends a state; of all others it is the decision."""
_CORRECTS = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


@dataclass(slots=True)
class _Running:
    """The step that is being done."""

    step: PracticeStep
    since: datetime
    keys: int = 0
    taps: int = 0
    errors: int = 0


class StepTimes(QObject):
    """Counts keys and taps of one window while a hit is open, as a filter of the application."""

    def __init__(self, window: QObject) -> None:
        super().__init__()
        self._window = window
        self._running: _Running | None = None
        self._last = (QEvent.Type.None_, -1)
        self.done: list[StepTime] = []

    def raised(self, at: datetime) -> None:
        """Begin: the alert is there."""
        self._running = _Running(PracticeStep.OPEN, at)

    def changed(self, state: HitState, at: datetime) -> None:
        """Note in which state a hit is now."""
        running, step = self._running, _STEPS.get(state, PracticeStep.DECIDE)
        if running is None or (step is running.step and state is not HitState.CLOSED):
            return
        model_s = _THINK_S + running.keys * _KEY_S + running.taps * _POINT_S
        seconds = max(0.0, (at - running.since).total_seconds())
        self.done.append(
            StepTime(running.step, round(seconds, 2), round(model_s, 2), running.errors)
        )
        self._running = None if state is HitState.CLOSED else _Running(step, at)

    def refused(self) -> None:
        """Note that a step was not allowed as it was entered."""
        if self._running is not None:
            self._running.errors += 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Count a key or tap once, on its way to whichever part of the window."""
        running = self._running
        if running is None or not (watched is self._window or watched.isWindowType()):
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if self._is_new(event.type(), event.timestamp()):
                running.keys += 1
                running.errors += event.key() in _CORRECTS
        elif isinstance(event, QPointerEvent) and event.type() in _TAPS:
            running.taps += self._is_new(event.type(), event.timestamp())
        return False

    def _is_new(self, kind: QEvent.Type, timestamp: int) -> bool:
        before, self._last = self._last, (kind, timestamp)
        return before != self._last


_TAPS = QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin


def times_words(steps: Iterable[StepTime]) -> str:
    """Return the times as the officer alone sees them."""
    every = list(steps)
    parts = []
    for step in PracticeStep:
        of_step = [time for time in every if time.step is step]
        if of_step:
            took, model = (
                sum(values) / len(of_step)
                for values in zip(*((t.seconds, t.model_s) for t in of_step), strict=True)
            )
            parts.append(f"{step.value} {took:.1f} s (keys alone {model:.1f})")
    if not parts:
        return ""
    errors = sum(time.errors for time in every)
    averages = f"On average: {', '.join(parts)}. Corrections: {errors}."
    return f"{averages} Only you see these; a trial has sums."

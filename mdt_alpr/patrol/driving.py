"""How the car moves and who works the screen, told to whoever must lock something (VER-10)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.events import DrivingChanged

TYPING_BACK_AFTER = timedelta(seconds=2)
"""A car that rolls at 5 mph must not make the keys come and go under the finger (U18)."""


class DrivingWatch:
    """Holds the one ``Driving``; says it when a whole mile an hour or a lock changed."""

    def __init__(self, publish: Callable[[DrivingChanged], None]) -> None:
        self._publish = publish
        self._lock = threading.Lock()
        self._driving = Driving()
        self._fast: Fix | None = None

    @property
    def current(self) -> Driving:
        """Return how it stands now."""
        with self._lock:
            return self._driving

    def moves(self, fix: Fix | None) -> None:
        """Take the newest fix, None where nothing is known of the speed."""
        with self._lock:
            self._change(replace(self._driving, speed_mph=self._speed(fix)))

    def second_officer(self, *, present: bool) -> None:
        """Take who works the screen; ``Crew`` decides that."""
        with self._lock:
            self._change(replace(self._driving, passenger=present))

    def _speed(self, fix: Fix | None) -> float | None:
        """Return the speed; after a fast one it counts as fast for a little longer."""
        if fix is None or fix.speed_mph is None:
            return None
        if not Driving(fix.speed_mph).typing_allowed:
            self._fast = fix
        elif self._fast and timedelta(0) <= fix.seen_at - self._fast.seen_at < TYPING_BACK_AFTER:
            return self._fast.speed_mph
        return fix.speed_mph

    def _change(self, driving: Driving) -> None:
        said, self._driving = _said(self._driving), driving
        if _said(driving) != said:
            self._publish(DrivingChanged(driving))


def _said(driving: Driving) -> tuple[int | None, bool, bool]:
    speed = None if driving.speed_mph is None else round(driving.speed_mph)
    return speed, driving.passenger, driving.typing_allowed

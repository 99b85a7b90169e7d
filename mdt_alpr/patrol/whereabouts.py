"""Where the car was, and how far its clock is off: told by one thread, asked by any."""

import threading
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.reading.position import FIX_GOOD_FOR, Fix, is_current

_KEPT = 3000
"""Fixes: five minutes of a receiver that tells ten times a second."""


class Whereabouts:
    """The last minutes' fixes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fixes: deque[Fix] = deque(maxlen=_KEPT)

    def note(self, fix: Fix) -> None:
        """Take what the receiver told last."""
        with self._lock:
            self._fixes.append(fix)

    def at(self, instant: datetime) -> Fix | None:
        """Return the fix nearest to ``instant``, None where none counted then."""
        with self._lock:
            near = []
            for fix in reversed(self._fixes):
                if fix.seen_at < instant - FIX_GOOD_FOR:
                    break
                if is_current(fix, instant):
                    near.append(fix)
        return min(near, key=lambda fix: abs(fix.seen_at - instant), default=None)


@dataclass(frozen=True, slots=True)
class ClockCheck:
    """By how many seconds the car's clock is ahead of others; None where never compared.

    ``receiver_s`` is good to half a second, ``headquarters_s`` to a second (its answers carry
    whole seconds); ``receiver_at`` and ``headquarters_at`` say when that was found.
    """

    receiver_s: float | None = None
    receiver_at: datetime | None = None
    headquarters_s: float | None = None
    headquarters_at: datetime | None = None


class ClockChecks:
    """Holds the newest comparison of the car's clock with each other clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._check = ClockCheck()

    @property
    def current(self) -> ClockCheck:
        """Return what is known now."""
        with self._lock:
            return self._check

    def note_receiver(self, fix: Fix) -> None:
        """Compare with a receiver's time; what is simulated has none."""
        if not fix.simulated:
            with self._lock:
                self._check = replace(
                    self._check, receiver_s=fix.clock_error_s, receiver_at=fix.seen_at
                )

    def note_headquarters(self, ahead_s: float, at: datetime) -> None:
        """Take by how much our clock was ahead of headquarters' answer at ``at``."""
        with self._lock:
            self._check = replace(self._check, headquarters_s=ahead_s, headquarters_at=at)

"""The camera of the demo: plays the simulated drive, at the pace of a real one or faster."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.drive.story import SECONDS
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

LAST_FRAME = round(SECONDS * FRAMES_A_SECOND)
"""Frames of one round."""
_LEFT_OUT_AT_MOST = 4
"""Frames in a row: a plate is in sight for twenty and more."""


@dataclass(frozen=True, slots=True)
class Playback:
    """How the drive is played.

    ``speed`` 1 is real time; 0 is as fast as frames are read, none left out, each stamped
    a fifteenth of a second after the one before. ``loop`` begins again after a round. One that
    ``waits`` for its reader slows down where that is late: of five frames one is read at least,
    and each is stamped with the drive's own time.
    """

    seed: int = 7
    speed: float = 1.0
    loop: bool = True
    waits: bool = False


class DriveCamera:
    """A ``Camera`` that needs no device; the same seed gives the same pictures."""

    def __init__(
        self, clock: Clock, playback: Playback | None = None, name: str = "front"
    ) -> None:
        self.name = name
        self._clock = clock
        self._playback = playback or Playback()
        self.stills = self._playback.waits
        self._renderer: DriveRenderer | None = None
        self._closed = threading.Event()
        self._next = 0
        self._opened_at = 0.0
        self._first_at: datetime | None = None

    def open(self) -> None:
        """Set out from the start of the drive; the scene is drawn the first time only."""
        if self._renderer is None:
            self._renderer = DriveRenderer(self._playback.seed)
        self._closed.clear()
        self._next = 0
        self._first_at = self._clock.now()
        self._opened_at = time.monotonic()

    def read(self) -> Frame | None:
        """Return the frame that is due, waiting for it; None at the end, or once closed."""
        if self._renderer is None or self._first_at is None:
            return None
        number = self._due()
        if self._closed.is_set() or (not self._playback.loop and number >= LAST_FRAME):
            return None
        self._next = number + 1
        if self._playback.speed and not self._playback.waits:
            captured_at = self._clock.now()
        else:
            rate = FRAMES_A_SECOND * (self._playback.speed or 1)
            captured_at = self._first_at + timedelta(seconds=number / rate)
        pixels = self._renderer.frame(number)
        return Frame(pixels, captured_at, number, WIDTH, HEIGHT, self.name)

    def seconds(self) -> float | None:
        """Return how far the drive is, None while the camera is off; from any thread."""
        return None if self._closed.is_set() or not self._next else self._next / FRAMES_A_SECOND

    def close(self) -> None:
        """Stop; a ``read`` that waits comes back with nothing."""
        self._closed.set()

    def _due(self) -> int:
        """Wait until the next frame's time; return its number, past those it is late for."""
        if not self._playback.speed:
            return self._next
        rate = FRAMES_A_SECOND * self._playback.speed
        passed = (time.monotonic() - self._opened_at) * rate
        if passed < self._next:
            self._closed.wait((self._next - passed) / rate)
            return self._next
        number = max(self._next, int(passed))
        if self._playback.waits and number > self._next + _LEFT_OUT_AT_MOST:
            number = self._next + _LEFT_OUT_AT_MOST
            self._opened_at += (passed - number) / rate
        return number

"""How the picture stands: runs, starts, is lost, stands still, or nobody reads it."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.patrol.events import (
    CameraChanged,
    EngineMissing,
    Event,
    Failed,
    Health,
    SignedOut,
    SourceEnded,
)
from mdt_alpr.ui.words import clock_time

FROZEN_AFTER_S = 2.0
_READING_THREADS = frozenset({"camera", "recognition"})


@dataclass(frozen=True, slots=True)
class CameraStanding:
    """The picture at one instant; ``headline`` is empty while it runs."""

    name: str
    health: Health
    word: str
    headline: str = ""
    line: str = ""
    detail: str = ""

    @property
    def lost(self) -> bool:
        """Tell whether no plates are being read."""
        return self.health is Health.LOST


class CameraWatch:
    """Remembers what was told of the camera, and when the last frame came."""

    def __init__(self) -> None:
        self._changed: CameraChanged | None = None
        self._ended: SourceEnded | None = None
        self._stopped = ""
        self._frame_at: datetime | None = None

    def take(self, event: Event) -> bool:
        """Take an event of the car; return whether it concerns the camera."""
        if isinstance(event, CameraChanged):
            self._changed, self._ended = event, None
            if event.health is not Health.OK:
                self._frame_at = None
        elif isinstance(event, SourceEnded):
            self._ended = event
        elif isinstance(event, Failed) and event.thread in _READING_THREADS:
            self._stopped = f"{event.why} Start the program again."
        elif isinstance(event, EngineMissing) and event.engine == "recognition":
            self._stopped = event.why
        else:
            self._shift_ended(event)
            return False
        return True

    def frame_came(self, now: datetime) -> None:
        """Note that the picture moves."""
        self._frame_at = now

    def standing(self, now: datetime) -> CameraStanding:
        """Return how the picture stands."""
        changed = self._changed
        name = changed.camera if changed is not None else "Camera"
        if self._stopped:
            return CameraStanding(
                name, Health.LOST, "Stopped", "Reading stopped",
                "No plates are being read.", self._stopped,
            )  # fmt: skip
        if self._ended is not None:
            return CameraStanding(
                self._ended.camera, Health.WEAK, "Ended", "Source ended",
                "It was played to its end.",
            )  # fmt: skip
        if changed is None:
            return CameraStanding(name, Health.STARTING, "Off", "Camera is off")
        if changed.health is Health.LOST:
            return _lost(changed)
        return self._running(name, now)

    def _shift_ended(self, event: Event) -> None:
        """The camera is off, not lost, once the officer has ended the shift."""
        if isinstance(event, SignedOut) and event.wished:
            self._changed, self._ended, self._frame_at = None, None, None

    def _running(self, name: str, now: datetime) -> CameraStanding:
        if self._frame_at is None:
            return CameraStanding(name, Health.STARTING, "Starting", "Starting camera")
        if (now - self._frame_at).total_seconds() > FROZEN_AFTER_S:
            return CameraStanding(
                name, Health.LOST, "Frozen", "Picture frozen",
                f"No plates are being read since {clock_time(self._frame_at)}.",
                "The camera sends no new picture. Check the cable.",
            )  # fmt: skip
        return CameraStanding(name, Health.OK, "OK")


def _lost(changed: CameraChanged) -> CameraStanding:
    again = "Trying again by itself."
    if changed.next_try_s is not None:
        again = f"{again} Next try after {max(1, round(changed.next_try_s))} s."
    return CameraStanding(
        changed.camera,
        Health.LOST,
        "Lost",
        "Camera lost",
        f"No plates are being read since {clock_time(changed.since)}.",
        f"{changed.why}\n{again}".strip(),
    )

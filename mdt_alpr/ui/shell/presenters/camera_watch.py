"""The state of the pictures: they run, start, are lost, freeze, or nobody reads them.

Whether the camera delivers and whether its pictures are read are two things: a computer that is
slow must not send anybody to look at a cable.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.patrol.events import (
    CameraBeat,
    CameraChanged,
    EngineMissing,
    Event,
    Failed,
    Health,
    SignedOut,
    SourceEnded,
)
from mdt_alpr.ui.kit.words import clock_time

FROZEN_AFTER_S = 2.0
UNREAD_AFTER_S = 5.0
"""The slowest engine that can be chosen takes a second for a picture."""
LATE_AFTER_S = 1.0
"""The screen asks several times a second: a longer pause is the computer's, not the camera's."""
_READING_THREADS = frozenset({"camera", "recognition"})
_READ = (Health.OK, Health.WEAK)
_SLOW_BELOW, _NEWS = 0.5, 0.2
"""Share of the pictures that are read; how much the newest beat counts: one is half a second."""
_WORST_FIRST = (Health.LOST, Health.STARTING, Health.WEAK, Health.OK)


@dataclass(frozen=True, slots=True)
class CameraStatus:
    """The picture at one instant; ``headline`` is empty while it runs.

    ``gone`` names the cameras that are lost, ``still_read`` those that go on.
    """

    name: str
    health: Health
    word: str
    headline: str = ""
    line: str = ""
    detail: str = ""
    gone: tuple[str, ...] = ()
    still_read: tuple[str, ...] = ()
    one_of: int = 1
    """Of so many pictures one is read: the computer does not keep up with all."""

    @property
    def lost(self) -> bool:
        """Tell whether no plates are being read."""
        return self.health is Health.LOST and not self.still_read


class CameraWatch:
    """Remembers what is known of the cameras, and when the last frame of each came."""

    def __init__(self) -> None:
        self._cameras: dict[str, _OneCamera] = {}
        self._stopped = ""
        self._asked_at: datetime | None = None
        self._late_at: datetime | None = None
        """When the computer last came to ask later than it should."""

    def take(self, event: Event) -> bool:
        """Handle an event of the car; return whether it concerns a camera."""
        if isinstance(event, CameraChanged | CameraBeat | SourceEnded):
            self._of(event.camera).take(event)
        elif isinstance(event, Failed) and event.thread in _READING_THREADS:
            why = f"{event.why} Start the program again."
            if event.camera:
                self._of(event.camera).stopped = why
            else:
                self._stopped = why
        elif isinstance(event, EngineMissing) and event.engine == "recognition":
            self._stopped = event.why
        else:
            self._shift_ended(event)
            return False
        return True

    def frame_came(self, now: datetime, camera: str) -> None:
        """Note that a frame of that camera was read."""
        self._of(camera).read_at = now

    def status(self, now: datetime) -> CameraStatus:
        """Return the state of the picture, of several cameras that of the worst."""
        if self._asked_at is not None and _passed(self._asked_at, now) > LATE_AFTER_S:
            self._late_at = now
        self._asked_at = now
        if self._stopped:
            return _stopped(next(iter(self._cameras), "Camera"), self._stopped)
        statuses = [
            camera.status(now, self._late_at)
            for camera in self._cameras.values()
            if camera.is_known
        ]
        if not statuses:
            return CameraStatus("Camera", Health.STARTING, "Off", "Camera is off")
        worst = min(statuses, key=lambda status: _WORST_FIRST.index(status.health))
        read = tuple(s.name for s in statuses if s.health in _READ and not s.headline)
        if len(statuses) == 1 or not read:
            return worst
        gone = tuple(status.name for status in statuses if status.health is Health.LOST)
        return replace(worst, gone=gone, still_read=read)

    def _of(self, name: str) -> "_OneCamera":
        return self._cameras.setdefault(name, _OneCamera(name))

    def _shift_ended(self, event: Event) -> None:
        """The cameras are off, not lost, once the officer has ended the shift.

        The next one starts them and the engines again.
        """
        if isinstance(event, SignedOut) and event.by_officer:
            self._cameras.clear()
            self._stopped = ""


@dataclass(slots=True)
class _OneCamera:
    """What is known of one camera."""

    name: str
    changed: CameraChanged | None = None
    ended: SourceEnded | None = None
    read_at: datetime | None = None
    came_at: datetime | None = None
    moved_at: datetime | None = None
    beat_at: datetime | None = None
    read_share: float = 1.0
    stopped: str = ""
    """Why nothing comes from it any more."""

    @property
    def is_known(self) -> bool:
        """Tell whether the camera was started."""
        return self.changed is not None or self.ended is not None or bool(self.stopped)

    def take(self, event: CameraChanged | CameraBeat | SourceEnded) -> None:
        """Note an event of it."""
        if isinstance(event, CameraChanged):
            self.changed, self.ended = event, None
            if event.health is not Health.OK:
                self.read_at = self.came_at = self.moved_at = self.beat_at = None
                self.read_share = 1.0
        elif isinstance(event, SourceEnded):
            self.ended = event
        else:
            self.came_at = self.beat_at = event.at
            self.read_share += _NEWS * (event.read_share - self.read_share)
            if event.moves or self.moved_at is None:
                self.moved_at = event.at

    def status(self, now: datetime, late_at: datetime | None) -> CameraStatus:
        """Return the state of its picture; ``late_at``: when the computer was last too slow."""
        if self.stopped:
            return _stopped(self.name, self.stopped)
        if self.ended is not None:
            return CameraStatus(
                self.name, Health.WEAK, "Ended", "Source ended", "The recording has ended.",
            )  # fmt: skip
        if self.changed is not None and self.changed.health is Health.LOST:
            return _lost(self.changed)
        if self.read_at is None:
            return CameraStatus(self.name, Health.STARTING, "Starting", "Starting camera")
        return self._running(now, self.read_at, late_at)

    def _running(self, now: datetime, read_at: datetime, late_at: datetime | None) -> CameraStatus:
        came_at = max(read_at, self.came_at or read_at)
        if _passed(max(came_at, late_at or came_at), now) > FROZEN_AFTER_S:
            return self._frozen(came_at, "No new picture from the camera. Check the cable.")
        beat_at = self.beat_at or came_at
        if self.moved_at is not None and _passed(self.moved_at, beat_at) > FROZEN_AFTER_S:
            what = "The camera is stuck on one picture. Turn it off and on."
            return self._frozen(self.moved_at, what)
        if _passed(read_at, now) > UNREAD_AFTER_S:
            return CameraStatus(
                self.name, Health.LOST, "Not read", "Reading stalled",
                f"No plates are being read since {clock_time(read_at)}.",
                "The camera is in order; this computer does not keep up. Close other programs, "
                "then start this one again.",
            )  # fmt: skip
        if self.read_share < _SLOW_BELOW:
            one_of = round(1 / max(0.05, self.read_share))
            return CameraStatus(self.name, Health.WEAK, "Slow", one_of=one_of)
        return CameraStatus(self.name, Health.OK, "OK")

    def _frozen(self, since: datetime, what: str) -> CameraStatus:
        line = f"No plates are being read since {clock_time(since)}."
        return CameraStatus(self.name, Health.LOST, "Frozen", "Picture frozen", line, what)


def _passed(since: datetime, now: datetime) -> float:
    return (now - since).total_seconds()


def _stopped(camera: str, why: str) -> CameraStatus:
    return CameraStatus(
        camera, Health.LOST, "Stopped", "Reading stopped", "No plates are being read.", why
    )


def _lost(changed: CameraChanged) -> CameraStatus:
    again = "Retrying automatically."
    if changed.next_try_s is not None:
        again = f"{again} Next try after {max(1, round(changed.next_try_s))} s."
    return CameraStatus(
        changed.camera,
        Health.LOST,
        "Lost",
        "Camera lost",
        f"No plates are being read since {clock_time(changed.since)}.",
        f"{changed.why}\n{again}".strip(),
    )

"""The camera's thread: newest frame wins, a lost camera is said and tried again.

A camera with ``stills`` true (a folder of pictures) waits instead: each of its pictures counts.
"""

import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.retention.outbox import pause_before_try
from mdt_alpr.patrol.events import CameraBeat, CameraChanged, Health, SourceEnded
from mdt_alpr.patrol.ports import Camera, Frame

_BEAT_EVERY = timedelta(seconds=0.5)


class Mailbox:
    """One place a camera for its newest frame; a frame that nobody took in time is let go.

    Cameras are served in turn, so that a fast one cannot starve the others.
    """

    def __init__(self, cameras: int = 1) -> None:
        self._changed = threading.Condition()
        self._frames: dict[str, Frame] = {}
        self._served: dict[str, int] = {}
        self._turn = 0
        self._open = cameras
        self.let_go = 0
        """How many frames were overtaken by a newer one."""

    def put(self, frame: Frame) -> None:
        """Put a camera's newest frame in, in place of one that still lies there."""
        with self._changed:
            self.let_go += frame.camera in self._frames
            self._frames[frame.camera] = frame
            self._changed.notify_all()

    def put_after_last(self, frame: Frame, wait_s: float) -> bool:
        """Put a frame in once the camera's last one was taken; False after waiting in vain."""
        with self._changed:
            if not self._changed.wait_for(lambda: frame.camera not in self._frames, wait_s):
                return False
            self._frames[frame.camera] = frame
            self._changed.notify_all()
            return True

    def take(self) -> Frame | None:
        """Wait for a frame and take it; None once every camera is closed and none is left."""
        with self._changed:
            while not self._frames and self._open > 0:
                self._changed.wait()
            if not self._frames:
                return None
            camera = min(self._frames, key=lambda name: self._served.get(name, 0))
            self._turn += 1
            self._served[camera] = self._turn
            self._changed.notify_all()
            return self._frames.pop(camera)

    def close(self) -> None:
        """Let the taker know that no frame of one camera will come any more."""
        with self._changed:
            self._open -= 1
            self._changed.notify_all()


@dataclass(frozen=True, slots=True)
class CameraParts:
    """What the camera loop needs; ``jitter`` returns 0 to 1."""

    camera: Camera
    mailbox: Mailbox
    clock: Clock
    jitter: Callable[[], float]
    publish: Callable[[CameraChanged | CameraBeat | SourceEnded], None]


class CameraLoop:
    """Runs on the camera thread until it is stopped or the source ends."""

    def __init__(self, parts: CameraParts) -> None:
        self._parts = parts
        self._stills = bool(getattr(parts.camera, "stills", False))
        self._stop = threading.Event()
        self._failures = 0
        self._beat_at: datetime | None = None
        self._shown: int | None = None
        """What stood for the picture of the last beat."""

    def run(self) -> None:
        """Deliver frames; after a loss wait a growing pause and open again."""
        try:
            while not self._stop.is_set():
                try:
                    if self._play():
                        return
                except OutsideError as error:
                    self._lost(str(error))
                finally:
                    self._parts.camera.close()
        finally:
            self._parts.mailbox.close()

    def stop(self) -> None:
        """End the loop soon; called from another thread."""
        self._stop.set()

    def _play(self) -> bool:
        """Return whether the source came to its end."""
        camera = self._parts.camera
        self._say(Health.STARTING, "Starting camera")
        camera.open()
        opened = False
        while not self._stop.is_set():
            frame = camera.read()
            if frame is None:
                self._parts.publish(SourceEnded(camera.name))
                return True
            if not opened:
                opened, self._failures = True, 0
                self._say(Health.OK, "")
            if not self._stills:
                self._parts.mailbox.put(frame)
            elif not self._put_in_turn(frame):
                break
            self._beat(frame)
        return False

    def _put_in_turn(self, frame: Frame) -> bool:
        """Wait until the last picture was taken; return whether this one was put in its place.

        It is stopped within a beat. That the picture waits is no fault of the camera's.
        """
        while not self._stop.is_set():
            if self._parts.mailbox.put_after_last(frame, _BEAT_EVERY.total_seconds()):
                return True
            now = self._beat_at = self._parts.clock.now()
            self._parts.publish(CameraBeat(self._parts.camera.name, now, moves=True))
        return False

    def _beat(self, frame: Frame) -> None:
        """Tell now and then that pictures come; reading them may take longer."""
        now = self._parts.clock.now()
        if self._beat_at is not None and timedelta(0) <= now - self._beat_at < _BEAT_EVERY:
            return
        self._beat_at = now
        shown, before = _sum_of(frame), self._shown
        self._shown = shown
        moves = shown is None or shown != before
        self._parts.publish(CameraBeat(self._parts.camera.name, now, moves))

    def _lost(self, why: str) -> None:
        self._failures += 1
        pause = pause_before_try(self._failures, self._parts.jitter()).total_seconds()
        self._say(Health.LOST, why, pause)
        self._stop.wait(pause)

    def _say(self, health: Health, why: str, next_try_s: float | None = None) -> None:
        now = self._parts.clock.now()
        name = self._parts.camera.name
        self._parts.publish(CameraChanged(name, health, why, now, next_try_s))


def _sum_of(frame: Frame) -> int | None:
    """Return a sum over the picture's bytes, a millisecond at 720p; None where it has none."""
    try:
        return zlib.crc32(memoryview(frame.pixels))
    except (TypeError, ValueError, BufferError):
        return None

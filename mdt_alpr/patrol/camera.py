"""The camera's thread: the newest frame wins, a lost camera is reported and tried again.

A camera with ``stills`` true (a folder of pictures) waits instead: each of its pictures counts.
"""

import threading
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.retention.outbox import pause_before_try
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import CameraBeat, CameraChanged, Health, SourceEnded
from mdt_alpr.patrol.ports import Camera, Frame

_BEAT_EVERY = timedelta(seconds=0.5)


class Mailbox:
    """Holds the newest frame of each camera; a frame that nobody took in time is dropped.

    Cameras are served in turn, so that a fast one cannot starve the others.
    """

    def __init__(self, cameras: int = 1) -> None:
        self._changed = threading.Condition()
        self._frames: dict[str, Frame] = {}
        self._served: dict[str, int] = {}
        self._turn = 0
        self._open = cameras

    def put(self, frame: Frame) -> bool:
        """Put in a camera's newest frame; return whether an older one was dropped for it."""
        with self._changed:
            is_dropped = frame.camera in self._frames
            self._frames[frame.camera] = frame
            self._changed.notify_all()
        return is_dropped

    def put_after_last(self, frame: Frame, wait_s: float) -> bool:
        """Put in a frame once the camera's last one was taken; False if it was not in time."""
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
        """Record that one camera will deliver no more frames."""
        with self._changed:
            self._open -= 1
            self._changed.notify_all()


class CameraLoop:
    """Runs on the camera thread until it is stopped or the source ends."""

    def __init__(
        self,
        camera: Camera,
        mailbox: Mailbox,
        clock: Clock,
        jitter: Callable[[], float],
        publish: Callable[[CameraChanged | CameraBeat | SourceEnded], None],
    ) -> None:
        """Begin; ``jitter`` gives random numbers from 0 to 1."""
        self._camera = camera
        self._mailbox = mailbox
        self._clock = clock
        self._jitter = jitter
        self._publish = publish
        self._stills = bool(getattr(camera, "stills", False))
        self._stop = threading.Event()
        self._failures = 0
        self._beat_at: datetime | None = None
        self._came = self._dropped = 0
        """Frames since the last beat, and those that were dropped for a newer one."""
        self._shown: int | None = None
        """The checksum of the last beat's picture."""

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
                    self._camera.close()
        finally:
            self._mailbox.close()

    def stop(self) -> None:
        """End the loop soon; called from another thread."""
        self._stop.set()

    def _play(self) -> bool:
        """Return whether the source came to its end."""
        camera = self._camera
        self._say(Health.STARTING, "Starting camera")
        camera.open()
        opened = False
        while not self._stop.is_set():
            frame = camera.read()
            if frame is None:
                self._publish(SourceEnded(camera.name))
                return True
            if not opened:
                opened, self._failures = True, 0
                self._say(Health.OK, "")
            self._came += 1
            if not self._stills:
                self._dropped += self._mailbox.put(frame)
            elif not self._put_in_turn(frame):
                break
            self._beat(frame)
        return False

    def _put_in_turn(self, frame: Frame) -> bool:
        """Wait until the last picture was taken; return whether this one replaced it.

        It stops within a beat. A waiting picture is not the camera's fault.
        """
        while not self._stop.is_set():
            if self._mailbox.put_after_last(frame, _BEAT_EVERY.total_seconds()):
                return True
            now = self._beat_at = self._clock.now()
            self._publish(CameraBeat(self._camera.name, now, moves=True))
        return False

    def _beat(self, frame: Frame) -> None:
        """Report now and then that pictures come; reading them may take longer."""
        now = self._clock.now()
        if self._beat_at is not None and timedelta(0) <= now - self._beat_at < _BEAT_EVERY:
            return
        self._beat_at = now
        shown, before = _sum_of(frame), self._shown
        self._shown = shown
        moves = shown is None or shown != before
        read_share = 1 - self._dropped / max(1, self._came)
        self._came = self._dropped = 0
        self._publish(CameraBeat(self._camera.name, now, moves, read_share))

    def _lost(self, why: str) -> None:
        self._failures += 1
        pause = pause_before_try(self._failures, self._jitter()).total_seconds()
        self._say(Health.LOST, why, pause)
        self._stop.wait(pause)

    def _say(self, health: Health, why: str, next_try_s: float | None = None) -> None:
        now = self._clock.now()
        name = self._camera.name
        self._publish(CameraChanged(name, health, why, now, next_try_s))


def frame_of(camera: Camera) -> Frame | None:
    """Open a camera for one frame, None where it has ended.

    Raises:
        CameraLostError: it gives none.
    """
    try:
        camera.open()
        return camera.read()
    finally:
        camera.close()


def _sum_of(frame: Frame) -> int | None:
    """Return a sum over the picture's bytes, a millisecond at 720p; None where it has none."""
    try:
        return zlib.crc32(memoryview(frame.pixels))
    except (TypeError, ValueError, BufferError):
        return None

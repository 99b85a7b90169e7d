"""Pictures to measure with: those of the drawn drive or of a clip, kept in memory."""

import threading
import time
from dataclasses import replace

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.patrol.ports import Camera, Frame

DRIVE = "drive"
KEPT = 75
"""Frames that are kept: 200 MB at 720p, five seconds at 15 a second."""


def source_camera(source: str, clock: Clock) -> Camera:
    """Return the drawn drive for ``DRIVE``, else the camera of that source, unpaced.

    Raises:
        CameraLostError: no camera accepts such a source.
    """
    if source == DRIVE:
        return DriveCamera(clock, Playback(speed=0))
    return camera_for(source, clock, paced=False)


def kept_frames(source: str, clock: Clock) -> tuple[list[Frame], list[float]]:
    """Return the first frames of a source and the milliseconds that each took to come.

    Raises:
        OutsideError: the source gives no picture.
    """
    camera = source_camera(source, clock)
    camera.open()
    frames: list[Frame] = []
    took: list[float] = []
    try:
        while len(frames) < KEPT:
            begun = time.perf_counter()
            frame = camera.read()
            if frame is None:
                break
            took.append((time.perf_counter() - begun) * 1000)
            frames.append(frame)
    finally:
        camera.close()
    if not frames:
        message = f"{source} gives no picture. Choose another source."
        raise OutsideError(message)
    return frames, took


class KeptCamera:
    """A ``Camera`` that gives kept frames to and fro at a steady pace, for some seconds."""

    def __init__(self, name: str, frames: list[Frame], clock: Clock, *, rate: float) -> None:
        self.name = name
        self._frames = [*frames, *frames[-2:0:-1]]
        self._clock = clock
        self._rate = rate
        self._closed = threading.Event()
        self._begun = 0.0
        self._count = 0

    def open(self) -> None:
        """Begin."""
        self._begun = time.monotonic()

    def read(self) -> Frame | None:
        """Return the frame that is due, late ones left out; None once it was stopped."""
        due = max(self._count, int((time.monotonic() - self._begun) * self._rate))
        wait = self._begun + due / self._rate - time.monotonic()
        if self._closed.wait(max(0.0, wait)):
            return None
        self._count = due + 1
        kept = self._frames[due % len(self._frames)]
        return replace(kept, captured_at=self._clock.now(), number=due, camera=self.name)

    def close(self) -> None:
        """Change nothing: the frames stay."""

    def stop(self) -> None:
        """Come to the end of the source; from any thread."""
        self._closed.set()

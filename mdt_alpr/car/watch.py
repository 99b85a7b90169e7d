"""Cameras and recognition for as long as one person operates the car.

A thread for each camera, one for recognition, a mailbox between them.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.camera import CameraLoop, Mailbox
from mdt_alpr.patrol.events import EngineMissing, Event, Failed
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.pipeline import Pipeline, Records, Stages, no_position
from mdt_alpr.patrol.ports import Camera
from mdt_alpr.patrol.recognition import Recognition

_ENDS_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Engines:
    """Recognition with its engines loaded, and what is said of those that are not there."""

    recognition: Recognition
    missing: tuple[EngineMissing, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchParts:
    """What a watch needs; ``make_recognition`` is called on the recognition thread."""

    cameras: tuple[Camera, ...]
    make_recognition: Callable[[], Engines]
    matcher: Matcher
    records: Records
    clock: Clock
    jitter: Callable[[], float]
    publish: Callable[[Event], None]
    place_at: Callable[[datetime], Fix | None] = no_position
    shows_hits: bool = True


class Watch:
    """Runs until the source ends or ``stop``; a later watch is another object."""

    def __init__(self, parts: WatchParts) -> None:
        self._parts = parts
        self._mailbox = Mailbox(len(parts.cameras))
        self._loops = tuple(
            CameraLoop(camera, self._mailbox, parts.clock, parts.jitter, parts.publish)
            for camera in parts.cameras
        )
        names = (camera.name for camera in parts.cameras)
        runs = [("camera", loop.run, name) for loop, name in zip(self._loops, names, strict=True)]
        runs.append(("recognition", self._recognize, ""))
        self._threads = tuple(
            threading.Thread(target=self._guarded, args=(run, camera), name=name)
            for name, run, camera in runs
        )

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let the threads end soon; the cameras give their devices back."""
        for loop in self._loops:
            loop.stop()

    def wait(self, timeout_s: float | None = _ENDS_WITHIN_S) -> bool:
        """Wait for the threads; return whether they ended."""
        for thread in self._threads:
            thread.join(timeout_s)
        return not any(thread.is_alive() for thread in self._threads)

    def _guarded(self, run: Callable[[], None], camera: str) -> None:
        try:
            run()
        except Exception as error:  # noqa: BLE001 - edge of the thread: a bug must be said
            name = threading.current_thread().name
            self._parts.publish(Failed(name, f"{type(error).__name__}: {error}", camera))

    def _recognize(self) -> None:
        """Read until the sources end; without a reader no camera has to deliver."""
        try:
            self._read_all()
        except EngineMissingError as error:
            self._parts.publish(EngineMissing("recognition", str(error)))
        finally:
            self.stop()

    def _read_all(self) -> None:
        parts = self._parts
        engines = parts.make_recognition()
        for missing in engines.missing:
            parts.publish(missing)
        stages = Stages(
            self._mailbox,
            engines.recognition,
            parts.matcher,
            parts.records,
            parts.clock,
            parts.publish,
            parts.place_at,
            parts.shows_hits,
        )
        Pipeline(stages).run()

"""Bench of recognition: what each stage takes, on drawn, filmed or given frames."""

import os
import secrets
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication  # noqa: TID251 - measures what the window paints

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.car.watch import Engines, Watch, WatchParts
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame, Seeing
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText, Read
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES
from mdt_alpr.machine.clock import Clock, SteppedClock, SystemClock
from mdt_alpr.measure.engine_choice import EngineChoice
from mdt_alpr.measure.evaluation import LoadedEngines, loaded, percentile
from mdt_alpr.patrol.events import Event, FrameSeen
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.ports import Camera, Frame, NearDetector, PlateReader
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.views.live_view import LiveView

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
        raise OutsideError(f"{source} gives no picture. Choose another source.")
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


T = TypeVar("T")
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_LISTED = 10_000
_A_FRAME = timedelta(seconds=1 / 15)
_WARM_UP = 5


class Meter:
    """Adds up the milliseconds of each stage, frame by frame."""

    def __init__(self) -> None:
        self.frames: list[dict[str, float]] = []
        self._now: defaultdict[str, float] = defaultdict(float)

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """Do ``work`` on the account of ``stage``."""
        begun = time.perf_counter()
        try:
            return work()
        finally:
            self._now[stage] += (time.perf_counter() - begun) * 1000

    def next_frame(self, **more: float) -> None:
        """Close the account of a frame."""
        self.frames.append({**self._now, **more})
        self._now.clear()

    def figures(self, *stages: str) -> dict[str, dict[str, float]]:
        """Return median and 95% of each stage; a frame without it took no time for it."""
        return {stage: spread([f.get(stage, 0.0) for f in self.frames]) for stage in stages}


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median and 95%."""
    return {"median": percentile(values, 50), "p95": percentile(values, 95)}


class _MeteredDetector:
    def __init__(self, detector: Any, meter: Meter) -> None:
        self._detector, self._meter, self.name = detector, meter, detector.name

    def load(self) -> None:
        """Do nothing: it is loaded."""

    def detect(self, frame: Frame) -> list[Detection]:
        return self._meter.timed("detect", lambda: self._detector.detect(frame))


class _MeteredNearDetector(_MeteredDetector):
    def detect_near(self, frame: Frame, places: Sequence[Box]) -> list[Detection]:
        return self._meter.timed("detect", lambda: self._detector.detect_near(frame, places))

    def detect_finely(self, frame: Frame) -> list[Detection]:
        return self._meter.timed("detect", lambda: self._detector.detect_finely(frame))


class _MeteredReader:
    def __init__(self, reader: PlateReader, meter: Meter) -> None:
        self._reader, self._meter, self.name = reader, meter, reader.name

    def load(self) -> None:
        """Do nothing: it is loaded."""

    def read(self, frame: Frame, box: Box) -> PlateText:
        return self._meter.timed("read", lambda: self._reader.read(frame, box))


def measure_stages(
    frames: Sequence[Frame], engines: LoadedEngines, paint: Callable[[Frame], None], seconds: float
) -> Meter:
    """Return the stages' times of ``frames``, played to and fro for ``seconds``."""
    meter, clock = Meter(), SteppedClock(_ANY_TIME)
    near = isinstance(engines.detector, NearDetector)
    detector = (_MeteredNearDetector if near else _MeteredDetector)(engines.detector, meter)
    metered = replace(engines, detector=detector, reader=_MeteredReader(engines.reader, meter))
    recognition = metered.recognition(MOVING_PICTURES)
    matcher = Matcher(clock, secrets.token_bytes)
    matcher.use(DictIndex(_a_list()))
    played = [*frames, *frames[-2:0:-1]]
    ends, number = time.perf_counter() + seconds, 0
    while time.perf_counter() < ends or number <= _WARM_UP:
        at = clock.advance(_A_FRAME)
        frame = replace(played[number % len(played)], captured_at=at, number=number)
        wall, cpu = time.perf_counter(), time.thread_time()
        seen = recognition.see(frame)
        saw = (time.perf_counter() - wall) * 1000
        for read in seen.reads:
            meter.timed("match", partial(matcher.hit, read))
        whole = (time.perf_counter() - wall) * 1000
        cpu_ms = (time.thread_time() - cpu) * 1000
        meter.timed("paint", partial(paint, frame))
        meter.next_frame(see=saw, frame=whole, frame_cpu=cpu_ms)
        number += 1
    del meter.frames[:_WARM_UP]
    for one in meter.frames:
        one["track"] = one["see"] - one.get("detect", 0.0) - one.get("read", 0.0)
    return meter


def _a_list() -> Hotlist:
    entries = tuple(
        HotlistEntry(f"bench/{n}", "bench", "V", Plate(f"BNC{n:05d}", "NC"))
        for n in range(_LISTED)
    )
    return Hotlist(version=1, compiled_at=_ANY_TIME, entries=entries)


_SIZE = (1280, 720)
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RecognitionLoad:
    """What is to be measured; ``seconds`` of each part, ``rate`` in frames a second."""

    cameras: int
    seconds: float
    rate: float
    source: str
    engines: EngineChoice


def figures(asked: RecognitionLoad) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: the source gives no picture.
        EngineMissingError: the engine cannot be used.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["mdt-alpr"])
    view = LiveView()
    view.resize(*_SIZE)
    frames, capture_ms = kept_frames(asked.source, SystemClock())
    engines = loaded(asked.engines)

    def paint(frame: Frame) -> None:
        view.show_frame(LiveFrame(memoryview(frame.pixels), frame.width, frame.height, ()))
        view.grab()

    meter = measure_stages(frames, engines, paint, asked.seconds)
    sustained = _Sustained(asked, engines, frames).run(paint)
    del application
    stages = meter.figures("detect", "read", "track", "match", "paint")
    return {
        "size": f"{frames[0].width}x{frames[0].height}",
        "engine": asked.engines.title,
        "threads": asked.engines.threads,
        "processors": os.cpu_count(),
        "load": _load(),
        "stages": {"capture": spread(capture_ms), **stages},
        **meter.figures("frame", "frame_cpu"),
        "sustained": sustained,
        "memory_mb": _memory_mb(),
        "frames_kept_mb": round(sum(frame.pixels.nbytes for frame in frames) / _MIB),
    }


class _Nowhere:
    """Keeps nothing: no store is measured here."""

    def keep_read(
        self, read: Read, *, held: bool, latency_ms: float, seeing: Seeing | None = None
    ) -> None:
        """Keep nothing."""

    def raise_hit(self, hit: Hit) -> None:
        """Keep nothing."""

    def add_second_reading(self, hit_id: str, seen: PlateText) -> None:
        """Keep nothing."""

    def revise_hit(self, read: Read) -> None:
        """Keep nothing."""

    def keep_frame(self, hit_id: str, seen: PassFrame) -> None:
        """Keep nothing."""


class _Sustained:
    """The car's own threads on several cameras for some seconds."""

    def __init__(
        self, asked: RecognitionLoad, engines: LoadedEngines, frames: list[Frame]
    ) -> None:
        self._asked, self._engines, self._clock = asked, engines, SystemClock()
        self._cameras = [
            KeptCamera(f"camera {n + 1}", frames, self._clock, rate=asked.rate)
            for n in range(asked.cameras)
        ]
        self._newest: FrameSeen | None = None
        self._came = threading.Event()
        self._ages: defaultdict[str, list[float]] = defaultdict(list)

    def run(self, paint: Any) -> dict[str, Any]:
        """Return frames a second, their age when recognized, and the processor's share."""
        watch = Watch(
            WatchParts(
                cameras=tuple(self._cameras),
                make_recognition=lambda: Engines(self._engines.recognition(MOVING_PICTURES)),
                matcher=Matcher(self._clock, secrets.token_bytes),
                records=_Nowhere(),
                clock=self._clock,
                jitter=lambda: 0.0,
                publish=self._listen,
            )
        )
        begun, cpu = time.perf_counter(), time.process_time()
        watch.start()
        while (passed := time.perf_counter() - begun) < self._asked.seconds:
            if self._came.wait(0.1) and (seen := self._newest) is not None:
                self._came.clear()
                paint(seen.frame)
        used = time.process_time() - cpu
        for camera in self._cameras:
            camera.stop()
        watch.stop()
        watch.wait()
        return {
            "cameras": len(self._cameras),
            "fps": {name: round(len(ages) / passed, 1) for name, ages in self._ages.items()},
            "age_ms": spread([ms for ages in self._ages.values() for ms in ages]),
            "cpu_share": round(used / passed / (os.cpu_count() or 1), 3),
        }

    def _listen(self, event: Event) -> None:
        if isinstance(event, FrameSeen):
            age = self._clock.now() - event.frame.captured_at
            self._ages[event.frame.camera].append(age.total_seconds() * 1000)
            self._newest = event
            self._came.set()


def _load() -> float | None:
    """Return how many programs wanted a processor in the last minute, where that is known."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _memory_mb() -> int | None:
    """Return the most memory that the program had, where the system reports it."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (_MIB if sys.platform == "darwin" else 1024))

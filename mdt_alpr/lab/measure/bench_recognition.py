"""What ``mdt-alpr bench recognition`` measures; its words stand at the command."""

import os
import secrets
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QApplication  # noqa: TID251 - measures what the window paints

from mdt_alpr.car.watch import Engines, Watch, WatchParts
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame, Seeing
from mdt_alpr.domain.reading.reading import PlateText, Read
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES
from mdt_alpr.lab.measure.bench_sources import KeptCamera, kept_frames
from mdt_alpr.lab.measure.bench_stages import measure_stages, spread
from mdt_alpr.lab.measure.engine_choice import EngineChoice
from mdt_alpr.lab.measure.evaluation import LoadedEngines, loaded
from mdt_alpr.patrol.events import Event, FrameSeen
from mdt_alpr.patrol.matching import Matcher
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.views.live_view import LiveView

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
        """Return frames a second, their age when recognised, and the processor's share."""
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
    """Return how many programs wanted a processor in the last minute, where that is told."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _memory_mb() -> int | None:
    """Return the most memory that the program had, where the system tells."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (_MIB if sys.platform == "darwin" else 1024))

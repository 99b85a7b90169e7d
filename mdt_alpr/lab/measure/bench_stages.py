"""What each stage of recognition takes, one frame after the other on one thread."""

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from mdt_alpr.clock import SteppedClock
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES
from mdt_alpr.lab.measure.evaluation import LoadedEngines, percentile
from mdt_alpr.patrol.matching import Matcher
from mdt_alpr.patrol.ports import Frame, NearDetector, PlateReader

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
        """Return median and 95 % of each stage; a frame without it took no time for it."""
        return {stage: spread([f.get(stage, 0.0) for f in self.frames]) for stage in stages}


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median and 95 %."""
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

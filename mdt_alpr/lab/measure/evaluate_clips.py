"""Measure passes, hits and alerts on clips whose plates are known.

Each clip goes through the car's whole way without a window: video file, detector, reader, tracker,
vote, matching against the truth file's suggested hotlist, then the second reader for a hit. A read
counts once a pass, by its last revision. A false hit is one on a plate that is listed but must
not hit, or that is not in the clip. ``alert_ms`` is the time from taking the frame that raised the
hit to the moment at which the alert goes to the window; painting it is measured with the window.
The second reader is asked after that, and counts in ``fps`` only.

--sheet draws every false read as its picture was kept, and every plate that was never read where
the truth's ``boxes`` have it largest (without them the clip's first frame); read is as "folded".
"""

import argparse
import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mdt_alpr.adapters.cameras.video_camera import Camera
from mdt_alpr.cli.engine_choice import chosen_engines
from mdt_alpr.domain.errors import WrongInputError, in_words
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES
from mdt_alpr.machine.clock import SteppedClock
from mdt_alpr.measure.evaluation import (
    LoadedEngines,
    Miss,
    SheetMiss,
    exact_key,
    folded_key,
    is_on,
    loaded,
    percentile,
    unread,
    write_sheet,
)
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Recognition, Seen

Views = Mapping[int, tuple[Frame, Seen]]
"""Frames of a clip with what was seen in them, by number; the first one is always there."""


@dataclass(frozen=True, slots=True)
class BestFrame:
    """A plate of a clip, and where it is seen best: a frame's number, its box.

    ``box`` is None where the truth does not say.
    """

    plate: str
    frame: int = 0
    box: Box | None = None


def place_of(row: dict[str, Any]) -> BestFrame:
    """Return the place at which a row of the truth file has its plate largest.

    Raises:
        KeyError, TypeError, ValueError: it is no such row.
    """
    boxes = {int(number): _box(*box) for number, box in dict(row.get("boxes", {})).items()}
    if not boxes:
        return BestFrame(row["plate"])
    best = max(boxes, key=lambda number: boxes[number].width)
    return BestFrame(row["plate"], best, boxes[best])


def misses(
    path: Path, places: Sequence[BestFrame], reads: Sequence[Read], views: Views
) -> list[Miss]:
    """Return every false read, and every plate without a read, true or false."""
    true = {folded_key(place.plate) for place in places}
    right = {folded_key(read.text) for read in reads}
    lacking = [place for place in places if folded_key(place.plate) not in right]
    read_at = {
        read_id: place.plate for place in lacking for read_id in _false_reads_at(place, views)
    }
    false = [read for read in reads if folded_key(read.text) not in true]
    shown = {read_at[read.read_id] for read in false if read.read_id in read_at}
    any_of = " or ".join(place.plate for place in places)
    begun = views[0][0].captured_at
    return [
        *(_false_read(path, read, read_at.get(read.read_id, any_of), begun) for read in false),
        *(_never(path, place, views) for place in lacking if place.plate not in shown),
    ]


def _box(left: float, top: float, width: float, height: float) -> Box:
    return Box(float(left), float(top), float(left) + width, float(top) + height)


def _false_reads_at(place: BestFrame, views: Views) -> set[str]:
    """Return the reads that stand on a plate where it is seen best."""
    if place.box is None or place.frame not in views:
        return set()
    _, seen = views[place.frame]
    return {read_id for box, _, read_id in seen.plates if read_id and is_on(box, place.box)}


def _false_read(path: Path, read: Read, truth: str, begun: datetime) -> Miss:
    """Show the picture that the read kept: its frame is gone when it is known to be false."""
    pixels = np.asarray(cv2.imdecode(np.frombuffer(read.crop, np.uint8), cv2.IMREAD_COLOR))
    frame = Frame(pixels, read.captured_at, 0, pixels.shape[1], pixels.shape[0], read.camera)
    size = Box(0.0, 0.0, read.box.width, read.box.height)
    trouble = SheetMiss.WRONG if truth else SheetMiss.FALSE
    when = f"{(read.captured_at - begun).total_seconds():.1f} s into"
    return Miss(path, frame, size, trouble, truth, read.text, read.confidence, when)


def _never(path: Path, place: BestFrame, views: Views) -> Miss:
    if place.box is not None and place.frame in views:
        frame, seen = views[place.frame]
        return unread(path, frame, place.box, place.plate, seen)
    frame, _ = views[0]
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    return Miss(path, frame, whole, SheetMiss.NEVER_READ, place.plate)


_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_STOLEN_VEHICLE = "V"


@dataclass(frozen=True, slots=True)
class _Clip:
    """A clip of the truth file, its plates, and which of them should hit."""

    path: Path
    places: tuple[BestFrame, ...]
    expected: frozenset[str]

    @property
    def plates(self) -> tuple[str, ...]:
        """Return the plates' texts."""
        return tuple(place.plate for place in self.places)


@dataclass(slots=True)
class _Found:
    """What one clip gave: the last revision of each read, what hit, timings.

    ``held`` are the ids of the entries that hits of a read have, by read. ``views`` are frames
    at which the sheet shows plates, with what was seen in them, by number.
    """

    reads: dict[str, Read] = field(default_factory=dict)
    held: dict[str, frozenset[str]] = field(default_factory=dict)
    hits: set[str] = field(default_factory=set)
    alert_ms: list[float] = field(default_factory=list)
    views: dict[int, tuple[Frame, Seen]] = field(default_factory=dict)
    frames: int = 0
    seconds: float = 0.0


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: the truth file or a clip cannot be read, or the sheet cannot be written.
        EngineMissingError: an engine cannot be used.
    """
    clips, hotlist = _truth(args.truth)
    engines = loaded(chosen_engines(args))
    measured = [(clip, _play(clip, engines, hotlist)) for clip in clips]
    if args.sheet is not None:
        drawn = [
            miss
            for clip, found in measured
            for miss in misses(clip.path, clip.places, list(found.reads.values()), found.views)
        ]
        write_sheet(args.sheet, f"Misses of {chosen_engines(args).title}", drawn)
    return {
        "clips": [
            {"file": clip.path.name, **_figures([(clip, found)])} for clip, found in measured
        ],
        "total": _figures(measured),
    }


def _truth(path: Path) -> tuple[list[_Clip], Hotlist]:
    try:
        truth = json.loads(path.read_text(encoding="utf-8"))
        suggested = truth["suggested_hotlist"]
        wanted = [(row["plate"], row["state"]) for row in suggested["expected_hits"]]
        decoys = [(row["plate"], row["state"]) for row in suggested["listed_but_must_not_hit"]]
        clips = [(row["file"], [place_of(plate) for plate in row["plates"]])
                 for row in truth["clips"]]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongInputError(f"{path} is no truth file of clips: {in_words(error)}.") from error
    expected = {exact_key(plate) for plate, _ in wanted}
    entries = [_entry(plate, state) for plate, state in [*wanted, *decoys]]
    hotlist = Hotlist(version=1, compiled_at=_ANY_TIME, entries=tuple(entries))
    return [
        _Clip(
            path=path.parent / file,
            places=tuple(places),
            expected=frozenset(expected & {exact_key(place.plate) for place in places}),
        )
        for file, places in clips
    ], hotlist


def _entry(plate: str, state: str) -> HotlistEntry:
    return HotlistEntry(
        entry_id=f"suggested/{plate}/{state}",
        list_name="suggested",
        category=_STOLEN_VEHICLE,
        plate=Plate(plate, state),
    )


def _play(clip: _Clip, engines: LoadedEngines, hotlist: Hotlist) -> _Found:
    clock = SteppedClock(_ANY_TIME)
    matcher = Matcher(clock, secrets.token_bytes)
    matcher.use(DictIndex(hotlist))
    recognition = engines.recognition(MOVING_PICTURES)
    found = _Found()
    begun = time.perf_counter()
    for frame in _frames(clip.path, clock):
        taken = time.perf_counter()
        found.frames += 1
        seen = recognition.see(frame)
        for read in seen.reads:
            _match(read, matcher, recognition, found, taken)
        if frame.number in {0, *(place.frame for place in clip.places)}:
            found.views[frame.number] = (frame, seen)
    ended = time.perf_counter()
    for read in recognition.finish():
        _match(read, matcher, recognition, found, ended)
    found.seconds = time.perf_counter() - begun
    return found


def _frames(path: Path, clock: SteppedClock) -> Iterator[Frame]:
    camera = Camera(str(path), clock, "evaluation", paced=False)
    camera.open()
    try:
        while (frame := camera.read()) is not None:
            yield frame
    finally:
        camera.close()


def _match(
    read: Read, matcher: Matcher, recognition: Recognition, found: _Found, taken: float
) -> None:
    """Match a read as the car does: the second reader is asked after each hit."""
    found.reads[read.read_id] = read
    known = found.held.get(read.read_id, frozenset())
    hit = matcher.hit(read, known)
    if hit is None:
        return
    found.alert_ms.append((time.perf_counter() - taken) * 1000)
    found.held[read.read_id] = known | {match.entry.entry_id for match in hit.matches}
    found.hits |= {exact_key(match.entry.plate.text) for match in hit.matches}
    recognition.second_reading(hit.read)


def _figures(measured: list[tuple[_Clip, _Found]]) -> dict[str, Any]:
    alerts = [ms for _, found in measured for ms in found.alert_ms]
    seconds = sum(found.seconds for _, found in measured)
    frames = sum(found.frames for _, found in measured)
    return {
        "plates_expected": sum(len(clip.plates) for clip, _ in measured),
        "read_exact": sum(_count_read(clip, found, lenient=False) for clip, found in measured),
        "read_folded": sum(_count_read(clip, found, lenient=True) for clip, found in measured),
        "false_reads": sum(len(_false(clip, found)) for clip, found in measured),
        "hits_expected": sum(len(clip.expected) for clip, _ in measured),
        "hits_raised": sum(len(clip.expected & found.hits) for clip, found in measured),
        "hits_false": sum(len(found.hits - clip.expected) for clip, found in measured),
        "alert_ms_p50": percentile(alerts, 50),
        "alert_ms_p95": percentile(alerts, 95),
        "fps": round(frames / seconds, 1) if seconds else 0.0,
    }


def _count_read(clip: _Clip, found: _Found, *, lenient: bool) -> int:
    key = folded_key if lenient else exact_key
    texts = {key(read.text) for read in found.reads.values()}
    return sum(key(plate) in texts for plate in clip.plates)


def _false(clip: _Clip, found: _Found) -> list[Read]:
    true = {folded_key(plate) for plate in clip.plates}
    return [read for read in found.reads.values() if folded_key(read.text) not in true]

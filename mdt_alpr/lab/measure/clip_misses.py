"""What the sheet shows of a clip: false reads, and plates of which there was no read at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.lab.measure.evaluation import folded_key
from mdt_alpr.lab.measure.evaluation_sheet import Miss, SheetMiss, is_on, unread
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Seen

Views = Mapping[int, tuple[Frame, Seen]]
"""Frames of a clip with what was seen in them, by number; the first one is always there."""


@dataclass(frozen=True, slots=True)
class BestFrame:
    """A plate of a clip, and where it is seen best: a frame's number, its box.

    ``box`` is None where the truth does not tell.
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
    """Return every false read, and every plate that no read tells and no false one stands on."""
    true = {folded_key(place.plate) for place in places}
    right = {folded_key(read.text) for read in reads}
    lacking = [place for place in places if folded_key(place.plate) not in right]
    stood_on = {read_id: place.plate for place in lacking for read_id in _standing(place, views)}
    false = [read for read in reads if folded_key(read.text) not in true]
    shown = {stood_on[read.read_id] for read in false if read.read_id in stood_on}
    any_of = " or ".join(place.plate for place in places)
    begun = views[0][0].captured_at
    return [
        *(_false(path, read, stood_on.get(read.read_id, any_of), begun) for read in false),
        *(_never(path, place, views) for place in lacking if place.plate not in shown),
    ]


def _box(left: float, top: float, width: float, height: float) -> Box:
    return Box(float(left), float(top), float(left) + width, float(top) + height)


def _standing(place: BestFrame, views: Views) -> set[str]:
    """Return the reads that stand on a plate where it is seen best."""
    if place.box is None or place.frame not in views:
        return set()
    _, seen = views[place.frame]
    return {read_id for box, _, read_id in seen.plates if read_id and is_on(box, place.box)}


def _false(path: Path, read: Read, truth: str, begun: datetime) -> Miss:
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

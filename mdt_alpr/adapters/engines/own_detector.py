"""Our own plate detector: a small anchor-free network trained on drawn scenes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.adapters.outline import WEIGHTS, OutlineFinder
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame

WIDTH, HEIGHT = 640, 384
"""The network was trained at this fit; larger is measurably worse and slower."""

_CELL = 8
_GRAY = 114
_LEAST_SCORE, _LEAST_WEAK = 0.3, 0.15
"""A score between the two is a plate's only where its corners prove it: plates with no vehicle
around them, as the network learned few, score so, and so does much that is none."""
_MOST_CANDIDATES = 40
_SAME_PLATE_OVERLAP = 0.35

_PROVES_A_PLATE = 0.06
"""Spread of a plate's corners, in its widths, up to which they prove it.

Set on every other close-up in roads, which the model card leaves out, and on 60 pictures without
a plate: of 183 plates 100 pixels wide 168 are found (148 before), and .07 false boxes a picture.
"""

_MOST_WEAK, _MOST_WEAK_FINELY = 3, 24
_PROVEN, _READABLE = 0.4, 45.0
"""Confidence of a plate that its corners prove, and how wide in pixels it has to be for that."""

_FINER = WIDTH * 3 // 2, HEIGHT * 3 // 2
"""At this fit small plates show, and signs too: so all that only it shows is to be proved."""


_STEP = 32
"""The network halves its picture five times; parts are cut in whole steps of that."""
_ASIDE = (0.75, 32.0)
"""How far around an expected plate is looked: in plate widths, and at least in network pixels."""
_MOST_OF_A_FRAME = 0.5
"""Parts that make up more of the frame than this save nothing."""


_WIDE = 0.25
"""Share of the frame's width from which a plate may be too large for the network's usual scale.

Measured on cut-outs: of plates over half the width it finds 9 in 10, over two thirds 1 in 4;
with the picture at half that scale it finds all of them from a third to four fifths.
"""

_CONFIDENT = 0.5
"""With such confidence larger plates are not searched, and its corners are cut out again."""

_KNOWN_OUTLINE = 0.12
"""Spread of a plate's corners, in its widths, up to which they are better than the box."""

_STILL_THE_PLATE, _EXPECTED = 0.3, 0.3


class Detector:
    """Finds plates in a frame, 13 ms on one thread; a tenth of it near a plate that is known."""

    name: ClassVar[str] = "own"
    weights: ClassVar[tuple[str, ...]] = ("own_detector", WEIGHTS)

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._session: Any = None
        self._outlines: Any = None

    def load(self) -> None:
        """Load the weights.

        Raises:
            EngineMissingError: the weights are missing or differ from those that were tested.
        """
        self._session = onnx_session("own_detector", self._threads)
        self._outlines = OutlineFinder(self._threads)

    def detect(self, frame: Frame) -> list[Detection]:
        """Return every plate in the frame, most confident first."""
        return self._outlined(frame, self._usual(frame))

    def detect_finely(self, frame: Frame) -> list[Detection]:
        """Return small plates that no vehicle surrounds as well; four times the time."""
        finer = self._in_whole(frame, *_FINER)
        unproven = [replace(d, confidence=min(d.confidence, _LEAST_SCORE)) for d in finer]
        detections = [*unproven, *self._usual(frame)]
        return self._outlined(frame, detections, _MOST_WEAK_FINELY)

    def detect_near(self, frame: Frame, places: Sequence[Box]) -> list[Detection]:
        """Return plates at or near ``places``, most confident first, at the frame's scale."""
        scale = min(WIDTH / frame.width, HEIGHT / frame.height)
        small = [place for place in places if place.width < _WIDE * frame.width]
        parts = _joined([_part(place, scale, frame) for place in small])
        if sum(part.area for part in parts) > _MOST_OF_A_FRAME * WIDTH * HEIGHT:
            return self.detect(frame)
        detections = [
            detection for part in parts for detection in self._in_part(frame, part, scale)
        ]
        if len(small) < len(places):
            detections += self._wide(frame)
        likely = [
            d
            for d in sorted(detections, key=lambda d: -d.confidence)
            if d.confidence > _LEAST_SCORE or any(d.box.overlap(p) >= _EXPECTED for p in places)
        ]
        return self._outlined(frame, likely)

    def _usual(self, frame: Frame) -> list[Detection]:
        detections = self._in_whole(frame, WIDTH, HEIGHT)
        if not detections or detections[0].confidence < _CONFIDENT:
            detections = sorted([*detections, *self._wide(frame)], key=lambda d: -d.confidence)
        return detections

    def _outlined(
        self, frame: Frame, detections: list[Detection], most_weak: int = _MOST_WEAK
    ) -> list[Detection]:
        """Return plates with boxes that hug them where their corners are found, weak ones last."""
        certain = _apart([d for d in detections if d.confidence > _LEAST_SCORE])
        weak = [
            d
            for d in detections
            if d.confidence <= _LEAST_SCORE
            and d.box.width >= _READABLE
            and _stands_apart(d, certain)
        ]
        outlined = [replace(d, box=self._hugging(frame, d)) for d in certain]
        for detection in weak[:most_weak]:
            if _stands_apart(detection, outlined):
                outlined += self._proven(frame, detection.box)
        return outlined

    def _proven(self, frame: Frame, box: Box) -> list[Detection]:
        """Return the plate in a weakly scored box where its corners leave no doubt of it."""
        for most in (_KNOWN_OUTLINE, _PROVES_A_PLATE):  # a weak one's box is loose: once more
            outline = self._outlines.find(frame, box)
            if outline is None or outline.plate_uncertainty > most:
                return []
            hugging = _inside(outline.box, frame)
            if hugging.overlap(box) < _STILL_THE_PLATE:
                return []
            box = hugging
        return [Detection(box, _PROVEN)]

    def _hugging(self, frame: Frame, detection: Detection) -> Box:
        box, confident = detection.box, detection.confidence >= _CONFIDENT
        find = self._outlines.find_closely if confident else self._outlines.find
        outline = find(frame, box)
        if outline is None or outline.plate_uncertainty > _KNOWN_OUTLINE:
            return box
        hugging = _inside(outline.box, frame)
        return hugging if hugging.overlap(box) >= _STILL_THE_PLATE else box

    def _in_whole(self, frame: Frame, width: int, height: int) -> list[Detection]:
        """Return the plates that the network finds in the frame fitted into that size."""
        picture, scale = _fitted(frame, width, height)
        tensor = cv2.dnn.blobFromImage(picture, 1 / 255.0, swapRB=True)
        scores, sides = self._session.run(None, {"x": tensor})
        return _peaks(scores[0, 0], sides[0], _Place(scale), frame)

    def _wide(self, frame: Frame) -> list[Detection]:
        """Return plates that are too large for the usual scale; a quarter of its time."""
        detections = self._in_whole(frame, WIDTH // 2, HEIGHT // 2)
        return [d for d in detections if d.box.width >= _WIDE * frame.width]

    def _in_part(self, frame: Frame, part: Box, scale: float) -> list[Detection]:
        tensor = cv2.dnn.blobFromImage(_cut(frame, part, scale), 1 / 255.0, swapRB=True)
        scores, sides = self._session.run(None, {"x": tensor})
        place = _Place(scale, part.left, part.top)
        return _peaks(scores[0, 0], sides[0], place, frame)


def _fitted(frame: Frame, width: int, height: int) -> tuple[npt.NDArray[np.uint8], float]:
    """Return the frame in the top left corner of a gray picture of that size, and its scale."""
    scale = min(width / frame.width, height / frame.height)
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    how = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR  # noqa: PLR2004 - as trained
    picture = np.full((height, width, 3), _GRAY, np.uint8)
    picture[: size[1], : size[0]] = cv2.resize(frame.pixels, size, interpolation=how)
    return picture, scale


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the network's picture lies in the frame: its scale, its corner in its own pixels."""

    scale: float
    left: float = 0.0
    top: float = 0.0


def _part(place: Box, scale: float, frame: Frame) -> Box:
    """Return the part of the frame to search around ``place``, in network pixels."""
    aside = max(_ASIDE[0] * place.width * scale, _ASIDE[1])
    width, height = frame.width * scale, frame.height * scale
    left = min(max(0.0, place.left * scale - aside), width - 1)
    top = min(max(0.0, place.top * scale - aside), height - 1)
    right = min(width, max(left + 1, place.right * scale + aside))
    bottom = min(height, max(top + 1, place.bottom * scale + aside))
    return Box(
        _STEP * (left // _STEP), _STEP * (top // _STEP),
        _STEP * -(-right // _STEP), _STEP * -(-bottom // _STEP),
    )  # fmt: skip


def _joined(parts: Sequence[Box]) -> list[Box]:
    """Return parts of which none shares a pixel with another."""
    apart: list[Box] = []
    for part in parts:
        joined = part
        while (other := next((b for b in apart if b.overlap(joined) > 0), None)) is not None:
            apart.remove(other)
            joined = Box(
                min(joined.left, other.left), min(joined.top, other.top),
                max(joined.right, other.right), max(joined.bottom, other.bottom),
            )  # fmt: skip
        apart.append(joined)
    return apart


def _cut(frame: Frame, part: Box, scale: float) -> npt.NDArray[np.uint8]:
    """Return a part of the frame at the network's scale; beyond the frame's edge it is gray."""
    left, top = round(part.left / scale), round(part.top / scale)
    right = min(frame.width, round(part.right / scale))
    bottom = min(frame.height, round(part.bottom / scale))
    size = (
        max(1, min(round(part.width), round((right - left) * scale))),
        max(1, min(round(part.height), round((bottom - top) * scale))),
    )
    how = cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR  # noqa: PLR2004 - as trained
    picture = np.full((round(part.height), round(part.width), 3), _GRAY, np.uint8)
    smaller = cv2.resize(frame.pixels[top:bottom, left:right], size, interpolation=how)
    picture[: size[1], : size[0]] = smaller
    return picture


def _peaks(
    scores: npt.NDArray[np.float32], sides: npt.NDArray[np.float32], place: _Place, frame: Frame
) -> list[Detection]:
    """Return the cells that are the highest of their neighbors, as boxes of the frame."""
    highest = cv2.dilate(scores, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero((scores >= highest) & (scores > _LEAST_WEAK))
    peaks = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        x, y = place.left + (column + 0.5) * _CELL, place.top + (row + 0.5) * _CELL
        left, top, right, bottom = sides[:, row, column].tolist()
        box = Box(
            (x - left) / place.scale,
            (y - top) / place.scale,
            (x + right) / place.scale,
            (y + bottom) / place.scale,
        )
        box = _inside(box, frame)
        if box.area > 0:
            peaks.append(Detection(box, float(scores[row, column])))
    return sorted(peaks, key=lambda d: -d.confidence)[:_MOST_CANDIDATES]


def _inside(box: Box, frame: Frame) -> Box:
    """Return the part of a box that lies in the frame."""
    return Box(
        max(0.0, box.left),
        max(0.0, box.top),
        min(float(frame.width), box.right),
        min(float(frame.height), box.bottom),
    )


def _apart(detections: list[Detection]) -> list[Detection]:
    """Return the most confident of every group of boxes that overlap."""
    apart: list[Detection] = []
    for detection in detections:
        if _stands_apart(detection, apart):
            apart.append(detection)
    return apart


def _stands_apart(detection: Detection, others: list[Detection]) -> bool:
    return all(detection.box.overlap(o.box) < _SAME_PLATE_OVERLAP for o in others)

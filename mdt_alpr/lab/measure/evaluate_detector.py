"""Measure a detector alone: which share of the known plates it finds, and how its boxes sit.

It is asked at the score from which on it gives one false box in ten pictures. A box is false where
it touches no known plate (they share less than a tenth of what they cover); pictures without a
plate count too. A plate is found where a box shares with it the part of what both cover that the
figure names; a truth that frames the characters alone bears no high one. --harder changes every
picture first: close-40 and close-70 enlarge it until its plate takes that share of its width.
"""

import argparse
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mdt_alpr.adapters import discovery
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.lab.measure.harder_pictures import made_harder
from mdt_alpr.measure.evaluation import percentile, share
from mdt_alpr.measure.known_pictures import still_frame, truths

FALSE_BOXES = 0.1
"""A picture, at most."""

_SHARED = (0.3, 0.5, 0.7)
_TOUCHES = 0.1
_CROP = "plate_crop"


@dataclass(frozen=True, slots=True)
class DetectorAnswer:
    """What a detector gave for a picture with one known plate, or None, on it."""

    plate: Box | None
    found: tuple[Detection, ...]

    @property
    def false(self) -> list[float]:
        """Return the confidence of each box that touches no plate."""
        return [
            one.confidence
            for one in self.found
            if self.plate is None or one.box.overlap(self.plate) < _TOUCHES
        ]

    def finds(self, shared: float, surer_than: float) -> bool:
        """Return whether a box of that confidence overlaps the plate so much."""
        return self.plate is not None and any(
            one.confidence > surer_than and one.box.overlap(self.plate) >= shared
            for one in self.found
        )


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: the truth file or one of its pictures cannot be read.
        EngineMissingError: the detector cannot be used.
    """
    detector = discovery.detector(args.detector, args.threads)
    detector.load()
    answers, milliseconds = [], []
    for number, row in enumerate(truths(args.truth, args.dataset)):
        if row.task == _CROP:
            continue
        frame = still_frame(row.picture)
        if args.harder and row.box.area:
            frame, row = made_harder(args.harder, frame, row, number)  # noqa: PLW2901
        begun = time.perf_counter()
        found = tuple(detector.detect(frame))
        milliseconds.append((time.perf_counter() - begun) * 1000)
        answers.append(DetectorAnswer(row.box if row.box.area else None, found))
    return {
        "detector": args.detector,
        "threads": args.threads,
        **figures(answers),
        "ms_median": percentile(milliseconds, 50),
        "ms_p95": percentile(milliseconds, 95),
    }


def figures(answers: Sequence[DetectorAnswer]) -> dict[str, Any]:
    """Return what of the plates is found where a tenth of a false box a picture is allowed."""
    false = sorted((sure for answer in answers for sure in answer.false), reverse=True)
    allowed = math.floor(FALSE_BOXES * len(answers))
    surer_than = false[allowed] if allowed < len(false) else 0.0
    plates = [answer for answer in answers if answer.plate is not None]
    return {
        "pictures": len(answers),
        "plates": len(plates),
        "surer_than": round(surer_than, 4),
        "false_boxes_per_picture": share(sum(f > surer_than for f in false), len(answers)),
        "found": {
            f"shared {shared}": share(
                sum(a.finds(shared, surer_than) for a in plates), len(plates)
            )
            for shared in _SHARED
        },
    }

"""Measure how our reader distinguishes letter O from digit 0: on plates as they are, and slashed.

Hardly any state's die marks its zeros, so a slash is stamped into every O and 0 that was read,
which makes digits of them all; then into all but the first, which makes that one a letter. It
shows how the reader treats marks, not how a real die's mark looks through a camera.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.outline import Corners, OutlineFinder
from mdt_alpr.domain.plate.plate import folded, tidy
from mdt_alpr.domain.reading.reading import Box, PlateText
from mdt_alpr.domain.reading.slashed_zero import is_o_or_zero
from mdt_alpr.measure.known_pictures import KnownPicture, still_frame, truths
from mdt_alpr.patrol.ports import Frame


@dataclass(slots=True)
class ResolvedZeros:
    """Counts characters that are O or 0; ``resolved``: not left open; ``wrong``: of those."""

    there: int = 0
    resolved: int = 0
    wrong: int = 0

    def take(self, text: PlateText, plate: str) -> None:
        """Count the characters of one answer; another text than ``plate`` counts not at all."""
        if folded(text.text) != folded(plate):
            return
        for character, true in zip(text.characters, tidy(plate), strict=True):
            if is_o_or_zero(true):
                self.there += 1
                self.resolved += character.is_resolved
                self.wrong += character.is_resolved and character.text != true

    def figures(self) -> dict[str, int]:
        """Return the counts by name."""
        return {"there": self.there, "resolved": self.resolved, "wrong": self.wrong}


_FINER = 8
"""The slash is drawn so many times larger than the picture's pixels."""

_STEEP, _THICK = 0.2, 0.09
"""Half the height of a slash and its thickness, in heights of the serial."""

_NEAR, _FAR = 0.06, 0.32
"""Where beside its middle a ring's stroke is looked for, in heights of the serial."""

_SOFT = 0.5
"""Spread of the slash's edge in pixels, as of a picture that is well in focus."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A round character: its middle, the serial's height, how far off its stroke is; ink."""

    middle: tuple[float, float]
    tall: float
    reach: float
    ink: tuple[float, ...]


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: the truth file or one of its pictures cannot be read.
        EngineMissingError: our weights are missing or changed.
    """
    reader = discovery.reader("own", args.threads)
    reader.load()
    outlines = OutlineFinder(args.threads)
    plain, slashed, but_one, plates, misread = (
        ResolvedZeros(),
        ResolvedZeros(),
        ResolvedZeros(),
        0,
        0,
    )
    for row in truths(args.truth, args.dataset):
        if not row.legible or not any(map(is_o_or_zero, row.plate)):
            continue
        frame, box = _shown(row)
        text, outline = reader.read(frame, box), outlines.find(frame, box)
        plain.take(text, row.plate)
        if outline is None or folded(text.text) != folded(row.plate):
            continue
        rings = [_ring(frame, outline.serial, x) for x in _middles(text, box)]
        digits = folded(row.plate)
        again = reader.read(with_slashes(frame, rings), box)
        plates, misread = plates + 1, misread + (folded(again.text) != digits)
        slashed.take(again, digits)
        if len(rings) > 1:
            first_plain = reader.read(with_slashes(frame, rings[1:]), box)
            but_one.take(first_plain, digits.replace("0", "O", 1))
    return {
        "threads": args.threads,
        "as_they_are": plain.figures(),
        "slashed": {"plates": plates, "misread": misread, **slashed.figures()},
        "slashed_but_the_first": but_one.figures(),
    }


def _shown(row: KnownPicture) -> tuple[Frame, Box]:
    frame = still_frame(row.picture)
    whole = Box(0.0, 0.0, float(frame.width), float(frame.height))
    return frame, row.box if row.box.area else whole


def _middles(text: PlateText, box: Box) -> list[float]:
    """Return the middle of each O and 0, in pixels from the picture's left."""
    spans = [c.span for c in text.characters if is_o_or_zero(c.text)]
    return [box.left + (s[0] + s[1]) / 2 * box.width for s in spans if s is not None]


def _ring(frame: Frame, serial: Corners, x: float) -> Ring:
    """Return the round character whose middle is ``x`` pixels from the left."""
    above = float(np.interp(x, serial[:2, 0], serial[:2, 1]))
    below = float(np.interp(x, serial[[3, 2], 0], serial[[3, 2], 1]))
    tall, y = below - above, (above + below) / 2
    away = np.arange(_NEAR * tall, _FAR * tall, 0.5)
    sides = np.concatenate((x - away, x + away))
    colors = _colors(frame, np.append(sides, x), y)
    stroke = int(np.abs(colors[:-1] - colors[-1]).sum(1).argmax())
    reach = float(abs(sides[stroke] - x))
    return Ring((x, y), tall, reach, tuple(colors[stroke].tolist()))


def _colors(frame: Frame, across: Any, y: float) -> Any:
    columns = np.clip(np.round(across).astype(int), 0, frame.width - 1)
    row = min(max(0, round(y)), frame.height - 1)
    return frame.pixels[row, columns].astype(float)


def with_slashes(frame: Frame, rings: Sequence[Ring]) -> Frame:
    """Return the picture with a slash in each ring."""
    pixels = frame.pixels.astype(np.float32)
    for ring in rings:
        half = max(4, round(ring.tall))
        left, top = round(ring.middle[0]) - half, round(ring.middle[1]) - half
        x, y = ring.middle[0] - left, ring.middle[1] - top
        large: Any = np.zeros((2 * half * _FINER, 2 * half * _FINER), np.float32)
        ends = (
            (round((x - ring.reach) * _FINER), round((y + _STEEP * ring.tall) * _FINER)),
            (round((x + ring.reach) * _FINER), round((y - _STEEP * ring.tall) * _FINER)),
        )
        cv2.line(large, *ends, 1.0, max(1, round(_THICK * ring.tall * _FINER)))
        sharp = cv2.resize(large, (2 * half, 2 * half), interpolation=cv2.INTER_AREA)
        mask = cv2.GaussianBlur(sharp, (0, 0), _SOFT)[..., None]
        rows = slice(max(0, top), min(frame.height, top + 2 * half))
        columns = slice(max(0, left), min(frame.width, left + 2 * half))
        mask = mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        pixels[rows, columns] += (np.array(ring.ink, np.float32) - pixels[rows, columns]) * mask
    return replace(frame, pixels=np.round(pixels).astype(np.uint8))

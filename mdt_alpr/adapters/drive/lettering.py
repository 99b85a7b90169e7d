"""Text as pictures, drawn with the die's pen strokes: the same on every machine."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.drive.glyphs import GLYPHS, HEIGHT, NARROW, WIDTH

Mask = npt.NDArray[np.uint8]
Line = tuple[tuple[float, float], ...]

_CURVE_STEPS = 10
_SUPERSAMPLING = 3
_SUBPIXEL_BITS = 4
_DESCENT = 0.3  # room below the base line, as a share of the height


@dataclass(frozen=True, slots=True)
class LetterStyle:
    """How text is set; lengths are shares of a capital's height, ``slant`` leans right."""

    width: float = 0.5
    weight: float = 0.14
    tracking: float = 0.16
    slant: float = 0.0


@cache
def strokes(character: str) -> tuple[Line, ...]:
    """Return a character's pen strokes as lines in the box of ``glyphs``."""
    lines: list[list[tuple[float, float]]] = []
    words = GLYPHS[character].split()
    while words:
        command, words = words[0], words[1:]
        size = 4 if command == "Q" else 2
        numbers, words = [float(word) for word in words[:size]], words[size:]
        if command == "M":
            lines.append([(numbers[0], numbers[1])])
        elif command == "L":
            lines[-1].append((numbers[0], numbers[1]))
        else:
            lines[-1] += _curve(lines[-1][-1], numbers)
    return tuple(tuple(line) for line in lines)


def text_mask(text: str, height: int, face: LetterStyle) -> Mask:
    """Return ``text`` as a mask (255 on the strokes), capitals ``height`` pixels high.

    The mask is cut to the text's own extent; characters without a glyph leave a gap.
    """
    scale = height * _SUPERSAMPLING
    pen = face.weight * scale
    canvas_height = int(scale * (1 + _DESCENT) + 2 * pen)
    canvas = np.zeros((canvas_height, int(_advance(text, face) * scale + 4 * pen)), np.uint8)
    left = 2 * pen
    for character in text:
        if character in GLYPHS:
            _draw(canvas, character, (left, pen), face, scale)
        left += (_room(character, face) + face.tracking) * scale
    small = cv2.resize(
        canvas,
        (canvas.shape[1] // _SUPERSAMPLING, canvas.shape[0] // _SUPERSAMPLING),
        interpolation=cv2.INTER_AREA,
    )
    return _cut(np.asarray(small, np.uint8))


def _curve(start: tuple[float, float], numbers: list[float]) -> list[tuple[float, float]]:
    bend_x, bend_y, end_x, end_y = numbers
    steps = np.linspace(0.0, 1.0, _CURVE_STEPS + 1)[1:]
    return [
        (
            float((1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend_x + t * t * end_x),
            float((1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend_y + t * t * end_y),
        )
        for t in steps
    ]


def _room(character: str, face: LetterStyle) -> float:
    if character in NARROW:
        return face.width * 0.55
    return face.width * (0.86 if character.islower() else 1.0)


def _advance(text: str, face: LetterStyle) -> float:
    return sum(_room(character, face) + face.tracking for character in text)


def _draw(
    canvas: Mask, character: str, corner: tuple[float, float], face: LetterStyle, scale: float
) -> None:
    """Draw one character so that its ink, not its skeleton, fills the box."""
    pen = face.weight * scale
    room = _room(character, face) * scale
    across = (face.width * scale - pen) / WIDTH
    down = (scale - pen) / HEIGHT
    shift = (room - face.width * scale) / 2 if character in NARROW else 0.0
    for line in strokes(character):
        points = np.array(line)
        x = corner[0] + pen / 2 + shift + points[:, 0] * across
        y = corner[1] + points[:, 1] * down
        x = x + (corner[1] + scale - y) * face.slant
        fixed = np.round(np.stack([x, y], 1) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        cv2.polylines(
            canvas,
            [fixed],
            isClosed=False,
            color=255,
            thickness=max(1, round(pen)),
            lineType=cv2.LINE_AA,
            shift=_SUBPIXEL_BITS,
        )


def _cut(mask: Mask) -> Mask:
    rows, columns = np.nonzero(mask.max(1))[0], np.nonzero(mask.max(0))[0]
    if not len(rows):
        return mask
    return np.ascontiguousarray(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])

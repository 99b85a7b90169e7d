"""Text as pictures, drawn with the pen strokes of our own die: the same on every machine.

A glyph is written like a vector path: ``M x y`` moves the pen, ``L x y`` draws a line,
``Q cx cy x y`` a curve bent toward ``cx cy``. Capitals and digits fill a box 100 wide and 200
high, ``y`` downwards; lower case uses the same box with its x-height at 70.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT = 100.0, 200.0

GLYPHS: dict[str, str] = {
    "0": "M 50 0 Q 100 0 100 52 L 100 148 Q 100 200 50 200 Q 0 200 0 148 L 0 52 Q 0 0 50 0",
    "1": "M 16 38 L 58 0 L 58 200",
    "2": "M 2 50 Q 2 0 50 0 Q 98 0 98 50 Q 98 84 72 114 L 2 200 L 100 200",
    "3": "M 2 46 Q 4 0 50 0 Q 96 0 96 47 Q 96 93 42 93 M 42 93 Q 100 93 100 147 "
    "Q 100 200 50 200 Q 2 200 0 152",
    "4": "M 74 200 L 74 0 L 0 140 L 100 140",
    "5": "M 92 0 L 12 0 L 6 90 Q 26 72 52 72 Q 100 72 100 136 Q 100 200 50 200 Q 4 200 0 154",
    "6": "M 96 44 Q 92 0 50 0 Q 0 0 0 60 L 0 146 Q 0 200 50 200 Q 100 200 100 142 "
    "Q 100 86 52 86 Q 4 86 0 136",
    "7": "M 0 0 L 100 0 L 34 200",
    "8": "M 50 0 Q 92 0 92 46 Q 92 92 50 92 Q 8 92 8 46 Q 8 0 50 0 M 50 92 Q 100 92 100 146 "
    "Q 100 200 50 200 Q 0 200 0 146 Q 0 92 50 92",
    "9": "M 4 156 Q 8 200 50 200 Q 100 200 100 140 L 100 54 Q 100 0 50 0 Q 0 0 0 58 "
    "Q 0 114 48 114 Q 96 114 100 64",
    "A": "M 0 200 L 50 0 L 100 200 M 18 134 L 82 134",
    "B": "M 0 95 L 0 0 L 54 0 Q 95 0 95 47 Q 95 95 54 95 L 0 95 L 0 200 L 56 200 "
    "Q 100 200 100 148 Q 100 95 54 95",
    "C": "M 100 58 Q 100 0 50 0 Q 0 0 0 54 L 0 146 Q 0 200 50 200 Q 100 200 100 142",
    "D": "M 0 0 L 48 0 Q 100 0 100 58 L 100 142 Q 100 200 48 200 L 0 200 L 0 0",
    "E": "M 98 0 L 0 0 L 0 200 L 98 200 M 0 96 L 82 96",
    "F": "M 98 0 L 0 0 L 0 200 M 0 100 L 82 100",
    "G": "M 98 54 Q 96 0 50 0 Q 0 0 0 54 L 0 146 Q 0 200 50 200 Q 100 200 100 148 "
    "L 100 112 L 56 112",
    "H": "M 0 0 L 0 200 M 100 0 L 100 200 M 0 97 L 100 97",
    "I": "M 50 0 L 50 200",
    "J": "M 94 0 L 94 148 Q 94 200 48 200 Q 2 200 2 146",
    "K": "M 0 0 L 0 200 M 96 0 L 0 118 M 36 76 L 100 200",
    "L": "M 0 0 L 0 200 L 94 200",
    "M": "M 0 200 L 0 0 L 50 116 L 100 0 L 100 200",
    "N": "M 0 200 L 0 0 L 100 200 L 100 0",
    "O": "M 50 0 Q 100 0 100 52 L 100 148 Q 100 200 50 200 Q 0 200 0 148 L 0 52 Q 0 0 50 0",
    "P": "M 0 200 L 0 0 L 56 0 Q 100 0 100 55 Q 100 110 56 110 L 0 110",
    "Q": "M 50 0 Q 100 0 100 52 L 100 148 Q 100 200 50 200 Q 0 200 0 148 L 0 52 Q 0 0 50 0 "
    "M 58 148 L 106 208",
    "R": "M 0 200 L 0 0 L 56 0 Q 100 0 100 53 Q 100 106 56 106 L 0 106 M 50 106 L 100 200",
    "S": "M 98 50 Q 96 0 50 0 Q 2 0 2 48 Q 2 88 50 98 Q 100 110 100 152 Q 100 200 50 200 "
    "Q 2 200 0 148",
    "T": "M 0 0 L 100 0 M 50 0 L 50 200",
    "U": "M 0 0 L 0 148 Q 0 200 50 200 Q 100 200 100 148 L 100 0",
    "V": "M 0 0 L 50 200 L 100 0",
    "W": "M 0 0 L 24 200 L 50 62 L 76 200 L 100 0",
    "X": "M 0 0 L 100 200 M 100 0 L 0 200",
    "Y": "M 0 0 L 50 98 L 100 0 M 50 98 L 50 200",
    "Z": "M 2 0 L 100 0 L 0 200 L 100 200",
    "a": "M 10 92 Q 16 70 44 70 Q 82 70 82 108 L 82 200 M 82 124 L 44 124 Q 4 126 4 163 "
    "Q 4 200 40 200 Q 76 200 82 160",
    "e": "M 4 132 L 84 132 Q 84 70 44 70 Q 2 70 2 134 Q 2 200 46 200 Q 76 200 84 172",
    "f": "M 78 6 Q 70 0 58 0 Q 34 0 34 34 L 34 200 M 4 78 L 72 78",
    "g": "M 82 70 L 82 214 Q 82 252 42 252 Q 14 252 8 232 M 82 134 Q 82 70 42 70 "
    "Q 2 70 2 134 Q 2 196 42 196 Q 82 196 82 134",
    "h": "M 4 0 L 4 200 M 4 118 Q 12 70 46 70 Q 82 70 82 116 L 82 200",
    "i": "M 44 74 L 44 200 M 44 30 L 44 34",
    "l": "M 44 0 L 44 200",
    "n": "M 4 70 L 4 200 M 4 118 Q 12 70 46 70 Q 82 70 82 116 L 82 200",
    "o": "M 43 70 Q 84 70 84 134 Q 84 200 43 200 Q 2 200 2 134 Q 2 70 43 70",
    "r": "M 14 70 L 14 200 M 14 122 Q 22 74 74 74",
    "s": "M 78 94 Q 72 70 42 70 Q 8 70 8 100 Q 8 126 44 132 Q 82 138 82 166 Q 82 200 44 200 "
    "Q 8 200 4 172",
    "t": "M 38 24 L 38 168 Q 38 200 60 200 Q 70 200 78 194 M 4 76 L 74 76",
    "v": "M 4 70 L 43 200 L 82 70",
    "-": "M 12 102 L 88 102",
    ".": "M 30 196 L 30 200",
    "'": "M 40 0 L 34 40",
    ",": "M 30 194 L 18 232",
    "&": "M 96 200 L 20 60 Q 4 0 44 0 Q 80 4 70 50 Q 64 76 24 112 Q 0 150 16 180 "
    "Q 40 214 72 184 Q 92 160 94 116",
    "*": "M 50 60 L 50 140 M 15 80 L 85 120 M 85 80 L 15 120",
}

NARROW = frozenset("I1l.',i")
"""Characters that take less room than the others in running text."""


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
    """Return a character's pen strokes as lines in the box of the glyphs."""
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

"""Dies: the shapes of the characters that are stamped into plates, drawn as strokes.

``resources/training/strokes.toml`` holds each character as points in a box of width 1 and
height 1. A die gives them width, thickness, roundness and its own choice of forms.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from mdt_alpr.files.paths import resource
from mdt_alpr.lab.training.pictures import Mask, Points, trimmed
from mdt_alpr.lab.training.rng import Rng

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GLYPH_HEIGHT = 80
_OVERSAMPLING = 2
_MARGIN = 0.15
_CIRCLE = 0.5523
"""How far a cubic curve's handles reach toward the corner to draw a quarter circle."""

_CURVE = np.linspace(0, 1, 8)[:, None]


@dataclass(frozen=True, slots=True)
class DiePoint:
    """One corner of a stroke; ``x`` and ``y`` name a number or one of the die's measures."""

    x: str
    y: str
    rounded: bool


@dataclass(frozen=True, slots=True)
class Die:
    """The masks of all characters, ``GLYPH_HEIGHT`` high, and their usual width over height."""

    glyphs: Mapping[str, Mask]
    width: float


@dataclass(frozen=True, slots=True)
class DieShape:
    """What distinguishes one die from another, as fractions of the character's height."""

    width: float
    thickness: float
    roundness: float
    measures: Mapping[str, float]
    forms: Mapping[str, int]
    round_ends: bool
    serifs: bool


@cache
def strokes() -> Mapping[str, tuple[tuple[tuple[DiePoint, ...], ...], ...]]:
    """Return every character's forms, each a tuple of strokes."""
    table = tomllib.loads(resource("training/strokes.toml").read_text("utf-8"))
    return {
        character: tuple(_form(text) for text in forms)
        for character, forms in table["characters"].items()
    }


def _form(text: str) -> tuple[tuple[DiePoint, ...], ...]:
    return tuple(tuple(_point(word) for word in stroke.split()) for stroke in text.split(";"))


def _point(word: str) -> DiePoint:
    x, y = word.rstrip("~").split(",")
    return DiePoint(x, y, word.endswith("~"))


def draw_shape(rng: Rng, kind: str = "plain") -> DieShape:
    """Return a die's measures by chance.

    A ``narrow`` die is thin and round with an open 4, as California's is, and a part of the
    plain ones too; a ``serif`` die has slab serifs, as Virginia's has.
    """
    narrow = kind == "narrow" or (kind == "plain" and rng.chance(0.25))
    width = rng.between(0.36, 0.48) if narrow else rng.between(0.34, 0.6)
    thickness = rng.between(0.085, 0.12) if narrow else rng.between(0.085, 0.17)
    round_share = 0.5 if narrow or rng.chance(0.6) else rng.between(0.08, 0.5)
    measures = {
        "m": rng.between(0.45, 0.52),
        "e": rng.between(0.16, 0.3),
        "a": rng.between(0.6, 0.75),
        "b": rng.between(0.68, 0.84),
        "v": rng.between(0.35, 0.95),
        "k": rng.between(0.36, 0.7),
        "q": rng.between(0.68, 0.88),
        "s": rng.between(0.2, 0.45),
        "h": rng.between(0.05, 0.25),
    }
    forms = {character: rng.whole(0, len(forms) - 1) for character, forms in strokes().items()}
    if narrow:
        forms["4"] = 1
        measures.update(k=rng.between(0.3, 0.48), b=rng.between(0.74, 0.82),
                        q=rng.between(0.7, 0.86))  # fmt: skip
    if not rng.chance(0.06):
        forms["0"] = 0  # a slashed zero is rare
    thickness = min(thickness, width * 0.31)
    serifs = kind == "serif"
    if serifs:
        width, thickness = max(0.46, width), min(0.11, thickness)
    rounded = width * round_share
    return DieShape(width, thickness, rounded, measures, forms, rng.chance(0.6), serifs)


def make_die(shape: DieShape) -> Die:
    """Return the masks of all characters in this shape."""
    return Die({c: _glyph(c, shape) for c in ALPHABET}, shape.width)


def _glyph(character: str, shape: DieShape) -> Mask:
    width = shape.width * (1.2 if character in "MW" else 1.0)
    inner = width - shape.thickness, 1 - shape.thickness
    paths = []
    form = strokes()[character]
    for stroke in form[shape.forms[character] % len(form)]:
        corners = np.array(
            [(_measure(p.x, shape) * inner[0], _measure(p.y, shape) * inner[1]) for p in stroke],
            np.float64,
        )
        paths.append(_curved(corners, [p.rounded for p in stroke], shape.roundness))
        if shape.serifs:
            paths += _serifs(corners, np.array(inner), shape.thickness * 1.1)
    return _stamped(paths, width, shape)


def _measure(name: str, shape: DieShape) -> float:
    """Return a coordinate: a number, a measure, or ``!`` and a measure counted from 1 down."""
    if name.startswith("!"):
        return 1 - shape.measures[name[1:]]
    return shape.measures[name] if name in shape.measures else float(name)


def _curved(corners: Points, rounded: list[bool], radius: float) -> Points:
    """Return the stroke's points with its rounded corners turned into curves."""
    path = [corners[:1]]
    for i in range(1, len(corners) - 1):
        corner = corners[i]
        if not rounded[i]:
            path.append(corners[i : i + 1])
            continue
        before, after = corners[i - 1] - corner, corners[i + 1] - corner
        start = corner + before * _reach(before, radius, shared=rounded[i - 1])
        end = corner + after * _reach(after, radius, shared=rounded[i + 1])
        path.append(_bend(start, corner, end))
    path.append(corners[-1:])
    return np.concatenate(path)


def _reach(way: Points, radius: float, *, shared: bool) -> float:
    """Return which share of a side its rounded corner takes; two corners halve it."""
    length = max(1e-6, float(np.hypot(way[0], way[1])))
    return min(radius / length, 0.5 if shared else 0.92)


def _bend(start: Points, corner: Points, end: Points) -> Points:
    one, two = start + (corner - start) * _CIRCLE, end + (corner - end) * _CIRCLE
    rest = 1 - _CURVE
    curve: Points = (
        start * rest**3 + one * 3 * rest**2 * _CURVE + two * 3 * rest * _CURVE**2 + end * _CURVE**3
    )
    return curve


def _serifs(corners: Points, size: Points, reach: float) -> list[Points]:
    """Return a short bar across each end of a stroke that meets the edge of its box."""
    bars = []
    for end, inner in ((corners[0], corners[1]), (corners[-1], corners[-2])):
        steep = abs(end[0] - inner[0]) < abs(end[1] - inner[1])
        across = 1 if steep else 0  # the axis along which the stroke runs to its end
        far = min(abs(end[across]), abs(end[across] - size[across]))
        if far < reach / 2:
            step = np.array((reach, 0.0) if steep else (0.0, reach))
            low, high = np.clip(end - step, -reach, size), np.clip(end + step, 0, size + reach)
            inside = (low, high) if steep else (np.maximum(low, 0), np.minimum(high, size))
            bars.append(np.array(inside))
    return bars


def _stamped(paths: list[Points], width: float, shape: DieShape) -> Mask:
    scale = GLYPH_HEIGHT * _OVERSAMPLING
    size = int((1 + 2 * _MARGIN) * scale), int((width + 2 * _MARGIN) * scale)
    mask = np.zeros(size, np.uint8)
    thick = max(1, round(shape.thickness * scale))
    shift = shape.thickness / 2 + _MARGIN
    for path in paths:
        points = np.round((path + shift) * scale * 16).astype(np.int32)
        if shape.round_ends:
            cv2.polylines(mask, [points], isClosed=False, color=255, thickness=thick,
                          lineType=cv2.LINE_AA, shift=4)  # fmt: skip
        else:
            _square_ended(mask, path, (shift, scale, thick))
    small = cv2.resize(
        mask, (size[1] // _OVERSAMPLING, size[0] // _OVERSAMPLING), interpolation=cv2.INTER_AREA
    )
    return at_full_height(np.asarray(small, np.uint8))


def _square_ended(mask: Mask, path: Points, pen: tuple[float, int, int]) -> None:
    """Draw a stroke, its two ends cut off square instead of round."""
    shift, scale, thick = pen
    own = np.zeros_like(mask)
    points = (path + shift) * scale
    cv2.polylines(own, [np.round(points * 16).astype(np.int32)], isClosed=False, color=255,
                  thickness=thick, lineType=cv2.LINE_AA, shift=4)  # fmt: skip
    for end, inner in ((points[0], points[1]), (points[-1], points[-2])):
        along = (end - inner) / max(1e-6, float(np.hypot(*(end - inner))))
        across = np.array((-along[1], along[0])) * thick * 0.7
        if np.allclose(points[0], points[-1]):
            break
        beyond = end + along * thick
        cap = np.array([end + across, beyond + across, beyond - across, end - across])
        cv2.fillPoly(own, [np.round(cap).astype(np.int32)], color=0)
    np.maximum(mask, own, out=mask)


def at_full_height(mask: Mask) -> Mask:
    """Return ``mask`` without its empty edges, ``GLYPH_HEIGHT`` high."""
    cut = trimmed(mask)
    wide = max(4, round(cut.shape[1] * GLYPH_HEIGHT / cut.shape[0]))
    sized = cv2.resize(cut, (wide, GLYPH_HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(sized, np.uint8)

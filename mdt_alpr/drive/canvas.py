"""A drawing surface in real measures: shapes and lettering, anti-aliased, with cover.

``x`` runs right and ``y`` up, in whatever unit the drawing uses (meters for vehicles and
houses, inches for plates); the origin lies where the drawing says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.drive.lettering import LetterStyle, text_mask

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Tone = tuple[float, float, float]  # blue, green, red, 0 to 255

_SUBPIXEL_BITS = 4
_CORNER_STEPS = 8


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A filled or stroked shape; ``points`` is "x y, x y, ...".

    ``gain`` brightens the tone, ``fade`` holds further gains from top to bottom;
    ``corner`` rounds corners, ``line`` strokes instead of filling, ``soft`` blurs, all in
    the drawing's unit; ``both`` repeats the shape mirrored about x = 0; ``solid`` shapes
    make the silhouette, all others only color what is there; ``closed`` joins a stroke's ends.
    """

    points: str
    tone: str = "paint"
    gain: float = 1.0
    corner: float = 0.0
    line: float = 0.0
    soft: float = 0.0
    strength: float = 1.0
    fade: tuple[float, ...] = ()
    both: bool = False
    solid: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of lettering centered on ``at``; squeezed where it is wider than ``fit``."""

    text: str
    at: tuple[float, float]
    height: float
    tone: str
    face: LetterStyle = field(default_factory=LetterStyle)
    fit: float = 0.0
    strength: float = 1.0


class Canvas:
    """A picture with a cover (alpha) of its own, empty at first."""

    def __init__(
        self, size: tuple[float, float], origin: tuple[float, float], scale: float
    ) -> None:
        """Make a canvas of ``size``, its origin ``origin`` right and up of the corner."""
        self.scale = scale
        self.width, self.height = round(size[0] * scale), round(size[1] * scale)
        self._origin = origin[0] * scale, self.height - origin[1] * scale
        self.color: Bytes = np.zeros((self.height, self.width, 3), np.uint8)
        self.cover: Bytes = np.zeros((self.height, self.width), np.uint8)

    def draw(self, drawing: Iterable[DrawnShape | Words], tones: Mapping[str, Tone]) -> None:
        """Draw shapes and lettering one over the other."""
        for item in drawing:
            if isinstance(item, Words):
                self._write(item, tones[item.tone])
                continue
            for mirrored in (False, True) if item.both else (False,):
                self._shape(item, tones[item.tone], mirrored=mirrored)

    def paint(self, mask: Bytes, corner: tuple[int, int], tone: Tone, strength: float) -> None:
        """Lay ``tone`` where ``mask`` is, its corner at pixel ``corner``, clipped."""
        left, top = corner
        x0, y0 = max(0, left), max(0, top)
        x1 = min(self.width, left + mask.shape[1])
        y1 = min(self.height, top + mask.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        part = mask[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
        _lay(self.color[y0:y1, x0:x1], np.array(tone, np.float32), part * (strength / 255))

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the drawing lies, in pixels from the top left."""
        return self._origin[0] + x * self.scale, self._origin[1] - y * self.scale

    def bgra(self) -> Bytes:
        """Return the picture with its cover, premultiplied."""
        cover = self.cover.astype(np.float32)[..., None] / 255
        color = np.round(self.color * cover).astype(np.uint8)
        return np.concatenate([color, self.cover[..., None]], axis=2)

    def _shape(self, shape: DrawnShape, tone: Tone, *, mirrored: bool) -> None:
        outline = self._outline(shape, mirrored=mirrored)
        margin = int(2 + (shape.line / 2 + 3 * shape.soft) * self.scale)
        x0, y0 = np.maximum(np.floor(outline.min(0)).astype(int) - margin, 0)
        x1 = min(self.width, int(np.ceil(outline[:, 0].max())) + margin + 1)
        y1 = min(self.height, int(np.ceil(outline[:, 1].max())) + margin + 1)
        if x1 <= x0 or y1 <= y0:
            return
        mask = self._mask(shape, outline - (x0, y0), (y1 - y0, x1 - x0))
        color, cover = self.color[y0:y1, x0:x1], self.cover[y0:y1, x0:x1]
        weight = mask.astype(np.float32) * (shape.strength / 255)
        tones = np.array(tone, np.float32) * shape.gain * _column(shape.fade, outline, (y0, y1))
        if shape.solid:
            weight[(cover == 0) & (mask > 0)] = 1.0
            np.maximum(cover, (mask * shape.strength).astype(np.uint8), out=cover)
        _lay(color, np.clip(tones, 0, 255), weight)

    def _outline(self, shape: DrawnShape, *, mirrored: bool) -> npt.NDArray[np.float64]:
        points = np.array([[float(n) for n in p.split()] for p in shape.points.split(",")])
        if mirrored:
            points[:, 0] *= -1
        if shape.corner:
            points = _rounded(points, shape.corner, closed=shape.closed or not shape.line)
        flip = np.array([self.scale, -self.scale])
        return np.asarray(np.array(self._origin) + points * flip, np.float64)

    def _mask(
        self, shape: DrawnShape, outline: npt.NDArray[np.float64], size: tuple[int, int]
    ) -> Bytes:
        mask = np.zeros(size, np.uint8)
        fixed = np.round(outline * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        if shape.line:
            pen = max(1, round(shape.line * self.scale))
            cv2.polylines(mask, [fixed], shape.closed, 255, pen, cv2.LINE_AA, _SUBPIXEL_BITS)
        else:
            cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
        if shape.soft:
            return _softened(mask, shape.soft * self.scale)
        return mask

    def _write(self, words: Words, tone: Tone) -> None:
        mask = text_mask(words.text, max(3, round(words.height * self.scale)), words.face)
        if words.fit and mask.shape[1] > words.fit * self.scale:
            size = round(words.fit * self.scale), mask.shape[0]
            mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.uint8)
        x, y = self.pixel(*words.at)
        corner = round(x - mask.shape[1] / 2), round(y - words.height * self.scale / 2)
        self.paint(mask, corner, tone, words.strength)


def _softened(mask: Bytes, sigma: float) -> Bytes:
    """Return the mask blurred; wide blurs are made small and grown again, for speed."""
    shrink = max(1, int(sigma / 3))
    size = mask.shape[1], mask.shape[0]
    if shrink > 1:
        less = (max(1, size[0] // shrink), max(1, size[1] // shrink))
        mask = np.asarray(cv2.resize(mask, less, interpolation=cv2.INTER_AREA), np.uint8)
    blurred = cv2.GaussianBlur(mask, (0, 0), sigma / shrink, borderType=cv2.BORDER_CONSTANT)
    if shrink > 1:
        blurred = cv2.resize(blurred, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(blurred, np.uint8)


def _lay(under: Bytes, tone: Floats, weight: Floats) -> None:
    mixed = under + (tone - under) * weight[..., None]
    under[:] = np.clip(np.round(mixed), 0, 255).astype(np.uint8)


def _column(
    fade: tuple[float, ...], outline: npt.NDArray[np.float64], rows: tuple[int, int]
) -> Floats:
    """Return the gain of each row, shaped to multiply a picture."""
    if not fade:
        return np.ones((1, 1, 1), np.float32)
    stops = np.linspace(outline[:, 1].min(), outline[:, 1].max(), len(fade))
    gains = np.interp(np.arange(*rows) + 0.5, stops, fade)
    return np.asarray(gains[:, None, None], np.float32)


def _rounded(
    points: npt.NDArray[np.float64], radius: float, *, closed: bool
) -> npt.NDArray[np.float64]:
    """Return the outline with each corner bent, by at most half of its shorter side."""
    count = len(points)
    inner = range(count) if closed else range(1, count - 1)
    steps = np.linspace(0.0, 1.0, _CORNER_STEPS + 1)[:, None]
    parts = [] if closed else [points[:1]]
    for i in inner:
        here, before, after = points[i], points[i - 1], points[(i + 1) % count]
        start = _toward(here, before, radius)
        end = _toward(here, after, radius)
        parts.append((1 - steps) ** 2 * start + 2 * steps * (1 - steps) * here + steps**2 * end)
    return np.concatenate([*parts, points[-1:]] if not closed else parts)


def _toward(
    here: npt.NDArray[np.float64], there: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.float64]:
    length = float(np.hypot(*(there - here))) or 1.0
    return here + (there - here) * min(radius / length, 0.5)

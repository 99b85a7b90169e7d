"""What the lens and the sensor add: exposure, softness, noise, and the TRAINING mark."""

import cv2
import numpy as np

from mdt_alpr.adapters.drive.canvas import Bytes, Canvas, DrawnShape, Floats, Words
from mdt_alpr.adapters.drive.lettering import LetterStyle
from mdt_alpr.adapters.drive.optics import HEIGHT, WIDTH

_NOISES = 5
_NOISE_LEVEL = 5.0
_NOISE_GAIN = 0.25
_MIDDLE = 128.0
_VIGNETTE = 26.0
_SOFTNESS = 0.62
_MARK = (430, 34)


class Film:
    """Turns a rendered frame into what the camera would deliver."""

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._noises = [_noise(generator) for _ in range(_NOISES)]
        self._mark = _mark()

    def develop(self, frame: Bytes, number: int, exposure: float) -> Bytes:
        """Return the frame as H x W x 3 bytes, exposed, softened and grained."""
        picture = cv2.cvtColor(frame, cv2.COLOR_BGRA2BGR)
        picture = cv2.GaussianBlur(picture, (3, 3), _SOFTNESS)
        noise = self._noises[number % _NOISES]
        cv2.addWeighted(picture, exposure, noise, _NOISE_GAIN, -_MIDDLE * _NOISE_GAIN, dst=picture)
        left = (WIDTH - _MARK[0]) // 2
        picture[: _MARK[1], left : left + _MARK[0]] = self._mark
        return np.asarray(picture, np.uint8)


def smear(frame: Bytes, region: tuple[int, int, int, int], shift: tuple[float, float]) -> None:
    """Blur a region (left, top, right, bottom) along the way it moved during exposure."""
    x0, y0, x1, y1 = region
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(WIDTH, x1), min(HEIGHT, y1)
    length = float(np.hypot(*shift))
    if x1 - x0 < 2 or y1 - y0 < 2 or length < 1.0:  # noqa: PLR2004
        return
    part = frame[y0:y1, x0:x1]
    cv2.filter2D(part, -1, _trail(shift, length), dst=part)


def _trail(shift: tuple[float, float], length: float) -> Floats:
    """Return a kernel that spreads a point along ``shift`` pixels."""
    reach = int(np.ceil(length / 2))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for t in np.linspace(-0.5, 0.5, 4 * reach + 1):
        x, y = reach + shift[0] * t, reach + shift[1] * t
        x0, y0 = int(np.floor(x)), int(np.floor(y))
        for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
            column, row = x0 + i, y0 + j
            if 0 <= column <= 2 * reach and 0 <= row <= 2 * reach:
                kernel[row, column] += (1 - abs(x - column)) * (1 - abs(y - row))
    return np.asarray(kernel / kernel.sum(), np.float32)


def _noise(generator: np.random.Generator) -> Bytes:
    """Return sensor noise with the lens's darker corners, around middle grey."""
    fine = generator.normal(0, _NOISE_LEVEL / _NOISE_GAIN / 2.2, (HEIGHT, WIDTH, 3))
    grey = generator.normal(0, _NOISE_LEVEL / _NOISE_GAIN / 2.2, (HEIGHT, WIDTH, 1))
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    corners = np.clip((x * x + y * y - 0.55) / 1.45, 0, 1)[..., None]
    picture = _MIDDLE + fine + grey - corners * _VIGNETTE / _NOISE_GAIN
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _mark() -> Bytes:
    """Return the band that says, in every frame, that nothing here is real."""
    width, height = _MARK
    canvas = Canvas((width, height), (width / 2, height / 2), 1.0)
    tones = {
        "band": (28.0, 24.0, 22.0),
        "amber": (40.0, 176.0, 250.0),
        "grey": (190.0, 190.0, 190.0),
    }
    half = width / 2
    edge = (
        f"{-half} {-height / 2}, {half} {-height / 2}, {half} {height / 2}, {-half} {height / 2}"
    )
    stripes = tuple(
        DrawnShape(f"{x} -17, {x + 14} -17, {x + 28} 17, {x + 14} 17", "amber")
        for start in (-half - 4, half - 62)
        for x in (start, start + 28)
    )
    canvas.draw((DrawnShape(edge, "band", solid=True), *stripes), tones)
    face = LetterStyle(width=0.72, weight=0.19, tracking=0.4)
    canvas.draw(
        (
            Words("TRAINING", (-62, 0), 16, "amber", face),
            Words("simulated drive".upper(), (80, 0), 11, "grey", LetterStyle(0.6, 0.15, 0.24)),
        ),
        tones,
    )
    return canvas.colour.copy()

"""The ground: asphalt, markings, curbs, grass and pavement, laid out under the camera.

One stretch of ``REPEAT`` meters is painted at four scales, each blurred along the road as
far as its distance asks for; every frame finds its rows in them.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.drive.canvas import Bytes, Floats
from mdt_alpr.drive.compose import HAZE
from mdt_alpr.drive.optics import CENTER, EYE, FOCAL, HEIGHT, WIDTH, CameraView

DASH = 12.192
"""Meters from one lane dash to the next: 10 feet of paint, 30 feet of gap."""

REPEAT = 6 * DASH

LANE = 3.3
CURB = 4.05
"""Meters right of our lane's middle of the curb."""

CENTER_LINE = -1.5 * LANE
LEFT_CURB = CENTER_LINE - 2 * LANE - 0.2

_FAR = 260.0
_LAP = 0.8  # share of its distance from which a scale passes into the next


@dataclass(frozen=True, slots=True)
class _Scale:
    """One painted scale: meters ahead it serves, half width, pixels a meter, blur."""

    near: float
    far: float
    half: float
    across: float
    along: float
    smear: float


_SCALES = (
    _Scale(0.0, 12.0, 9.0, 72.0, 26.0, 0.10),
    _Scale(12.0, 26.0, 15.0, 44.0, 12.0, 0.30),
    _Scale(26.0, 62.0, 30.0, 20.0, 4.0, 1.0),
    _Scale(62.0, _FAR, 80.0, 7.0, 1.2, 3.0),
)

# Zones from left to right: up to x meters, color (blue, green, red), grain.
_ZONES: tuple[tuple[float, tuple[float, float, float], float], ...] = (
    (LEFT_CURB - 3.6, (58, 104, 92), 15.0),
    (LEFT_CURB - 1.9, (168, 176, 182), 5.0),
    (LEFT_CURB - 0.2, (56, 110, 92), 15.0),
    (LEFT_CURB, (176, 182, 186), 4.0),
    (CURB, (112, 112, 114), 7.0),
    (CURB + 0.2, (178, 184, 188), 4.0),
    (CURB + 1.7, (56, 112, 94), 15.0),
    (CURB + 3.3, (170, 178, 184), 5.0),
    (1e6, (58, 108, 94), 15.0),
)

_WHITE, _YELLOW = (218.0, 222.0, 224.0), (52.0, 172.0, 226.0)
_PALE, _OIL, _TAR, _PATCH = (128, 128, 130), (92, 92, 94), (70, 70, 72), (97, 97, 99)


class Ground:
    """Draws the ground below the horizon."""

    def __init__(self, seed: int) -> None:
        self._scales = [(scale, _painted(scale, seed)) for scale in _SCALES]
        columns = (np.arange(WIDTH) + 0.5 - CENTER) / FOCAL
        self._columns = columns.astype(np.float32)

    def draw(self, frame: Bytes, view: CameraView) -> None:
        """Fill the frame from just under the horizon to its lower edge."""
        first = int(np.ceil(view.horizon + FOCAL * EYE / _FAR))
        rows = np.arange(first, HEIGHT)
        ahead = FOCAL * EYE / (rows + 0.5 - view.horizon)
        base = view.lateral - view.bend(np.asarray(ahead, np.float64))
        for scale, picture in reversed(self._scales):
            band = np.nonzero((ahead >= scale.near * _LAP) & (ahead < scale.far))[0]
            if not len(band):
                continue
            part = frame[first + band[0] : first + band[-1] + 1]
            z = ahead[band].astype(np.float32)
            lapped = int((z > scale.far * _LAP).sum()) if scale.far < _FAR else 0
            before = part[:lapped].copy()
            self._look_up((scale, picture), part, z, (base[band], view.way % REPEAT))
            if lapped:
                _fade(part[:lapped], before)

    def _look_up(
        self,
        painted: tuple[_Scale, Bytes],
        part: Bytes,
        z: Floats,
        place: tuple[npt.NDArray[np.float64], float],
    ) -> None:
        """Fill rows of the frame, ``z`` meters ahead, from one painted scale."""
        scale, picture = painted
        across = np.multiply.outer(z, self._columns)
        across += (place[0] + scale.half)[:, None].astype(np.float32)
        across *= scale.across
        down = np.empty_like(across)
        down[:] = ((place[1] + z) * scale.along)[:, None]
        cv2.remap(
            picture, across, down, cv2.INTER_LINEAR, dst=part, borderMode=cv2.BORDER_REPLICATE
        )


def _fade(fine: Bytes, coarse: Bytes) -> None:
    """Let the coarser scale pass into the finer one from the top row down."""
    down = np.linspace(0.0, 1.0, len(fine) + 2, dtype=np.float32)[1:-1, None]
    weights = np.repeat(down, fine.shape[1], axis=1)
    cv2.blendLinear(fine, coarse, weights, 1 - weights, dst=fine)


def _painted(scale: _Scale, seed: int) -> Bytes:
    """Return the stretch at one scale, running on far enough to look ahead from its end."""
    generator = np.random.default_rng(seed)
    height, width = round(REPEAT * scale.along), round(2 * scale.half * scale.across)
    picture = _zones(scale, (height, width), generator)
    _wear(picture, scale, generator)
    _markings(picture, scale)
    sigma = scale.smear * scale.along
    if sigma > 0.3:  # noqa: PLR2004
        wide = np.concatenate([picture[-height // 3 :], picture, picture[: height // 3]])
        cv2.GaussianBlur(wide, (1, 0), sigmaX=0.01, sigmaY=sigma, dst=wide)
        picture = wide[height // 3 : height // 3 + height]
    share = min(0.34, scale.near / 180)
    picture *= 1 - share
    picture += np.array(HAZE, np.float32) * share
    tile = np.full((height, width, 4), 255, np.uint8)
    tile[..., :3] = np.clip(picture, 0, 255, out=picture)
    rows = round((REPEAT + scale.far + 2) * scale.along)
    return np.take(tile, np.arange(rows), axis=0, mode="wrap")


def _zones(scale: _Scale, size: tuple[int, int], generator: np.random.Generator) -> Floats:
    x = np.arange(size[1]) / scale.across - scale.half
    place = np.searchsorted([zone[0] for zone in _ZONES], x)
    colors = np.array([zone[1] for zone in _ZONES], np.float32)[place]
    grain = np.array([zone[2] for zone in _ZONES], np.float32)[place]
    picture = np.repeat(colors[None], size[0], axis=0)
    coarse = generator.standard_normal((size[0] // 8 + 2, size[1] // 8 + 2)).astype(np.float32)
    clumps = cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    fine = generator.standard_normal(size).astype(np.float32)
    picture += ((clumps * 0.6 + fine * 0.55) * grain)[..., None]
    return picture


def _wear(picture: Floats, scale: _Scale, generator: np.random.Generator) -> None:
    """Polish the wheel tracks, darken the middle of lanes, mend and crack the asphalt."""
    x = np.arange(picture.shape[1]) / scale.across - scale.half
    dark, pale = np.zeros_like(x), np.zeros_like(x)
    for lane in (0.0, -LANE, -2 * LANE, -3 * LANE):
        dark += 0.5 * np.exp(-(((x - lane) / 0.45) ** 2))
        for side in (-0.85, 0.85):
            pale += 0.4 * np.exp(-(((x - lane - side) / 0.28) ** 2))
    dark[(x > CURB - 0.35) & (x < CURB)] = 0.35
    for weight, tone in ((dark, _OIL), (pale, _PALE)):
        share = weight.astype(np.float32)[:, None]
        picture *= 1 - share
        picture += np.array(tone, np.float32) * share
    for _ in range(7):
        at, where = generator.uniform(2, REPEAT - 6), generator.uniform(LEFT_CURB + 1, CURB - 1)
        size = generator.uniform(0.8, 1.6), generator.uniform(1.5, 4.0)
        _fill(picture, scale, (where, at, where + size[0], at + size[1]), _PATCH)
    for _ in range(9):
        _crack(picture, scale, generator)
    for at in np.arange(0.0, REPEAT, REPEAT / 24):
        for edge in (LEFT_CURB - 3.6, CURB + 1.7):
            _fill(picture, scale, (edge, at, edge + 1.6, at + 0.05), (120, 126, 132))


def _crack(picture: Floats, scale: _Scale, generator: np.random.Generator) -> None:
    steps = generator.normal(0, 0.22, 18).cumsum()
    start = generator.uniform(LEFT_CURB + 0.5, CURB - 0.5), generator.uniform(0, REPEAT - 10)
    across = generator.uniform() < 0.5  # noqa: PLR2004
    points = [
        (start[0] + (i * 0.4 if across else d), start[1] + (d if across else i * 0.45))
        for i, d in enumerate(steps)
    ]
    fixed = [((x + scale.half) * scale.across * 16, y * scale.along * 16) for x, y in points]
    pen = max(1, round(0.028 * scale.across))
    cv2.polylines(
        picture,
        [np.array(fixed).astype(np.int32)],
        isClosed=False,
        color=_TAR,
        thickness=pen,
        lineType=cv2.LINE_AA,
        shift=4,
    )


def _markings(picture: Floats, scale: _Scale) -> None:
    for i in range(6):
        for lane in (-LANE / 2, CENTER_LINE - LANE):
            _fill(picture, scale, (lane - 0.06, i * DASH, lane + 0.06, i * DASH + 3.05), _WHITE)
    for side in (-0.17, 0.07):
        _fill(picture, scale, (CENTER_LINE + side, 0, CENTER_LINE + side + 0.1, REPEAT), _YELLOW)
    _fill(picture, scale, (LANE / 2 - 0.06, 0, LANE / 2 + 0.06, REPEAT), _WHITE)


def _fill(
    picture: Floats,
    scale: _Scale,
    area: tuple[float, float, float, float],
    tone: tuple[float, float, float],
) -> None:
    """Paint a rectangle (left, from, right, to; meters) worn: most of the tone, not all."""
    left, start, right, end = area
    x0, x1 = ((x + scale.half) * scale.across for x in (left, right))
    weights_x = _covered(x0, x1, picture.shape[1])
    weights_y = _covered(start * scale.along, end * scale.along, picture.shape[0])
    (r0, r1), (c0, c1) = _span(weights_y), _span(weights_x)
    if r1 <= r0 or c1 <= c0:
        return
    weight = 0.86 * np.multiply.outer(weights_y[r0:r1], weights_x[c0:c1])[..., None]
    part = picture[r0:r1, c0:c1]
    part += (np.array(tone, np.float32) - part) * weight


def _covered(start: float, end: float, size: int) -> Floats:
    """Return how much of each pixel of a line lies between two places."""
    edges = np.arange(size + 1)
    inside = np.clip(edges, start, end)
    return np.diff(inside).astype(np.float32)


def _span(weights: npt.NDArray[np.float32]) -> tuple[int, int]:
    places = np.nonzero(weights)[0]
    return (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)

"""The simulated drive, frame by frame: far to near, sky, road, vehicles, then lens and sensor."""

from collections.abc import Callable
from functools import partial
from math import sin

import cv2
import numpy as np

from mdt_alpr.drive import story
from mdt_alpr.drive.canvas import Bytes, Canvas, DrawnShape, Floats, Words
from mdt_alpr.drive.compose import HAZE, TexturePanel, warp
from mdt_alpr.drive.ground import Ground
from mdt_alpr.drive.lettering import LetterStyle
from mdt_alpr.drive.optics import FOCAL, HEIGHT, HORIZON, NEAREST, WIDTH, CameraView
from mdt_alpr.drive.scenery import (
    BRIDGE_DEPTH,
    FARTHEST,
    JUNCTION,
    Bridge,
    Junction,
    Junctions,
    Scenery,
)
from mdt_alpr.drive.sight import PlateInFrame, plates_in_sight
from mdt_alpr.drive.traffic import Placed, Traffic, model
from mdt_alpr.drive.vehicles import SHELLS

_MARGIN = 520
"""Pixels that the road may turn to either side."""

_NOD = 24
_TOP, _LOW = (214.0, 160.0, 104.0), (238.0, 222.0, 204.0)


class Backdrop:
    """Draws everything above the horizon, and a little below it."""

    def __init__(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._width = WIDTH + 2 * _MARGIN
        self._height = int(HORIZON) + 40
        picture = _sky((self._height + _NOD, self._width), generator)
        _ridge(picture, int(HORIZON) + _NOD, generator)
        solid = np.full((*picture.shape[:2], 1), 255, np.uint8)
        self._picture: Bytes = np.concatenate(
            [np.clip(picture, 0, 255).astype(np.uint8), solid], axis=2
        )

    def draw(self, frame: Bytes, view: CameraView) -> None:
        """Copy the part of the panorama that the camera sees."""
        left = int(np.clip(_MARGIN + round(view.heading * FOCAL), 0, 2 * _MARGIN))
        top = int(np.clip(_NOD - round(view.pitch), 0, 2 * _NOD))
        height = min(self._height, self._picture.shape[0] - top)
        frame[:height] = self._picture[top : top + height, left : left + WIDTH]


def _cloud_field(size: tuple[int, int], generator: np.random.Generator) -> Floats:
    """Return soft noise of several scales, 0 to 1, wider than high."""
    field = np.zeros(size, np.float32)
    for octave in range(6):
        cells = 3 * 2**octave, 5 * 2**octave
        noise = generator.random(cells).astype(np.float32)
        grown = cv2.resize(noise, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
        field += grown * np.float32(0.56**octave)
    low, high = float(field.min()), float(field.max())
    return (field - low) / (high - low)


def _sky(size: tuple[int, int], generator: np.random.Generator) -> Floats:
    down = np.linspace(0, 1, size[0], dtype=np.float32)[:, None, None] ** 0.8
    picture = np.array(_TOP, np.float32) * (1 - down) + np.array(_LOW, np.float32) * down
    picture = np.repeat(picture, size[1], axis=1)
    field = _cloud_field(size, generator)
    cover = np.clip((field - 0.5) / 0.2, 0, 1)
    lit = np.clip(0.5 + (np.roll(field, 9, 0) - field) * 3.2, 0.25, 1.0)[..., None]
    white, gray = np.array((252, 250, 248), np.float32), np.array((206, 196, 190), np.float32)
    clouds = gray + (white - gray) * lit
    return np.asarray(picture + (clouds - picture) * (cover * 0.85)[..., None], np.float32)


def _ridge(picture: Floats, horizon: int, generator: np.random.Generator) -> None:
    """Stand three rows of woods on the horizon, the farther the paler."""
    width = picture.shape[1]
    x = np.arange(width)
    haze = np.array(HAZE, np.float32)
    rows = ((34.0, (118, 132, 108), 0.62), (22.0, (78, 112, 84), 0.42), (13.0, (52, 88, 62), 0.24))
    for height, color, share in rows:
        line = np.zeros(width)
        for waves, size in ((7, 0.5), (23, 0.25), (71, 0.18), (190, 0.12)):
            line += size * np.sin(x / width * 2 * np.pi * waves + generator.uniform(0, 6.3))
        top = horizon - height * (0.8 + 0.35 * line) - generator.random(width) * height * 0.1
        tone = np.array(color, np.float32) * (1 - share) + haze * share
        depth = np.arange(picture.shape[0])[:, None]
        inside = np.clip(depth - top[None], 0, 1)[..., None].astype(np.float32)
        speckle = generator.normal(0, 7, (picture.shape[0], width, 1)).astype(np.float32)
        leaves = cv2.GaussianBlur(speckle, (0, 0), 1.2)[..., None] * 2.4
        shade = np.clip(1.1 - (depth - top[None]) / 60, 0.75, 1.1)[..., None].astype(np.float32)
        picture += (tone * shade + leaves - picture) * inside


_NOISES = 3
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
    """Return sensor noise with the lens's darker corners, around middle gray."""
    fine = generator.normal(0, _NOISE_LEVEL / _NOISE_GAIN / 2.2, (HEIGHT, WIDTH, 3))
    gray = generator.normal(0, _NOISE_LEVEL / _NOISE_GAIN / 2.2, (HEIGHT, WIDTH, 1))
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    corners = np.clip((x * x + y * y - 0.55) / 1.45, 0, 1)[..., None]
    picture = _MIDDLE + fine + gray - corners * _VIGNETTE / _NOISE_GAIN
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _mark() -> Bytes:
    """Return the band that says, in every frame, that nothing here is real."""
    width, height = _MARK
    canvas = Canvas((width, height), (width / 2, height / 2), 1.0)
    tones = {
        "band": (28.0, 24.0, 22.0),
        "amber": (40.0, 176.0, 250.0),
        "gray": (190.0, 190.0, 190.0),
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
            Words("simulated drive".upper(), (80, 0), 11, "gray", LetterStyle(0.6, 0.15, 0.24)),
        ),
        tones,
    )
    return canvas.color.copy()


FRAMES_A_SECOND = 15

_EXPOSURE = 1 / 320
"""Seconds that the shutter is open."""

_UNDER_BRIDGE = 0.52
_BESIDE = 2.2  # meters ahead of the camera from which a rear counts as beside it
Job = tuple[float, Callable[[], None]]


class DriveRenderer:
    """Renders the drive at any instant; the same seed gives the same frames.

    ``traffic`` puts other vehicles on the same street than the story's.
    """

    def __init__(self, seed: int = 7, traffic: Traffic | None = None) -> None:
        self._traffic = traffic or Traffic()
        way = self._traffic.odometer
        self._bridge = Bridge(way.at(story.BRIDGE_AT))
        self._junctions = Junctions(
            tuple(Junction(way.at(red), red, green) for red, green in story.RED_LIGHTS)
        )
        crossings = [
            (j.way + JUNCTION[0] - 6, j.way + JUNCTION[1] + 4) for j in self._junctions.all
        ]
        bridge = (self._bridge.way - 8, self._bridge.way + BRIDGE_DEPTH + 6)
        self._scenery = Scenery(way.length, seed, (*crossings, bridge))
        self._backdrop, self._ground, self._film = Backdrop(seed), Ground(seed), Film(seed)
        self._frame: Bytes = np.zeros((HEIGHT, WIDTH, 4), np.uint8)

    def frame(self, number: int) -> Bytes:
        """Return frame ``number`` of the drive, H x W x 3 bytes, blue-green-red."""
        time = number / FRAMES_A_SECOND
        view, frame = self._traffic.view(time), self._frame
        self._backdrop.draw(frame, view)
        self._ground.draw(frame, view)
        jobs = [*self._landmarks(view, time), *self._roadside(view), *self._vehicles(view, time)]
        for _, job in sorted(jobs, key=lambda item: -item[0]):
            job()
        return self._film.develop(frame, number, self._exposure(view, time))

    def plates(self, number: int) -> list[PlateInFrame]:
        """Return the plates that frame ``number`` shows, nearest first."""
        time = number / FRAMES_A_SECOND
        view = self._traffic.view(time)
        return plates_in_sight(view, self._traffic.around(time))

    def _ahead(self, view: CameraView, way: float, behind: float = 60.0) -> float:
        length = view.road.length
        return (way - view.way + behind) % length - behind

    def _landmarks(self, view: CameraView, time: float) -> list[Job]:
        """Lay crossing streets and shade on the ground; return what is above it."""
        frame, jobs = self._frame, list[Job]()
        for junction in self._junctions.all:
            distance = self._ahead(view, junction.way)
            if distance < FARTHEST:
                self._junctions.draw_ground(frame, view, distance)
                signal = partial(self._junctions.draw_signal, frame, view, distance)
                green = junction.is_green(time % story.SECONDS)
                jobs.append((distance + JUNCTION[1] + 6, partial(signal, green=green)))
        distance = self._ahead(view, self._bridge.way)
        if distance < FARTHEST:
            self._bridge.darken(frame, view, distance)
            bridge = partial(self._bridge.draw, frame, view, distance)
            jobs.append((distance + BRIDGE_DEPTH, bridge))
        return jobs

    def _roadside(self, view: CameraView) -> list[Job]:
        return [
            (distance, partial(self._scenery.draw, self._frame, view, thing, distance))
            for distance, thing in self._scenery.ahead(view.way)
        ]

    def _vehicles(self, view: CameraView, time: float) -> list[Job]:
        return [
            (placed.ahead, partial(self._draw, view, placed))
            for placed in self._traffic.around(time)
        ]

    def _draw(self, view: CameraView, placed: Placed) -> None:
        half_width = SHELLS[placed.vehicle.body].half_width
        drawn = model(placed.vehicle, placed.braking)
        corners = placed.corners(drawn.corners)
        quads = view.project(corners).reshape(-1, 4, 2)
        nearest = corners[:, 2].reshape(-1, 4).min(axis=1)
        shade = _UNDER_BRIDGE if self._bridge.shades(view.way + placed.ahead) else 1.0
        where = placed.lateral - view.lateral + view.bend_at(placed.ahead)
        for panel, quad, near in zip(drawn.panels, quads, nearest, strict=True):
            hidden = panel.side and not _shows(panel, placed.ahead, where, half_width)
            if near > NEAREST and not hidden:
                warp(self._frame, panel.picture, quad, shade)
        if placed.ahead > NEAREST:
            self._smear(view, placed)

    def _smear(self, view: CameraView, placed: Placed) -> None:
        shell = SHELLS[placed.vehicle.body]
        box = np.array([[-shell.half_width, 2.3, 0.0], [shell.half_width, 0, 0.0]])
        now = view.project(placed.corners(box))
        then = view.project(placed.moved(_EXPOSURE).corners(box))
        shift = (then - now).mean(0)
        region = (*np.floor(now[0]).astype(int), *np.ceil(now[1]).astype(int))
        smear(self._frame, region, (float(shift[0]), float(shift[1])))

    def _exposure(self, view: CameraView, time: float) -> float:
        """Return the gain: the camera lags behind the light under the bridge."""
        inside = -self._ahead(view, self._bridge.way)
        lift = 0.3 * np.interp(inside, (-4, 8, 18, 34), (0, 1, 0.9, 0))
        return float(1.0 + 0.03 * sin(time * 0.7) + lift)


def _shows(panel: TexturePanel, ahead: float, where: float, half_width: float) -> bool:
    """Tell whether a flank is seen from outside, and is the one to draw at this distance."""
    return panel.side * where < -half_width and panel.beside == (ahead < _BESIDE)

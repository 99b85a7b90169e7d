"""The simulated drive, frame by frame: put the world in order, far to near, and draw it."""

from collections.abc import Callable
from functools import partial
from math import sin

import numpy as np

from mdt_alpr.adapters.drive import story
from mdt_alpr.adapters.drive.backdrop import Backdrop
from mdt_alpr.adapters.drive.canvas import Bytes
from mdt_alpr.adapters.drive.compose import TexturePanel, warp
from mdt_alpr.adapters.drive.film import Film, smear
from mdt_alpr.adapters.drive.ground import Ground
from mdt_alpr.adapters.drive.landmarks import BRIDGE_DEPTH, JUNCTION, Bridge, Junction, Junctions
from mdt_alpr.adapters.drive.optics import HEIGHT, NEAREST, WIDTH, CameraView
from mdt_alpr.adapters.drive.scenery import FARTHEST, Scenery
from mdt_alpr.adapters.drive.sight import PlateInFrame, plates_in_sight
from mdt_alpr.adapters.drive.traffic import Placed, Traffic, model
from mdt_alpr.adapters.drive.vehicles import SHELLS

FRAMES_A_SECOND = 15

_EXPOSURE = 1 / 320
"""Seconds that the shutter is open."""

_UNDER_BRIDGE = 0.52
_BESIDE = 2.2  # metres ahead of the camera from which a rear counts as beside it
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
        """Lay crossing streets and shade on the ground; return what stands above it."""
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
        look = model(placed.vehicle, placed.braking)
        corners = placed.corners(look.corners)
        quads = view.project(corners).reshape(-1, 4, 2)
        nearest = corners[:, 2].reshape(-1, 4).min(axis=1)
        shade = _UNDER_BRIDGE if self._bridge.shades(view.way + placed.ahead) else 1.0
        where = placed.lateral - view.lateral + view.bend_at(placed.ahead)
        for panel, quad, near in zip(look.panels, quads, nearest, strict=True):
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

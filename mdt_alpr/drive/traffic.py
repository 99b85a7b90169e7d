"""Where everybody is at an instant: the patrol car, and the vehicles of the story."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import sin

import numpy as np

from mdt_alpr.drive import story
from mdt_alpr.drive.compose import TexturePanel
from mdt_alpr.drive.ground import REPEAT
from mdt_alpr.drive.optics import CameraView, RoadLine
from mdt_alpr.drive.plates import plate_picture
from mdt_alpr.drive.story import Curve, Odometer
from mdt_alpr.drive.vehicles import SHELLS, Corners, VehicleStyle, panels, plate_panel, shadow

FARTHEST = 180.0
_BRAKING = -0.9
"""Meters a second, each second, from which the lamps burn."""

_STEP = 0.12


@dataclass(frozen=True, slots=True)
class Placed:
    """A vehicle at an instant: its rear ``ahead`` meters away, turned by ``heading``.

    ``closing`` is how fast it comes nearer and ``drifting`` how fast it moves right, in
    meters a second against the camera.
    """

    vehicle: story.StoryVehicle
    ahead: float
    lateral: float
    heading: float
    closing: float
    drifting: float
    braking: bool

    def corners(self, local: Corners) -> Corners:
        """Return points of the vehicle's space (N x 3) in road coordinates."""
        x = local[:, 0] + local[:, 2] * self.heading + self.lateral
        z = local[:, 2] - local[:, 0] * self.heading + self.ahead
        return np.stack([x, local[:, 1], z], axis=1)

    def moved(self, seconds: float) -> "Placed":
        """Return the vehicle a moment later."""
        return replace(
            self,
            ahead=self.ahead - self.closing * seconds,
            lateral=self.lateral + self.drifting * seconds,
        )


class Traffic:
    """Follows the story's courses, round after round."""

    def __init__(self) -> None:
        self.odometer = Odometer(story.SPEEDS, story.SECONDS, REPEAT)
        self.road = RoadLine(self.odometer.length)
        self._lateral = Curve(story.LATERAL)
        self._courses = [_course(vehicle) for vehicle in story.VEHICLES]

    def view(self, time: float) -> CameraView:
        """Return the camera at ``time`` seconds."""
        speed = self.odometer.speed(time)
        pull = (self.odometer.speed(time + 0.2) - self.odometer.speed(time - 0.2)) / 0.4
        shake = 0.09 * speed * (sin(time * 11.3) * 0.5 + sin(time * 23.7 + 1) * 0.3)
        return CameraView(
            road=self.road,
            way=self.odometer.at(time),
            lateral=self._lateral.at(time % story.SECONDS),
            pitch=shake + 1.6 * pull,
        )

    def around(self, time: float) -> list[Placed]:
        """Return every vehicle within sight, in the story's order."""
        vehicles = []
        for vehicle, course in zip(story.VEHICLES, self._courses, strict=True):
            placed = self._placed(vehicle, course, time % story.SECONDS)
            if placed is not None:
                vehicles.append(placed)
        return [*vehicles, *self._oncoming(time)]

    def _placed(
        self, vehicle: story.StoryVehicle, course: tuple[Curve, Curve] | None, time: float
    ) -> Placed | None:
        if isinstance(vehicle.course, story.Parked):
            ahead, lateral = self._to_parked(vehicle.course, time), vehicle.course.lateral_m
            if not -SHELLS[vehicle.body].length < ahead < FARTHEST:
                return None
            return Placed(
                vehicle, ahead, lateral, 0.0, self.odometer.speed(time), 0.0, braking=False
            )
        if course is None or not isinstance(vehicle.course, tuple):
            return None
        for moment in (time, time - story.SECONDS):
            if vehicle.course[0].at_s <= moment <= vehicle.course[-1].at_s:
                return self._moving(vehicle, course, moment)
        return None

    def _oncoming(self, time: float) -> list[Placed]:
        vehicles = []
        for vehicle in story.ONCOMING:
            if not isinstance(vehicle.course, story.Oncoming):
                continue
            speed, covered = vehicle.course.speed, self.odometer.at(time)
            ahead = (vehicle.course.start_m - speed * time - covered) % story.EVERY
            if ahead < FARTHEST:
                closing = speed + self.odometer.speed(time)
                vehicles.append(
                    Placed(
                        vehicle, ahead, vehicle.course.lateral_m, 0.0, closing, 0.0, braking=False
                    )
                )
        return vehicles

    def _to_parked(self, course: story.Parked, time: float) -> float:
        length, behind = self.odometer.length, 60.0
        way = self.odometer.at(course.passed_s) - self.odometer.at(time)
        return (way + behind) % length - behind

    def _moving(
        self, vehicle: story.StoryVehicle, course: tuple[Curve, Curve], time: float
    ) -> Placed | None:
        far, side = course
        ahead, lateral = far.at(time), side.at(time)
        if not -SHELLS[vehicle.body].length < ahead < FARTHEST:
            return None
        closing = (far.at(time - _STEP) - far.at(time + _STEP)) / (2 * _STEP)
        across = (side.at(time + _STEP) - side.at(time - _STEP)) / (2 * _STEP)
        own = self._lateral.at(time + _STEP) - self._lateral.at(time - _STEP)
        speed = max(self._speed(far, time), 2.0)
        return Placed(
            vehicle,
            ahead,
            lateral,
            heading=float(np.clip(across / speed, -0.22, 0.22)),
            closing=closing,
            drifting=across - own / (2 * _STEP),
            braking=self._brakes(far, time),
        )

    def _speed(self, far: Curve, time: float) -> float:
        """Return a vehicle's own speed from its distance ahead."""
        gained = (far.at(time + _STEP) - far.at(time - _STEP)) / (2 * _STEP)
        return self.odometer.speed(time) + gained

    def _brakes(self, far: Curve, time: float) -> bool:
        now, before = self._speed(far, time), self._speed(far, time - 3 * _STEP)
        return now < 0.4 or (now - before) / (3 * _STEP) < _BRAKING  # noqa: PLR2004


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A vehicle's panels, shadow first and plate last, with all their corners in one array."""

    panels: tuple[TexturePanel, ...]
    corners: Corners


@lru_cache(maxsize=9)
def model(vehicle: story.StoryVehicle, braking: bool) -> Model:  # noqa: FBT001
    """Return the drawn vehicle; made when it appears, kept while it may be in sight.

    At most nine are at once; each is 6 MB, and takes as long as a frame to make again.
    """
    style = VehicleStyle(
        vehicle.body,
        vehicle.color,
        vehicle.badge,
        vehicle.lamps,
        braking=braking,
        oncoming=isinstance(vehicle.course, story.Oncoming),
    )
    parts = [shadow(), *panels(style)]
    if vehicle.plate:
        picture = plate_picture(vehicle.plate, vehicle.state, vehicle.frame)
        parts.append(plate_panel(vehicle.body, picture))
    return Model(tuple(parts), np.concatenate([panel.corners for panel in parts]))


def _course(vehicle: story.StoryVehicle) -> tuple[Curve, Curve] | None:
    if not isinstance(vehicle.course, tuple):
        return None
    points = vehicle.course
    return (
        Curve([(point.at_s, point.ahead_m) for point in points]),
        Curve([(point.at_s, point.lateral_m) for point in points]),
    )

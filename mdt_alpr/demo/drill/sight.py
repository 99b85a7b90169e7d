"""A camera and engines that show what a scenario says; everything behind them is real."""

import threading
from collections import deque
from datetime import datetime, timedelta

import numpy as np

from mdt_alpr.demo.drill.scenario import ScenarioVehicle
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText
from mdt_alpr.patrol.ports import Frame

WIDTH, HEIGHT = 960, 540
_GREY, _LIGHT = 96, 220
_TOP = 240.0
_SURE = 0.95
_HIGH = 0.5
"""A plate is half as high as it is wide."""
BETWEEN_FRAMES = timedelta(milliseconds=66)
_FRAME_WITHIN_S = 20.0


class SetClock:
    """A clock that stands where the scenario puts it; see ``patrol.ports.Clock``."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return where it stands."""
        return self._at

    def pass_by(self, time: timedelta) -> None:
        """Let time pass; a negative time is a clock that is set back."""
        self._at += time


class DrillRoad:
    """What stands before the camera, by the frame's number; shared by camera and engines."""

    def __init__(self) -> None:
        self._seen: dict[int, ScenarioVehicle] = {}
        self._looked = threading.Condition()
        self._last = -1

    def put(self, number: int, vehicle: ScenarioVehicle | None) -> None:
        """Let a vehicle, or none, stand in a frame."""
        if vehicle is not None:
            self._seen[number] = vehicle

    def at(self, number: int) -> ScenarioVehicle | None:
        """Return the vehicle of a frame."""
        return self._seen.get(number)

    def looked(self, number: int) -> None:
        """Note that recognition is through with a frame."""
        with self._looked:
            self._last = number
            self._looked.notify_all()

    def wait_for(self, number: int) -> bool:
        """Wait until recognition is through with a frame; return whether it came so far."""
        with self._looked:
            return self._looked.wait_for(lambda: self._last >= number, _FRAME_WITHIN_S)


class ScriptedCamera:
    """See ``patrol.ports.Camera``: delivers a frame when the scenario shows one."""

    name = "front"

    def __init__(self, road: DrillRoad, clock: SetClock) -> None:
        self._road = road
        self._clock = clock
        self._frames: deque[Frame | None] = deque()
        self._came = threading.Condition()
        self._number = 0

    def open(self) -> None:
        """Begin to deliver."""

    def read(self) -> Frame | None:
        """Wait for a frame; None once ``end`` was called."""
        with self._came:
            self._came.wait_for(lambda: bool(self._frames))
            return self._frames.popleft()

    def close(self) -> None:
        """Stop delivering."""

    def end(self) -> None:
        """End the source: a car that waits for a frame can stop."""
        with self._came:
            self._frames.append(None)
            self._came.notify()

    def show(self, vehicle: ScenarioVehicle | None) -> bool:
        """Deliver one frame; return whether recognition took it."""
        number = self._number
        self._number += 1
        self._road.put(number, vehicle)
        frame = Frame(_pixels(vehicle), self._clock.now(), number, WIDTH, HEIGHT, self.name)
        with self._came:
            self._frames.append(frame)
            self._came.notify()
        return self._road.wait_for(number)


class ScriptedDetector:
    """See ``patrol.ports.PlateDetector``."""

    name = "scripted"

    def __init__(self, road: DrillRoad) -> None:
        self._road = road

    def load(self) -> None:
        """Load nothing."""

    def detect(self, frame: Frame) -> list[Detection]:
        """Return the plate that the scenario puts there."""
        vehicle = self._road.at(frame.number)
        return [] if vehicle is None else [Detection(box_of(vehicle), _SURE)]


class ScriptedReader:
    """See ``patrol.ports.PlateReader``; ``second`` is the reader that is asked after an alert."""

    name = "scripted"

    def __init__(self, road: DrillRoad, *, second: bool = False) -> None:
        self._road = road
        self._second = second

    def load(self) -> None:
        """Load nothing."""

    def read(self, frame: Frame, box: Box) -> PlateText:  # noqa: ARG002 - one vehicle a frame
        """Return what the scenario lets it read."""
        vehicle = self._road.at(frame.number)
        if vehicle is None:
            return PlateText(())
        first = vehicle.first_text
        return (vehicle.second_text or first) if self._second else first


def box_of(vehicle: ScenarioVehicle) -> Box:
    """Return where the plate stands in the frame: in the middle."""
    left = (WIDTH - vehicle.width) / 2
    return Box(left, _TOP, left + vehicle.width, _TOP + _HIGH * vehicle.width)


def _pixels(vehicle: ScenarioVehicle | None) -> object:
    pixels = np.full((HEIGHT, WIDTH, 3), _GREY, np.uint8)
    if vehicle is not None:
        box = box_of(vehicle)
        pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = _LIGHT
        top, left = int(box.top) + 8, int(box.left) + 8
        for place, character in enumerate(vehicle.plate):  # a bar for each, as long as its code
            across = left + place * (vehicle.width - 16) // len(vehicle.plate)
            pixels[top : top + ord(character) % 28 + 4, across : across + 4] = 0
    return pixels

"""A street on which one vehicle after another drives up: its camera and its engines."""

import threading
import time
from collections.abc import Callable

from mdt_alpr.demo.drill.situations import Situation
from mdt_alpr.domain.reading.reading import Box, Character, Detection, PlateText
from mdt_alpr.drive.optics import HEIGHT, WIDTH, CameraView
from mdt_alpr.drive.renderer import DriveRenderer
from mdt_alpr.drive.traffic import Placed, Traffic
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

FRAMES_A_SECOND = 8
_AT_A_LIGHT = 31.0
"""The second of the drive at which the patrol car is stopped."""
_FAR, _NEAR, _APPROACH = 15.0, 3.8, 7.0
"""Meters ahead when it appears and when it stops; meters a second in between."""
_CONFIDENCE = 0.97
_KEPT = 64


class DrillTraffic(Traffic):
    """Only the situation's vehicle is on the road."""

    def __init__(self) -> None:
        super().__init__()
        self._situation: Situation | None = None
        self._since = 0.0

    def show(self, situation: Situation | None) -> None:
        """Let a vehicle drive up, or the road be empty."""
        self._situation, self._since = situation, time.monotonic()

    def view(self, time: float) -> CameraView:  # noqa: ARG002 - the patrol car is stopped
        return super().view(_AT_A_LIGHT)

    def around(self, time: float) -> list[Placed]:  # noqa: ARG002 - it drives up when it is shown
        """Return the vehicle where it is by now."""
        situation = self._situation
        if situation is None:
            return []
        ahead = max(_NEAR, _FAR - _APPROACH * self._seconds())
        placed = Placed(situation.drawn, ahead, 0.0, 0.0, 0.0, 0.0, braking=ahead <= _NEAR)
        return [placed]

    @property
    def situation(self) -> Situation | None:
        """Return whose vehicle is on the road."""
        return self._situation

    def _seconds(self) -> float:
        return time.monotonic() - self._since


class DrillCamera:
    """See ``patrol.ports.Camera``: draws the street, marked TRAINING in every frame."""

    name = "drill"

    def __init__(self, clock: Clock, frames_a_second: float = FRAMES_A_SECOND) -> None:
        self._clock = clock
        self._pause = 1 / frames_a_second
        self._traffic = DrillTraffic()
        self._renderer: DriveRenderer | None = None
        self._closed = threading.Event()
        self._number = 0
        self._seen: dict[int, tuple[Situation, Box]] = {}
        self.newest: tuple[Situation, Frame, Box] | None = None
        """The last frame with a plate: whose it is, and its box."""

    def show(self, situation: Situation | None) -> None:
        """Let a vehicle drive up, or the road be empty; from any thread."""
        self._traffic.show(situation)

    def open(self) -> None:
        """Draw the scene the first time."""
        self._renderer = self._renderer or DriveRenderer(traffic=self._traffic)
        self._closed.clear()

    def read(self) -> Frame | None:
        """Return the next frame; None once closed."""
        if self._renderer is None or self._closed.wait(self._pause):
            return None
        number, situation = self._number, self._traffic.situation
        self._number += 1
        pixels = self._renderer.frame(number)
        frame = Frame(pixels, self._clock.now(), number, WIDTH, HEIGHT, self.name)
        if situation is not None:
            self._note(frame, situation)
        return frame

    def close(self) -> None:
        """Stop; a ``read`` that waits comes back with nothing."""
        self._closed.set()

    def at(self, number: int) -> tuple[Situation, Box] | None:
        """Return whose plate a frame shows, and where."""
        return self._seen.get(number)

    def _note(self, frame: Frame, situation: Situation) -> None:
        assert self._renderer is not None  # noqa: S101 - opened before it is read
        plates = self._renderer.plates(frame.number)
        if plates:
            (left, top), (right, bottom) = plates[0].corners.min(0), plates[0].corners.max(0)
            box = Box(float(left), float(top), float(right), float(bottom))
            self._seen[frame.number] = (situation, box)
            self._seen.pop(frame.number - _KEPT, None)
            self.newest = situation, frame, box


class DrillDetector:
    """See ``patrol.ports.PlateDetector``: finds the plate where it was drawn."""

    name = "drill"

    def __init__(self, at: Callable[[int], tuple[Situation, Box] | None]) -> None:
        self._at = at

    def load(self) -> None:
        """Load nothing."""

    def detect(self, frame: Frame) -> list[Detection]:
        seen = self._at(frame.number)
        return [Detection(seen[1], _CONFIDENCE)] if seen and not seen[0].relayed else []


class DrillReader:
    """See ``patrol.ports.PlateReader``: reads what the situation lets the camera read."""

    name = "drill"

    def __init__(self, at: Callable[[int], tuple[Situation, Box] | None]) -> None:
        self._at = at

    def load(self) -> None:
        """Load nothing."""

    def read(self, frame: Frame, box: Box) -> PlateText:  # noqa: ARG002 - one plate a frame
        """Return the characters, and the state of a plate whose state can be read."""
        seen = self._at(frame.number)
        text, state = (seen[0].read, seen[0].state_read) if seen else ("", "")
        characters = tuple(Character(c, _CONFIDENCE) for c in text)
        return PlateText(characters, state, _CONFIDENCE if state else 0.0)

"""A scenario's clock, camera, engines and network; everything behind them is real."""

import threading
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import numpy as np

from mdt_alpr.demo.drill.scenario import ScenarioVehicle
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Box, Detection, PlateText
from mdt_alpr.patrol.ports import Frame, NoFix

WIDTH, HEIGHT = 960, 540
_GRAY, _LIGHT = 96, 220
_TOP = 240.0
_CONFIDENCE = 0.95
_HIGH = 0.5
"""A plate is half as high as it is wide."""
BETWEEN_FRAMES = timedelta(milliseconds=66)
_FRAME_WITHIN_S = 20.0
_RECEIVED_EVERY_S = 0.02


class SetClock:
    """A clock that the scenario sets; see ``clock.Clock``."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the scenario's time."""
        return self._at

    def pass_by(self, time: timedelta) -> None:
        """Let time pass; a negative time is a clock that is set back."""
        self._at += time


class ScriptedReceiver:
    """A receiver of positions at the place that the scenario sets; none until then."""

    name = "Scripted receiver"

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self._place: tuple[float, float, float] | None = None
        self._ahead = timedelta(0)
        self._asked = threading.Semaphore(0)
        self._pause = threading.Event()

    def open(self) -> None:
        """Be there."""

    def close(self) -> None:
        """Be gone."""

    def read(self) -> Fix | NoFix:
        """Return where the car is, by a clock that the car's own is ahead of."""
        self._asked.release()
        self._pause.wait(_RECEIVED_EVERY_S)
        if self._place is None:
            return NoFix()
        lat, lon, heading = self._place
        now = self._clock.now()
        return Fix(lat, lon, now - self._ahead, now, speed_mph=25.0, heading=heading)

    def put(self, lat: float, lon: float, heading: float, ahead_s: float) -> bool:
        """Put the car at a place; return whether the car has taken it up."""
        self._place, self._ahead = (lat, lon, heading), timedelta(seconds=ahead_s)
        while self._asked.acquire(blocking=False):
            pass
        return all(self._asked.acquire(timeout=_FRAME_WITHIN_S) for _ in range(3))


class DrillRoad:
    """What the camera sees, by frame number; shared by camera and engines."""

    def __init__(self) -> None:
        self._seen: dict[int, ScenarioVehicle] = {}
        self._recognized = threading.Condition()
        self._last = -1

    def put(self, number: int, vehicle: ScenarioVehicle | None) -> None:
        """Put a vehicle, or none, in a frame."""
        if vehicle is not None:
            self._seen[number] = vehicle

    def at(self, number: int) -> ScenarioVehicle | None:
        """Return the vehicle of a frame."""
        return self._seen.get(number)

    def recognized(self, number: int) -> None:
        """Note that recognition is done with a frame."""
        with self._recognized:
            self._last = number
            self._recognized.notify_all()

    def wait_for(self, number: int) -> bool:
        """Wait until recognition is done with a frame; return whether it was in time."""
        with self._recognized:
            return self._recognized.wait_for(lambda: self._last >= number, _FRAME_WITHIN_S)


class ScriptedCamera:
    """See ``patrol.ports.Camera``: delivers a frame when the scenario shows one."""

    name = "front"

    def __init__(self, road: DrillRoad, clock: SetClock) -> None:
        self._road = road
        self._clock = clock
        self._frames: deque[Frame | None] = deque()
        self._arrived = threading.Condition()
        self._number = 0

    def open(self) -> None:
        """Begin to deliver."""

    def read(self) -> Frame | None:
        """Wait for a frame; None once ``end`` was called."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self._frames))
            return self._frames.popleft()

    def close(self) -> None:
        """Stop delivering."""

    def end(self) -> None:
        """End the source: a car that waits for a frame can stop."""
        with self._arrived:
            self._frames.append(None)
            self._arrived.notify()

    def show(self, vehicle: ScenarioVehicle | None) -> bool:
        """Deliver one frame; return whether recognition took it."""
        number = self._number
        self._number += 1
        self._road.put(number, vehicle)
        frame = Frame(_pixels(vehicle), self._clock.now(), number, WIDTH, HEIGHT, self.name)
        with self._arrived:
            self._frames.append(frame)
            self._arrived.notify()
        return self._road.wait_for(number)


class ScriptedDetector:
    """See ``patrol.ports.PlateDetector``."""

    name = "scripted"

    def __init__(self, road: DrillRoad) -> None:
        self._road = road

    def load(self) -> None:
        """Load nothing."""

    def detect(self, frame: Frame) -> list[Detection]:
        vehicle = self._road.at(frame.number)
        return [] if vehicle is None else [Detection(box_of(vehicle), _CONFIDENCE)]


class ScriptedReader:
    """See ``patrol.ports.PlateReader``; ``second`` is the reader that is asked after an alert."""

    name = "scripted"

    def __init__(self, road: DrillRoad, *, second: bool = False) -> None:
        self._road = road
        self._second = second

    def load(self) -> None:
        """Load nothing."""

    def read(self, frame: Frame, box: Box) -> PlateText:  # noqa: ARG002 - one vehicle a frame
        vehicle = self._road.at(frame.number)
        if vehicle is None:
            return PlateText(())
        first = vehicle.first_text
        return (vehicle.second_text or first) if self._second else first


def box_of(vehicle: ScenarioVehicle) -> Box:
    """Return the plate's box: in the middle of the frame."""
    left = (WIDTH - vehicle.width) / 2
    return Box(left, _TOP, left + vehicle.width, _TOP + _HIGH * vehicle.width)


def _pixels(vehicle: ScenarioVehicle | None) -> object:
    pixels = np.full((HEIGHT, WIDTH, 3), _GRAY, np.uint8)
    if vehicle is not None:
        box = box_of(vehicle)
        pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = _LIGHT
        top, left = int(box.top) + 8, int(box.left) + 8
        for place, character in enumerate(vehicle.plate):  # a bar for each, as long as its code
            across = left + place * (vehicle.width - 16) // len(vehicle.plate)
            pixels[top : top + ord(character) % 28 + 4, across : across + 4] = 0
    return pixels


class Network(httpx.BaseTransport):
    """Carries requests while ``up``; else no headquarters can be reached."""

    def __init__(self) -> None:
        self.up = True
        self._carried = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, or fail as a car beyond coverage does."""
        if not self.up:
            raise httpx.ConnectError("no coverage", request=request)
        response = self._carried.handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Cuttable(response.stream, self, request)
        return response

    def close(self) -> None:
        """Keep the connections: several clients share the network; ``end`` closes them."""

    def end(self) -> None:
        """Close every connection."""
        self._carried.close()


class _Cuttable(httpx.SyncByteStream):
    """An answer that breaks off once the network is cut."""

    def __init__(
        self, stream: httpx.SyncByteStream, network: Network, request: httpx.Request
    ) -> None:
        self._stream = stream
        self._network = network
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            if not self._network.up:
                raise httpx.ReadError("no coverage", request=self._request)
            yield part

    def close(self) -> None:
        self._stream.close()

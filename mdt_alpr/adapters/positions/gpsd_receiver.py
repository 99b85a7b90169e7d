"""The program gpsd, which shares one receiver among programs, over its JSON protocol."""

import json
import math
import socket
from collections import deque
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from mdt_alpr.adapters.nmea import Lines
from mdt_alpr.domain.errors import PositionError, PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import NoFix

USUAL_PORT = 2947
MPH_PER_METER_A_SECOND = 3600 / 1609.344
_SCHEME = "gpsd://"
_WATCH = b'?WATCH={"enable":true,"json":true};\n'
_CONNECTS_WITHIN_S = 2.0
_WAITS_S = 0.2
_FIXED_FROM_MODE = 2
_SIMULATED_STATUS = 8


class Receiver:
    """Fixes as gpsd reports them, once a second."""

    def __init__(self, source: str, clock: Clock) -> None:
        self.name = source
        self._clock = clock
        self._connection: socket.socket | None = None
        self._lines = Lines()
        self._waiting: deque[Fix | NoFix] = deque()

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` is an address of gpsd."""
        return source.startswith(_SCHEME)

    def open(self) -> None:
        """Connect and ask for reports.

        Raises:
            PositionLostError: nobody answers there.
        """
        self._lines = Lines()
        self._waiting.clear()
        try:
            address = urlsplit(self.name)
            place = address.hostname or "localhost", address.port or USUAL_PORT
            self._connection = socket.create_connection(place, _CONNECTS_WITHIN_S)
            self._connection.sendall(_WATCH)
            self._connection.settimeout(_WAITS_S)
        except (OSError, ValueError) as error:
            raise PositionLostError(
                f"gpsd does not answer at {self.name}. Start it, or change the setting position."
            ) from error

    def read(self) -> Fix | NoFix | None:
        """Return the next answer, None where none came in a fifth of a second.

        Raises:
            PositionLostError: gpsd ended the connection.
        """
        if not self._waiting:
            for line in self._lines.feed(self._data()):
                answer = report(line, self._clock.now())
                if answer is not None:
                    self._waiting.append(answer)
        return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _data(self) -> bytes:
        if self._connection is None:
            return b""
        try:
            data = self._connection.recv(4096)
        except TimeoutError:
            return b""
        except OSError as error:
            raise self._gone() from error
        if not data:
            raise self._gone()
        return data

    def _gone(self) -> PositionLostError:
        return PositionLostError(f"gpsd at {self.name} ended the connection. Start it again.")


def report(line: bytes, seen_at: datetime) -> Fix | NoFix | None:
    """Return the place and speed in a line of gpsd, None where there is none; never raises."""
    try:
        said = json.loads(line)
        if not isinstance(said, dict) or said.get("class") != "TPV":
            return None
        return _fix(said, seen_at)
    except (ValueError, TypeError, OverflowError, RecursionError, PositionError):
        return None


def _fix(said: dict[str, Any], seen_at: datetime) -> Fix | NoFix:
    lat, lon = _number(said.get("lat")), _number(said.get("lon"))
    time = said.get("time")
    mode = _number(said.get("mode")) or 0
    if mode < _FIXED_FROM_MODE or lat is None or lon is None or not isinstance(time, str):
        return NoFix()
    speed, track = _number(said.get("speed")), _number(said.get("track"))
    return Fix(
        lat,
        lon,
        datetime.fromisoformat(time).astimezone(UTC),
        seen_at,
        speed_mph=None if speed is None else speed * MPH_PER_METER_A_SECOND,
        heading=None if track is None else math.fmod(track, 360.0),
        accuracy_m=_number(said.get("eph")),
        simulated=said.get("status") == _SIMULATED_STATUS,
    )


def _number(value: object) -> float | None:
    """Return a number, None for everything else; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)

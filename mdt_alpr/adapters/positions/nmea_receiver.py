"""A receiver that speaks NMEA 0183, at a serial or USB port or over TCP."""

import re
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from mdt_alpr.adapters.nmea import Lines, NmeaParser
from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import NoFix

BAUD_RATES = (9600, 4800, 38400, 115200)
"""Tried one after the other; a USB receiver accepts any."""
_WAITS_S = 0.2
_AT_ONCE = 1024
_WINDOWS_PORT = re.compile(r"COM\d{1,3}", flags=re.IGNORECASE)
_SERIAL, _NETWORK = "serial:", "nmea://"


class Receiver:
    """Fixes as they come; one a second with most receivers."""

    def __init__(self, source: str, clock: Clock) -> None:
        self.name = source.removeprefix(_SERIAL)
        self._clock = clock
        self._port: Any = None
        self._understood = False
        self._rate = 0
        self._begin()

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` is a serial port or an address of NMEA over TCP."""
        return source.startswith((_SERIAL, _NETWORK)) or bool(_WINDOWS_PORT.fullmatch(source))

    def open(self) -> None:
        """Open the port; a further rate is tried where nothing was understood before.

        Raises:
            PositionLostError: there is no such port or address, or another program holds it.
        """
        import serial  # where a car has no receiver it is not loaded

        self._begin()
        try:
            self._port = serial.serial_for_url(
                _address(self.name), BAUD_RATES[self._rate], timeout=_WAITS_S
            )
        except (OSError, ValueError) as error:
            raise PositionLostError(
                f"No GPS receiver answers at {self.name}. Check its cable, close other programs "
                "that use it, or change the setting position."
            ) from error

    def read(self) -> Fix | NoFix | None:
        """Return the next answer, None where none came in a fifth of a second.

        Raises:
            PositionLostError: the receiver was unplugged, or the connection broke off.
        """
        while not self._waiting:
            if not (data := self._data()):
                return None
            for line in self._lines.feed(data):
                answer = self._parser.parse(line, self._clock.now())
                if answer is not None:
                    self._waiting.append(answer)
        self._understood = True
        return self._waiting.popleft()

    def close(self) -> None:
        """Release the port."""
        if self._port is None:
            return
        if not self._understood:
            self._rate = (self._rate + 1) % len(BAUD_RATES)
        port, self._port = self._port, None
        port.close()

    def _begin(self) -> None:
        self._understood = False
        self._lines, self._parser = Lines(), NmeaParser()
        self._waiting: deque[Fix | NoFix] = deque()

    def _data(self) -> bytes:
        if self._port is None:
            return b""
        try:
            there = min(max(1, self._port.in_waiting), _AT_ONCE)
            data: bytes = self._port.read(there)
        except OSError as error:  # the library's own error is one
            message = f"The GPS receiver at {self.name} is gone. Check its cable."
            raise PositionLostError(message) from error
        return data


def _address(name: str) -> str:
    """Return the port in the library's words: it reads TCP like a port."""
    if not name.startswith(_NETWORK):
        return name
    return f"socket://{urlsplit(name).netloc}"

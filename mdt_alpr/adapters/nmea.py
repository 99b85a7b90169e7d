"""NMEA 0183 sentences of a receiver as fixes; anything else is skipped.

Not by a library: pynmea2 1.19 and pynmeagps do not put the sentences of one second together, which
is most of this, and raise on noise; pynmea2 also accepts 75 minutes of a degree and a speed of
``nan``, and reads the year 94 as 1994.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import xor

from mdt_alpr.domain.errors import PositionError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.ports import NoFix

MPH_PER_KNOT = 1.852 / 1.609344
METERS_PER_HDOP = 5.0
"""A civil receiver's error with well placed satellites, times their dilution (HDOP)."""
_LONGEST_LINE = 4096
"""Bytes without an end of line that are no sentence, but another baud rate or protocol."""
_RMC_MISSED = 3
"""GGA sentences in a row after which a receiver counts as one that sends no RMC."""
_SENTENCE = re.compile(rb"\$([A-Z]{2})([A-Z]{3}),([ -#%-)+-~]*)\*([0-9A-Fa-f]{2})")
_TIME = re.compile(r"(\d\d)(\d\d)(\d\d(?:\.\d{1,6})?)", flags=re.ASCII)
_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)", flags=re.ASCII)
_DEGREES = re.compile(r"(\d{2,3})(\d\d(?:\.\d+)?)", flags=re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?", flags=re.ASCII)
_SIMULATED_QUALITY = "8"
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its three letters without the talker's, and its fields."""

    kind: str
    fields: tuple[str, ...]

    def field(self, place: int) -> str:
        """Return a field, empty where an older receiver does not send it."""
        return self.fields[place] if place < len(self.fields) else ""


def checksum(text: bytes) -> int:
    """Return the exclusive-or of the bytes between ``$`` and ``*``."""
    return reduce(xor, text, 0)


def sentence(line: bytes) -> Sentence | None:
    """Return the sentence in ``line``, None where it is none or its checksum is wrong."""
    match = _SENTENCE.search(line)
    if match is None:
        return None
    between = match.group(0)[1:-3]
    if checksum(between) != int(match.group(4), 16):
        return None
    return Sentence(match.group(2).decode(), tuple(match.group(3).decode().split(",")))


class Lines:
    """Cuts what comes in pieces into lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give every line that ``data`` completes."""
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest if len(rest) <= _LONGEST_LINE else b""
        yield from lines


class NmeaParser:
    """Parses one receiver: RMC has place, speed and time, GGA and GSA how good they are.

    Where a receiver sends no RMC, GGA has the place and VTG the speed; the day is then ours.
    """

    def __init__(self) -> None:
        self._hdop: float | None = None
        self._speed: float | None = None
        self._heading: float | None = None
        self._rmc_missed = 0

    def parse(self, line: bytes, seen_at: datetime) -> Fix | NoFix | None:
        """Return the fix in ``line``, None where there is none; never raises."""
        parsed = sentence(line)
        try:
            return None if parsed is None else self._fix(parsed, seen_at)
        except (PositionError, OverflowError, ValueError):
            return None

    def _fix(self, said: Sentence, seen_at: datetime) -> Fix | NoFix | None:
        if said.kind == "RMC":
            self._rmc_missed = 0
            return self._rmc(said, seen_at)
        if said.kind == "GGA":
            self._rmc_missed += 1
            self._hdop = _number(said.field(7))
            return self._gga(said, seen_at) if self._rmc_missed > _RMC_MISSED else None
        if said.kind == "GSA":
            self._hdop = _number(said.field(15)) or self._hdop
        elif said.kind == "VTG":
            self._heading, self._speed = _heading(said.field(0)), _speed(said.field(4))
        return None

    def _rmc(self, said: Sentence, seen_at: datetime) -> Fix | NoFix | None:
        mode = said.field(11)
        if said.field(1) != "A" or mode == "N":
            return NoFix()
        place, at = _place(said.fields[2:6]), _instant(said.field(0), said.field(8))
        if place is None or at is None:
            return None
        return Fix(
            *place,
            at,
            seen_at,
            speed_mph=_speed(said.field(6)),
            heading=_heading(said.field(7)),
            accuracy_m=self._accuracy(),
            simulated=mode == "S",
        )

    def _gga(self, said: Sentence, seen_at: datetime) -> Fix | NoFix | None:
        quality = said.field(5)
        if quality in ("", "0"):
            return NoFix()
        place, at = _place(said.fields[1:5]), _instant_near(said.field(0), seen_at)
        if place is None or at is None:
            return None
        return Fix(
            *place,
            at,
            seen_at,
            speed_mph=self._speed,
            heading=self._heading,
            accuracy_m=self._accuracy(),
            simulated=quality == _SIMULATED_QUALITY,
        )

    def _accuracy(self) -> float | None:
        return None if self._hdop is None else self._hdop * METERS_PER_HDOP


def _place(fields: Sequence[str]) -> tuple[float, float] | None:
    """Return degrees from latitude, N or S, longitude, E or W."""
    lat_text, north, lon_text, east = (*fields, "", "", "", "")[:4]
    lat, lon = _degrees(lat_text), _degrees(lon_text)
    if lat is None or lon is None or north not in ("N", "S") or east not in ("E", "W"):
        return None
    return lat if north == "N" else -lat, lon if east == "E" else -lon


def _degrees(text: str) -> float | None:
    """Return degrees from degrees and minutes without a sign between them: 3513.6260."""
    match = _DEGREES.fullmatch(text)
    if match is None or float(match.group(2)) >= 60:  # noqa: PLR2004 - minutes of a degree
        return None
    return int(match.group(1)) + float(match.group(2)) / 60


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _speed(knots: str) -> float | None:
    value = _number(knots)
    return None if value is None else value * MPH_PER_KNOT


def _heading(text: str) -> float | None:
    value = _number(text)
    return None if value is None else math.fmod(value, 360.0)


def _of_day(text: str) -> timedelta | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def _instant(time: str, date: str) -> datetime | None:
    match, passed = _DATE.fullmatch(date), _of_day(time)
    if match is None or passed is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    return datetime(2000 + year, month, day, tzinfo=UTC) + passed


def _instant_near(time: str, seen_at: datetime) -> datetime | None:
    """Return the instant with that time of day which is nearest to our clock's."""
    passed = _of_day(time)
    if passed is None:
        return None
    ours = seen_at.astimezone(UTC)
    midnight = ours.replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = (midnight + passed - ours).total_seconds()
    half = _DAY_S / 2
    return ours + timedelta(seconds=(ahead + half) % _DAY_S - half)

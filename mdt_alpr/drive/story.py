"""The drive as a story: who drives, where, when, and what the sample hotlist says of it.

Every vehicle, plate and record is made up. ``tests`` hold the story to its promises:
nobody drives through anybody, every plate comes close enough, and the files in
``resources/demo`` say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.drive.plates import PlateFrame

Numbers = npt.NDArray[np.float64]


class Curve:
    """A smooth curve through points; monotone where they are (Fritsch and Carlson)."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        """Take points as (time, value), times rising; one point makes a constant."""
        self._times = np.array([time for time, _ in points])
        self._values = np.array([value for _, value in points])
        self._slopes = _slopes(self._times, self._values)

    def at(self, time: float) -> float:
        """Return the value at ``time``; the end values hold beyond the ends."""
        times, values = self._times, self._values
        if time <= times[0] or len(times) == 1:
            return float(values[0])
        if time >= times[-1]:
            return float(values[-1])
        i = int(np.searchsorted(times, time, side="right")) - 1
        span = times[i + 1] - times[i]
        u = (time - times[i]) / span
        start, end = values[i], values[i + 1]
        lift, land = self._slopes[i] * span, self._slopes[i + 1] * span
        return float(
            start * (1 + 2 * u) * (1 - u) ** 2
            + lift * u * (1 - u) ** 2
            + end * u * u * (3 - 2 * u)
            + land * u * u * (u - 1)
        )


class Odometer:
    """The way covered by a speed profile over one round, and the time it took."""

    _STEP = 1 / 120

    def __init__(
        self, speeds: Sequence[tuple[float, float]], period: float, way_unit: float
    ) -> None:
        """Integrate meters a second over ``period`` seconds.

        The speeds are scaled slightly so that the way is a whole number of ``way_unit``
        meters, as the road repeats.
        """
        curve = Curve(speeds)
        self._times = np.arange(0.0, period + self._STEP, self._STEP)
        rates = np.array([curve.at(float(time)) for time in self._times])
        way = np.concatenate([[0.0], np.cumsum((rates[1:] + rates[:-1]) / 2 * self._STEP)])
        whole = float(np.interp(period, self._times, way))
        self.length = max(1, round(whole / way_unit)) * way_unit
        self._period = period
        self._way = way * (self.length / whole)

    def at(self, time: float) -> float:
        """Return the meters covered at ``time``; goes on evenly from round to round."""
        rounds, rest = divmod(time, self._period)
        return rounds * self.length + float(np.interp(rest, self._times, self._way))

    def speed(self, time: float) -> float:
        """Return the speed at ``time`` in meters a second."""
        return (self.at(time + self._STEP) - self.at(time - self._STEP)) / (2 * self._STEP)


def _slopes(times: Numbers, values: Numbers) -> Numbers:
    if len(times) == 1:
        return np.zeros(1)
    rates = np.diff(values) / np.diff(times)
    slopes = np.zeros(len(times))
    for i in range(1, len(times) - 1):
        before, after = rates[i - 1], rates[i]
        if before * after > 0:
            slopes[i] = 2 * before * after / (before + after)
    return slopes


SECONDS = 90.0
"""Length of one round; the next begins with the same vehicles."""

SPEEDS: tuple[tuple[float, float], ...] = (
    (0.0, 10.5), (3.0, 8.5), (6.0, 3.6), (15.4, 3.6), (18.5, 8.0), (22.5, 10.0), (26.0, 6.0),
    (29.0, 0.0), (33.6, 0.0), (36.5, 6.0), (42.0, 13.0), (52.0, 14.0), (57.0, 11.0),
    (59.6, 3.9), (68.0, 3.9), (70.5, 8.5), (73.0, 9.0), (75.0, 5.5), (77.5, 0.0), (82.0, 0.0),
    (85.5, 8.0), (90.0, 10.5),
)  # fmt: skip
"""Seconds, meters a second of the patrol car."""

LATERAL: tuple[tuple[float, float], ...] = (
    (0.0, 0.0), (5.0, 0.45), (15.0, 0.45), (18.0, 0.0), (43.2, 0.0), (45.6, -3.2), (51.8, -3.3),
    (54.6, 0.0), (57.0, 0.0), (59.5, 0.45), (67.0, 0.45), (69.0, 0.0), (90.0, 0.0),
)  # fmt: skip
"""Seconds, meters of the patrol car right of the middle of the right lane."""

RED_LIGHTS: tuple[tuple[float, float], ...] = ((29.0, 33.4), (77.5, 81.8))
"""When the patrol car stops at a light, and when that turns green."""

BRIDGE_AT = 49.6
"""When the patrol car is under the bridge."""


EVERY = 480.0
"""Meters of the other carriageway after which its traffic repeats."""


class Expected(StrEnum):
    """What the officer should find out about a vehicle."""

    TRUE_HIT = "true_hit"
    NEAR_MISS = "near_miss"
    OTHER_STATE = "other_state"
    OTHER_VEHICLE = "other_vehicle"
    STALE = "stale"
    NONE = "none"


class Reply(StrEnum):
    """What the MDT, Communications or DCIN answer about the plate that is on the road."""

    ACTIVE = "active"
    CLEARED = "cleared"
    NO_RECORD = "no_record"


@dataclass(frozen=True, slots=True)
class OnList:
    """A record of the sample hotlist that a vehicle of the drive brings up."""

    nic: str
    plate: str
    state: str
    entered_on: str
    year: str
    make: str
    model: str
    style: str
    color: str
    plate_type: str = "PC"
    list_name: str = "NC DCI hot file"
    ori: str = "NC0130100"
    note: str = ""

    @property
    def code(self) -> str:
        """Return the record code, the first letter of the NIC."""
        return self.nic[0]


@dataclass(frozen=True, slots=True)
class Waypoint:
    """Where a moving vehicle's rear is: meters ahead of the camera, meters right of our lane."""

    at_s: float
    ahead_m: float
    lateral_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Parked:
    """A vehicle at the curb: when the camera is level with its rear."""

    passed_s: float
    lateral_m: float = 2.65


@dataclass(frozen=True, slots=True)
class Oncoming:
    """A vehicle of the other carriageway, coming by once every ``EVERY`` meters or so."""

    start_m: float
    lateral_m: float
    speed: float = 12.0


@dataclass(frozen=True, slots=True)
class StoryVehicle:
    """One vehicle of the drive and what should come of it."""

    plate: str
    state: str
    body: Body
    color: Color
    make: str
    badge: str
    frame: PlateFrame
    course: tuple[Waypoint, ...] | Parked | Oncoming
    expected: Expected = Expected.NONE
    record: OnList | None = None
    reply: Reply = Reply.NO_RECORD
    lamps: int = 0


def _way(*points: tuple[float, ...]) -> tuple[Waypoint, ...]:
    return tuple(Waypoint(*point) for point in points)


VEHICLES: tuple[StoryVehicle, ...] = (
    StoryVehicle(
        "UYH6247", "VA", Body.SUV, Color.BLUE, "HOND", "PILOT/EX-L", PlateFrame.BLACK,
        _way((-6.2, 1.6, -3.3), (-4.4, 6.6, -3.1), (-2.6, 7.0, -1.0), (-1.0, 6.2, 0.0),
             (1.0, 5.6), (3.0, 6.2), (5.0, 11.0), (8.0, 38.0), (11.0, 90.0)),
    ),
    StoryVehicle(
        "KXT4839", "NC", Body.VAN, Color.WHITE, "FORD", "TRANSIT/250",
        PlateFrame.NONE, Parked(8.4),
    ),
    StoryVehicle(
        "RNB5824", "GA", Body.CAR, Color.RED, "MAZD", "MAZDA/GT",
        PlateFrame.DEALER, Parked(11.5), lamps=1,
    ),
    StoryVehicle(
        "PDW6195", "NC", Body.SUV, Color.GRAY, "TOYT", "RAV/LE",
        PlateFrame.CHROME, Parked(14.7), lamps=1,
    ),
    StoryVehicle(
        "BDK4172", "TN", Body.VAN, Color.GRAY, "DODG", "CITY/2500", PlateFrame.BLACK,
        _way((13.6, 2.0, -3.3), (15.4, 7.0, -2.9), (17.0, 6.2, -0.6), (18.2, 5.8, 0.0),
             (19.6, 9.5), (21.4, 26.0), (25.0, 90.0)),
    ),
    StoryVehicle(
        "RKV8214", "NC", Body.PICKUP, Color.BLACK, "GMC", "SIERRA/4X4", PlateFrame.BLACK,
        _way((17.0, 46.0, 2.65), (19.6, 22.5, 2.65), (20.6, 16.5, 2.5), (22.4, 10.5, 0.6),
             (23.4, 8.6), (26.0, 6.2), (29.0, 4.25), (33.9, 4.25), (36.0, 9.0),
             (39.0, 34.0), (43.0, 95.0)),
        Expected.TRUE_HIT,
        OnList("V460271839", "RKV8214", "NC", "2026-11-22", "2019", "GMC", "SIE", "PK", "BLK",
               "TK", note="Taken from a shop car park with its key"),
        Reply.ACTIVE,
    ),
    StoryVehicle(
        "KVCR64", "FL", Body.CAR, Color.WHITE, "NISS", "ALTIMA/SV",
        PlateFrame.NONE, Parked(36.5, 2.6),
    ),
    StoryVehicle(
        "HLC7356", "NC", Body.SUV, Color.GREEN, "SUBA", "FOREST/AWD", PlateFrame.BLACK,
        _way((36.6, 80.0, -3.3), (39.6, 26.0, -3.3), (40.8, 13.5, -2.2), (42.0, 8.2, -0.2),
             (43.4, 5.3), (44.6, 4.9), (45.6, 4.2), (47.0, 1.6), (48.0, -3.0)),
        Expected.OTHER_STATE,
        OnList("V718305264", "HLC7356", "VA", "2026-11-19", "2014", "HYUN", "ELA", "4D", "WHI",
               ori="VA0430000", list_name="NCIC hot file"),
        lamps=1,
    ),
    StoryVehicle(
        "MRF582", "SC", Body.CAR, Color.BLACK, "BMW", "330/XI", PlateFrame.CHROME,
        _way((44.0, 70.0, -3.3), (47.2, 16.0, -3.3), (49.2, 6.4, -3.3), (51.0, 5.3, -3.3),
             (52.4, 7.5, -3.3), (54.5, 22.0, -3.3), (58.0, 90.0, -3.3)),
        lamps=1,
    ),
    StoryVehicle(
        "TWB8043", "NC", Body.CAR, Color.BLUE, "TOYT", "CAMRY/SE", PlateFrame.DEALER,
        _way((51.0, 60.0), (54.4, 14.0), (56.4, 6.0), (58.2, 4.7), (59.6, 7.0), (61.5, 24.0),
             (64.5, 90.0)),
        Expected.NEAR_MISS,
        OnList("V359046127", "TWB3043", "NC", "2026-11-24", "2021", "TOYT", "CAM", "4D", "BLU"),
    ),
    StoryVehicle(
        "NVD307", "SC", Body.PICKUP, Color.GREEN, "TOYT", "TUNDRA/SR5",
        PlateFrame.NONE, Parked(62.2),
    ),
    StoryVehicle(
        "ZHF2968", "NC", Body.CAR, Color.TAN, "HOND", "ACCORD/LX", PlateFrame.BLACK,
        Parked(65.4, 2.38),
        Expected.STALE,
        OnList("V284619035", "ZHF2968", "NC", "2026-11-12", "2016", "HOND", "ACC", "4D", "TAN",
               note="Owner reported missing from driveway"),
        Reply.CLEARED,
    ),
    StoryVehicle(
        "FJM5170", "NC", Body.SUV, Color.WHITE, "JEEP", "LAREDO/4X4",
        PlateFrame.CHROME, Parked(68.5),
    ),
    StoryVehicle(
        "CTY9463", "GA", Body.CAR, Color.ORANGE, "CHEV", "CRUZE/LT", PlateFrame.BLACK,
        _way((66.6, 2.0, -3.3), (68.4, 7.4, -3.0), (69.8, 6.8, -0.8), (71.0, 5.9, -0.2),
             (72.4, 7.8, -1.2), (73.6, 17.0, -3.1), (75.5, 44.0, -3.3), (78.0, 100.0, -3.3)),
        lamps=1,
    ),
    StoryVehicle(
        "JPX3185", "NC", Body.CAR, Color.SILVER, "HYUN", "SONATA/SEL", PlateFrame.BLACK,
        _way((70.0, 75.0), (72.6, 34.0), (74.6, 12.0), (76.4, 4.6), (77.5, 3.1), (82.2, 3.1),
             (84.0, 7.0), (86.4, 28.0), (89.5, 95.0)),
        Expected.OTHER_VEHICLE,
        OnList("V602938471", "JPX3185", "NC", "2026-11-17", "2018", "YAMA", "YZF", "MC", "BLK",
               "MC"),
        Reply.ACTIVE,
    ),
    StoryVehicle(
        "LGA4728", "VA", Body.VAN, Color.SILVER, "NISS", "CARGO/SV",
        PlateFrame.DEALER, Parked(84.7, 2.6),
    ),
)  # fmt: skip
"""In the order in which they come up."""


ONCOMING: tuple[StoryVehicle, ...] = tuple(
    StoryVehicle("", "", body, color, "", "/", PlateFrame.NONE, Oncoming(start, lateral))
    for body, color, start, lateral in (
        (Body.CAR, Color.WHITE, 60.0, -6.6), (Body.SUV, Color.BLACK, 150.0, -9.9),
        (Body.CAR, Color.GRAY, 205.0, -6.6), (Body.SUV, Color.RED, 300.0, -6.6),
        (Body.CAR, Color.BLUE, 345.0, -9.9), (Body.CAR, Color.SILVER, 430.0, -6.6),
    )
)  # fmt: skip
"""Traffic of the other carriageway: fronts only, and no front plates."""

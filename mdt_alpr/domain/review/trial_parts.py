"""A trial by its parts: when, where and how the passes were, and what that says should change.

Numbers of cars come as medians and rates with 95% intervals of their own. A part that is too small
to tell anything is called so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import floor, sqrt
from operator import itemgetter
from typing import Annotated

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.trial_state import CarState
from mdt_alpr.domain.kinds import Label
from mdt_alpr.domain.policy import PICTURE_LEAST_WIDTH
from mdt_alpr.domain.review.accuracy import Score, has_worsened

_Z_95 = 1.959964
TOO_WIDE = 0.2
"""An interval of more than 20 points tells nothing of a part."""
TOO_FEW = "too few to tell"
_DAY = range(6, 18)
_SPEEDS = (10.0, 35.0, 55.0)
"""Miles an hour: standing or parking, town, road, highway."""
_NARROW = 70.0
_MINUTE, _HOUR = 60, 3600


class WeatherRefusedError(DomainError):
    """A weather cannot be noted so; the sentence says why."""


class Weather(StrEnum):
    """What a person saw of the sky: an officer in the car, or who noted it for some hours."""

    DRY = "dry"
    RAIN = "rain"
    FOG = "fog"
    SNOW = "snow"
    LOW_SUN = "low sun"


@dataclass(frozen=True, slots=True)
class WeatherNote:
    """Which weather there was from when to when; a later note counts where two overlap."""

    begins: Annotated[datetime, Label("Weather from")]
    ends: Annotated[datetime, Label("Weather to")]
    weather: Annotated[Weather, Label("Weather")] = Weather.DRY


def notes_of_car(seen: Iterable[tuple[datetime, str]], lasts: timedelta) -> Iterator[WeatherNote]:
    """Yield what a car's officer chose, in the order of time, each until the next one.

    None lasts longer than ``lasts``, a shift; what is no weather, as a lying car writes it, ends
    the one before.
    """
    in_order = sorted(seen, key=itemgetter(0))
    ends = (*(at for at, _ in in_order[1:]), datetime.max.replace(tzinfo=UTC))
    for (at, word), end in zip(in_order, ends, strict=False):
        if word in {weather.value for weather in Weather}:
            yield WeatherNote(at, min(end, at + lasts), Weather(word))


def checked_note(note: WeatherNote, now: datetime) -> WeatherNote:
    """Return a note that may be recorded.

    Raises:
        WeatherRefusedError: it ends before it begins, or has not been yet.
    """
    if not note.begins < note.ends:
        raise WeatherRefusedError("The weather ends after it begins.")
    if note.begins > now:
        raise WeatherRefusedError("Note weather that you have seen, not a forecast.")
    return note


def weather_at(notes: Sequence[WeatherNote], at: datetime) -> str:
    """Return the weather of an instant; ``notes`` are in the order in which they were made."""
    seen = [note.weather for note in notes if note.begins <= at < note.ends]
    return seen[-1].value if seen else "not noted"


class PartKind(StrEnum):
    """By what passes are parted; the words stand before the name of each part."""

    LIGHT = "Light"
    WEATHER = "Weather"
    SPEED = "Speed"
    WIDTH = "Width"
    CAMERA = "Camera"
    STATE = "State read"
    ENGINE = "Engine"


def light_of(hour: int) -> str:
    """Return whether an hour of the agency's day is day or night."""
    return "day, 6 to 18" if hour in _DAY else "night"


def speed_of(mph: float | None) -> str:
    """Return the part of a speed in miles an hour; None where no receiver knew."""
    if mph is None:
        return "not known"
    slow, town, road = _SPEEDS
    if mph < slow:
        return f"under {slow:.0f} mph"
    if mph < town:
        return f"{slow:.0f} to {town:.0f} mph"
    return f"{town:.0f} to {road:.0f} mph" if mph < road else f"{road:.0f} mph and more"


def width_of(pixels: float) -> str:
    """Return the part of a plate's width in pixels."""
    if pixels < _NARROW:
        return f"under {_NARROW:.0f} px"
    if pixels < PICTURE_LEAST_WIDTH:
        return f"{_NARROW:.0f} to {PICTURE_LEAST_WIDTH:.0f} px"
    return f"{PICTURE_LEAST_WIDTH:.0f} px and more"


Part = tuple[PartKind, str]


def scores_of(passes: Iterable[tuple[Iterable[Part], bool]]) -> dict[Part, Score]:
    """Return of each part how many passes of it were right; a pass has one part of a kind at most.

    A kind that has one part only parts nothing and is left out.
    """
    counts: dict[Part, list[bool]] = {}
    for parts, right in passes:
        for part in parts:
            counts.setdefault(part, []).append(right)
    kinds, numbers = list(PartKind), Counter(kind for kind, _ in counts)
    several = (part for part in counts if numbers[part[0]] > 1)
    in_order = sorted(several, key=lambda part: (kinds.index(part[0]), part[1]))
    return {part: Score(sum(counts[part]), len(counts[part])) for part in in_order}


def tells_nothing(between: tuple[float, float]) -> bool:
    """Tell whether an interval of a share is too wide to say anything of a part."""
    return between[1] - between[0] > TOO_WIDE


def rate_interval(number: int, hours: float) -> tuple[float, float]:
    """Return the 95% interval of events an hour, of ``number`` in so many hours (Byar)."""
    if hours <= 0:
        return 0.0, float(number)
    more = number + 1
    low = number * (1 - 1 / (9 * number) - _Z_95 / (3 * sqrt(number))) ** 3 if number else 0.0
    high = more * (1 - 1 / (9 * more) + _Z_95 / (3 * sqrt(more))) ** 3
    return max(0.0, low) / hours, high / hours


def median_interval(values: Iterable[float]) -> tuple[float, float]:
    """Return the 95% interval of a median, by the order of the values; of few it is their span.

    Raises:
        ValueError: there is no value.
    """
    in_order = sorted(values)
    number = len(in_order)
    if not number:
        raise ValueError("a median needs a value")
    place = max(0, floor((number - _Z_95 * sqrt(number)) / 2))
    return in_order[place], in_order[number - 1 - place]


@dataclass(frozen=True, slots=True)
class CarFigures:
    """What a car said of its shifts; values have one number for each entry."""

    hours: float
    processor: tuple[float, ...]
    """Percent of one core."""
    memory: tuple[float, ...]
    heat: tuple[float, ...]
    left_out: Score
    """Of the frames that the cameras gave: those that a newer one replaced."""
    ready: Score
    unread: int
    kept: int
    asks: bool
    unasked: int
    """Reads that were made while the car did not know the sample, and so kept no missed plate."""
    links_lost: int
    without_link: Score
    """Of the shift's minutes: those without a link."""
    most_waiting: int
    waits: int
    """What waited last, when the shift ended."""


def car_figures(states: Sequence[CarState]) -> CarFigures:
    """Return what a car's entries, in their order, say together."""
    timed = [state for state in states if state.seconds >= _MINUTE]
    total = sum(state.seconds for state in states)
    frames, left_out, reads, ready = (
        sum(getattr(state, name) for state in states)
        for name in ("frames", "left_out", "reads", "ready")
    )
    without = sum(min(state.without_link_s, state.seconds) for state in states)
    return CarFigures(
        hours=total / _HOUR,
        processor=tuple(100 * state.processor_s / state.seconds for state in timed),
        memory=tuple(float(state.memory_mb) for state in states if state.memory_mb),
        heat=tuple(float(state.heat_c) for state in states if state.heat_c),
        left_out=Score(left_out, frames + left_out),
        ready=Score(min(ready, reads), reads),
        unread=sum(state.unread for state in states),
        kept=sum(state.kept for state in states),
        asks=any(state.asks for state in states),
        unasked=sum(state.reads for state in states if not state.asks),
        links_lost=sum(state.links_lost for state in states),
        without_link=Score(without // _MINUTE, total // _MINUTE),
        most_waiting=max((state.waiting for state in states), default=0),
        waits=states[-1].waiting if states else 0,
    )


_REMEDIES: Mapping[PartKind, str] = {
    PartKind.LIGHT: "Look at exposure and infrared light at this hour (camera check at night).",
    PartKind.WEATHER: "Clean the glass; where that changes nothing, expect less in this weather.",
    PartKind.SPEED: "Set a shorter shutter, and look at the frame rate (camera check).",
    PartKind.WIDTH: "Zoom in or mount the camera lower, so that plates are wider (camera check).",
    PartKind.CAMERA: "Run camera check on this camera, and compare its mounting with the others.",
    PartKind.STATE: "Tell officers to look closer at plates of this state.",
    PartKind.ENGINE: "Use the other engine, after models compare on pictures of your own.",
}
_HOT_C = 85.0
_MOST_LEFT_OUT, _MOST_WITHOUT_LINK = 0.2, 0.05


def what_to_change(whole: Score, parts: Mapping[Part, Score]) -> tuple[str, ...]:
    """Return a sentence for each part that is worse than the rest beyond what chance explains."""
    said = []
    for (kind, name), score in parts.items():
        rest = Score(whole.right - score.right, whole.of - score.of)
        if has_worsened(score, rest):
            said.append(f"{kind.value} {name}: fewer right than elsewhere. {_REMEDIES[kind]}")
    return tuple(said)


def cars_to_change(cars: Mapping[str, CarFigures]) -> tuple[str, ...]:
    """Return a sentence for each car whose machine or link was not up to the work."""
    said = []
    for name, car in cars.items():
        if car.left_out.of and car.left_out.interval[0] > _MOST_LEFT_OUT:
            share = f"{car.left_out.share:.0%}"
            said.append(f"{name}: {share} of the frames were left out. Use a faster laptop.")
        if car.heat and median_interval(car.heat)[0] >= _HOT_C:
            said.append(f"{name}: the laptop is hot. Give it air, or mount it elsewhere.")
        if car.without_link.of and car.without_link.interval[0] > _MOST_WITHOUT_LINK:
            said.append(f"{name}: long without a link. Look at its modem and antenna.")
        if car.waits:
            said.append(f"{name}: {car.waits:,} items waited at the end. Let it catch up first.")
    return tuple(said)

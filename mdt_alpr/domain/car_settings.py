"""Every setting of ``car.toml`` with its meaning, its values and who may weaken a check by it.

Headquarters gives some of them to groups of machines, by the same table (CM-3, CM-6).
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mdt_alpr.domain.errors import DomainError, in_words
from mdt_alpr.domain.hit.alerting import WindowAlert
from mdt_alpr.domain.hit.trial import Mode, is_trial_camera
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.plate.plate import STATES, STATES_OFFERED_FIRST
from mdt_alpr.domain.reading.masks import MOST_PARTS, is_part
from mdt_alpr.domain.reading.paired import is_infrared_stream
from mdt_alpr.domain.safeguards import CheckSettings, Weakened, unsigned, weakened
from mdt_alpr.domain.setting import (
    Setting,
    address,
    faults,
    flag,
    measure,
    one_of,
    text,
    texts,
    whole,
)

MOST_THREADS = 64
LEAST_VOLUME, FULL_VOLUME = 30, 100
"""Percent: below the least an alert is not heard in a car that drives (CAR-04)."""


@dataclass(frozen=True, slots=True)
class HearingTest:
    """How loud a shift begins, in percent, and whether an alert is played then."""

    volume: int = FULL_VOLUME
    at_sign_in: bool = False


UNASKED = HearingTest()
SMALLEST_PANEL, LARGEST_PANEL = 5.0, 50.0
_SIGNED = (
    "two people at headquarters, who sign it for this car (mdt-alpr hq sign-settings) or for its "
    "group (mdt-alpr hq fleet set); no live car starts without"
)
_RECORDED = "the technician; it is recorded and shown on the Status page"


def _source(value: object) -> str:
    is_number = type(value) is int and value >= 0
    wrong = "it must be a camera's number, or a text: rtsp:// address, file or folder."
    return "" if is_number or (isinstance(value, str) and value.strip()) else wrong


def _cameras(value: object) -> str:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        return "it must be tables [[camera]], one for each camera."
    names = [str(table.get("name")) for table in value]
    if len(set(names)) < len(names):
        return "two cameras have the same name. Give each its own."
    return next((wrong for table in value if (wrong := _camera(table))), "")


def _camera(table: dict[str, object]) -> str:
    name, mask = table.get("name"), table.get("mask", [])
    is_known = set(table) <= {"name", "source", "infrared", "mask"}
    sources = table.get("source"), table.get("infrared", table.get("source"))
    is_named = not (text(needed=True)(name) or any(map(_source, sources)))
    if is_trial_camera(str(name)):
        return f"{name}: a camera's name ends in TRIAL while its car is in trial mode only."
    if is_infrared_stream(str(name)):
        return f"{name}: give the infrared stream of a camera as infrared beside its source."
    are_parts = isinstance(mask, list) and len(mask) <= MOST_PARTS and all(map(is_part, mask))
    if is_known and is_named and are_parts:
        return ""
    return (
        "a camera needs name and source, and may have infrared, a second source, and mask, a list "
        f"of at most {MOST_PARTS} parts: [left, top, right, bottom] or corners [[x, y], ...] in "
        "shares of the picture from 0 to 1."
    )


SETTINGS = (
    Setting(
        "unit",
        "The unit as dispatch calls it.",
        'text, such as "Unit 12"',
        "the car does not start",
        text(),
    ),
    Setting(
        "device",
        "This computer's own name in the agency. `mdt-alpr enroll` writes it.",
        'text, no other car\'s, such as "car-12"',
        "the car does not start",
        text(),
    ),
    Setting(
        "hq_url",
        "A headquarters on this very machine, for a car that is not enrolled.",
        'address, such as "http://127.0.0.1:8443"',
        "nothing is sent unless the car is enrolled; everything waits",
        address,
        shows_value=False,
    ),
    Setting(
        "source",
        "The only camera. Several have tables [[camera]] instead.",
        "camera number, rtsp:// address, file or folder",
        '"0", the first camera',
        _source,
        shows_value=False,
    ),
    Setting(
        "camera",
        "A table [[camera]] for each camera; mask hides parts of its picture (hood, date).",
        "tables with name, source and, if wanted, infrared (a second source, whose better read "
        "wins) and mask = [[left, top, right, bottom]] or corners "
        "[[[x, y], [x, y], [x, y]]], 0 to 1",
        "source is the only camera, named front",
        _cameras,
        f"mask: {_SIGNED}",
        shows_value=False,
    ),
    Setting(
        "position",
        "The GPS receiver.",
        '"serial:/dev/ttyUSB0", "COM4", "nmea://host:port" or "gpsd://host:2947"',
        "no receiver: reads have no place, and typing is not locked while driving",
        text(),
        "the technician in a car that never had one; else two people at headquarters, who sign "
        "the file",
        shows_value=False,
    ),
    Setting(
        "detector",
        "The engine that finds plates.",
        "own, ppocr, easyocr or agency",
        "own",
        text(needed=True),
        _SIGNED,
    ),
    Setting(
        "reader",
        "The engine that reads plates.",
        "own, ppocr, easyocr, easyocr-plates or agency",
        "own",
        text(needed=True),
        _SIGNED,
    ),
    Setting(
        "second_reader",
        'The engine that reads each plate of a hit once more; "" asks none.',
        "as reader, and another one than it",
        "ppocr",
        text(),
        _SIGNED,
    ),
    Setting(
        "threads",
        "Threads of each network.",
        f"1 to {MOST_THREADS}, no more than the processor has cores",
        "1",
        whole(1, MOST_THREADS),
    ),
    Setting(
        "area_states",
        "States that are offered first.",
        'list of postal codes, such as ["NC", "SC"]',
        ", ".join(STATES_OFFERED_FIRST),
        texts(one_of(STATES), at_least=1),
        _RECORDED,
    ),
    Setting(
        "panel_diagonal",
        "The screen's measured diagonal in inches, where sizes are not right.",
        f"0, or {SMALLEST_PANEL:g} to {LARGEST_PANEL:g}",
        "0: the size that the screen reports is believed",
        measure(SMALLEST_PANEL, LARGEST_PANEL),
    ),
    Setting(
        "volume",
        "How loud tones and spoken words are as a shift begins, in percent; the sound test (F5 on "
        "the patrol page) changes it for the shift, F2 silences one alert.",
        f"{LEAST_VOLUME} to {FULL_VOLUME}",
        str(FULL_VOLUME),
        whole(LEAST_VOLUME, FULL_VOLUME),
        _RECORDED,
    ),
    Setting(
        "attention",
        "What the window does when a hit sounds while another program is in front: nothing, flash "
        "in the task bar, or come to the front. F7 on the patrol page goes back.",
        ", ".join(WindowAlert),
        WindowAlert.FLASH,
        one_of(WindowAlert),
    ),
    Setting(
        "attention_from",
        "From which priority on; headquarters sets each category's.",
        ", ".join(Priority),
        Priority.HIGH,
        one_of(Priority),
    ),
    Setting(
        "hearing_test",
        "Plays an alert at the start of a shift, and asks whether it was heard.",
        "true or false",
        "true",
        flag,
        _RECORDED,
    ),
    Setting(
        "fullscreen",
        "The whole screen; false gives a window with a frame.",
        "true or false",
        "true",
        flag,
        _RECORDED,
    ),
    Setting(
        "mode",
        "trial records reads and hits as in service and alerts nobody; its reads say TRIAL.",
        ", ".join(Mode),
        Mode.SERVICE,
        one_of(Mode),
        _SIGNED,
    ),
    Setting(
        "training",
        "Marks everything TRAINING; needs a data folder and a headquarters of its own.",
        "true or false",
        "false",
        flag,
        "nobody: training data and live data never meet",
    ),
)

OF_EACH_MACHINE = frozenset(
    {"unit", "device", "hq_url", "source", "camera", "position", "panel_diagonal", "training"}
)
"""What is a machine's own, and given to no group."""
_AT_LONGEST = 4000
"""Characters of a group's settings, which are one message."""


class GroupSettingsError(DomainError):
    """A text cannot be the settings of a group; the sentence says why."""


def settings_of_group(text: str) -> dict[str, object]:
    """Return the settings that a text gives a group, as TOML has them.

    Raises:
        GroupSettingsError: it is no TOML, or names what no machine knows or what is its own.
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f'Write lines such as volume = 80 or attention = "front": {in_words(error)}.'
        raise GroupSettingsError(message) from error
    wrong = [*faults(values, SETTINGS)]
    wrong += [
        f"{name} is each machine's own: write it into its car.toml."
        for name in values
        if name in OF_EACH_MACHINE
    ]
    if len(text) > _AT_LONGEST:
        wrong.append(f"{_AT_LONGEST} characters at most.")
    if wrong:
        raise GroupSettingsError(" ".join(wrong))
    return values


def toml_of(values: Mapping[str, object]) -> str:
    """Return lines of TOML, whose texts and lists are written as those of JSON."""
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()
    )


def taken_away_by(values: Mapping[str, object]) -> tuple[Weakened, ...]:
    """Return what settings of a group take away of the safety checks of a machine as delivered."""
    states = values.get("area_states", [*STATES_OFFERED_FIRST])
    names = "detector", "reader", "second_reader", "fullscreen"
    checks = replace(
        CheckSettings(**{name: values[name] for name in names if name in values}),  # type: ignore[arg-type]
        states_are_usual=isinstance(states, list) and set(states) == set(STATES_OFFERED_FIRST),
        trial=values.get("mode") == Mode.TRIAL,
    )
    usual = weakened(CheckSettings())
    return tuple(weakening for weakening in weakened(checks) if weakening not in usual)


def agreed_by_two(
    values: Mapping[str, object], before: Mapping[str, object] | None = None
) -> tuple[Weakened, ...]:
    """Return for which of these settings a second person must agree (CM-5, V9).

    ``before`` are those that a machine had by the agreement of two people.
    """
    agreed = taken_away_by(before or {})
    return unsigned(taken_away_by(values), agreed, had_receiver=False)


def changes_in_words(before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    """Yield how settings of a group differ from those of before, a sentence each."""
    for name in sorted(before.keys() | now.keys()):
        was, will = (_value_in_words(values, name) for values in (before, now))
        if was != will:
            yield f"{name}: {was} becomes {will}."


def _value_in_words(values: Mapping[str, object], name: str) -> str:
    if name not in values:
        return "each machine's own value"
    return toml_of({name: values[name]}).partition(" = ")[2].strip()

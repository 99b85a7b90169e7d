"""Reads the scenarios' files: one file a scenario, named as its id."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from mdt_alpr.demo.drill.actions import ACTIONS
from mdt_alpr.demo.drill.facts import FACTS
from mdt_alpr.demo.drill.scenario import (
    KIND_WORDS,
    FilePlace,
    Keys,
    Scenario,
    ScenarioStep,
    ScenarioVehicle,
)
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.files.paths import resource

SUFFIX = ".toml"
_HEAD = {"title": str, "source": str, "trap": str}
_SCENARIO = Keys(
    {"id": str, **_HEAD, "starts": datetime, "final_state": str, "step": list},
    {"audit": list, "look_alikes": bool, "list": dict, "vehicle": dict},
)
_VEHICLE = Keys(
    {"plate": str, "state": str, "body": str, "color": str},
    {"read": str, "second_read": str, "doubtful": list, "state_read": str, "width": int},
)
_RECORD = Keys(
    {"record_code": str, "plate": str, "state": str},
    dict.fromkeys(
        ("list", "nic", "ori", "entered_on", "plate_type", "vehicle_year", "make", "model",
         "style", "color", "note"), str,
    ),
)  # fmt: skip
_WIDTH = 200
T = TypeVar("T")


def load_scenarios(folder: Path | None = None) -> tuple[Scenario, ...]:
    """Return every scenario of a folder in the order of its name.

    Raises:
        OutsideError: a file is not a scenario; says which line and what to do.
    """
    chosen = folder or resource("drill")
    paths = sorted(chosen.glob(f"*{SUFFIX}"))
    if not paths:
        message = f"{chosen} holds no scenario. Add one file a scenario, such as RS-01{SUFFIX}."
        raise OutsideError(message)
    return tuple(load_scenario(path) for path in paths)


def load_scenario(path: Path) -> Scenario:
    """Return the scenario of a file.

    Raises:
        OutsideError: the file cannot be read or is not a scenario.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path.name} cannot be read: {in_words(error)}. Save it as UTF-8 text."
        raise OutsideError(message) from error
    except tomllib.TOMLDecodeError as error:
        raise OutsideError(f"{path.name} is not TOML: {error}. Mend that line.") from error
    return _scenario(FilePlace(path, text), table)


def _scenario(top: FilePlace, entries: dict[str, Any]) -> Scenario:
    table = top.checked(entries, _SCENARIO)
    if table["id"] != top.path.stem:
        raise top.wrong(key="id", what=f'must be the file\'s name, "{top.path.stem}".')
    head = {key: table[key] for key in _HEAD}
    for key, value in head.items():
        if not value.strip():
            raise top.wrong(key, "must say something.")
    return Scenario(table["id"], **head, **_played(top, table))


def _played(top: FilePlace, table: dict[str, Any]) -> dict[str, Any]:
    if table["starts"].tzinfo is None:
        raise top.wrong(key="starts", what=f"must be {KIND_WORDS[datetime]}, with its zone.")
    lists = {
        name: _rows(_at(top, f"list.{name}"), rows) for name, rows in table.get("list", {}).items()
    }
    vehicles = {
        name: _vehicle(_at(top, f"vehicle.{name}"), given)
        for name, given in table.get("vehicle", {}).items()
    }
    steps = tuple(
        _step(FilePlace(top.path, top.text, "step", number), step)
        for number, step in enumerate(table["step"])
    )
    _known(top, steps, "list", set(lists))
    _known(top, steps, "vehicle", set(vehicles))
    return {
        "starts": table["starts"],
        "look_alikes": table.get("look_alikes", False),
        "lists": lists,
        "vehicles": vehicles,
        "steps": steps,
        "audit": tuple(table.get("audit", ())),
        "final_state": table["final_state"],
    }


def _at(top: FilePlace, table: str) -> FilePlace:
    return FilePlace(top.path, top.text, table)


def _known(top: FilePlace, steps: tuple[ScenarioStep, ...], key: str, names: set[str]) -> None:
    for number, step in enumerate(steps):
        name = step.given.get(key)
        if name is not None and name not in names:
            there = ", ".join(sorted(names)) or "none"
            place = FilePlace(top.path, top.text, "step", number)
            raise place.wrong(key, f"{name!r} is not described here. There is: {there}.")


def _rows(place: FilePlace, rows: object) -> tuple[dict[str, str], ...]:
    if not isinstance(rows, list):
        raise place.wrong(place.table, f"must be [[{place.table}]], one table a record.")
    return tuple(
        place_of.checked(row, _RECORD)
        for number, row in enumerate(rows)
        for place_of in [FilePlace(place.path, place.text, place.table, number)]
    )


def _vehicle(place: FilePlace, given: object) -> ScenarioVehicle:
    table = place.checked(given, _VEHICLE)
    for key in ("state", "state_read"):
        if table.get(key) and table[key] not in STATES:
            raise place.wrong(key, f"{table[key]!r} is no state's code, such as NC.")
    read = table.get("read", table["plate"])
    for number in table.get("doubtful", []):
        if not isinstance(number, int) or not 1 <= number <= len(read):
            raise place.wrong(
                key="doubtful", what=f"{number!r} is no position from 1 to {len(read)}."
            )
    return ScenarioVehicle(
        plate=table["plate"],
        state=table["state"],
        body=_one_of(place, "body", Body, table["body"]),
        color=_one_of(place, "color", Color, table["color"]),
        read=read,
        second_read=table.get("second_read"),
        doubtful=tuple(table.get("doubtful", [])),
        state_read=table.get("state_read", ""),
        width=table.get("width", _WIDTH),
    )


def _one_of(place: FilePlace, key: str, kind: Callable[[str], T], value: str) -> T:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)  # type: ignore[attr-defined]
        raise place.wrong(key, f"{value!r} is not known. Use one of: {known}.") from None


def _step(place: FilePlace, entries: object) -> ScenarioStep:
    table = dict(entries) if isinstance(entries, dict) else {}
    do = table.get("do")
    if do not in ACTIONS:
        known = ", ".join(sorted(ACTIONS))
        raise place.wrong(key="do", what=f"{do!r} is no step. Use one of: {known}.")
    action = ACTIONS[do]
    may = {**action.keys.may, "unit": int, "then": dict}
    place.checked(table, Keys({"do": str, **action.keys.needs}, may))
    then = table.pop("then", {})
    facts = Keys({}, {name: fact.kind for name, fact in FACTS.items()})
    FilePlace(place.path, place.text, place.table, place.number).checked(then, facts)
    given = {key: value for key, value in table.items() if key not in ("do", "unit")}
    return ScenarioStep(do, table.get("unit", 1), given, then)

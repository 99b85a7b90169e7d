"""One replay scenario, as its file says: the outside world, steps in order, what must hold.

A file may hold known keys only; an error names file, line and key, and what to write instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.reading.reading import Character, PlateText

KIND_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    datetime: "a time such as 2026-11-24T19:30:00Z",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """What a table must hold and what it may hold besides, each with its kind."""

    needs: Mapping[str, type]
    may: Mapping[str, type]

    @property
    def known(self) -> dict[str, type]:
        """Return every key with its kind."""
        return {**self.needs, **self.may}


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A place in a scenario's file: ``table`` is its header, ``number`` counts from 0."""

    path: Path
    text: str
    table: str = ""
    number: int = 0

    def wrong(self, key: str, what: str) -> OutsideError:
        """Return the error that says what is wrong with ``key`` here, and where that is."""
        where = f"{self.path.name}, line {self._line(key)}"
        inside = f" in {self.table}" if self.table else ""
        return OutsideError(f"{where}: {key}{inside}: {what}")

    def checked(self, table: object, keys: Keys) -> dict[str, Any]:
        """Return the table if it holds what it must and nothing else.

        Raises:
            OutsideError: says which key, where, and what to do.
        """
        if not isinstance(table, dict):
            raise self.wrong(self.table or "file", "must be a table.")
        for key, value in table.items():
            if key not in keys.known:
                known = ", ".join(sorted(keys.known))
                raise self.wrong(key, f"is not known. Use one of: {known}.")
            if not _is(value, keys.known[key]):
                raise self.wrong(key, f"must be {KIND_WORDS[keys.known[key]]}, not {value!r}.")
        for key in keys.needs:
            if key not in table:
                raise self.wrong(key, f"is missing. Write {key} = {KIND_WORDS[keys.needs[key]]}.")
        return table

    def _line(self, key: str) -> int:
        """Return the line of the key, of its table where the key is missing, else the first."""
        lines = self.text.splitlines()
        first, last = self._extent(lines)
        pattern = re.compile(rf"(^|[{{,])\s*\"?{re.escape(key)}\"?\s*=")
        numbers = (n for n in range(first, last) if pattern.search(lines[n]))
        return next(numbers, max(0, first - 1)) + 1

    def _extent(self, lines: list[str]) -> tuple[int, int]:
        """Return the lines of this place's table, its header left out."""
        if not self.table:
            return 0, len(lines)
        header = re.compile(rf"^\s*\[+\s*{re.escape(self.table)}\s*\]+")
        heads = [n for n, line in enumerate(lines) if header.match(line)]
        if self.number >= len(heads):
            return 0, len(lines)
        first = heads[self.number] + 1
        own = re.compile(rf"^\s*\[+\s*{re.escape(self.table)}\.")
        ends = (
            n
            for n in range(first, len(lines))
            if lines[n].lstrip().startswith("[") and not own.match(lines[n])
        )
        return first, next(ends, len(lines))


def _is(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


CONFIDENT, DOUBTFUL = 0.97, 0.64
"""Confidence of a clear character, and of a doubtful one."""


@dataclass(frozen=True, slots=True)
class ScenarioVehicle:
    """A vehicle on the road, and how camera and readers see it.

    ``read`` is what the first reader says, ``second_read`` what the second one says (None: it
    is not asked); ``doubtful`` are positions, counted from 1, that the first reads with doubt.
    ``state_read`` is empty where no state of issuance is legible. ``width`` is the plate's, in
    pixels of a frame 960 wide.
    """

    plate: str
    state: str
    body: Body
    color: Color
    read: str
    second_read: str | None
    doubtful: tuple[int, ...]
    state_read: str
    width: int

    @property
    def first_text(self) -> PlateText:
        """Return the first reader's answer."""
        characters = tuple(
            Character(text, DOUBTFUL if place in self.doubtful else CONFIDENT)
            for place, text in enumerate(self.read, 1)
        )
        return PlateText(characters, self.state_read, CONFIDENT if self.state_read else 0.0)

    @property
    def second_text(self) -> PlateText | None:
        """Return the second reader's answer."""
        if self.second_read is None:
            return None
        return PlateText(tuple(Character(text, CONFIDENT) for text in self.second_read))


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """Something that happens, what it needs to know, and what must be true afterwards.

    ``unit`` is the car in which it happens, 1 unless it says otherwise.
    """

    do: str
    unit: int
    given: Mapping[str, Any]
    then: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario.

    ``lists`` are deliveries of a hotlist by name, each a tuple of rows by column. The scenario
    must end in ``final_state``, with the events of ``audit`` in the first car's chain in that
    order.
    """

    scenario_id: str
    title: str
    source: str
    trap: str
    starts: datetime
    look_alikes: bool
    lists: Mapping[str, tuple[Mapping[str, str], ...]]
    vehicles: Mapping[str, ScenarioVehicle]
    steps: tuple[ScenarioStep, ...]
    audit: tuple[str, ...]
    final_state: str

"""Which keys a scenario's file may hold, and of what kind; every other key is refused.

What is wrong is said with file and line, the key, and what to write instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError

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
    """A place in a scenario's file: ``table`` as its header stands there, ``number`` from 0."""

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
                raise self.wrong(key, f"is not known. Take one of: {known}.")
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
        found = (n for n in range(first, last) if pattern.search(lines[n]))
        return next(found, max(0, first - 1)) + 1

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

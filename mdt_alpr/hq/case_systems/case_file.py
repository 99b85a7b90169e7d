"""Cases from a CSV file that the agency's system writes again and again.

Its first line names the columns; the one named case, case number, event, event number, incident
or incident number counts. Who works a case may lie in columns named assigned to, officer or user
name (user names as at headquarters), and team or unit (teams as there), several of them with ``;``
between, or in further lines of the case. The file is read again whenever it was written again.
One that was not written for a day no longer says that a case is unknown: the case may be new.
"""

import csv
import re
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.policy import CASE_FILE_FRESH_FOR
from mdt_alpr.domain.search.question import AskedCase, CaseCheck
from mdt_alpr.hq.base.case_system import compared
from mdt_alpr.machine.clock import Clock

_CASE = frozenset({"case", "casenumber", "event", "eventnumber", "incident", "incidentnumber"})
_PEOPLE = frozenset({"assigned", "assignedto", "officer", "officers", "username", "usernames"})
_TEAMS = frozenset({"team", "teams", "unit", "units"})
_BETWEEN = re.compile(r"[;,|/\n]")


class CaseFile:
    """The file, and what it held when it was last read."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._written: tuple[int, int] | None = None
        self._cases: dict[str, AskedCase] = {}

    def check(self, case: str) -> AskedCase:
        """Return whether the file has the case, and who works it.

        Raises:
            OutsideError: it cannot be read, or is too old to say that it has it not.
        """
        try:
            about = self._path.stat()
            with self._lock:
                written = about.st_mtime_ns, about.st_size
                if written != self._written:
                    self._cases, self._written = _read(self._path), written
                cases = self._cases
        except OSError as error:
            raise OutsideError(f"The file of cases cannot be read: {in_words(error)}.") from error
        if answer := cases.get(compared(case)):
            return answer
        age = self._clock.now() - datetime.fromtimestamp(about.st_mtime, UTC)
        if age > CASE_FILE_FRESH_FOR:
            raise OutsideError("The file of cases is more than a day old.")
        return AskedCase(CaseCheck.UNKNOWN)


def _read(path: Path) -> dict[str, AskedCase]:
    answers: dict[str, AskedCase] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file)
        names = [compared(name) for name in next(rows, [])]
        cases, people, teams = (_places(names, of) for of in (_CASE, _PEOPLE, _TEAMS))
        if not cases:
            raise OutsideError("The file of cases has no column named case.")
        for row in rows:
            if case := compared("".join(row[cases[0] : cases[0] + 1])):
                before = answers.get(case, _KNOWN)
                named = before.people + _named(row, people), before.teams + _named(row, teams)
                answers[case] = AskedCase(CaseCheck.KNOWN, *named) if any(named) else _KNOWN
    return answers


_KNOWN = AskedCase(CaseCheck.KNOWN)
"""A case of which nobody is named: one for all of them."""


def _places(names: Iterable[str], of: frozenset[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name in of]


def _named(row: Sequence[str], places: Iterable[int]) -> tuple[str, ...]:
    cells = (row[place] for place in places if place < len(row))
    return tuple(name for cell in cells for part in _BETWEEN.split(cell) if (name := part.strip()))

"""Cases from a CSV file that the agency's system writes again and again.

Its first line names the columns; the one named case, case number, event, event number, incident
or incident number counts. The file is read again whenever it was written again. One that was
not written for a day no longer says that a case is unknown: the case may be new.
"""

import csv
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.policy import CASE_FILE_FRESH_FOR
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.base.case_system import compared

_COLUMNS = frozenset({"case", "casenumber", "event", "eventnumber", "incident", "incidentnumber"})


class CaseFile:
    """The file, and what it held when it was last read."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._written: tuple[int, int] | None = None
        self._cases: frozenset[str] = frozenset()

    def check(self, case: str) -> CaseCheck:
        """Return whether the file has the case.

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
            message = f"The file of cases cannot be read: {in_words(error)}."
            raise OutsideError(message) from error
        if compared(case) in cases:
            return CaseCheck.KNOWN
        age = self._clock.now() - datetime.fromtimestamp(about.st_mtime, UTC)
        if age > CASE_FILE_FRESH_FOR:
            message = "The file of cases is more than a day old."
            raise OutsideError(message)
        return CaseCheck.UNKNOWN

    def close(self) -> None:
        """Have nothing to give back."""


def _read(path: Path) -> frozenset[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.reader(file)
        place = _place(next(rows, []))
        found = (row[place] for row in rows if len(row) > place)
        return frozenset(case for text in found if (case := compared(text)))


def _place(names: Iterable[str]) -> int:
    for place, name in enumerate(names):
        if compared(name) in _COLUMNS:
            return place
    message = "The file of cases has no column named case."
    raise OutsideError(message)

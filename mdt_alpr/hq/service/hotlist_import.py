"""Take in a delivered hotlist: all of it or nothing, with a report of every line (HOT-04)."""

import csv
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.service.headquarters import Headquarters, Work
from mdt_alpr.hq.service.hotlist_rows import (
    BROKEN,
    COLUMNS,
    Line,
    LineDroppedError,
    Reason,
    line_of,
)
from mdt_alpr.hq.service.hotlists import next_version
from mdt_alpr.hq.service.own_audit import record
from mdt_alpr.hq.store import categories, hotlists
from mdt_alpr.wire.codec import encode

BROKEN_LINES_ALLOWED = 3
BROKEN_SHARE_ALLOWED = 0.001


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line of the file that was not taken in, by its number (the header is line 1)."""

    number: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a delivery; ``stopped`` says why nothing changed, empty where it did.

    ``version`` is the hotlist's version now, 0 where there is none.
    """

    stopped: str
    version: int
    lists: tuple[str, ...]
    taken: int
    dropped: tuple[DroppedLine, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """Return how many lines were dropped for which reason."""
        return dict(Counter(line.reason.value for line in self.dropped))


@dataclass(frozen=True, slots=True)
class _Delivery:
    stopped: str
    lists: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    dropped: tuple[DroppedLine, ...] = ()


def import_csv(hq: Headquarters, path: Path, by: str) -> ImportReport:
    """Replace the lists that the file names by what it holds; other lists stay.

    A header that differs, or more than 3 broken lines that are also more than 0.1 % of all,
    stop the import: the old list stays, with its age.

    Raises:
        OutsideError: the file cannot be read.
    """
    with hq.reading() as work:
        wanted = categories.switched_on(work.connection)
    delivery = _delivery(path, hq.clock.now(), wanted)
    with hq.writing() as work:
        if delivery.stopped:
            return _keep_old(work, path, by, delivery)
        return _replace(work, path, by, delivery)


def _delivery(path: Path, now: datetime, wanted: AbstractSet[str]) -> _Delivery:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            if tuple(next(rows, ())) != COLUMNS:
                return _Delivery("The header is not " + ",".join(COLUMNS) + ".")
            lines = _Lines(wanted)
            for number, cells in enumerate(rows, start=2):
                if cells:
                    lines.take(number, cells, now)
            return lines.judged()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = (
            f"{path} cannot be read as CSV in UTF-8 ({type(error).__name__}). Check the file."
        )
        raise OutsideError(message) from error


class _Lines:
    """The file's lines as they are gone through; a list counts as delivered by its name alone."""

    def __init__(self, wanted: AbstractSet[str]) -> None:
        self._wanted = wanted
        self.lists: set[str] = set()
        self.lines: dict[str, Line] = {}
        self.dropped: list[DroppedLine] = []

    def take(self, number: int, cells: list[str], now: datetime) -> None:
        try:
            line = line_of(number, cells, now, self._wanted)
        except LineDroppedError as error:
            self.dropped.append(DroppedLine(number, error.reason))
            if error.reason not in BROKEN:
                self.lists.add(cells[0].strip())
            return
        self.lists.add(line.entry.list_name)
        if self.lines.setdefault(line.entry.entry_id, line) is not line:
            self.dropped.append(DroppedLine(number, Reason.TWICE))

    def judged(self) -> _Delivery:
        broken = sum(line.reason in BROKEN for line in self.dropped)
        every = len(self.lines) + len(self.dropped)
        stopped = ""
        if broken > max(BROKEN_LINES_ALLOWED, BROKEN_SHARE_ALLOWED * every):
            stopped = f"{broken} of {every} lines are broken."
        elif not self.lines:
            stopped = "The file holds no entry that may be taken in."
        lists = tuple(sorted(self.lists))
        return _Delivery(stopped, lists, tuple(self.lines.values()), tuple(self.dropped))


def _keep_old(work: Work, path: Path, by: str, delivery: _Delivery) -> ImportReport:
    present = hotlists.newest(work.connection)
    dropped = ("dropped", str(len(delivery.dropped)))
    record(work, AuditEvent.HQ_LIST_REFUSED, path.name, by, dropped)
    version = present.version if present else 0
    return ImportReport(delivery.stopped, version, (), 0, delivery.dropped)


def _replace(work: Work, path: Path, by: str, delivery: _Delivery) -> ImportReport:
    version = next_version(work, by, source=path.name, dropped=len(delivery.dropped))
    rows = [_row(line, version.version) for line in delivery.lines]
    hotlists.replace_lists(work.connection, delivery.lists, rows)
    counted = replace(version, entries=hotlists.count(work.connection))
    hotlists.add_version(work.connection, counted)
    record(
        work,
        AuditEvent.HQ_LIST_IMPORTED,
        str(version.version),
        by,
        ("taken", str(len(rows))),
        *((reason, str(number)) for reason, number in _counted(delivery.dropped)),
    )
    return ImportReport("", version.version, delivery.lists, len(rows), delivery.dropped)


def _counted(dropped: Iterable[DroppedLine]) -> list[tuple[str, int]]:
    return sorted(Counter(f"dropped_{line.reason.name.lower()}" for line in dropped).items())


def _row(line: Line, version: int) -> dict[str, Any]:
    entry = line.entry
    return {
        "entry_id": entry.entry_id,
        "list_name": entry.list_name,
        "category": entry.category,
        "plate_text": entry.text,
        "state": entry.state,
        "nic": entry.nic,
        "expires_at": entry.expires_at,
        "version": version,
        "line": line.number,
        "raw": line.raw,
        "body": encode(entry),
    }

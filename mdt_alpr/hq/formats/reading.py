"""The records of a delivered file, one after the other, whatever its size."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.hq.formats.layout import FIELDS, FIXED, Layout

if TYPE_CHECKING:
    import _csv

Cells = tuple[str, ...]
_QUOTES = (
    "a quote is not closed, is within a quoted text where it has to be written twice, or "
    "makes a field too long. Correct the line."
)


class FileStopsError(DomainError):
    """The file as a whole cannot be trusted: header, trailer or quotes are wrong (HOT-04)."""


class FileRecord(NamedTuple):
    """One record of a file.

    ``number`` is its line (from 1), ``raw`` the line as delivered without its end, ``cells``
    the texts in the order of ``FIELDS``, without spaces around; None where the line has not the
    columns that it should have.
    """

    number: int
    raw: str
    cells: Cells | None


def records(
    layout: Layout, lines: Iterable[str], frame: "FileFrame | None" = None
) -> Iterator[FileRecord]:
    """Give the records of ``lines``; blank lines are passed over.

    Raises:
        FileStopsError: the header differs, the trailer counts other lines, neither says from
            when the data is though the format has it there, or the quotes of a delimited file
            do not close.
    """
    frame = frame or FileFrame(layout)
    read = _fixed if layout.kind == FIXED else _delimited
    for record in read(layout, frame.of(lines)):
        frame.records += 1
        yield record
    frame.check()


def time_of(text: str, form: str) -> datetime:
    """Return the instant that a text says, in UTC where it names no zone.

    Raises:
        ValueError: it says none in this form.
    """
    time = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


class FileFrame:
    """What is around the records: header lines, and a trailer that must count them.

    ``extracted_at`` is from when these lines say that the data is.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._said: int | None = None
        self.records = 0
        self.extracted_at: datetime | None = None

    def of(self, lines: Iterable[str]) -> Iterable[str]:
        """Return the lines up to the trailer."""
        has_frame = self._layout.trailer or self._layout.extracted
        return self._inside(lines) if has_frame else lines

    def _inside(self, lines: Iterable[str]) -> Iterator[str]:
        trailer = self._layout.trailer
        header_lines = self._layout.header_lines or int(self._layout.has_header)
        for number, line in enumerate(lines, start=1):
            if number <= header_lines:
                self._see(line)
            if trailer and line.startswith(trailer):
                self._see(line)
                numbers = re.findall(r"\d+", line)
                self._said = int(numbers[-1]) if numbers else -1
                return
            yield line

    def _see(self, line: str) -> None:
        match = self._layout.extracted and re.search(self._layout.extracted, line)
        if not match:
            return
        try:
            self.extracted_at = time_of(match.group(1), self._layout.extracted_form)
        except ValueError:
            message = "The time at which the data was extracted is not in the format's form."
            raise FileStopsError(message) from None

    def check(self) -> None:
        """Demand what only the whole file shows."""
        if self._layout.extracted and self.extracted_at is None:
            raise FileStopsError("Neither header nor trailer says when the data was extracted.")
        trailer = self._layout.trailer
        if not trailer or self._said == self.records:
            return
        if self._said is None:
            message = f"The trailer {trailer!r} is missing: the file is cut off."
        else:
            message = f"The trailer counts {self._said} records, there are {self.records}."
        raise FileStopsError(message)


def _fixed(layout: Layout, lines: Iterable[str]) -> Iterator[FileRecord]:
    places = {n: p for n, p in layout.columns.items() if isinstance(p, tuple)}
    pick = itemgetter(*(slice(*places.get(name, (0, 0))) for name in FIELDS))
    shortest = places["state"][1]
    for number, line in enumerate(lines, start=1):
        raw = line.rstrip("\r\n")
        if number <= layout.header_lines or not raw.strip():
            continue
        if len(raw) < shortest:
            yield FileRecord(number, raw, None)
        else:
            yield FileRecord(number, raw, tuple(map(str.strip, pick(raw))))


class _Remembered:
    """Lines on their way to the CSV reader, which hands on cells only."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._held: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._held.append(line)
            yield line

    def __len__(self) -> int:
        return len(self._held)

    def consumed(self) -> str:
        raw = self._held[0] if len(self._held) == 1 else "".join(self._held)
        self._held.clear()
        return raw.rstrip("\r\n")


def _delimited(layout: Layout, lines: Iterable[str]) -> Iterator[FileRecord]:
    remembered = _Remembered(lines)
    rows = csv.reader(remembered, strict=True, delimiter=layout.separator)
    try:
        yield from _rows(layout, remembered, rows)
    except csv.Error:
        begun = rows.line_num - len(remembered) + 1
        raise FileStopsError(f"Line {begun}: {_QUOTES}") from None


def _rows(layout: Layout, remembered: _Remembered, rows: "_csv.Reader") -> Iterator[FileRecord]:
    header: list[str] = []
    if layout.has_header:
        header = [name.strip() for name in next(rows, [])]
        remembered.consumed()
    width, pick = _picking(layout, header)
    for row in rows:
        raw = remembered.consumed()
        if not row or rows.line_num <= layout.header_lines:
            continue
        if len(row) != width:
            yield FileRecord(rows.line_num, raw, None)
        else:
            row.append("")
            yield FileRecord(rows.line_num, raw, tuple(map(str.strip, pick(row))))


def _picking(layout: Layout, header: list[str]) -> tuple[int, Callable[[list[str]], Cells]]:
    """Return how many columns a row has, and what brings them into order."""
    if layout.header and tuple(header) != tuple(layout.header):
        raise FileStopsError("The header is not " + ",".join(layout.header) + ".")
    places: dict[str, int] = {}
    for name, place in layout.columns.items():
        if isinstance(place, int):
            places[name] = place
        elif isinstance(place, str) and header.count(place) == 1:
            places[name] = header.index(place)
        else:
            raise FileStopsError(f"The header does not name the column {place!r} once.")
    width = layout.width or len(header) or max(places.values()) + 1
    if max(places.values()) >= width:
        raise FileStopsError(f"The file has {width} columns; the format asks for more.")
    order = [places.get(name, width) for name in FIELDS]
    return width, itemgetter(*order)

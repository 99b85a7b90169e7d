"""From a delivered file to the spool: each record becomes a row, or is dropped with its reason."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Self, TypeVar

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.entry.listing import MANUAL_LIST
from mdt_alpr.domain.errors import DomainError, OutsideError, PlateTextError, in_words
from mdt_alpr.domain.hotlist.delivery import is_placeholder, why_broken
from mdt_alpr.domain.hotlist.described import described_category, is_misdemeanor_warrant
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, record_key, state_of
from mdt_alpr.domain.plate.plate import STATES, is_plate_text, tidy
from mdt_alpr.domain.traffic_matters import is_traffic, row_is_traffic
from mdt_alpr.files import private_files
from mdt_alpr.hq.formats import (
    AS_DESCRIBED,
    FileFrame,
    FileRecord,
    FileStopsError,
    Layout,
    records,
    time_of,
)
from mdt_alpr.hq.hotlists.spool import Row, Spool
from mdt_alpr.wire.codec import encode_fields
from mdt_alpr.wire.messages import EntryMessage

COLUMNS = (
    "list", "record_code", "nic", "ori", "entered_on", "plate", "state", "year_of_plate",
    "plate_type", "vehicle_year", "make", "model", "style", "color", "note",
)  # fmt: skip
"""The header of this program's own CSV (``resources/hotlist_formats/mdt-alpr.toml``)."""
K = TypeVar("K")
V = TypeVar("V")

MANUAL = "B"
_REMEMBERED = 10_000
_LONGEST_FIELD = 500
_LONGEST_LINE = 4000
_OTHER_CODES = (  # Canada, the territories, Mexico, the federal government and others
    "AB BC MB NF NL NK NS NT NU ON PE PQ QC SK SN YT AS CZ GM GU MK MP PR VI FM PW "
    "AG BA BJ CE CH CI CU DF DG DO EM GE GR HL JL MH MM MX NA NU OA PB QR QU SI SL SO "
    "TA TB TL VC VL YU ZA CD US XX YY"
)
_ELSEWHERE = frozenset(_OTHER_CODES.split())
"""Codes of field LIS for plates that no state of the Union issued."""

_PURPOSES = cited("lawful_purposes")


class DropReason(StrEnum):
    """Why a line was dropped."""

    COLUMNS = "wrong number of columns"
    TOO_LONG = "a field is too long"
    NUL = "a character that no store keeps"
    NO_LIST = "no list is named"
    CATEGORY = "this category is not switched on"
    UNKNOWN_CATEGORY = "a category that is not known"
    NO_CATEGORY = "its words say no category, such as stolen vehicle or missing person"
    TRAFFIC = f"a traffic or civil matter: no list may be used for it{_PURPOSES}"
    MISDEMEANOR = f"a misdemeanor warrant: only felony warrants may be used{_PURPOSES}"
    MANUAL = "manual entries are made by a person"
    PLATE = "not a plate"
    PLACEHOLDER = "a placeholder, not a plate"
    STATE = "not a state of issuance"
    ELSEWHERE = "not issued by one of the fifty states or DC"
    DATE = "not a date"
    TWICE = "the same record is in an earlier line"


BROKEN = frozenset(
    {
        DropReason.COLUMNS, DropReason.TOO_LONG, DropReason.NUL, DropReason.NO_LIST,
        DropReason.PLATE, DropReason.STATE, DropReason.DATE,
    }
)  # fmt: skip
"""Reasons that speak against the file as a whole; the others are its lines doing their duty."""


class LineDroppedError(DomainError):
    """A line is not imported; ``list_name`` is the list that it is in, if that is known."""

    def __init__(self, reason: DropReason, list_name: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.list_name = list_name


class Rows:
    """Makes rows of the records of one file; remembers what comes again and again."""

    def __init__(self, layout: Layout, wanted: AbstractSet[str]) -> None:
        self._layout = layout
        self._wanted = wanted
        self._kinds: dict[tuple[str, str], tuple[str, str, DropReason | None]] = {}
        self._states: dict[str, str | DropReason] = {}
        self._dates: dict[str, date | DropReason | None] = {}
        self._times: dict[str, datetime | DropReason] = {}
        self.extracted_at: datetime | None = None
        """From when the rows say that their data is: the oldest of these times."""

    def row(self, record: FileRecord) -> Row:
        """Return the row of a record.

        Raises:
            LineDroppedError: says why.
        """
        number, raw, cells = record
        if cells is None:
            raise LineDroppedError(DropReason.COLUMNS)
        if len(raw) > _LONGEST_FIELD:
            _check_lengths(raw, cells)
        if "\0" in raw:
            raise LineDroppedError(DropReason.NUL)
        (a_list, kind, nic, ori, entered, text, state, liy, lit, year, make, model, style, color,
         note, _, extracted) = cells  # fmt: skip
        list_name, category = self._kind(a_list, kind or self._described(note))
        _demand_lawful(list_name, category, cells)
        if extracted:
            self._see_time(extracted, list_name)
        text = _plate(text, list_name)
        state = self._state(state, list_name)
        entered_on = self._date(entered, list_name)
        make = make.upper().replace("0", "O")
        content = () if nic else (
            ori, str(entered_on), lit, year, make, model, style, color, note,
        )  # fmt: skip
        key = record_key((text, state, list_name), category, nic, content)
        entry_id = _entry_id(key)
        body = encode_fields(
            EntryMessage, entry_id=entry_id, list_name=list_name, category=category, text=text,
            state=state, nic=nic, ori=ori, entered_on=entered_on, plate_type=lit,
            vehicle_year=year, make=make, model=model, style=style, color=color, note=note,
            expires_at=None, plate_year=liy,
        )  # fmt: skip
        return (entry_id, list_name, category, text, state, nic, None, number, raw, body,
                fingerprint(body))  # fmt: skip

    def _described(self, note: str) -> str:
        """Return the category that a description says, where this format has no other."""
        if self._layout.category != AS_DESCRIBED:
            return ""
        return described_category(note) or AS_DESCRIBED

    def _kind(self, list_name: str, text: str) -> tuple[str, str]:
        """Return list and record code of what a line says (PUR-02, HOT-08)."""
        kind = self._kinds.get((list_name, text))
        if kind is None:
            kind = self._judged(list_name, text)
            _remember(self._kinds, (list_name, text), kind)
        name, code, reason = kind
        if reason is not None:
            raise LineDroppedError(reason, name)
        return name, code

    def _judged(self, list_name: str, text: str) -> tuple[str, str, DropReason | None]:
        layout = self._layout
        name = list_name or layout.list
        said = text or layout.category
        code = (layout.categories or {}).get(said.upper(), said)
        code = code[: layout.category_letters] if layout.category_letters else code
        if not name:
            return "", code, DropReason.NO_LIST
        if is_traffic(name) or is_traffic(said):  # whatever code a format file gives it
            return name, code, DropReason.TRAFFIC
        if code == MANUAL or name.casefold() == MANUAL_LIST.casefold():
            return name, code, DropReason.MANUAL  # MAN-01: no file can answer what its form asks
        if code == AS_DESCRIBED:
            return name, code, None  # a traffic matter is counted as one first
        if code not in CATEGORIES:
            return name, code, DropReason.UNKNOWN_CATEGORY
        return name, code, None if code in self._wanted else DropReason.CATEGORY

    def _state(self, code: str, list_name: str) -> str:
        """Return the state of a code in which NCIC may have written O as 0 (HOT-06)."""
        state = self._states.get(code)
        if state is None:
            state = _state_of(code)
            _remember(self._states, code, state)
        if isinstance(state, DropReason):
            raise LineDroppedError(state, list_name)
        return state

    def _date(self, text: str, list_name: str) -> date | None:
        value = self._dates.get(text)
        if value is None and text:
            value = _date_of(text, self._layout.date)
            _remember(self._dates, text, value)
        if isinstance(value, DropReason):
            raise LineDroppedError(value, list_name)
        return value

    def _see_time(self, text: str, list_name: str) -> None:
        time = self._times.get(text)
        if time is None:
            try:
                time = time_of(text, self._layout.extracted_form)
            except ValueError:
                time = DropReason.DATE
            _remember(self._times, text, time)
        if isinstance(time, DropReason):
            raise LineDroppedError(time, list_name)
        self.extracted_at = min(self.extracted_at or time, time)


def _demand_lawful(list_name: str, category: str, cells: tuple[str, ...]) -> None:
    """Refuse a row that no lawful purpose carries, by all that it says (PUR-02, PUR-03).

    Raises:
        LineDroppedError: says why.
    """
    a_list, kind, nic, *_, model, style, color, note, offense, _ = cells
    if row_is_traffic(category, nic, offense, (note, model, style, color)):
        raise LineDroppedError(DropReason.TRAFFIC, list_name)
    if is_misdemeanor_warrant(category, a_list, kind, offense, note):
        raise LineDroppedError(DropReason.MISDEMEANOR, list_name)
    if category == AS_DESCRIBED:
        raise LineDroppedError(DropReason.NO_CATEGORY, list_name)


def _remember(known: dict[K, V], key: K, value: V) -> None:
    """Keep an answer; a file in which every line differs must not fill the memory."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = value


def fingerprint(body: str) -> int:
    """Return what differs between a record that changed and one that did not; 64 bits, signed."""
    return int.from_bytes(hashlib.sha256(body.encode()).digest()[:8], "big", signed=True)


def _check_lengths(raw: str, cells: tuple[str, ...]) -> None:
    if len(raw) > _LONGEST_LINE or any(len(cell) > _LONGEST_FIELD for cell in cells):
        raise LineDroppedError(DropReason.TOO_LONG)


def _entry_id(key: tuple[str, ...]) -> str:
    """Return an id that the same record has in every version of its list."""
    return hashlib.sha256("\0".join(key).encode()).hexdigest()[:32]  # no part holds a NUL


def _plate(text: str, list_name: str) -> str:
    try:
        plate = text if is_plate_text(text) else tidy(text)
    except PlateTextError:
        raise LineDroppedError(DropReason.PLATE, list_name) from None
    if is_placeholder(plate):
        raise LineDroppedError(DropReason.PLACEHOLDER, list_name)
    return plate


def _state_of(code: str) -> str | DropReason:
    letters = code.upper().replace("0", "O")
    state = state_of(letters)
    if state in STATES:
        return state
    return DropReason.ELSEWHERE if letters in _ELSEWHERE else DropReason.STATE


def _date_of(text: str, form: str) -> date | DropReason | None:
    if not text:
        return None
    try:
        if form:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        return date.fromisoformat(text)
    except ValueError:
        return DropReason.DATE


SHOWN = 1000


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line of the file that was not imported, by its number (the first line is 1)."""

    number: int
    reason: DropReason


class DroppedLines:
    """Dropped lines on their way to the report's file: no plate, numbers and reasons only."""

    def __init__(self, path: Path) -> None:
        private_files.make_folder(path.parent)
        self.path = path
        self.first: list[DroppedLine] = []
        self._counted: Counter[DropReason] = Counter()
        self._file = TextIOWrapper(private_files.rewrite(path), encoding="utf-8", newline="")

    def __enter__(self) -> Self:
        """Begin."""
        self._file.write("line,reason\n")
        return self

    def __exit__(self, *exc: object) -> None:
        """End; what was written stays."""
        self._file.close()

    def add(self, number: int, reason: DropReason) -> None:
        """Note a line."""
        self._counted[reason] += 1
        if len(self.first) < SHOWN:
            self.first.append(DroppedLine(number, reason))
        self._file.write(f'{number},"{reason.value}"\n')

    def warn(self, number: int, words: str) -> None:
        """Note something about a line that was imported."""
        self._file.write(f'{number},"{words}"\n')

    @property
    def number(self) -> int:
        """Return how many lines were dropped."""
        return self._counted.total()

    @property
    def reasons(self) -> dict[str, int]:
        """Return how many lines were dropped for which reason."""
        return {reason.value: number for reason, number in self._counted.items()}

    def number_of(self, reasons: Collection[DropReason]) -> int:
        """Return how many lines were dropped for one of these reasons."""
        return sum(self._counted[reason] for reason in reasons)

    def for_audit(self) -> list[tuple[str, str]]:
        """Return the numbers as the audit keeps them."""
        facts = {f"dropped_{r.name.lower()}": str(n) for r, n in self._counted.items()}
        return sorted(facts.items())


_NONE_LEFT = "The file has no entry that may be imported."


@dataclass(frozen=True, slots=True)
class CheckedDelivery:
    """A delivery that was gone through: its lists with their entries, or why it stops.

    ``extracted_at`` is from when it says that its data is, None where it does not.
    """

    stopped: str
    lists: dict[str, int] = field(default_factory=dict)
    needs_confirmation: bool = False
    extracted_at: datetime | None = None


def read(
    path: Path, rows: Rows, layout: Layout, spool: Spool, dropped: DroppedLines
) -> CheckedDelivery:
    """Put the file's entries into the spool, and judge it as a whole (HOT-04).

    Raises:
        OutsideError: the file cannot be read.
    """
    frame = FileFrame(layout)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            named = _put(records(layout, file, frame), rows, spool, dropped)
    except FileStopsError as error:
        return CheckedDelivery(str(error))
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read as text in UTF-8: {in_words(error)}. Check the file."
        raise OutsideError(message) from error
    spool.sort()
    for line in spool.take_twice():
        dropped.add(line, DropReason.TWICE)
    lists = {**dict.fromkeys(sorted(named), 0), **spool.counts()}
    accepted = sum(lists.values())
    stopped = why_broken(dropped.number_of(BROKEN), accepted + dropped.number)
    said = [at for at in (frame.extracted_at, rows.extracted_at) if at is not None]
    stopped = stopped or ("" if accepted else _NONE_LEFT)
    return CheckedDelivery(stopped, lists, extracted_at=min(said, default=None))


def _put(
    file_records: Iterable[FileRecord], rows: Rows, spool: Spool, dropped: DroppedLines
) -> set[str]:
    """Return the lists that lines were refused for by their content: they are delivered, too."""
    named: set[str] = set()
    make, put = rows.row, spool.put
    for record in file_records:
        try:
            put(make(record))
        except LineDroppedError as error:
            dropped.add(record.number, error.reason)
            if error.list_name and error.reason not in BROKEN:
                named.add(error.list_name)
    return named

"""One line of a delivered hotlist: an entry, or the reason why it is dropped."""

import hashlib
import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError, PlateTextError
from mdt_alpr.domain.hotlist import ON_BY_DEFAULT
from mdt_alpr.domain.plate import STATES, tidy
from mdt_alpr.domain.policy import manual_entry_ends, manual_entry_has_expired
from mdt_alpr.wire.messages import EntryMessage

COLUMNS = (
    "list", "record_code", "nic", "ori", "entered_on", "plate", "state", "year_of_plate",
    "plate_type", "vehicle_year", "make", "model", "style", "colour", "note",
)  # fmt: skip

MANUAL = "B"
_LONGEST_FIELD = 500
_NCIC_STATES = {"NB": "NE"}


class Reason(StrEnum):
    """Why a line was dropped."""

    COLUMNS = "wrong number of columns"
    TOO_LONG = "a field is too long"
    NUL = "a character that no store keeps"
    NO_LIST = "no list is named"
    CATEGORY = "this category is not switched on"
    PLATE = "not a plate"
    STATE = "not a state of issuance"
    DATE = "not a date"
    NO_DATE = "a manual entry needs its date"
    EXPIRED = "a manual entry past its end"
    TWICE = "the same record stands in an earlier line"


BROKEN = frozenset(Reason) - {Reason.CATEGORY, Reason.EXPIRED, Reason.TWICE}
"""Reasons that speak against the file as a whole; the others are its lines doing their duty."""


class LineDroppedError(DomainError):
    """A line is not taken in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is taken in, with the text as it was delivered."""

    number: int
    raw: tuple[str, ...]
    entry: EntryMessage


def line_of(
    number: int, cells: Sequence[str], now: datetime, categories: AbstractSet[str] = ON_BY_DEFAULT
) -> Line:
    """Return the entry of a line, if its category is among those that are switched on.

    Raises:
        LineDroppedError: says why.
    """
    if len(cells) != len(COLUMNS):
        raise LineDroppedError(Reason.COLUMNS)
    if any(len(cell) > _LONGEST_FIELD for cell in cells):
        raise LineDroppedError(Reason.TOO_LONG)
    if any("\0" in cell for cell in cells):
        raise LineDroppedError(Reason.NUL)
    field = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    if not field["list"]:
        raise LineDroppedError(Reason.NO_LIST)
    if field["record_code"] not in categories:
        raise LineDroppedError(Reason.CATEGORY)
    return Line(number, tuple(cells), _entry(field, now))


def _entry(field: dict[str, str], now: datetime) -> EntryMessage:
    text, state = _plate(field["plate"]), _state(field["state"])
    entered_on = _date(field["entered_on"])
    return EntryMessage(
        entry_id=_entry_id(text, state, field["list"], field["nic"]),
        list_name=field["list"],
        category=field["record_code"],
        text=text,
        state=state,
        nic=field["nic"],
        ori=field["ori"],
        entered_on=entered_on,
        plate_type=field["plate_type"],
        vehicle_year=field["vehicle_year"],
        make=field["make"].upper().replace("0", "O"),
        model=field["model"],
        style=field["style"],
        colour=field["colour"],
        note=field["note"],
        expires_at=_end(field["record_code"], entered_on, now),
    )


def _entry_id(*key: str) -> str:
    """Return an id that the same record has in every version of its list."""
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]


def _plate(text: str) -> str:
    try:
        return tidy(text)
    except PlateTextError:
        raise LineDroppedError(Reason.PLATE) from None


def _state(code: str) -> str:
    """Return the state of a code in which NCIC may have written O as 0 (HOT-06)."""
    letters = code.upper().replace("0", "O")
    found = _NCIC_STATES.get(letters, letters)
    if found not in STATES:
        raise LineDroppedError(Reason.STATE)
    return found


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LineDroppedError(Reason.DATE) from None


def _end(category: str, entered_on: date | None, now: datetime) -> datetime | None:
    if category != MANUAL:
        return None
    if entered_on is None:
        raise LineDroppedError(Reason.NO_DATE)
    end = manual_entry_ends(datetime.combine(entered_on, time(), UTC))
    if manual_entry_has_expired(end, now):
        raise LineDroppedError(Reason.EXPIRED)
    return end

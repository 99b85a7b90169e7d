"""Find reads by a part of their plate: the plates of many reads lie on one sealed sheet.

Each batch of reads adds a sheet for each date of capture, sealed under that date's key: with it
the sheet dies. A search opens the sheets of its days and compares all plates at once; sheets
that are too small are put together now and then. The database sees how many reads a sheet has,
nothing of their plates or places, and no two sheets that look alike. Why so, and what else was
weighed: ``resources/docs/decisions/0017-search-by-part.md``.

What a sheet says is a candidate: a later revision of a read may say otherwise, so each is opened
and compared before it is shown.
"""

import json
import logging
import secrets
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import Select, delete, func, select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.pattern import END, ONE, REST, PlatePattern
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, UNKNOWN_STATE, folded
from mdt_alpr.domain.policy import capture_date, date_begins
from mdt_alpr.domain.search.question import ANY_STATE, Area
from mdt_alpr.hq.base.database import AS_BYTES, hold_name, is_one_of
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.reads.tables import PLATE_SHEETS
from mdt_alpr.wire.messages import ReadMessage

EVERY = timedelta(minutes=10)
"""How often small sheets are put together."""
FULL = 8_192
"""Reads on a sheet that stays as it is."""
_DAYS_AT_ONCE = 15
"""Whose plates are opened together: more would need more memory."""
_FEW = 20
"""A day with no more small sheets is left alone."""
_SHEETS_AT_ONCE = 500
"""That are put together at once: a busy day brings tens of thousands between two times."""
_LOG = logging.getLogger(__name__)
_T = PLATE_SHEETS.c
_STATE = 2
_NO_PLACE = -(2**31)
_DEGREE = 1e7
_MILLISECOND = timedelta(milliseconds=1)
_PLATE = struct.Struct(f"{LONGEST_PLATE}s{_STATE}s")
_REST = struct.Struct("<IHii16s")
_PLATES = np.dtype([("head", "<u8"), ("tail", "<u4")])
_RESTS = np.dtype([("at", "<u4"), ("of", "<u2"), ("lat", "<i4"), ("lon", "<i4"), ("id", "V16")])
_FOUND = np.dtype([("at", "<i8"), ("id", "V16")])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD_BYTES = 8
_HEAD_LENGTH = struct.Struct("<I")
Plates = npt.NDArray[np.void]
Places = npt.NDArray[np.intp]


class Source(NamedTuple):
    """Where a read is of."""

    unit: str
    camera: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reads are looked for; a state also finds reads whose state was not read."""

    pattern: PlatePattern
    state: str
    since: datetime
    until: datetime
    area: Area | None = None
    units: tuple[str, ...] = ()
    camera: str = ""

    def is_of(self, source: Source) -> bool:
        """Return whether reads of a unit and camera are looked for."""
        return (not self.units or source.unit in self.units) and self.camera in ("", source.camera)


class PossibleRead(NamedTuple):
    """A read that may be one of those; ``at`` to a millisecond."""

    at: datetime
    read_id: str


class PossibleReads(NamedTuple):
    """The newest of them, newest first, and how many there are."""

    newest: list[PossibleRead]
    number: int


# ---------------------------------------------------------------- what comes in


def add(work: Work, reads: Iterable[ReadMessage]) -> None:
    """Put the plates of reads on a sheet for each of their dates."""
    by_date: dict[date, list[ReadMessage]] = {}
    for read in reads:
        by_date.setdefault(capture_date(read.captured_at), []).append(read)
    for on, group in sorted(by_date.items()):
        begins, sources = date_begins(on), dict[Source, int]()
        plates, rests = bytearray(), bytearray()
        for read in group:
            plates += _PLATE.pack(
                folded(read.text).ljust(LONGEST_PLATE).encode(), read.state.ljust(_STATE).encode()
            )
            source = sources.setdefault(Source(read.unit, read.camera), len(sources))
            rests += _REST.pack(
                (read.captured_at - begins) // _MILLISECOND, source, *_place(read),
                bytes.fromhex(read.read_id.replace("-", "")),
            )  # fmt: skip
        _put(work, on, bytes(plates), list(sources), bytes(rests))


def _place(read: ReadMessage) -> tuple[int, int]:
    if read.place is None:
        return _NO_PLACE, _NO_PLACE
    return round(read.place.lat * _DEGREE), round(read.place.lon * _DEGREE)


def _put(work: Work, on: date, plates: bytes, sources: Sequence[Source], rests: bytes) -> None:
    """Keep one sheet, sealed; its two halves open separately: most searches need one of them."""
    sheet_id = new_id(work.now, secrets.token_bytes(10))
    oldest = int(np.frombuffer(rests, _RESTS)["at"].min())
    head = json.dumps(sources).encode()
    body = _HEAD_LENGTH.pack(len(head)) + head + rests
    row = {
        "sheet_id": sheet_id,
        "day": on,
        "captured_at": date_begins(on) + oldest * _MILLISECOND,
        "number": len(plates) // _PLATE.size,
        "plates": work.day_keys.seal(on, plates, f"plates/{sheet_id}"),
        "rest": work.day_keys.seal(on, body, f"rest/{sheet_id}"),
    }
    work.connection.execute(PLATE_SHEETS.insert(), row)


# ---------------------------------------------------------------- what is looked for


def find(work: Work, wanted: Wanted, most: int) -> PossibleReads:
    """Return the ``most`` newest candidates; the transaction sees one state throughout."""
    first, last = capture_date(wanted.since), capture_date(wanted.until)
    days = [on for on in reversed(work.day_keys.dates()) if first <= on <= last]
    newest: list[PossibleRead] = []
    number = 0
    for start in range(0, len(days), _DAYS_AT_ONCE):
        matches = _of_days(work, days[start : start + _DAYS_AT_ONCE], wanted)
        number += len(matches)
        if (left := most - len(newest)) > 0:
            newest += map(_possible, np.sort(matches, order=("at", "id"))[::-1][:left])
    return PossibleReads(newest, number)


def with_texts(work: Work, texts: Collection[str]) -> Iterator[tuple[date, set[bytes]]]:
    """Yield of each date the plates with one of these texts, as ``sealed_reads`` spells them."""
    wanted = b"".join(_PLATE.pack(text.ljust(LONGEST_PLATE).encode(), b"") for text in texts)
    heads = np.unique(np.frombuffer(wanted, _PLATES)["head"])
    for on in work.day_keys.dates() if texts else ():
        asked = select(_T.day, _T.sheet_id, _T.plates).where(_T.day == on)
        spelled = set[bytes]()
        for _, _, opened in _opened(work, asked, "plates"):
            plates = np.frombuffer(opened, _PLATES)
            spelled |= {plate.tobytes() for plate in plates[np.isin(plates["head"], heads)]}
        yield on, {plate for plate in spelled if plate[:LONGEST_PLATE].decode().rstrip() in texts}


def _possible(match: np.void) -> PossibleRead:
    at = _EPOCH + int(match["at"]) * _MILLISECOND
    return PossibleRead(at, str(UUID(bytes=match["id"].tobytes())))


def _of_days(work: Work, days: Sequence[date], wanted: Wanted) -> Plates:
    """Return time and id of each candidate of these days, each read once."""
    chosen: dict[str, Places] = {}
    spellings = tuple(map(_as_numbers, wanted.pattern.spellings()))
    asked = select(_T.day, _T.sheet_id, _T.plates).where(_T.day.in_(days))
    for _, sheet_id, plates in _opened(work, asked, "plates"):
        places = _fitting(np.frombuffer(plates, _PLATES), spellings, wanted.state)
        if places.size:
            chosen[sheet_id] = places
    if not chosen:
        return np.empty(0, _FOUND)
    of_them = is_one_of(work.connection, _T.sheet_id, chosen)
    rests = select(_T.day, _T.sheet_id, _T.rest).where(of_them)
    parts = [
        _inside(body, chosen[sheet_id], on, wanted)
        for on, sheet_id, body in _opened(work, rests, "rest")
    ]
    matches = np.concatenate(parts) if parts else np.empty(0, _FOUND)
    return matches[np.unique(matches["id"], return_index=True)[1]]


def _opened(work: Work, asked: Select[Any], half: str) -> Iterator[tuple[date, str, bytes]]:
    """Yield what lies on sheets; a damaged one hides no other."""
    rows: Any = work.connection.execute(asked, execution_options=AS_BYTES)
    for on, sheet_id, sealed in rows:
        try:
            opened = work.day_keys.opened(on, sealed, f"{half}/{sheet_id}")
        except OutsideError as error:
            _LOG.error("a sheet of plates cannot be opened: %s", error)
            continue
        if opened is not None:
            yield on, sheet_id, opened


class _LaidOut(NamedTuple):
    """One spelling of a pattern as two numbers; unknown characters and the state are left open.

    ``unknown`` is the place of a character that is unknown, but there, at its end.
    """

    mask: tuple[int, int]
    value: tuple[int, int]
    unknown: int | None


def _fitting(plates: Plates, spellings: Sequence[_LaidOut], state: str) -> Places:
    """Return the places on a sheet of plates that fit pattern and state.

    A plate is compared as two numbers: its first eight characters, then two and the state.
    """
    heads, tails = plates["head"], plates["tail"]
    fits = np.zeros(len(plates), np.bool_)
    for laid in spellings:
        mask = heads & laid.mask[0] == laid.value[0]
        if laid.mask[1]:
            mask &= tails & laid.mask[1] == laid.value[1]
        if laid.unknown is not None:
            mask &= _at(plates, laid.unknown) != ord(END)
        fits |= mask
    if state != ANY_STATE:
        states = tails >> 8 * _STATE
        fits &= (states == _state_number(state)) | (states == _state_number(UNKNOWN_STATE))
    return np.flatnonzero(fits)


def _as_numbers(spelling: str) -> _LaidOut:
    mask = bytes(0 if c in (ONE, REST) else 255 for c in spelling) + bytes(_STATE)
    value = bytes(byte & ord(c) for byte, c in zip(mask, spelling, strict=False)) + bytes(_STATE)
    last = len(spelling.rstrip(END + REST)) - 1
    unknown = last if last >= 0 and spelling[last] == ONE else None
    return _LaidOut(_halves(mask), _halves(value), unknown)


def _halves(plate: bytes) -> tuple[int, int]:
    head, tail = plate[:_HEAD_BYTES], plate[_HEAD_BYTES:]
    return int.from_bytes(head, "little"), int.from_bytes(tail, "little")


def _at(plates: Plates, place: int) -> npt.NDArray[Any]:
    """Return the character at a place of each plate."""
    half, place = ("head", place) if place < _HEAD_BYTES else ("tail", place - _HEAD_BYTES)
    return plates[half] >> np.uint32(8 * place) & np.uint32(0xFF)


def _state_number(state: str) -> int:
    return int.from_bytes(state.ljust(_STATE).encode(), "little")


def _inside(body: bytes, places: Places, on: date, wanted: Wanted) -> Plates:
    """Return the candidates among these places of a sheet: in window and area, of the units."""
    sources, rests = _split(body)
    rows = rests[places]
    begins = date_begins(on)
    since, until = ((at - begins) // _MILLISECOND for at in (wanted.since, wanted.until))
    keep = (rows["at"].astype(np.int64) >= since) & (rows["at"].astype(np.int64) <= until)
    of_them = [number for number, source in enumerate(sources) if wanted.is_of(source)]
    if len(of_them) < len(sources):
        keep &= np.isin(rows["of"], of_them)
    if wanted.area is not None:
        south, north, west, east = (round(edge * _DEGREE) for edge in wanted.area.box)
        lat, lon = rows["lat"].astype(np.int64), rows["lon"].astype(np.int64)
        keep &= (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    inside_rows = rows[keep]
    inside = np.empty(len(inside_rows), _FOUND)
    inside["at"] = inside_rows["at"].astype(np.int64) + (begins - _EPOCH) // _MILLISECOND
    inside["id"] = inside_rows["id"]
    return inside


def _split(body: bytes) -> tuple[list[Source], Plates]:
    (length,) = _HEAD_LENGTH.unpack_from(body)
    begins = _HEAD_LENGTH.size + length
    sources = [Source(*names) for names in json.loads(body[_HEAD_LENGTH.size : begins])]
    return sources, np.frombuffer(body, _RESTS, offset=begins)


# ---------------------------------------------------------------- sheets put together, and cut


def put_together(hq: Headquarters) -> None:
    """Make few large sheets of many small ones, a day at a time."""
    small = _T.number < FULL
    with hq.reading() as work:
        counted = select(_T.day).where(small).group_by(_T.day).having(func.count() > _FEW)
        days = set(work.connection.scalars(counted)) & set(hq.day_keys.dates())
    for on in sorted(days):
        while _put_some_together(hq, on):
            pass


def _put_some_together(hq: Headquarters, on: date) -> bool:
    """Put the oldest small sheets of a day together; tell whether there are more."""
    small = select(_T.sheet_id, _T.number).where(_T.day == on, _T.number < FULL)
    with hq.writing() as work:
        hold_name(work.connection, "plate sheets")
        oldest = small.order_by(_T.sheet_id).limit(_SHEETS_AT_ONCE)
        rows = work.connection.execute(oldest).all()
        before = accumulate((row.number for row in rows), initial=0)
        ids = [row.sheet_id for row, reads in zip(rows, before, strict=False) if reads < FULL]
        _write_anew(work, on, ids)
    return len(rows) == _SHEETS_AT_ONCE or len(ids) < len(rows)


def cut(work: Work, until: datetime) -> int:
    """Erase what was captured at ``until`` or before, sheet by sheet; return how many reads."""
    hold_name(work.connection, "plate sheets")
    due = select(_T.day, _T.sheet_id).where(_T.captured_at <= until)
    by_day: dict[date, list[str]] = {}
    for on, sheet_id in work.connection.execute(due):
        by_day.setdefault(on, []).append(sheet_id)
    return sum(_write_anew(work, on, ids, until) for on, ids in sorted(by_day.items()))


def _write_anew(work: Work, on: date, ids: Sequence[str], until: datetime | None = None) -> int:
    """Put sheets of a day together, without what was captured until then; return how much went."""
    given = is_one_of(work.connection, _T.sheet_id, ids)
    before = work.connection.scalar(select(func.sum(_T.number)).where(given)) or 0
    of_sheets = select(_T.day, _T.sheet_id)
    plates = {
        content: half
        for _, content, half in _opened(
            work, of_sheets.add_columns(_T.plates).where(given), "plates"
        )
    }
    rests = {
        content: half
        for _, content, half in _opened(work, of_sheets.add_columns(_T.rest).where(given), "rest")
    }
    whole = [sheet_id for sheet_id in ids if sheet_id in plates and sheet_id in rests]
    sources, parts = dict[Source, int](), list[Plates]()
    for sheet_id in whole:
        of_sheet, rest = _split(rests[sheet_id])
        numbers = [sources.setdefault(source, len(sources)) for source in of_sheet]
        rest = rest.copy()
        rest["of"] = np.array(numbers, np.uint16)[rest["of"]]
        parts.append(rest)
    work.connection.execute(delete(PLATE_SHEETS).where(given))
    if not parts:
        return int(before)
    all_plates = np.concatenate([np.frombuffer(plates[content], _PLATES) for content in whole])
    all_rests = np.concatenate(parts)
    if until is not None:
        remaining = all_rests["at"] > (until - date_begins(on)) // _MILLISECOND
        all_plates, all_rests = all_plates[remaining], all_rests[remaining]
    for start in range(0, len(all_plates), FULL):
        part = slice(start, start + FULL)
        _put(work, on, all_plates[part].tobytes(), list(sources), all_rests[part].tobytes())
    return int(before) - len(all_plates)

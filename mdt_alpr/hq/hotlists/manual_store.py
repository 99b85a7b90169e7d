"""Manual entries: their rows, and the live ones as entries of the hotlist that cars get."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists.tables import MANUAL_ENTRIES
from mdt_alpr.hq.people.team_store import of_team
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import EntryMessage, record_message

_T = MANUAL_ENTRIES.c


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry, and from where it came; ``ended_at`` is None while it lives."""

    entry: ManualEntry
    device: str
    unit: str
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""
    case_check: CaseCheck = CaseCheck.NOT_CHECKED


@dataclass(frozen=True, slots=True)
class Ending:
    """How an entry ended, and what is left of its plate."""

    at: datetime
    by: str
    why: str
    plate_hash: str
    key_id: str


def add(work: Work, entry: KeptEntry) -> bool:
    """Keep a new entry; return whether it was new."""
    row = {
        "device": entry.device,
        "unit": entry.unit,
        "entered_by": entry.entry.entered_by,
        **_live_values(entry.entry),
    }
    sealed = sealed_rows.sealed(work.keys, MANUAL_ENTRIES, row)
    statement = insert(work.connection, MANUAL_ENTRIES).values(sealed).on_conflict_do_nothing()
    return work.connection.scalar(statement.returning(_T.entry_id)) is not None


def change(work: Work, entry: ManualEntry) -> None:
    """Keep a live entry in its present state."""
    _update(work, _live_values(entry))


def end(work: Work, left: ManualEntry, ending: Ending) -> None:
    """Keep what is left of an entry in place of the whole."""
    _update(work, ended_values(left, ending))


def ended_values(left: ManualEntry, ending: Ending) -> dict[str, Any]:
    """Return what an end changes of an entry's row, before it is sealed."""
    return {
        **_live_values(left),
        "ended_at": ending.at,
        "ended_by": ending.by,
        "ended_why": ending.why,
        "plate_hash": ending.plate_hash,
        "key_id": ending.key_id,
    }


def find(work: Work, entry_id: str) -> KeptEntry | None:
    """Return an entry, locked until the transaction ends; None where there is none."""
    query = select(MANUAL_ENTRIES).where(_T.entry_id == entry_id).with_for_update()
    return next(iter(_all(work, query)), None)


def of_ids(work: Work, ids: Collection[str]) -> list[KeptEntry]:
    """Return the manual entries among these records of the list, live or ended, by id."""
    return _all(work, select(MANUAL_ENTRIES).where(_T.entry_id.in_(ids)).order_by(_T.entry_id))


def live(work: Work, team: str = EVERY_TEAM) -> list[KeptEntry]:
    """Return every entry of a team that may alert, the one that ends first at the top."""
    lives = _T.ended_at.is_(None), _T.expires_at > work.now, *of_team(_T.entered_by, team)
    query = select(MANUAL_ENTRIES).where(*lives)
    return _all(work, query.order_by(_T.expires_at, _T.entry_id))


def expired(work: Work) -> list[KeptEntry]:
    """Return the entries past their end whose plate is still there."""
    over = select(MANUAL_ENTRIES).where(_T.ended_at.is_(None), _T.expires_at <= work.now)
    return _all(work, over.order_by(_T.entry_id))


def with_hash(work: Work, plate_hash: str, key: str) -> list[KeptEntry]:
    """Return the ended entries whose plate has this hash under this key."""
    query = select(MANUAL_ENTRIES).where(_T.plate_hash == plate_hash, _T.key_id == key)
    return _all(work, query.order_by(_T.entry_id))


def made_since(work: Work, since: datetime, key: str) -> list[tuple[KeptEntry, str]]:
    """Return the entries made since, with what is left of a plate's hash under this key."""
    query = select(MANUAL_ENTRIES).where(_T.expires_at > since)
    stored_entries = {stored.entry.entry_id: stored for stored in _all(work, query)}
    hashes = select(_T.entry_id, _T.plate_hash).where(_T.expires_at > since, _T.key_id == key)
    left = {row.entry_id: row.plate_hash for row in work.connection.execute(hashes)}
    return [
        (stored, left.get(entry_id) or "")
        for entry_id, stored in stored_entries.items()
        if stored.entry.entered_at > since
    ]


def with_unknown_case(work: Work, since: datetime, until: datetime) -> list[KeptEntry]:
    """Return the entries made in that time whose case nobody knows yet, by id."""
    unknown = _T.expires_at > since, _T.case_check != CaseCheck.KNOWN
    entries = _all(work, select(MANUAL_ENTRIES).where(*unknown).order_by(_T.entry_id))
    return [stored for stored in entries if since < stored.entry.entered_at <= until]


def keep_case_checks(connection: Connection, checks: Mapping[str, CaseCheck]) -> None:
    """Keep by entry what the agency's system knows of its case."""
    for entry_id, check in checks.items():
        statement = update(MANUAL_ENTRIES).where(_T.entry_id == entry_id).values(case_check=check)
        connection.execute(statement)


def hash_left(connection: Connection, entry_id: str, key: str) -> str:
    """Return what is left of an ended entry's plate under this key, empty where nothing is."""
    query = select(_T.plate_hash).where(_T.entry_id == entry_id, _T.key_id == key)
    return connection.scalar(query) or ""


def of_other_keys(connection: Connection, key: str) -> int:
    """Return how many ended entries only another key can test."""
    query = select(_T.entry_id).where(_T.ended_at.is_not(None), _T.key_id != key)
    return len(connection.execute(query).all())


def _all(work: Work, query: Select[Any]) -> list[KeptEntry]:
    rows = work.connection.execute(query).mappings()
    opened = (sealed_rows.opened(work.keys, MANUAL_ENTRIES, row) for row in rows)
    return [_kept(row) for row in opened if row is not None]


def _kept(row: Mapping[str, Any]) -> KeptEntry:
    return KeptEntry(
        entry=decode(ManualEntry, row["body"]),
        device=row["device"],
        unit=row["unit"],
        ended_at=row["ended_at"],
        ended_by=row["ended_by"] or "",
        ended_why=row["ended_why"],
        case_check=row["case_check"],
    )


def _update(work: Work, values: dict[str, Any]) -> None:
    of_it = update(MANUAL_ENTRIES).where(_T.entry_id == values["entry_id"])
    work.connection.execute(of_it.values(sealed_rows.sealed(work.keys, MANUAL_ENTRIES, values)))


def _live_values(entry: ManualEntry) -> dict[str, Any]:
    return {
        "entry_id": entry.entry_id,
        "expires_at": entry.expires_at,
        "ended_at": None,
        "ended_why": "",
        "body": encode(entry),
    }


def manual_messages(work: Work) -> tuple[EntryMessage, ...]:
    """Return every manual entry that may alert now: one plate each, as confirmed (MAN-07)."""
    entries = live(work)
    return tuple(record_message(listed(stored.entry)) for stored in entries)

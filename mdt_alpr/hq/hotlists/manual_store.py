"""Manual entries: their rows, and the live ones as entries of the hotlist that cars get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hotlist_tables import MANUAL_ENTRIES
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


@dataclass(frozen=True, slots=True)
class Ending:
    """How an entry ended, and what is left of its plate."""

    at: datetime
    by: str
    why: str
    plate_hash: str
    key_id: str


def add(connection: Connection, kept: KeptEntry) -> bool:
    """Keep a new entry; return whether it was new."""
    row = {
        "entry_id": kept.entry.entry_id,
        "device": kept.device,
        "unit": kept.unit,
        "entered_by": kept.entry.entered_by,
        **_changing(kept.entry),
    }
    statement = insert(connection, MANUAL_ENTRIES).values(row).on_conflict_do_nothing()
    return connection.scalar(statement.returning(_T.entry_id)) is not None


def change(connection: Connection, entry: ManualEntry) -> None:
    """Keep a live entry in its present state."""
    _update(connection, entry, _changing(entry))


def end(connection: Connection, left: ManualEntry, ending: Ending) -> None:
    """Keep what is left of an entry in place of the whole."""
    _update(connection, left, ended_values(left, ending))


def ended_values(left: ManualEntry, ending: Ending) -> dict[str, Any]:
    """Return the columns that an end changes."""
    return {
        **_changing(left),
        "ended_at": ending.at,
        "ended_by": ending.by,
        "ended_why": ending.why,
        "plate_hash": ending.plate_hash,
        "key_id": ending.key_id,
    }


def one(connection: Connection, entry_id: str) -> KeptEntry | None:
    """Return an entry, locked until the transaction ends; None where there is none."""
    found = select(MANUAL_ENTRIES).where(_T.entry_id == entry_id).with_for_update()
    row = connection.execute(found).one_or_none()
    return None if row is None else _kept(row)


def live(connection: Connection, now: datetime, team: str = EVERY_TEAM) -> list[KeptEntry]:
    """Return every entry of a team that may alert, the one that ends first at the top."""
    of_theirs = of_team(_T.entered_by, team)
    lives = select(MANUAL_ENTRIES).where(_T.ended_at.is_(None), _T.expires_at > now, *of_theirs)
    return _all(connection, lives.order_by(_T.expires_at, _T.entry_id))


def expired(connection: Connection, now: datetime) -> list[KeptEntry]:
    """Return the entries past their end whose plate is still there."""
    over = select(MANUAL_ENTRIES).where(_T.ended_at.is_(None), _T.expires_at <= now)
    return _all(connection, over.order_by(_T.entry_id))


def with_hash(connection: Connection, plate_hash: str, key: str) -> list[KeptEntry]:
    """Return the ended entries whose plate has this hash under this key."""
    found = select(MANUAL_ENTRIES).where(_T.plate_hash == plate_hash, _T.key_id == key)
    return _all(connection, found.order_by(_T.entry_id))


def of_other_keys(connection: Connection, key: str) -> int:
    """Return how many ended entries only another key can test."""
    found = select(_T.entry_id).where(_T.ended_at.is_not(None), _T.key_id != key)
    return len(connection.execute(found).all())


def _all(connection: Connection, found: Select[Any]) -> list[KeptEntry]:
    return [_kept(row) for row in connection.execute(found)]


def _kept(row: Row[Any]) -> KeptEntry:
    return KeptEntry(
        entry=decode(ManualEntry, row.body),
        device=row.device,
        unit=row.unit,
        ended_at=row.ended_at,
        ended_by=row.ended_by or "",
        ended_why=row.ended_why or "",
    )


def _update(connection: Connection, entry: ManualEntry, values: dict[str, Any]) -> None:
    of_it = update(MANUAL_ENTRIES).where(_T.entry_id == entry.entry_id)
    connection.execute(of_it.values(**values))


def _changing(entry: ManualEntry) -> dict[str, Any]:
    return {"expires_at": entry.expires_at, "body": encode(entry)}


def manual_messages(work: Work) -> tuple[EntryMessage, ...]:
    """Return every manual entry that may alert now: one plate each, as confirmed (MAN-07)."""
    found = live(work.connection, work.now)
    return tuple(record_message(listed(kept.entry)) for kept in found)

"""The hotlist that was loaded last, one version (HOT-03), and the manual entries of this car."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import (
    Connection,
    CursorResult,
    Executable,
    Row,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from mdt_alpr.adapters.store.failures import disk_failures
from mdt_alpr.adapters.store.tables import HOTLIST_ENTRIES, HOTLISTS, MANUAL_ENTRIES, OUTBOX
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.life import audit_hash, erased, without_plate
from mdt_alpr.domain.hotlist.hotlist import CategorySettings, Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry, ManualFacts
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.codec import decode, encode, make_known
from mdt_alpr.wire.manual import ManualEntryMessage

_PLAIN = (
    "entry_id", "list_name", "category", "nic", "ori", "entered_on", "plate_type",
    "vehicle_year", "make", "model", "style", "color", "note", "expires_at",
)  # fmt: skip

make_known(CategorySettings)


def save(connection: Connection, hotlist: Hotlist) -> bool:
    """Replace the list as a whole; return whether an entry of the one before is gone.

    What was removed here stays away: a list may have been made before headquarters knew (MAN-05).
    """
    removed = removed_entries(connection)
    entries = [entry for entry in hotlist.entries if entry.entry_id not in removed]
    before = set(connection.scalars(select(HOTLIST_ENTRIES.c.entry_id)))
    connection.execute(delete(HOTLISTS))
    connection.execute(
        insert(HOTLISTS).values(
            version=hotlist.version,
            compiled_at=hotlist.compiled_at,
            look_alikes_allowed=hotlist.look_alikes_allowed,
            digest=hotlist.digest,
            settings=to_builtins(hotlist.settings),
            kept_days=hotlist.kept_days,
        )
    )
    if entries:
        rows = [_row_of(hotlist.version, entry) for entry in entries]
        connection.execute(insert(HOTLIST_ENTRIES), rows)
    return not before <= {entry.entry_id for entry in entries}


def load(connection: Connection) -> Hotlist | None:
    """Return the list, its entries in their order, or None where none was loaded yet."""
    head = connection.execute(select(HOTLISTS)).one_or_none()
    if head is None:
        return None
    rows = connection.execute(select(HOTLIST_ENTRIES).order_by(HOTLIST_ENTRIES.c.number))
    return converted(
        Hotlist,
        head,
        entries=tuple(_entry_of(row) for row in rows),
        settings=convert(head.settings, CategorySettings),
    )


def kept_days(connection: Connection) -> int:
    """Return for how many days captured data is kept, as the list said that is in use."""
    days = connection.scalar(select(HOTLISTS.c.kept_days))
    return MOST_DAYS if days is None else days


def erase_expired(connection: Connection, now: datetime) -> int:
    """Erase entries that must no longer alert (MAN-02); return how many."""
    return connection.execute(
        delete(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.expires_at <= now)
    ).rowcount


def erase_entries(connection: Connection, entry_ids: Collection[str]) -> int:
    """Erase the entries with these ids, which ended before the list did; return how many."""
    return connection.execute(
        delete(HOTLIST_ENTRIES).where(HOTLIST_ENTRIES.c.entry_id.in_(entry_ids))
    ).rowcount


def removed_entries(connection: Connection) -> frozenset[str]:
    """Return the manual entries that were removed here, before their day."""
    t = MANUAL_ENTRIES.c
    removed_at = func.json_extract(t.body, "$.removed_at")
    query = select(t.entry_id).where(t.ended_at.is_not(None), removed_at.is_not(None))
    return frozenset(connection.scalars(query))


def _row_of(version: int, entry: HotlistEntry) -> dict[str, Any]:
    plain = {name: getattr(entry, name) for name in _PLAIN}
    return {
        "version": version,
        "text": entry.plate.text,
        "state": entry.plate.state,
        "manual": None if entry.manual is None else encode(entry.manual),
        **plain,
    }


def _entry_of(row: Row[Any]) -> HotlistEntry:
    plain = {name: getattr(row, name) for name in _PLAIN}
    manual = None if row.manual is None else decode(ManualFacts, row.manual)
    return HotlistEntry(plate=Plate(row.text, row.state), manual=manual, **plain)


_LIVES = MANUAL_ENTRIES.c.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class EntryTable:
    """See ``patrol.store_port.EntryRows``; ``erasing`` is called when a plate is erased."""

    connection: Connection
    key: bytes
    erasing: Callable[[], None]

    def save(self, entry: ManualEntry) -> None:
        row = {
            "entered_by": entry.entered_by,
            "expires_at": entry.expires_at,
            "body": encode(entry),
            "ended_at": None,
            "plate_hash": None,
        }
        statement = upsert(MANUAL_ENTRIES).values(entry_id=entry.entry_id, **row)
        statement = statement.on_conflict_do_update(index_elements=["entry_id"], set_=row)
        self._do(statement)

    def live(self) -> tuple[ManualEntry, ...]:
        query = select(MANUAL_ENTRIES.c.body).where(_LIVES).order_by(MANUAL_ENTRIES.c.entry_id)
        return tuple(decode(ManualEntry, body) for body in self._do(query).scalars())

    def end(self, entry: ManualEntry, at: datetime) -> ManualEntry:
        """Keep what is left of an entry that is over; return it without its plate (MAN-05)."""
        plate = plate_of(entry.draft)
        hashed = audit_hash(self.key, plate)
        left = erased(entry)
        self.save(left)
        self._do(
            update(MANUAL_ENTRIES)
            .where(MANUAL_ENTRIES.c.entry_id == entry.entry_id)
            .values(ended_at=at, plate_hash=hashed)
        )
        for item_id, message in self._queued(entry.entry_id):
            body = encode(_scrubbed(message, left, plate, hashed))
            self._do(update(OUTBOX).where(OUTBOX.c.item_id == item_id).values(body=body))
        self.erase_listed({entry.entry_id})
        self.erasing()
        return left

    def removed(self) -> frozenset[str]:
        with disk_failures():
            return removed_entries(self.connection)

    def is_unsynced(self, entry_id: str) -> bool:
        """Tell whether headquarters does not know of the entry yet, or refused it."""
        return bool(self._queued(entry_id))

    def erase_listed(self, entry_ids: Collection[str]) -> None:
        if not entry_ids:
            return
        with disk_failures():
            if erase_entries(self.connection, entry_ids):
                self.erasing()

    def tested(self, plate: Plate) -> tuple[ManualEntry, ...]:
        hashed = audit_hash(self.key, plate)
        query = select(MANUAL_ENTRIES.c.body).where(MANUAL_ENTRIES.c.plate_hash == hashed)
        return tuple(decode(ManualEntry, body) for body in self._do(query).scalars())

    def hash_of(self, entry_id: str) -> str:
        query = select(MANUAL_ENTRIES.c.plate_hash).where(MANUAL_ENTRIES.c.entry_id == entry_id)
        return self._do(query).scalar() or ""

    def _do(self, statement: Executable) -> CursorResult[Any]:
        with disk_failures():
            result: CursorResult[Any] = self.connection.execute(statement)
        return result

    def _queued(self, entry_id: str) -> list[tuple[str, ManualEntryMessage]]:
        """Return what is in the outbox about an entry; refused items included."""
        rows = self._do(
            select(OUTBOX.c.item_id, OUTBOX.c.body).where(OUTBOX.c.kind == ItemKind.MANUAL_ENTRY)
        )
        messages = [(row.item_id, decode(ManualEntryMessage, row.body)) for row in rows]
        return [(i, m) for i, m in messages if m.entry_id == entry_id]


def _scrubbed(
    message: ManualEntryMessage, left: ManualEntry, plate: Plate, hashed: str
) -> ManualEntryMessage:
    """Return a queued message without the plate: headquarters learns that the entry was."""
    entered = message.entered
    if entered is not None:
        entered = replace(entered, draft=left.draft, plate_hash=hashed)
    return replace(message, entered=entered, why=without_plate(message.why, plate.text))

"""The hotlist that was loaded last: one version, the one before is gone (HOT-03)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import Connection, Row, delete, insert, select

from mdt_alpr.adapters.store.manual_text import manual_from, manual_text
from mdt_alpr.adapters.store.tables import HOTLIST_ENTRIES, HOTLISTS
from mdt_alpr.domain.hotlist.hotlist import (
    CategorySetting,
    CategorySettings,
    Hotlist,
    HotlistEntry,
)
from mdt_alpr.domain.plate.plate import Plate

_PLAIN = (
    "entry_id", "list_name", "category", "nic", "ori", "entered_on", "plate_type",
    "vehicle_year", "make", "model", "style", "colour", "note", "expires_at",
)  # fmt: skip


def save(connection: Connection, hotlist: Hotlist) -> None:
    """Replace the list as a whole."""
    connection.execute(delete(HOTLISTS))
    connection.execute(
        insert(HOTLISTS).values(
            version=hotlist.version,
            compiled_at=hotlist.compiled_at,
            look_alikes_allowed=hotlist.look_alikes_allowed,
            digest=hotlist.digest,
            settings=to_builtins(hotlist.settings.decided),
        )
    )
    if hotlist.entries:
        rows = [_row_of(hotlist.version, entry) for entry in hotlist.entries]
        connection.execute(insert(HOTLIST_ENTRIES), rows)


def load(connection: Connection) -> Hotlist | None:
    """Return the list, its entries in their order, or None where none was loaded yet."""
    head = connection.execute(select(HOTLISTS)).one_or_none()
    if head is None:
        return None
    rows = connection.execute(select(HOTLIST_ENTRIES).order_by(HOTLIST_ENTRIES.c.number))
    return Hotlist(
        version=head.version,
        compiled_at=head.compiled_at,
        entries=tuple(_entry_of(row) for row in rows),
        look_alikes_allowed=head.look_alikes_allowed,
        digest=head.digest,
        settings=CategorySettings(convert(head.settings, tuple[CategorySetting, ...])),
    )


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


def _row_of(version: int, entry: HotlistEntry) -> dict[str, Any]:
    plain = {name: getattr(entry, name) for name in _PLAIN}
    return {
        "version": version,
        "text": entry.plate.text,
        "state": entry.plate.state,
        "manual": manual_text(entry.manual),
        **plain,
    }


def _entry_of(row: Row[Any]) -> HotlistEntry:
    plain = {name: getattr(row, name) for name in _PLAIN}
    manual = manual_from(row.manual)
    return HotlistEntry(plate=Plate(row.text, row.state), manual=manual, **plain)

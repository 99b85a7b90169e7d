"""What the use case of manual entries needs from the car's store, within one transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.plate.plate import Plate


class EntryRows(Protocol):
    """The manual entries made in this car."""

    def save(self, entry: ManualEntry) -> None:
        """Keep a live entry in its present state."""
        ...

    def live(self) -> tuple[ManualEntry, ...]:
        """Return every entry that has not been ended, oldest first."""
        ...

    def end(self, entry: ManualEntry, at: datetime) -> ManualEntry:
        """Keep what is left of an entry that is over; return it without its plate (MAN-05).

        Its plate leaves the table, the list and the outbox; a keyed hash stays.
        """
        ...

    def unsynced_removals(self) -> frozenset[str]:
        """Return the entries whose removal here headquarters has yet to hear of."""
        ...

    def is_unsynced(self, entry_id: str) -> bool:
        """Tell whether headquarters has yet to hear, or refused to hear, of the entry."""
        ...

    def erase_listed(self, entry_ids: Collection[str]) -> None:
        """Erase these entries from the list that headquarters gave."""
        ...

    def tested(self, plate: Plate) -> tuple[ManualEntry, ...]:
        """Return the ended entries that were on this plate, for an auditor (MAN-05)."""
        ...

    def hash_of(self, entry_id: str) -> str:
        """Return the keyed hash of an ended entry's plate; empty where none is kept."""
        ...

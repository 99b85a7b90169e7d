"""What the officer's screen may ask about manual entries; every call returns at once.

The answer comes as an event: ``EntriesChanged`` with the signed-in officer's own live entries,
or ``EntryRefused`` with what is missing or not allowed.
"""

from typing import Protocol

from mdt_alpr.domain.hotlist.manual_entry import EntryDraft


class EntriesDesk(Protocol):
    """What the officer asks about own entries (09.21.5.A.6)."""

    def add_entry(self, draft: EntryDraft) -> None:
        """Make an entry; it alerts in this car at once."""
        ...

    def remove_entry(self, entry_id: str) -> None:
        """End an own entry; it stops alerting at once (MAN-04)."""
        ...

    def ask_more_time(self, entry_id: str, justification: str) -> None:
        """Ask in writing for more than the entry's 30 days (MAN-03)."""
        ...

    def recheck_entry(self, entry_id: str, *, still_wanted: bool) -> None:
        """State what DCIN or the owner said of a wanted person; not wanted ends it (MAN-08)."""
        ...

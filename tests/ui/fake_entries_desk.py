"""A desk for manual entries with the real rules behind it; answers at once, on the same thread."""

from collections.abc import Callable

from mdt_alpr.clock import Clock
from mdt_alpr.domain.entry.life import (
    EntryRefusedError,
    ask_more_time,
    make_entry,
    recheck,
    remove,
)
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry
from mdt_alpr.patrol.events import EntriesChanged, EntryRefused, Event

OFFICER = "officer-1"


class FakeEntriesDesk:
    """Keeps what was asked, changes entries by the rules, publishes what came of it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.entries: dict[str, ManualEntry] = {}
        self.asked: list[str] = []
        self.publish: Callable[[Event], None] = lambda _: None
        self.slow = False

    def add_entry(self, draft: EntryDraft) -> None:
        self.asked.append(f"add {draft.text} {draft.state}")
        if not self.slow:
            self.take(lambda: make_entry(draft, OFFICER, self._clock.now(), f"entry-{draft.text}"))

    def remove_entry(self, entry_id: str) -> None:
        self.asked.append(f"remove {entry_id}")
        self.take(lambda: remove(self.entries[entry_id], OFFICER, self._clock.now()))

    def ask_more_time(self, entry_id: str, justification: str) -> None:
        self.asked.append(f"more time {entry_id}: {justification}")
        entry, now = self.entries[entry_id], self._clock.now()
        self.take(lambda: ask_more_time(entry, entry.entered_by, justification, now))

    def recheck_entry(self, entry_id: str, *, still_wanted: bool) -> None:
        self.asked.append(f"recheck {entry_id} {still_wanted}")
        entry, now = self.entries[entry_id], self._clock.now()
        self.take(lambda: recheck(entry, OFFICER, now, still_wanted=still_wanted))

    def hold(self, *entries: ManualEntry) -> None:
        """Have these entries live."""
        self.entries |= {entry.entry_id: entry for entry in entries}
        self._tell()

    def take(self, step: Callable[[], ManualEntry]) -> None:
        """Keep what a step makes, or say why it was refused."""
        try:
            entry = step()
        except EntryRefusedError as error:
            self.publish(EntryRefused(error.why))
            return
        self.entries[entry.entry_id] = entry
        self._tell()

    def _tell(self) -> None:
        live = (entry for entry in self.entries.values() if entry.removed_at is None)
        self.publish(EntriesChanged(tuple(live)))

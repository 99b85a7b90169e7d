"""A desk for manual entries with the real rules behind it; answers at once, on the same thread.

``tests/contracts/test_entries_desks.py`` holds it and the car's own to the same answers.
"""

from collections.abc import Callable

from mdt_alpr.domain.entry.life import (
    EntryRefusedError,
    ask_more_time,
    is_live,
    make_entry,
    recheck,
    remove,
)
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import WhyUnread
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryRefused
from mdt_alpr.patrol.events import Event

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
            self.take(lambda: self._made(draft))

    def remove_entry(self, entry_id: str) -> None:
        self.asked.append(f"remove {entry_id}")
        self.take(lambda: remove(self._mine(entry_id), OFFICER, self._clock.now()))

    def ask_more_time(self, entry_id: str, justification: str) -> None:
        self.asked.append(f"more time {entry_id}: {justification}")
        now = self._clock.now()
        self.take(lambda: ask_more_time(self._mine(entry_id), OFFICER, justification, now))

    def recheck_entry(self, entry_id: str, *, still_wanted: bool) -> None:
        self.asked.append(f"recheck {entry_id} {still_wanted}")
        now = self._clock.now()
        self.take(lambda: recheck(self._mine(entry_id), OFFICER, now, still_wanted=still_wanted))

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

    def _live(self) -> list[ManualEntry]:
        now = self._clock.now()
        return [entry for entry in self.entries.values() if is_live(entry, now)]

    def _made(self, draft: EntryDraft) -> ManualEntry:
        entry = make_entry(draft, OFFICER, self._clock.now(), f"entry-{draft.text}")
        plate = entry.draft.text, entry.draft.state
        if any((other.draft.text, other.draft.state) == plate for other in self._live()):
            raise EntryRefusedError("This plate is on the list already, as a manual entry.")
        return entry

    def _mine(self, entry_id: str) -> ManualEntry:
        found = [entry for entry in self._live() if entry.entry_id == entry_id]
        if not found:
            raise EntryRefusedError("This entry has expired. Make a new one if needed.")
        if found[0].entered_by != OFFICER:
            message = "Another coworker made this entry. A supervisor can remove it."
            raise EntryRefusedError(message)
        return found[0]

    def _tell(self) -> None:
        mine = (entry for entry in self._live() if entry.entered_by == OFFICER)
        in_order = sorted(mine, key=lambda entry: (entry.entered_at, entry.entry_id))
        self.publish(EntriesChanged(tuple(in_order)))


class FakePlatesDesk:
    """Notes the plates that are to be compared; a test publishes what came of them."""

    def __init__(self) -> None:
        self.checked: list[tuple[str, str, WhyUnread]] = []
        self.corrected: list[tuple[str, str, str]] = []

    def check_plate(self, text: str, state: str, why: WhyUnread) -> None:
        self.checked.append((text, state, why))

    def correct_read(self, read: Read, text: str, state: str) -> None:
        self.corrected.append((read.text, text, state))

"""Manual entries of this car: made, alerted on at once, ended to the minute (09.21.5.A.6).

One transaction holds the entry, the message for headquarters and the audit entry. Nothing
here waits for headquarters: an offline car alerts on its own entries and ends them itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry import life as entry_life
from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.life import EntryRefusedError, Reminder, without_plate
from mdt_alpr.domain.entry.listing import brought_up_to_date, entry_from
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryRefused, EntryReminder
from mdt_alpr.patrol.list_in_use import ListInUse
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import Store, UnitOfWork
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.manual import EnteredMessage, EntryStep, ManualEntryMessage

Detail = tuple[tuple[str, str], ...]


def entry_message(
    entry: ManualEntry, step: EntryStep, at: datetime, person: str, unit: str
) -> ManualEntryMessage:
    """Return one step of an entry; the whole form travels with the first."""
    entered = None
    if step is EntryStep.ADDED:
        entered = EnteredMessage(entry.draft, entry.entered_at, entry.expires_at)
    why = entry.justification if step is EntryStep.MORE_TIME_ASKED else ""
    return ManualEntryMessage(entry.entry_id, step, at, person, unit, entered, why)


def made_of(entry: ManualEntry) -> Detail:
    """Return what the audit keeps of a new entry: no plate, no person."""
    draft = entry.draft
    purpose = draft.purpose.value if draft.purpose else ""
    return (
        ("purpose", purpose),
        ("case", without_plate(draft.case, plate_of(draft).text)),
        ("expires_at", entry.expires_at.isoformat()),
    )


def left_of(entry: ManualEntry, plate_hash: str) -> Detail:
    """Return what the audit keeps of an ended entry, for an auditor who has the plate (MAN-05).

    ``entry`` is what the store kept: its texts hold the plate no longer.
    """
    return (
        ("plate_hash", plate_hash),
        ("reason", entry.draft.reason),
        ("case", entry.draft.case),
        ("entered_by", entry.entered_by),
        ("entered_at", entry.entered_at.isoformat()),
        ("expires_at", entry.expires_at.isoformat()),
    )


CAR_MOVES = "The car is moving. Stop, or have a second officer use it, to change entries."

_OTHER_OFFICER = "Another officer signed in before this was done. Do it again if needed."

_EVENTS = {
    EntryStep.ADDED: AuditEvent.MANUAL_ADDED,
    EntryStep.RECHECKED: AuditEvent.MANUAL_RECHECKED,
    EntryStep.MORE_TIME_ASKED: AuditEvent.MANUAL_MORE_TIME_ASKED,
    EntryStep.CASE_CLOSED: AuditEvent.MANUAL_CASE_CLOSED,
}


@dataclass(frozen=True, slots=True)
class EntriesParts:
    """What the entries need; ``listing`` is the list in use."""

    records: Worker
    store: Store
    clock: Clock
    sessions: Sessions
    unit: str
    random_bytes: Callable[[int], bytes]
    listing: ListInUse
    publish: Callable[[EntriesChanged | EntryRefused | EntryReminder], None]


class Entries:
    """Holds the car's live entries.

    Implements ``patrol.desk.EntriesDesk`` and ``patrol.list_in_use.EntriesOfList``.
    """

    def __init__(self, parts: EntriesParts) -> None:
        self._parts = parts
        self._own: dict[str, ManualEntry] = {}
        self._hidden: frozenset[str] = frozenset()
        self._to_erase: list[ManualEntry] = []
        self._listed_gone: frozenset[str] = frozenset()
        self._reminded: set[tuple[object, ...]] = set()
        self._driving = Driving()

    # ---------------------------------------------------------------------- from the officer

    def add_entry(self, draft: EntryDraft) -> None:
        self._asked(lambda: self._add(draft))

    def remove_entry(self, entry_id: str) -> None:
        self._asked(lambda: self._remove(entry_id))

    def ask_more_time(self, entry_id: str, justification: str) -> None:
        self._asked(lambda: self._ask(entry_id, justification))

    def recheck_entry(self, entry_id: str, *, still_wanted: bool) -> None:
        """State what DCIN or the owner said of a wanted person; not wanted ends it (MAN-08).

        It is answered by one touch, so it is allowed in a moving car.
        """
        self._asked(lambda: self._recheck(entry_id, still_wanted=still_wanted), edits_list=False)

    # ------------------------------------------------------------------ on the records thread

    def restore(self) -> None:
        with self._parts.store.begin() as work:
            self._own = {entry.entry_id: entry for entry in work.entries.live()}
            self._hidden = work.entries.removed()

    def reconcile(self, hotlist: Hotlist) -> None:
        records = {entry.entry_id: entry for entry in hotlist.entries}
        known: list[ManualEntry] = []
        gone: list[ManualEntry] = []
        with self._parts.store.begin() as work:
            for entry in self._own.values():
                if work.entries.is_unsynced(entry.entry_id):
                    continue
                if (record := records.get(entry.entry_id)) is None:
                    self._end(work, entry, AuditEvent.MANUAL_WITHDRAWN, "")
                    gone.append(entry)
                else:
                    known.append(brought_up_to_date(entry, record))
                    work.entries.save(known[-1])
            hidden = work.entries.removed()
        self._own |= {entry.entry_id: entry for entry in known}
        self._forget(gone)
        self._hidden = hidden  # what ended by its day may have been extended in the meantime

    def show(self) -> None:
        self._parts.listing.change(self._own.values(), self._hidden)
        self._parts.publish(EntriesChanged(self._entries_of(self._person)))

    def tick(self) -> None:
        """End entries that have expired by this car's clock, then remind (MAN-02, MAN-04)."""
        now = self._now
        over = [e for e in self._own.values() if not entry_life.is_live(e, now)]
        gone = self._parts.listing.expired()
        if over or gone:
            self._forget(over)
            self.show()  # first of all it alerts no more, even where the disk refuses
        self._to_erase += over
        self._listed_gone |= gone
        if self._to_erase or self._listed_gone:
            with self._parts.store.begin() as work:
                for entry in self._to_erase:
                    self._end(work, entry, AuditEvent.MANUAL_EXPIRED, "")
                work.entries.erase_listed(self._listed_gone)
            self._to_erase, self._listed_gone = [], frozenset()
        self._remind()

    def signed_in(self) -> None:
        """Show the officer's own entries, and remind of them again."""
        self._reminded.clear()
        self.show()
        self._remind()

    def signed_out(self, person: str, *, shift_ended: bool) -> None:
        """Remind of entries that stay on the list after the shift; show nobody's entries."""
        if shift_ended:
            for entry in self._entries_of(person):
                self._say(entry, Reminder.SHIFT_ENDS)
        self.show()

    def drive(self, driving: Driving) -> None:
        """Note how the car moves and who works the screen (VER-10); from any thread."""
        self._driving = driving

    def hit_closed(self, hit: Hit) -> None:
        """Note on the entry of a hit that its vehicle or person was found (MAN-04)."""
        if hit.closing is None or not entry_life.closes_case(hit.closing):
            return
        known = self._known()
        for record in hit.records:
            entry = known.get(record.entry_id)
            if entry is not None and not entry.case_closed:
                changed = entry_life.close_case(entry, self._now)
                self._keep_step(changed, EntryStep.CASE_CLOSED, ())
        self.show()
        self._remind()

    # --------------------------------------------------------------------------------- steps

    def _asked(self, step: Callable[[], None], *, edits_list: bool = True) -> None:
        person = self._person

        def work() -> None:
            if self._person != person:
                self._parts.publish(EntryRefused((_OTHER_OFFICER,)))
                return
            if edits_list and not self._driving.typing_allowed:
                self._parts.publish(EntryRefused((CAR_MOVES,)))
                return
            try:
                step()
            except EntryRefusedError as error:
                self._parts.publish(EntryRefused(error.why))
            except StoreLockedError as error:
                self._parts.publish(EntryRefused((str(error),)))
            else:
                self.show()

        self._parts.records.do(work)

    def _add(self, draft: EntryDraft) -> None:
        now = self._now
        entry_id = new_id(now, self._parts.random_bytes(10))
        entry = entry_life.make_entry(draft, self._person, now, entry_id)
        plate = entry.draft.text, entry.draft.state
        for other in self._known().values():
            if (other.draft.text, other.draft.state) == plate:
                raise EntryRefusedError("This plate is on the list already, as a manual entry.")
        self._keep_step(entry, EntryStep.ADDED, made_of(entry))

    def _remove(self, entry_id: str, *why: tuple[str, str]) -> None:
        removed = entry_life.remove(self._mine(entry_id), self._person, self._now)
        with self._parts.store.begin() as work:
            self._queue(work, removed, EntryStep.REMOVED)
            self._end(work, removed, AuditEvent.MANUAL_REMOVED, self._person, *why)
        self._forget([removed])

    def _ask(self, entry_id: str, justification: str) -> None:
        entry = self._mine(entry_id)
        asked = entry_life.ask_more_time(entry, self._person, justification, self._now)
        self._keep_step(asked, EntryStep.MORE_TIME_ASKED, ())

    def _recheck(self, entry_id: str, *, still_wanted: bool) -> None:
        if not still_wanted:
            self._remove(entry_id, ("still_wanted", "false"))
            return
        checked = entry_life.recheck(
            self._mine(entry_id), self._person, self._now, still_wanted=True
        )
        self._keep_step(checked, EntryStep.RECHECKED, (("still_wanted", "true"),))

    # -------------------------------------------------------------------------------- inside

    @property
    def _now(self) -> datetime:
        return self._parts.clock.now()

    @property
    def _person(self) -> str:
        return self._parts.sessions.person_id

    def _known(self) -> dict[str, ManualEntry]:
        """Return every live manual entry that this car knows of, its own before the list's."""
        listed = {e.entry_id: e for r in self._parts.listing.manual if (e := entry_from(r))}
        now = self._now
        return {i: e for i, e in {**listed, **self._own}.items() if entry_life.is_live(e, now)}

    def _entries_of(self, person: str) -> tuple[ManualEntry, ...]:
        mine = [e for e in self._known().values() if person and e.entered_by == person]
        return tuple(sorted(mine, key=lambda e: (e.entered_at, e.entry_id)))

    def _mine(self, entry_id: str) -> ManualEntry:
        entry = self._known().get(entry_id)
        if entry is None:
            raise EntryRefusedError("This entry has expired. Make a new one if needed.")
        if entry.entered_by != self._person:
            message = "Another coworker made this entry. A supervisor can remove it."
            raise EntryRefusedError(message)
        return entry

    def _keep_step(self, entry: ManualEntry, step: EntryStep, detail: Detail) -> None:
        with self._parts.store.begin() as work:
            work.entries.save(entry)
            self._queue(work, entry, step)
            work.record(_EVENTS[step], entry.entry_id, self._person, *detail)
        self._own[entry.entry_id] = entry

    def _queue(self, work: UnitOfWork, entry: ManualEntry, step: EntryStep) -> None:
        message = entry_message(entry, step, self._now, self._person, self._parts.unit)
        work.queue(ItemKind.MANUAL_ENTRY, message)

    def _end(
        self,
        work: UnitOfWork,
        entry: ManualEntry,
        event: AuditEvent,
        person: str,
        *why: tuple[str, str],
    ) -> None:
        left = work.entries.end(entry, self._now)
        detail = left_of(left, work.entries.hash_of(entry.entry_id))
        work.record(event, entry.entry_id, person, *detail, *why)

    def _forget(self, entries: Iterable[ManualEntry]) -> None:
        for entry in entries:
            self._own.pop(entry.entry_id, None)
            self._hidden |= {entry.entry_id}

    def _remind(self) -> None:
        now = self._now
        for entry in self._entries_of(self._person):
            for why in entry_life.reminders(entry, now):
                reminder = entry.entry_id, why, entry.rechecked_at
                if reminder not in self._reminded:
                    self._reminded.add(reminder)
                    self._say(entry, why)

    def _say(self, entry: ManualEntry, why: Reminder) -> None:
        with self._parts.store.begin() as work:
            reason = ("why", why.value)
            work.record(AuditEvent.MANUAL_REMINDED, entry.entry_id, entry.entered_by, reason)
        self._parts.publish(EntryReminder(entry, why))

"""Manual entries with their real store, records thread, matcher and hit desk."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.entry.life import Reminder
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.patrol.entries import Entries, EntriesParts
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryRefused, EntryReminder
from mdt_alpr.patrol.events import Event
from mdt_alpr.patrol.list_in_use import ListInUse, Matcher
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import ManualEntryMessage
from mdt_alpr.wire.messages import AuditMessage, Receipt
from tests.builders import NOW, SetClock, a_read
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import ScriptedLink

T = TypeVar("T")
KEY = bytes(range(32))


class EntryDesk:
    """A car's manual entries, what they said, and what they alert on."""

    def __init__(self, store: CarStore, clock: SetClock, records: Worker) -> None:
        self.store, self.clock, self.records = store, clock, records
        self.said: list[Event] = []
        self.listed: list[HotlistIndex] = []
        self.sessions = Sessions(ScriptedLink(), clock, self.said.append, verifiers(clock))
        self.matcher = Matcher(clock, os.urandom)
        self.listing = ListInUse(clock, self.matcher.use, self.listed.append)
        self.entries = Entries(
            EntriesParts(
                records, store, clock, self.sessions, "Unit 12", os.urandom,
                self.listing,
                self.said.append,
            )
        )  # fmt: skip
        self.do(lambda: self.listing.restore(None, self.entries))

    def do(self, work: Callable[[], T]) -> T:
        """Do work on the records thread."""
        return self.records.ask(work)

    def sign_in(self, person: str = "officer-1") -> None:
        """Put a person into the car."""
        self.sessions.resume(Session(person, person, Role.OFFICER, NOW, "token"))
        self.do(self.entries.signed_in)

    def add(self, draft: EntryDraft) -> ManualEntry:
        """Add an entry and return it as it was shown."""
        before = {entry.entry_id for entry in self.own()}
        self.entries.add_entry(draft)
        self.do(lambda: None)
        (added,) = [entry for entry in self.own() if entry.entry_id not in before]
        return added

    def own(self) -> tuple[ManualEntry, ...]:
        """Return the entries that the officer was shown last."""
        self.do(lambda: None)
        shown = [e.entries for e in self.said if isinstance(e, EntriesChanged)]
        return shown[-1] if shown else ()

    def why_not(self) -> list[tuple[str, ...]]:
        """Return every refusal so far."""
        self.do(lambda: None)
        return [e.why for e in self.said if isinstance(e, EntryRefused)]

    def reminded(self) -> list[Reminder]:
        """Return every reminder so far."""
        self.do(lambda: None)
        return [e.why for e in self.said if isinstance(e, EntryReminder)]

    def drive(self, mph: float) -> None:
        """Let the car move."""
        self.entries.drive(Driving(mph))

    def hit(self, plate: str = "KLM4471", state: str = "NC") -> Hit | None:
        """Return the hit that a read would raise now."""
        self.do(lambda: None)
        return self.matcher.hit(a_read(plate, state))

    def use_list(self, hotlist: Hotlist) -> None:
        """Take another list of headquarters into use."""
        self.do(lambda: self.listing.use_list(hotlist, self.entries))

    def tick(self, **time: float) -> None:
        """Let time pass, then let the car look at its clock."""
        self.clock.pass_by(**time)
        self.do(self.entries.tick)

    def in_store(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do work in one transaction."""

        def done() -> T:
            with self.store.begin() as unit:
                return work(unit)

        return self.do(done)

    def queued(self) -> list[ManualEntryMessage]:
        """Return what headquarters is to hear of manual entries."""
        items = self.in_store(lambda work: work.waiting(1000))
        return [
            decode(ManualEntryMessage, item.body)
            for item in items
            if item.kind is ItemKind.MANUAL_ENTRY
        ]

    def audited(self) -> list[AuditMessage]:
        """Return the audit entries about manual entries."""
        items = self.in_store(lambda work: work.waiting(1000))
        found = [decode(AuditMessage, i.body) for i in items if i.kind is ItemKind.AUDIT]
        return [entry for entry in found if "manual_entry" in entry.event]

    def headquarters_receives(self, outcome: ReceiptOutcome = ReceiptOutcome.ACCEPTED) -> None:
        """Let headquarters answer for everything that waits."""

        def settle(work: UnitOfWork) -> None:
            items = work.waiting(1000)
            problem = 301 if outcome is ReceiptOutcome.REFUSED else None
            work.settle([Receipt(item.item_id, outcome, problem) for item in items])

        self.in_store(settle)

    def kept_text(self) -> str:
        """Return every value of every table, as text."""

        def visible() -> str:
            with self.store._engine.connect() as connection:  # the whole file, past the port
                tables = connection.scalars(
                    text("SELECT name FROM sqlite_master WHERE type = 'table'")
                ).all()
                rows: list[Any] = []
                for table in tables:
                    rows += connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
                # as tuples: a row shortens long texts; four digits stand in some hash by chance
                return re.sub(r"[0-9a-f-]{16,}", "", repr([tuple(row) for row in rows]))

        return self.do(visible)


@contextmanager
def entry_desk(folder: Path, clock: SetClock | None = None) -> Iterator[EntryDesk]:
    """Give a car's manual entries; the same folder is the same car."""
    ticking = clock or SetClock()
    store = CarStore(folder / "car.db", KEY, ticking, os.urandom, "car-1")
    records = Worker("records", lambda _: None)
    records.start()
    try:
        yield EntryDesk(store, ticking, records)
    finally:
        records.stop()
        store.close()

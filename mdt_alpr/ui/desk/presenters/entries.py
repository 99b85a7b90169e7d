"""Manual entries of the team: days left, requests to decide, re-checks (MAN-03, -04, -08)."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.policy import ENTRY_REMINDERS, person_recheck_is_due
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.desk.presenters.words import day_time, plate_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import (
    DecisionMessage,
    ManualEntriesMessage,
    ManualEntryView,
    ReasonMessage,
)

COLUMNS = (
    Column("Plate", 110),
    Column("Days left", 90, right=True),
    Column("Unit", 90),
    Column("By", 110),
    Column("Case", 120),
    Column("Reason", 220),
    Column("Re-check", 150),
    Column("More time", 200),
)
NOTHING = "No active entries. Entries made in cars are listed here until they expire."
Ask = Callable[[type, str, object], Callable[[], object]]
Tell = Callable[[str, object], Callable[[], object]]


class ManualPresenter(QObject):
    """Signals: the rows, and the state of the page."""

    rows_changed = Signal(object, bool)
    state_changed = Signal(object)

    def __init__(self, asking: Asking, ask: Ask, tell: Tell, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._asking, self._ask, self._tell, self._now = asking, ask, tell, now
        self._entries: dict[str, ManualEntryView] = {}

    def load(self) -> None:
        """Ask which entries live."""
        self._say(waits="Asking headquarters")
        call = self._ask(ManualEntriesMessage, addresses.ENTRIES, None)
        self._asking.ask("entries", call, self._came, self._failed)

    def act(self, act: str, entry_id: str, why: str) -> None:
        """Approve, refuse or remove; headquarters decides whether that may be."""
        if self.chosen(entry_id) is None:
            return
        body: object = ReasonMessage(why)
        address = addresses.ENTRY_REMOVAL
        if act in ("approve", "refuse"):
            body = DecisionMessage(approved=act == "approve", why=why)
            address = addresses.ENTRY_DECISION
        self._say(waits="Sending to headquarters")
        call = self._tell(addresses.filled(address, entry_id=entry_id), body)
        self._asking.ask("entries", call, lambda _: self.load(), self._failed)

    def chosen(self, entry_id: str) -> ManualEntryView | None:
        """Return an entry that is shown; say so where none is chosen."""
        found = self._entries.get(entry_id)
        if found is None:
            self._say(problem="Choose an entry first.")
        return found

    def forget(self) -> None:
        """Keep no plate after the session."""
        self._entries = {}

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("entries")
        self._say(problem="Stopped. Press F5 to reload.")

    def _came(self, found: ManualEntriesMessage) -> None:
        self._entries = {one.entry_id: one for one in found.entries}
        rows = [self._row(one) for one in found.entries]
        self.rows_changed.emit(rows, False)  # noqa: FBT003 - a signal
        self._say(foot="" if rows else NOTHING)

    def _failed(self, why: str) -> None:
        self._say(problem=f"{why} The screen still shows earlier data.")

    def _say(self, **words: str) -> None:
        self.state_changed.emit(PageState(**words))

    def _row(self, one: ManualEntryView) -> TableRow:
        facts = one.facts
        asked = facts.extension is Extension.ASKED
        more = Cell(f"Asked: {one.justification}", Mark.WEAK, warns=True) if asked else Cell("")
        return TableRow(
            one.entry_id,
            (
                Cell(plate_words(one.text, one.state), plate=True),
                Cell(str(one.days_left), warns=one.days_left <= ENTRY_REMINDERS[0].days),
                Cell(one.unit),
                Cell(facts.entered_by),
                Cell(facts.case),
                Cell(facts.reason),
                self._recheck(one),
                more,
            ),
        )

    def _recheck(self, one: ManualEntryView) -> Cell:
        facts = one.facts
        if not facts.names_person:
            return Cell("Not needed")
        if person_recheck_is_due((facts.rechecked_at or facts.entered_at), self._now()):
            return Cell("Due, every 12 h", Mark.WEAK, warns=True)
        return Cell(f"Done {day_time(facts.rechecked_at or facts.entered_at)}", Mark.TICK)

"""Manual entries of the team: days left, requests to decide, re-checks (MAN-03, -04, -08)."""

from urllib.parse import quote

from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import ENTRY_REMINDERS, person_recheck_is_due
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, TableRow
from mdt_alpr.ui.desk.page import ASKING, SENDING, ActsTable
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import day_time, plate_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import (
    DecisionMessage,
    ManualEntriesMessage,
    ManualEntryView,
    ReasonMessage,
)

_PAST_READS = "past_reads"
NOTHING = "No active entries. Entries made in cars are listed here until they expire."


class ManualEntries(ActsTable):
    """Keeps the entries that are shown, for what is done about one."""

    title, order = "Manual entries", 50
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    by_team = True
    told = "Up to 30 more days each time. You can't approve your own request."
    tall = False
    acts = ActRow(
        "Reason, at least 10 characters",
        (
            ("approve", "Approve more time"),
            ("refuse", "Refuse"),
            ("remove", "Remove entry"),
            (_PAST_READS, "Past reads"),
        ),
    )
    answer = ManualEntriesMessage
    nothing = NOTHING
    columns = (
        Column("Plate", 110),
        Column("Days left", 90, right=True),
        Column("Unit", 90),
        Column("By", 110),
        Column("Case", 120),
        Column("Reason", 220),
        Column("Re-check", 150),
        Column("More time", 200),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._entries: dict[str, ManualEntryView] = {}

    def load(self) -> None:
        """Ask which entries live."""
        self.say(waits=ASKING)
        path = f"{addresses.ENTRIES}?team={quote(self.team)}"
        self.wait(self.ask(self.answer, path), self.came)

    def rows(self, found: ManualEntriesMessage) -> list[TableRow]:
        """Return a row for each entry."""
        self._entries = {one.entry_id: one for one in found.entries}
        return [self._row(one) for one in found.entries]

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Approve, refuse, remove or look back; headquarters decides whether that may be."""
        del choice
        if self._chosen(key) is None:
            return
        if act == _PAST_READS:
            self.look_back(key)
            return
        body: object = ReasonMessage(why)
        address = addresses.ENTRY_REMOVAL
        if act in ("approve", "refuse"):
            body = DecisionMessage(approved=act == "approve", why=why)
            address = addresses.ENTRY_DECISION
        self.say(waits=SENDING)
        call = self.desk.tell(addresses.filled(address, entry_id=key), body)
        self.wait(call, lambda _: self.load())

    def look_back(self, entry_id: str) -> None:
        """Go to the past reads of an entry."""
        if (entry := self._chosen(entry_id)) is not None:
            self.open_wanted.emit(_PAST_READS, entry)

    def forget(self) -> None:
        """Keep no plate after the session."""
        self._entries = {}

    def _chosen(self, entry_id: str) -> ManualEntryView | None:
        """Return an entry that is shown; say so where none is chosen."""
        found = self._entries.get(entry_id)
        if found is None:
            self.say(problem="Choose an entry first.")
        return found

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
        if person_recheck_is_due((facts.rechecked_at or facts.entered_at), self.desk.now()):
            return Cell("Due, every 12 h", Mark.WEAK, warns=True)
        return Cell(f"Done {day_time(facts.rechecked_at or facts.entered_at)}", Mark.TICK)


PAGE = ManualEntries

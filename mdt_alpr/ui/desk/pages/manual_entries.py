"""Manual entries of the team: days left, requests to decide, re-checks (MAN-03, -04, -08)."""

from datetime import timedelta

from mdt_alpr.domain.hotlist.manual_entry import Extension
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import (
    ENTRY_REMINDERS,
    MORE_TIME_AT_MOST,
    PERSON_RECHECKED_EVERY,
    person_recheck_is_due,
)
from mdt_alpr.domain.review.misuse import RecordKind
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
from mdt_alpr.wire.misuse import CaseRequest
from mdt_alpr.wire.review import CasesMessage

_PAST_READS, _SEARCH, _CASE, _WHO = "past_reads", "search", "open_case", "who"
NOTHING = "No active entries. Entries made in cars are listed here until they expire."


class ManualEntries(ActsTable):
    """Active entries, with acts on the chosen one."""

    title, order = "Manual entries", 50
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    by_team = True
    note = (
        f"Up to {MORE_TIME_AT_MOST.days} more days each time. You can't approve your own request."
    )
    acts = ActRow(
        "Reason, at least 10 characters",
        (
            ("approve", "Approve more time"),
            ("refuse", "Refuse"),
            ("remove", "Remove entry"),
            ("close", "Case closed"),
            (_PAST_READS, "Past reads"),
            (_CASE, "Open review case"),
            (_WHO, "Who saw this"),
        ),
    )
    answer = ManualEntriesMessage
    nothing = NOTHING
    columns = (
        Column("Plate", 110),
        Column("Days left", 80, right=True),
        Column("By", 90),
        Column("Case", 120),
        Column("Reason", 150),
        Column("Label", 330),
        Column("Re-check", 120),
        Column("More time", 150),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._entries: dict[str, ManualEntryView] = {}

    def load(self) -> None:
        """Request the active entries."""
        self.show_state(waits=ASKING)
        path = addresses.entries_of_team(self.team)
        self.wait(self.ask(self.answer, path), self.show_answer)

    def rows(self, answer: ManualEntriesMessage) -> list[TableRow]:
        """Return a row for each entry."""
        self._entries = {entry.entry_id: entry for entry in answer.entries}
        return [self._row(entry) for entry in answer.entries]

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Approve, refuse, remove or open past reads; headquarters may refuse."""
        del choice
        if self._chosen(key) is None:
            return
        if act == _PAST_READS:
            self.open_past_reads(key)
            return
        if act == _WHO:
            self.open_wanted.emit("who_saw", key)
            return
        if act == _CASE:
            self.show_state(waits=SENDING)
            asked = CaseRequest(RecordKind.ENTRY, key, why)
            self.wait(self.ask(CasesMessage, addresses.CASES, asked), self._opened)
            return
        body: object = ReasonMessage(why)
        address = addresses.ENTRY_REMOVAL
        if act == "close":
            address = addresses.ENTRY_CLOSED_CASE
        if act in ("approve", "refuse"):
            body = DecisionMessage(approved=act == "approve", why=why)
            address = addresses.ENTRY_DECISION
        self.post(addresses.filled(address, entry_id=key), body)

    def open_past_reads(self, entry_id: str) -> None:
        """Open the search for the plate of an entry."""
        if (entry := self._chosen(entry_id)) is not None:
            self.open_wanted.emit(_SEARCH, entry)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._entries = {}

    def _opened(self, answer: CasesMessage) -> None:
        self.act_recorded.emit()
        self.outdated.emit("review_cases")
        self.show_state(foot=f"Case {answer.cases[0].number} is open.")

    def _chosen(self, entry_id: str) -> ManualEntryView | None:
        """Return the chosen entry; report where none is."""
        entry = self._entries.get(entry_id)
        if entry is None:
            self.show_state(problem="Choose an entry first.")
        return entry

    def _row(self, entry: ManualEntryView) -> TableRow:
        facts = entry.facts
        asked = facts.extension is Extension.ASKED
        more = Cell(f"Asked: {entry.justification}", Mark.WEAK, warns=True) if asked else Cell("")
        return TableRow(
            entry.entry_id,
            (
                Cell(plate_words(entry.text, entry.state), plate=True),
                Cell(str(entry.days_left), warns=entry.days_left <= ENTRY_REMINDERS[0].days),
                Cell(facts.entered_by, below=entry.unit),
                _case(entry),
                Cell(facts.reason),
                _label(entry),
                self._recheck(entry),
                more,
            ),
        )

    def _recheck(self, entry: ManualEntryView) -> Cell:
        facts = entry.facts
        if not facts.names_person:
            return Cell("Not needed")
        if person_recheck_is_due((facts.rechecked_at or facts.entered_at), self.desk.now()):
            return Cell(
                f"Due, every {PERSON_RECHECKED_EVERY // timedelta(hours=1)} h",
                Mark.WEAK,
                warns=True,
            )
        return Cell(f"Done {day_time(facts.rechecked_at or facts.entered_at)}", Mark.TICK)


PAGE = ManualEntries


def _case(entry: ManualEntryView) -> Cell:
    """Return the case; a closed one leaves its entry to be removed (MAN-04)."""
    if entry.facts.case_closed:
        return Cell(entry.facts.case, Mark.WEAK, warns=True, below="closed")
    return Cell(entry.facts.case)


def _label(entry: ManualEntryView) -> Cell:
    """Return what must be shown with the entry (MAN-09), and what to check in it (RS-15)."""
    words = " ".join((*entry.flags, *entry.facts.labels))
    return Cell(words, warns=bool(words))

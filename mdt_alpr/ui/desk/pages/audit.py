"""The audit at the desk: who did what, in headquarters and in the cars (AUD-01, AUD-08)."""

from datetime import date

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.ui.desk.models.desk import (
    AuditSaving,
    AuditWanted,
    Cell,
    Column,
    TableRow,
)
from mdt_alpr.ui.desk.page import ASKING, TableBase
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.words import whole_days
from mdt_alpr.ui.desk.views.audit_page import AuditPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_search import (
    AuditExportRequest,
    AuditFile,
    AuditForm,
    AuditRow,
    AuditRows,
    AuditSearch,
)

FOOT = "Choose days and what to search for."
_SAVE = "audit_save"


class Audit(TableBase):
    """One search at a time.

    Signals:
        search_changed: the search to start with (``AuditWanted``).
    """

    title, order = "Audit", 75
    permissions = (Permission.READ_AUDIT, Permission.REVIEW_HITS)
    also_waits = (_SAVE,)
    saved_as = ()
    stopped = "Stopped. Headquarters may have logged this search. Try again."
    failed = "Nothing is shown."
    note = "Headquarters and cars together. Headquarters logs each search and each saved file."
    columns = (
        Column("Time", 145),
        Column("Person", 145),
        Column("Where", 115),
        Column("Event", 185),
        Column("About", 215),
        Column("Facts", 255),
    )

    search_changed = Signal(object)

    def refused(self, why: str) -> None:
        """Show why there is no answer, and no rows."""
        self.show()
        super().refused(why)

    def widget(self) -> AuditPage:
        view = AuditPage(self.head)
        view.searched.connect(self.search)
        view.saved.connect(self.save)
        self.search_changed.connect(view.show_search)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Reset for the person who signs in: today, everybody."""
        today = self.desk.today().isoformat()
        self.search_changed.emit(AuditWanted(today, today))
        self.show()
        self.show_state(foot=FOOT)

    def of_person(self, person: str) -> AuditWanted:
        today = self.desk.today()
        return AuditWanted((today - CAPTURED_DATA_KEPT_FOR).isoformat(), today.isoformat(), person)

    def open(self, chosen: AuditWanted) -> None:
        """Search for what another page asks about, such as who saw a read."""
        self.search_changed.emit(chosen)
        self.search(chosen)

    def forget(self) -> None:
        self.begin()

    def load(self) -> None:
        """Show what to do: each search is logged, so none begins by itself."""
        self.show_state(foot=FOOT)

    def search(self, wanted: AuditWanted) -> None:
        """Ask headquarters, which logs the search."""
        if (search := self._search_of(wanted)) is None:
            return
        self.show_state(waits=ASKING)
        self.wait(self.ask(AuditRows, addresses.AUDIT_SEARCH, search), self._found)

    def save(self, saving: AuditSaving) -> None:
        """Ask for the file, which headquarters logs, and write it."""
        if (search := self._search_of(saving.wanted)) is None:
            return
        self.show_state(waits=ASKING)
        asked = AuditExportRequest(search, AuditForm(saving.form))
        call = self.ask(AuditFile, addresses.AUDIT_EXPORT, asked)
        self.wait(saved_to(saving.place, call), self._saved, _SAVE)

    def _search_of(self, wanted: AuditWanted) -> AuditSearch | None:
        first, last = date.fromisoformat(wanted.first), date.fromisoformat(wanted.last)
        if last < first:
            self.show_state(problem="The last day is before the first.")
            return None
        names = "person", "device", "event", "subject", "session"
        texts = {name: getattr(wanted, name).strip() for name in names}
        return AuditSearch(*whole_days(first, last), **texts)

    def _found(self, rows: AuditRows) -> None:
        self.show(*map(_row, rows.rows))
        number = len(rows.rows)
        words = f"{number} {'entry' if number == 1 else 'entries'}, newest first."
        if number >= rows.most:
            words = f"The newest {rows.most} entries. Choose fewer days to see the others."
        if not number:
            words = "No entries fit."
        self.show_state(foot=f"{words} The search is logged.")

    def _saved(self, file: AuditFile) -> None:
        self.show_state(foot=f"Saved {file.entries} entries. SHA-256 {file.sha256}")


PAGE = Audit


def _row(audit: AuditRow) -> TableRow:
    nobody = "Nobody signed in" if audit.address else "Headquarters"
    who = Cell(audit.name or audit.person or nobody, below=audit.role)
    where = Cell(audit.unit or audit.device or audit.chain, below=audit.address or audit.chain)
    facts = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in audit.facts)
    session = f"Session {audit.session}" if audit.session else ""
    return TableRow(
        f"{audit.chain} {audit.sequence}",
        (
            time_cell(audit.at, below=f"{audit.chain} {audit.sequence}"),
            who,
            where,
            Cell(audit.event),
            Cell(audit.subject, below=session),
            Cell(facts),
        ),
    )

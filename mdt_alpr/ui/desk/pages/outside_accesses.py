"""Access to readers that others operate, logged like that to own data (09.21.1, OUT-04)."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal

from mdt_alpr.acts.search import NO_LONGER_KEPT
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import OUTSIDE_REMINDED_EVERY
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.retention.outside_access import OutsideAccess
from mdt_alpr.ui.desk.models.desk import AccessWanted, Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.ui.desk.paged_table import From, PagedTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import (
    PURPOSE_CHOICES,
    whole_days,
)
from mdt_alpr.ui.desk.views.access_page import AccessPage
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.kit.words import full_time, typed_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.outside import AccessFile, AccessRow, AccessRows, AccessSearch

_SAVE, _LOG = "save", "log"
_FORM = FormHead(
    (
        FormField("at", "When", "Nov 24, 2026 08:30"),
        FormField("agency", "Agency whose readers they are"),
        FormField("system", "System", "Such as the vendor's"),
        FormField("purpose", "Lawful purpose", options=PURPOSE_CHOICES),
        FormField("case", "Case number"),
        FormField("sought", "Plate, or what was entered"),
        FormField("reason", "Reason", wide=True),
        FormField("found", "Reads shown", "A number"),
        FormField("request", "Own request's number", "Where there is one"),
    ),
    ((_LOG, "Log access"), (_SAVE, "Save log as CSV")),
    saves=((_SAVE, "outside-access.csv"),),
)
_EMPTY = dict.fromkeys((field.name for field in _FORM.fields), "")


class OutsideAccesses(PagedTable):
    """Accesses of a span of days, the newest first.

    Signals:
        search_changed: the search to start with (``AccessWanted``).
    """

    title, order = "Outside access", 72
    heading = "Access to others' readers"
    permissions = (Permission.REQUEST_HOLDS, Permission.READ_AUDIT)
    address, answer = addresses.OUTSIDE_ACCESS_SEARCH, AccessRows
    nothing = "No access fits. Log yours below, right after you searched others' readers."
    also_waits = (_SAVE,)
    saved_as = ()
    note = "Log each search of another agency's or a vendor's readers"
    columns = (
        Column("When", 130, "at"),
        Column("Person", 130, "person"),
        Column("Agency", 195, "agency"),
        Column("Purpose", 160, "purpose"),
        Column("Case", 110),
        Column("Searched for", 110),
        Column("Reason", 190),
        Column("Shown", 60, "found", right=True),
    )

    search_changed = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._search: AccessSearch | None = None

    def widget(self) -> AccessPage:
        view = AccessPage(self.head, _FORM)
        view.searched.connect(self.search)
        self.search_changed.connect(view.show_search)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        """Reset for the person who signs in: the last 30 days, everybody."""
        today = self.desk.today()
        first = today - OUTSIDE_REMINDED_EVERY
        wanted = AccessWanted(first.isoformat(), today.isoformat())
        self._search = _search_of(wanted)
        self.search_changed.emit(wanted)
        self._clear_form()
        acts = {_LOG: Permission.REQUEST_HOLDS, _SAVE: Permission.READ_AUDIT}
        self.acts_changed.emit([act for act, permission in acts.items() if self.has(permission)])

    def forget(self) -> None:
        super().forget()
        self._search = None
        self._clear_form()

    def load(self) -> None:
        if self._search is not None:
            super().load()

    def after(self) -> From:
        search = self._search
        assert search is not None  # noqa: S101 - nothing is loaded without a search
        search = replace(search, order=self.order_by, descending=self.descending)
        return lambda first: (self.address, replace(search, first=first))

    def rows(self, found: AccessRows) -> list[TableRow]:
        return [_row(row) for row in found.rows]

    def foot(self, rows: AccessRows) -> str:
        more = " Scroll for more." if rows.has_more else ""
        return f"{self.loaded} {'access' if self.loaded == 1 else 'accesses'}.{more}"

    def search(self, wanted: AccessWanted) -> None:
        """Search; headquarters logs it."""
        if wanted.last < wanted.first:
            self.show_state(problem="The last day is before the first.")
            return
        self._search = _search_of(wanted)
        self.load()

    def act(self, act: FormAct) -> None:
        """Log an access, which headquarters checks; or save the log."""
        if act.act == _SAVE:
            self.save(act.place)
            return
        try:
            access = _access(act.form)
        except ValueError:
            words = "Enter the time as Nov 24, 2026 08:30, and the reads shown as a number."
            self.show_state(problem=words)
            return
        self.show_state(waits=SENDING)
        self.wait(self.desk.post(addresses.OUTSIDE_ACCESSES, access), self._logged)

    def save(self, place: str) -> None:
        """Fetch the log of the search as a file, and write it."""
        if self._search is not None:
            self.show_state(waits=ASKING)
            call = self.ask(AccessFile, addresses.OUTSIDE_ACCESS_EXPORT, self._search)
            self.wait(saved_to(place, call), self._saved, _SAVE)

    def _clear_form(self) -> None:
        self.form_changed.emit(FormValues({**_EMPTY, "at": full_time(self.desk.now())}))

    def _logged(self, _nothing: object) -> None:
        self._clear_form()
        self.load()

    def _saved(self, file: AccessFile) -> None:
        self.show_state(foot=f"Saved {file.entries} accesses. SHA-256 {file.sha256}")


PAGE = OutsideAccesses


def _search_of(wanted: AccessWanted) -> AccessSearch:
    first, last = date.fromisoformat(wanted.first), date.fromisoformat(wanted.last)
    return AccessSearch(*whole_days(first, last), wanted.person.strip(), wanted.agency.strip())


def _access(form: FormValues) -> OutsideAccess:
    """Return what was entered.

    Raises:
        ValueError: a time or a number is none.
    """
    purpose = form.text("purpose")
    return OutsideAccess(
        at=typed_time(form.text("at")),
        agency=form.text("agency"),
        system=form.text("system"),
        purpose=Purpose(purpose) if purpose else None,
        case=form.text("case"),
        reason=form.text("reason"),
        sought=form.text("sought"),
        found=int(form.text("found")),
        request=log_number(form.text("request") or "0"),
    )


def _row(access: AccessRow) -> TableRow:
    about = f"request {access.request}" if access.request else ""
    return TableRow(
        str(access.number),
        (
            time_cell(access.at),
            Cell(access.name or access.person),
            Cell(access.agency, below=access.system),
            Cell(purpose_words(access.purpose)),
            Cell(access.case or NO_LONGER_KEPT, below=about),
            Cell(access.sought or NO_LONGER_KEPT),
            Cell(access.reason or NO_LONGER_KEPT),
            Cell(f"{access.found:,}"),
        ),
    )

"""Access to readers that others operate, logged like that to own data (09.21.1, OUT-04)."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal

from mdt_alpr.acts.outside_requests import EXPORT_ACCESSES, LOG_ACCESS, SHOW_ACCESSES
from mdt_alpr.domain.policy import OUTSIDE_REMINDED_EVERY
from mdt_alpr.ui.desk.act_table import PagedActs
from mdt_alpr.ui.desk.models.desk import AccessWanted
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.paged_table import From
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import whole_days
from mdt_alpr.ui.desk.views.access_page import AccessPage
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.outside import AccessFile, AccessRows, AccessSearch

_SAVE = EXPORT_ACCESSES.button


class OutsideAccesses(PagedActs):
    """Accesses of a span of days, the newest first.

    Signals:
        search_changed: the search to start with (``AccessWanted``).
    """

    title, order = "Outside access", 72
    heading = "Access to others' readers"
    shows, acts = SHOW_ACCESSES, (LOG_ACCESS, replace(EXPORT_ACCESSES, asks=()))
    saves = ((_SAVE, "outside-access.csv"),)
    in_row = 5
    also_waits = (_SAVE,)
    saved_as = ()
    note = "Log each search of another agency's or a vendor's readers"

    search_changed = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._search: AccessSearch | None = None

    def widget(self) -> AccessPage:
        view = AccessPage(self.head, self.form)
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
        super().begin()

    def forget(self) -> None:
        super().forget()
        self._search = None
        self.empty_form()

    def load(self) -> None:
        if self._search is not None:
            super().load()

    def after(self) -> From:
        search = self._search
        assert search is not None  # noqa: S101 - nothing is loaded without a search
        search = replace(search, order=self.order_by, descending=self.descending)
        return lambda first: (self.address, replace(search, first=first))

    def foot(self, answer: AccessRows) -> str:
        more = " Scroll for more." if answer.has_more else ""
        return f"{self.loaded} {'access' if self.loaded == 1 else 'accesses'}.{more}"

    def search(self, wanted: AccessWanted) -> None:
        """Search; headquarters logs it."""
        if wanted.last < wanted.first:
            self.show_state(problem="The last day is before the first.")
            return
        self._search = _search_of(wanted)
        self.load()

    def act(self, act: FormAct) -> None:
        """Log an access, or write the log of the search to a file."""
        if act.act != _SAVE:
            super().act(act)
        elif self._search is not None:
            self.show_state(waits=ASKING)
            call = self.ask(AccessFile, EXPORT_ACCESSES.path(), self._search)
            self.wait(saved_to(act.place, call), self._saved, _SAVE)

    def empty_form(self) -> None:
        super().empty_form()
        self.form_changed.emit(FormValues({"at": full_time(self.desk.now())}))

    def _saved(self, file: AccessFile) -> None:
        self.show_state(foot=f"Saved {file.entries} accesses. SHA-256 {file.sha256}")


PAGE = OutsideAccesses


def _search_of(wanted: AccessWanted) -> AccessSearch:
    first, last = date.fromisoformat(wanted.first), date.fromisoformat(wanted.last)
    return AccessSearch(*whole_days(first, last), wanted.person.strip(), wanted.agency.strip())

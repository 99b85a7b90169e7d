"""Restricted files: who was shown or told one of their records (HOT-10, CJIS 4.2.2)."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING, TablePage
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow

_PAGE = 100
_FILES = tuple((code, kind.name) for code, kind in CATEGORIES.items() if kind.restricted)
_FORM = FormHead(
    (
        FormField("category", "Restricted file", options=_FILES),
        FormField("subject", "Hit, request or case"),
        FormField("agency", "Receiving agency"),
        FormField("requester", "Who asked for it"),
        FormField("secondary", "Passed on to", "nobody"),
        FormField("reason", "Why. No plates.", wide=True),
    ),
    (("disclose", "Record a disclosure"),),
)
_TEXTS = ("subject", "agency", "requester", "secondary", "reason")


class RestrictedLog(TablePage):
    """What cars and desks showed is here by itself; what was told to others is entered.

    Signals:
        rows_appended: older lines, and whether there are more.
    """

    title, order = "Restricted log", 58
    heading = "Restricted files: shown and disclosed"
    permissions = (Permission.MANAGE_LISTS, Permission.READ_AUDIT)
    note = "Nothing here is changed or erased"
    stopped = "Stopped. Press F5 to see whether it was recorded."
    address, answer = addresses.RESTRICTED_LOG, RestrictedLogMessage
    nothing = "No record of a restricted file was shown or disclosed yet."
    columns = (
        Column("When", 110),
        Column("What", 120),
        Column("File", 150),
        Column("Operator", 130),
        Column("Receiving agency", 190),
        Column("Passed on to", 140),
        Column("Why", 240),
    )

    rows_appended = Signal(object, bool)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._last = ""

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = FormPage(self.head, _FORM)
        view.acted.connect(self.act)
        view.table.rows.more_wanted.connect(self.more)
        self.form_changed.connect(view.show_form)
        self.rows_appended.connect(view.append_rows)
        self.connect_table(view)
        return view

    def load(self) -> None:
        """Request the newest lines."""
        self._last = ""
        self._ask(self.show_answer)

    def more(self) -> None:
        """Request older lines."""
        self._ask(self._append)

    def rows(self, found: RestrictedLogMessage) -> list[TableRow]:
        """Return a row for each line."""
        if found.rows:
            self._last = found.rows[-1].at.isoformat()
        return [_row(one) for one in found.rows]

    def show_answer(self, found: RestrictedLogMessage) -> None:
        """Show the newest lines."""
        rows = self.rows(found)
        self.rows_changed.emit(rows, found.more)
        disclosed = sum(one.what == "disclosed" for one in found.rows)
        words = f"{disclosed} of these {len(rows)} lines are disclosures to others."
        self.show_state(foot=words if rows else self.nothing)

    def act(self, act: FormAct) -> None:
        """Record that somebody was told; headquarters refuses what is missing."""
        text = {name: act.form.text(name) for name in _TEXTS}
        body = RestrictedDisclosure(category=act.form.text("category"), **text)
        self.desk.used()
        self.show_state(waits=SENDING)
        self.wait(self.desk.post(self.address, body), self._recorded)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._last = ""

    def _ask(self, done: Callable[[RestrictedLogMessage], None]) -> None:
        self.show_state(waits=ASKING)
        path = addresses.asking(self.address, before=self._last, most=_PAGE)
        self.wait(self.ask(self.answer, path), done)

    def _append(self, found: RestrictedLogMessage) -> None:
        self.rows_appended.emit(self.rows(found), found.more)
        self.show_state()

    def _recorded(self, _answer: object) -> None:
        self.form_changed.emit(FormValues(dict.fromkeys(_TEXTS, "")))
        self.load()


PAGE = RestrictedLog


def _row(one: RestrictedLogRow) -> TableRow:
    kind = CATEGORIES.get(one.category)
    shown = Cell("Shown", Mark.RING)
    disclosed = Cell("Disclosed", Mark.TRIANGLE, strong=True)
    what = disclosed if one.what == "disclosed" else shown
    return TableRow(
        f"{one.at.isoformat()} {one.number}",
        (
            Cell(day_time(one.at)[:-3]),
            what,
            Cell(kind.name if kind else one.category, below=one.subject),
            Cell(one.operator, below=one.where),
            Cell(one.agency, below=one.requester),
            Cell(one.secondary),
            Cell(one.reason),
        ),
    )

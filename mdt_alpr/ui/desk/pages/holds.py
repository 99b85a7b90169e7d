"""The Data Retention Request Log at the desk: preservation requests and warrants (09.21.8.A)."""

from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.retention.hold_notices import STATE_WORDS
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.ui.desk.models.desk import Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.page import ASKING, TableBase
from mdt_alpr.ui.desk.presenters.hold_words import line_row
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.holds import HoldsMessage

_SIZE = 100
_OPEN, _REQUEST, _WARRANT, _SHOW = "open", "request", "warrant", "show"
_NEWER, _OLDER, _NOTARIES = "newer", "older", "notaries"
_SHOWN = (
    ("", "Every line"),
    ("live", "What holds now"),
    *((one.value, STATE_WORDS[one]) for one in HoldState),
)
_FORM = FormHead(
    (FormField("show", "Show", options=_SHOWN),),
    (
        (_OPEN, "Open: Enter"),
        (_SHOW, "Show these"),
        (_NEWER, "Newer lines"),
        (_OLDER, "Older lines"),
        (_REQUEST, "New request (ALPR-1)"),
        (_WARRANT, "New warrant"),
        (_NOTARIES, "Notaries"),
    ),
)


class Holds(TableBase):
    """The menu shows how many requests wait for an oath, a paper or a renewal."""

    title, order = "Preservation", 65
    heading = "Preservation requests"
    permissions = (Permission.REQUEST_HOLDS, Permission.READ_AUDIT)
    counts = True
    note = "Data Retention Request Log: lines stay for good"
    columns = (
        Column("Line", 115),
        Column("Plate and camera", 150),
        Column("Requested by", 125),
        Column("Case", 100),
        Column("State", 165),
        Column("Ends", 110),
        Column("Held", 90),
        Column("Still to do", 215),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._show, self._first, self._total = "", 0, 0

    def widget(self) -> FormPage:
        """Return the table with its acts."""
        view = FormPage(self.head, _FORM)
        view.acted.connect(self.act)
        view.table.opened.connect(self.open_line)
        self.acts_changed.connect(view.show_acts)
        self.connect_table(view)
        return view

    def load(self) -> None:
        """Request a page of the log."""
        self.show_state(waits=ASKING)
        path = f"{addresses.HOLDS}?show={self._show}&first={self._first}&size={_SIZE}"
        self.wait(self.ask(HoldsMessage, path), self.show_answer)

    def show_answer(self, found: HoldsMessage) -> None:
        """Show a page of the log, and how many requests wait."""
        self._total = found.total
        rows: list[TableRow] = [line_row(one) for one in found.lines]
        self.show(*rows)
        self.state_changed.emit(PageState(foot=self._foot(found)))
        self.acts_changed.emit(self._acts())
        self.waiting_changed.emit(self.page_name(), found.waiting)

    def open_line(self, key: str) -> None:
        """Open one request."""
        if key:
            self.open_wanted.emit("hold_item", int(key))

    def act(self, act: FormAct) -> None:
        """Open the chosen line, a form, or another page of the log."""
        if act.act == _OPEN:
            self.open_line(act.key)
        elif act.act in (_REQUEST, _WARRANT):
            self.open_wanted.emit(f"hold_{act.act}", "")
        elif act.act == _NOTARIES:
            self.open_wanted.emit(_NOTARIES, "")
        else:
            steps = {_NEWER: -_SIZE, _OLDER: _SIZE}
            self._first = max(0, self._first + steps.get(act.act, -self._first))
            self._show = act.form.text("show")
            self.load()

    def forget(self) -> None:
        """Clear what a session left here."""
        self._show, self._first, self._total = "", 0, 0

    def _foot(self, found: HoldsMessage) -> str:
        if not found.total:
            return "No such line. New request (ALPR-1) preserves captured data at once."
        last = self._first + len(found.lines)
        return f"Lines {self._first + 1} to {last} of {found.total}, the newest first."

    def _acts(self) -> set[str]:
        role = self.desk.person.role if self.desk.person else None
        allowed = {_OPEN, _SHOW}
        if role is not None and may(role, Permission.REQUEST_HOLDS):
            allowed.add(_REQUEST)
        if role is not None and may(role, Permission.MANAGE_HOLDS):
            allowed |= {_WARRANT, _NOTARIES}
        if self._first:
            allowed.add(_NEWER)
        if self._first + _SIZE < self._total:
            allowed.add(_OLDER)
        return allowed


PAGE = Holds

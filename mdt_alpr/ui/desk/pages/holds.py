"""The Data Retention Request Log at the desk: preservation requests and warrants (09.21.8.A)."""

from mdt_alpr.acts import holds as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import HOLD_FORM
from mdt_alpr.domain.retention.hold_notices import STATE_WORDS
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.ui.desk.models.desk import Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.paged_table import From, PagedTable
from mdt_alpr.ui.desk.presenters.hold_words import line_row
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.holds import HoldsMessage

_OPEN, _REQUEST, _WARRANT, _SHOW = "open", "request", "warrant", "show"
_NOTARIES = "notaries"
_SHOWN = (
    ("", "Every line"),
    ("live", "What holds now"),
    *((state.value, STATE_WORDS[state]) for state in HoldState),
)
_FORM = FormHead(
    (FormField("show", "Show", options=_SHOWN),),
    (
        (_OPEN, "Open: Enter"),
        (_SHOW, "Show these"),
        (_REQUEST, f"New request ({HOLD_FORM})"),
        (_WARRANT, "New warrant"),
        (_NOTARIES, "Notaries"),
    ),
)


class Holds(PagedTable):
    """The menu shows how many requests wait for an oath, a paper or a renewal."""

    title, order = "Preservation", 65
    heading = "Preservation requests"
    permissions = acts.SHOW_LOG.may
    counts = True
    address, answer = acts.SHOW_LOG.address, acts.SHOW_LOG.answers
    nothing = f"No requests yet. New request ({HOLD_FORM}) holds captured data at once."
    note = "Data Retention Request Log: lines stay for good"
    columns = (
        Column("Line", 115, "number"),
        Column("Plate and camera", 150),
        Column("Requested by", 125, "person"),
        Column("Case", 100),
        Column("State", 165, "state"),
        Column("Ends", 110, "ends"),
        Column("Held", 90),
        Column("Still to do", 215),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._show = ""

    def widget(self) -> FormPage:
        view = FormPage(self.head, _FORM)
        view.table.opened.connect(self.open_line)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        self.acts_changed.emit(self._acts())

    def after(self) -> From:
        return self.at_address(self.address, show=self._show)

    def has_more(self, answer: HoldsMessage, loaded: int) -> bool:
        return loaded < answer.total

    def rows(self, answer: HoldsMessage) -> list[TableRow]:
        return [line_row(line) for line in answer.lines]

    def foot(self, answer: HoldsMessage) -> str:
        return f"{self.loaded:,} of {answer.total:,} lines loaded."

    def keep(self, answer: HoldsMessage) -> None:
        self.waiting_changed.emit(self.page_name(), answer.waiting)

    def open_line(self, key: str) -> None:
        """Open one request."""
        if key:
            self.open_wanted.emit("hold_item", int(key))

    def act(self, act: FormAct) -> None:
        """Open the chosen line or a form, or show a part of the log."""
        if act.act == _OPEN:
            self.open_line(act.key)
        elif act.act in (_REQUEST, _WARRANT):
            self.open_wanted.emit(f"hold_{act.act}", "")
        elif act.act == _NOTARIES:
            self.open_wanted.emit(_NOTARIES, "")
        else:
            self._show = act.form.text("show")
            self.load()

    def forget(self) -> None:
        self._show = ""

    def _acts(self) -> set[str]:
        allowed = {_OPEN, _SHOW}
        if self.has(Permission.REQUEST_HOLDS):
            allowed.add(_REQUEST)
        if self.has(Permission.MANAGE_HOLDS):
            allowed |= {_WARRANT, _NOTARIES}
        return allowed


PAGE = Holds

"""A search warrant at the desk: what it covers is held at once, with a yearly review (8.C.1)."""

import os
from contextlib import suppress
from datetime import date

from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.alpr_1 import FormPart, Warrant, warrant_needs
from mdt_alpr.ui.desk.models.desk import Column
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING, TableBase
from mdt_alpr.ui.desk.presenters.hold_words import SCOPE_FIELDS, checklist, scope_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.holds import HoldMessage, WarrantRequest

_CHECK, _FILE, _FEDERAL = "check", "file", "federal"
_PARTS = (FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.WARRANT)
_FORM = FormHead(
    (
        *SCOPE_FIELDS,
        FormField("kind", "Issued by", options=(("state", "State court"), (_FEDERAL, "Federal"))),
        FormField("court", "Court", wide=True),
        FormField("number", "Number of the warrant"),
        FormField("issued", "Issued on", "Nov 28, 2026"),
        FormField("case", "Case"),
        FormField("described", "What it covers", "In the warrant's words", is_tall=True),
    ),
    ((_CHECK, "Check"), (_FILE, "Enter: held at once")),
    in_row=6,
    goes_back=True,
)


class HoldWarrantForm(TableBase):
    """The parts with what each lacks, and the form."""

    title, order = "Search warrant", 67
    permissions = (Permission.MANAGE_HOLDS,)
    opened_from = "holds"
    note = "Holds until it is canceled; reviewed every year"
    columns = (Column("Part", 300), Column("State", 760))
    tall, finds = False, False

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._hold_id = ""

    def widget(self) -> FormPage:
        """Return the checklist with the form."""
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: object) -> None:
        """Begin another form."""
        del chosen
        self.forget()
        self._hold_id = new_id(self.desk.now(), os.urandom(10))
        empty = {field.name: "" for field in _FORM.fields}
        self.form_changed.emit(FormValues(empty))
        self.acts_changed.emit({_CHECK, _FILE})
        self.show(*checklist(_PARTS, None))
        self.show_state(foot="Attach the warrant itself to the request's file afterwards.")

    def act(self, act: FormAct) -> None:
        """Check what is entered, and enter it where nothing lacks."""
        warrant = _warrant_of(act.form)
        needed = warrant_needs(warrant, self.desk.now())
        self.show(*checklist(_PARTS, needed))
        if needed:
            self.show_state(problem="Not entered: complete the parts that are marked.")
        elif act.act == _CHECK:
            self.show_state(foot="Complete. Enter holds the data at once.")
        else:
            self.show_state(waits=SENDING)
            self.acts_changed.emit(set())
            body = WarrantRequest(self._hold_id, warrant)
            self.wait(self.ask(HoldMessage, addresses.HOLD_WARRANTS, body), self._filed)

    def refused(self, why: str) -> None:
        """Show why it was not entered; it can be entered again."""
        self.acts_changed.emit({_CHECK, _FILE})
        self.show_state(problem=why)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._hold_id = ""
        self.show()

    def _filed(self, found: HoldMessage) -> None:
        self.outdated.emit(self.opened_from)
        self.open_wanted.emit("hold_item", found.line.number)


PAGE = HoldWarrantForm


def _warrant_of(form: FormValues) -> Warrant:
    issued_on: date | None = None
    with suppress(ValueError):
        issued_on = typed_day(form.text("issued"))
    return Warrant(
        scope=scope_of(form),
        court=form.text("court"),
        number=form.text("number"),
        issued_on=issued_on,
        is_federal=form.text("kind") == _FEDERAL,
        described=form.text("described"),
        case=form.text("case"),
    )

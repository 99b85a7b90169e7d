"""Form ALPR-1 at the desk: what it covers is held when headquarters answers (09.21.8.C.2)."""

import os

from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS, Alpr1, FormPart, HoldGround, form_needs
from mdt_alpr.domain.retention.holds import Way
from mdt_alpr.ui.desk.models.desk import Column
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING, TableBase
from mdt_alpr.ui.desk.presenters.hold_words import SCOPE_FIELDS, checklist, scope_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.holds import HoldMessage, HoldRequest

_CHECK, _FILE = "check", "file"
_PARTS = (FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.FACTS, FormPart.CASE)
_GROUNDS = (("", "What it is needed for"), *((g.value, GROUND_WORDS[g]) for g in HoldGround))
_FORM = FormHead(
    (
        *SCOPE_FIELDS,
        FormField("ground", "Needed for", options=_GROUNDS, wide=True),
        FormField("case", "Case"),
        FormField("parties", "Parties of the case", "State v. ...; victim ...", wide=True),
        FormField("person", "From paper: user name", "Empty: your own"),
        FormField("facts", "Specific and articulable facts", is_tall=True),
    ),
    ((_CHECK, "Check"), (_FILE, "File: held at once")),
    in_row=6,
    goes_back=True,
)


class HoldRequestForm(TableBase):
    """The parts of the form with what each lacks, and the form."""

    title, order = "Preservation request, form ALPR-1", 66
    permissions = (Permission.REQUEST_HOLDS,)
    opened_from = "holds"
    note = "Provisional until sworn: unsworn, data still goes on day 90"
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
        self.show_state(foot="File holds the data at headquarters and in the cars named.")

    def act(self, act: FormAct) -> None:
        """Check what is entered, and file it where nothing lacks."""
        form = _form_of(act.form)
        needed = form_needs(form, self.desk.now())
        self.show(*checklist(_PARTS, needed))
        if needed:
            self.show_state(problem="Not filed: complete the parts that are marked.")
        elif act.act == _CHECK:
            self.show_state(foot="Complete. File holds the data at once.")
        else:
            person = act.form.text("person") if self._takes_paper() else ""
            way = Way.PAPER if person else Way.DESK
            body = HoldRequest(self._hold_id, form, way, person)
            self.show_state(waits=SENDING)
            self.acts_changed.emit(set())
            self.wait(self.ask(HoldMessage, addresses.HOLDS, body), self._filed)

    def refused(self, why: str) -> None:
        """Show why it was not filed; it can be filed again."""
        self.acts_changed.emit({_CHECK, _FILE})
        self.show_state(problem=why)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._hold_id = ""
        self.show()

    def _takes_paper(self) -> bool:
        person = self.desk.person
        return person is not None and may(person.role, Permission.MANAGE_HOLDS)

    def _filed(self, found: HoldMessage) -> None:
        self.outdated.emit(self.opened_from)
        self.open_wanted.emit("hold_item", found.line.number)


PAGE = HoldRequestForm


def _form_of(form: FormValues) -> Alpr1:
    ground = form.text("ground")
    return Alpr1(
        scope=scope_of(form),
        ground=HoldGround(ground) if ground else None,
        facts=form.text("facts"),
        case=form.text("case"),
        parties=form.text("parties"),
    )

"""One incident: what was frozen, its steps, and what may be done now (OPS-01, 02, 04)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.incidents import IncidentStep, Persons
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING, TableBase
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.incident_words import (
    ACT_WORDS,
    PERSONS_WORDS,
    STEP_WORDS,
    about_incident,
    duty_words,
)
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.incidents import IncidentMessage, IncidentStepMessage, IncidentStepRequest

_FORM = FormHead(
    (
        FormField("words", "Reason, note, or assessment of the harm. No plates.", wide=True),
        FormField("contact", "Who was notified, and how", wide=True),
        FormField(
            "persons",
            "People concerned",
            options=tuple((one.value, words) for one, words in PERSONS_WORDS.items()),
        ),
    ),
    tuple((step.value, words) for step, words in ACT_WORDS.items()),
    in_row=6,
    goes_back=True,
)
_EMPTY = {"words": "", "contact": "", "persons": ""}
_ENDS = {
    IncidentStep.DISMISSED.value: "Dismiss",
    IncidentStep.CLOSED.value: "Close",
}
"""Steps that cannot be undone."""


class IncidentPage(TableBase):
    """The steps, oldest first; buttons for those that this person may take now."""

    title, order = "Incident", 79
    permissions = (Permission.REQUEST_HOLDS, Permission.READ_AUDIT, Permission.RUN_SERVER)
    saved_by = (Permission.DOWNLOAD, Permission.READ_AUDIT)
    opened_from = "incidents"
    note = "Nobody decides about an incident that concerns them"
    columns = (
        Column("When", 140),
        Column("Step", 240),
        Column("By", 170),
        Column("Who and how", 240),
        Column("Note", 330),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._incident: IncidentMessage | None = None
        self._asked: IncidentStepRequest | None = None

    def widget(self) -> FormPage:
        """Return the steps with the form."""
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act, self.answered)
        return view

    def open(self, chosen: IncidentMessage) -> None:
        """Show an incident."""
        self.forget()
        self.form_changed.emit(FormValues(_EMPTY))
        self._show(chosen)

    def act(self, act: FormAct) -> None:
        """Take a step, after a question where it cannot be undone."""
        form = act.form
        words, contact = form.text("words"), form.text("contact")
        persons = Persons(form.text("persons"))
        self._asked = IncidentStepRequest(IncidentStep(act.act), words, contact, persons)
        if act.act in _ENDS and self._incident is not None:
            words = f"{_ENDS[act.act]} incident {self._incident.number}? This cannot be undone."
            self.question_changed.emit(words)
            return
        self._send()

    def answered(self, yes: bool) -> None:
        """Take the step that was asked about, or drop it."""
        self.question_changed.emit("")
        if yes:
            self._send()

    def forget(self) -> None:
        """Clear what a session left here."""
        self._incident = self._asked = None
        self.question_changed.emit("")
        self.about_changed.emit("")
        self.acts_changed.emit(())
        self.show()

    def _send(self) -> None:
        if self._incident is None or self._asked is None:
            return
        self.show_state(waits=SENDING)
        number = str(self._incident.number)
        path = addresses.filled(addresses.INCIDENT_STEPS, number=number)
        self.wait(self.ask(IncidentMessage, path, self._asked), self._changed)

    def _changed(self, found: IncidentMessage) -> None:
        self.outdated.emit(self.opened_from)
        self.form_changed.emit(FormValues(_EMPTY))
        self._show(found)

    def _show(self, found: IncidentMessage) -> None:
        self._incident = found
        self.about_changed.emit(f"No. {found.number}. {about_incident(found)}")
        first = time_cell(found.reported_at), Cell("Reported", strong=True)
        made = TableRow("0", (*first, Cell(found.reported_by), Cell(""), Cell("")))
        self.show(made, *(_row(n, one) for n, one in enumerate(found.steps, 1)))
        self.acts_changed.emit([step.value for step in found.steps_open])
        now = self.desk.now()
        to_do = "; ".join(duty_words(one, now) for one in found.duties)
        self.show_state(foot=f"To do: {to_do}." if to_do else "Nothing is left to do.")


PAGE = IncidentPage


def _row(number: int, one: IncidentStepMessage) -> TableRow:
    persons = PERSONS_WORDS[one.persons] if one.persons else ""
    is_no = one.step is IncidentStep.DISMISSED
    return TableRow(
        str(number),
        (
            time_cell(one.at),
            Cell(STEP_WORDS[one.step], Mark.CROSS if is_no else Mark.TICK),
            Cell(one.by or "Headquarters"),
            Cell(one.contact, below=persons),
            Cell(one.words),
        ),
    )

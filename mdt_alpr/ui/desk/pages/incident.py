"""One incident: what was frozen, its steps, and what may be done now (OPS-01, 02, 04)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.incidents import IncidentStep, Persons
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.incident_words import (
    ACT_WORDS,
    PERSONS_WORDS,
    STEP_WORDS,
    about_incident,
    duty_words,
    who_decides,
)
from mdt_alpr.ui.desk.steps_page import StepsPage
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


class IncidentPage(StepsPage):
    """The steps, oldest first; buttons for those that this person may take now."""

    title, order = "Incident", 79
    permissions = (Permission.REQUEST_HOLDS, Permission.READ_AUDIT, Permission.RUN_SERVER)
    opened_from = "incidents"
    note = "Nobody decides about an incident that concerns them"
    columns = (
        Column("When", 140),
        Column("Step", 240),
        Column("By", 170),
        Column("Who and how", 240),
        Column("Note", 330),
    )

    form, empty = _FORM, _EMPTY
    address, answer = addresses.INCIDENT_STEPS, IncidentMessage

    def open(self, chosen: IncidentMessage) -> None:
        """Show an incident, and ask what became of its evidence."""
        super().open(chosen)
        self.wait(self.ask(IncidentMessage, self.path(addresses.INCIDENT)), self.show_record)

    def act(self, act: FormAct) -> None:
        """Take a step, after a question where it cannot be undone."""
        form = act.form
        words, contact = form.text("words"), form.text("contact")
        persons = Persons(form.text("persons"))
        question = ""
        if act.act in _ENDS:
            question = f"{_ENDS[act.act]} incident {self.record.number}? This cannot be undone."
        self.want(IncidentStepRequest(IncidentStep(act.act), words, contact, persons), question)

    def about(self, answer: IncidentMessage) -> str:
        """Return what was reported, and what is frozen of it."""
        return about_incident(answer)

    def rows(self, answer: IncidentMessage) -> list[TableRow]:
        """Return the report, then each step."""
        first = time_cell(answer.reported_at), Cell("Reported", strong=True)
        made = TableRow("0", (*first, Cell(answer.reported_by), Cell(""), Cell("")))
        return [made, *(_row(n, one) for n, one in enumerate(answer.steps, 1))]

    def open_acts(self, answer: IncidentMessage) -> list[str]:
        """Return the steps that are open to the person."""
        return [step.value for step in answer.steps_open]

    def foot(self, answer: IncidentMessage) -> str:
        """Return what is still to do."""
        now = self.desk.now()
        to_do = "; ".join(duty_words(duty, now) for duty in answer.duties)
        if not to_do:
            return "Nothing is left to do."
        others = "" if answer.waits else f" {who_decides(answer.form.kind)}"
        return f"To do: {to_do}.{others}"


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

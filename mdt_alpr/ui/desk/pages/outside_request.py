"""One request to another agency: its steps, and what may be done now (09.21.7.E)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outside_requests import Answer, OutsideState, OutsideStep
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.outside_words import (
    ACT_WORDS,
    ANSWER_WORDS,
    STEP_WORDS,
    about_request,
    outside_state_cell,
)
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.steps_page import StepsPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.outside import (
    OutsideRequestMessage,
    OutsideStepMessage,
    OutsideStepRequest,
)

_SAVE = "statement"
_FORM = FormHead(
    (
        FormField("words", "Reason; when sent: where the copy lies. No plates here.", wide=True),
        FormField("contact", "Sworn before, sent to, or told: who and how", wide=True),
        FormField("on", "Day of oath or of that contact", "Nov 28, 2026"),
        FormField(
            "answer", "Answer", options=tuple((k.value, w) for k, w in ANSWER_WORDS.items())
        ),
    ),
    (
        *((step.value, words) for step, words in ACT_WORDS.items()),
        (_SAVE, "Save statement as PDF"),
    ),
    in_row=6,
    goes_back=True,
    saves=((_SAVE, "statement.pdf"),),
)
_EMPTY = {"words": "", "contact": "", "answer": ""}
_ENDS = {
    OutsideStep.DECLINED.value: "Decline",
    OutsideStep.CANCELED.value: "Record as canceled",
    OutsideStep.WITHDRAWN.value: "Withdraw",
}
"""Steps that cannot be undone."""
_PRINTED = {OutsideState.APPROVED, OutsideState.SWORN, OutsideState.SENT}


class OutsideRequestPage(StepsPage):
    """The steps, oldest first; buttons for those that this person may take now."""

    title, order = "Request to an agency", 71
    permissions = (Permission.REQUEST_HOLDS,)
    opened_from = "outside_requests"
    also_waits = (_SAVE,)
    note = "Headquarters checks each step"
    columns = (
        Column("When", 140),
        Column("Step", 200),
        Column("By", 160),
        Column("Who and how", 260),
        Column("Note", 300),
    )

    form, empty = _FORM, _EMPTY
    address, answer = addresses.OUTSIDE_REQUEST_STEPS, OutsideRequestMessage

    def first_values(self) -> dict[str, str]:
        """Return empty fields, and today as the day of an oath or a contact."""
        return {**_EMPTY, "on": date_words(self.desk.today())}

    def act(self, act: FormAct) -> None:
        """Take a step, after a question where it cannot be undone; or save the statement."""
        if act.act == _SAVE:
            self.save(act.place)
            return
        form = act.form
        try:
            on = typed_day(form.text("on")) if form.text("on") else None
        except ValueError:
            self.show_state(problem="Enter the day as Nov 28, 2026.")
            return
        words, contact, answer = (form.text(name) for name in ("words", "contact", "answer"))
        step = OutsideStepRequest(OutsideStep(act.act), words, contact, on, Answer(answer))
        question = ""
        if act.act in _ENDS:
            question = f"{_ENDS[act.act]} request {self.record.number}? "
            question += "Plate, facts and parties are erased with it."
        self.want(step, question)

    def save(self, place: str) -> None:
        """Fetch the statement and write it."""
        if self.record is not None:
            self.show_state(waits=ASKING)
            call = self.desk.content(self.path(addresses.OUTSIDE_STATEMENT))
            self.wait(saved_to(place, call), self._saved, _SAVE)

    def about(self, answer: OutsideRequestMessage) -> str:
        """Return what is asked of whom."""
        return about_request(answer)

    def rows(self, answer: OutsideRequestMessage) -> list[TableRow]:
        """Return the request, then each step."""
        first = time_cell(answer.requested_at), Cell("Requested", strong=True)
        made = TableRow("0", (*first, Cell(answer.requested_by), Cell(""), Cell("")))
        return [made, *(_row(n, one) for n, one in enumerate(answer.steps, 1))]

    def open_acts(self, answer: OutsideRequestMessage) -> list[str]:
        """Return the steps that are open to the person, and the statement once it is approved."""
        saves = [_SAVE] if answer.state in _PRINTED else []
        return [*(step.value for step in answer.steps_open), *saves]

    def foot(self, answer: OutsideRequestMessage) -> str:
        """Return its state, and when it is over."""
        state = outside_state_cell(answer)
        words = f"{state.text}: {state.below}." if state.below else f"{state.text}."
        over = f" Expires on {date_words(local_day(answer.expires_at))}."
        return words + (over if answer.steps_open else "")

    def _saved(self, _content: bytes) -> None:
        self.show_state(foot="Saved. Swear it before a notary, then press Sworn.")


PAGE = OutsideRequestPage


def _row(number: int, one: OutsideStepMessage) -> TableRow:
    by = one.by or "Headquarters"
    on = f"on {date_words(one.on)}" if one.on else ""
    answer = ANSWER_WORDS[one.answer] if one.answer else ""
    note = "; ".join(filter(None, (answer, one.words)))
    is_no = one.step is OutsideStep.DECLINED or one.answer is Answer.REFUSED
    return TableRow(
        str(number),
        (
            time_cell(one.at),
            Cell(STEP_WORDS[one.step], Mark.CROSS if is_no else Mark.TICK),
            Cell(by),
            Cell(one.contact, below=on),
            Cell(note),
        ),
    )

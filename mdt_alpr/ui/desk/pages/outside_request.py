"""One request to another agency: its steps, and what may be done now (09.21.7.E)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outside_requests import Answer, OutsideState, OutsideStep
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING, TableBase
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.outside_words import (
    ACT_WORDS,
    ANSWER_WORDS,
    STEP_WORDS,
    about_request,
    outside_state_cell,
)
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
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


class OutsideRequestPage(TableBase):
    """The steps, oldest first; buttons for those that this person may take now."""

    title, order = "Request to an agency", 71
    permissions = (Permission.REQUEST_HOLDS,)
    opened_from = "outside_requests"
    note = "Headquarters checks each step"
    columns = (
        Column("When", 140),
        Column("Step", 200),
        Column("By", 160),
        Column("Who and how", 260),
        Column("Note", 300),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._request: OutsideRequestMessage | None = None
        self._asked: OutsideStepRequest | None = None

    def widget(self) -> FormPage:
        """Return the steps with the form."""
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act, self.answered)
        return view

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of the calls that the page may wait for."""
        return self.page_name(), _SAVE

    def open(self, chosen: OutsideRequestMessage) -> None:
        """Show a request."""
        self.forget()
        self.form_changed.emit(FormValues({**_EMPTY, "on": date_words(self.desk.today())}))
        self._show(chosen)

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
        self._asked = OutsideStepRequest(OutsideStep(act.act), words, contact, on, Answer(answer))
        if act.act in _ENDS and self._request is not None:
            words = f"{_ENDS[act.act]} request {self._request.number}? "
            self.question_changed.emit(words + "Plate, facts and parties are erased with it.")
            return
        self._send()

    def answered(self, yes: bool) -> None:
        """Take the step that was asked about, or drop it."""
        self.question_changed.emit("")
        if yes:
            self._send()

    def save(self, place: str) -> None:
        """Fetch the statement and write it."""
        if self._request is not None:
            self.show_state(waits=ASKING)
            call = self.desk.content(self._path(addresses.OUTSIDE_STATEMENT))
            self.wait(saved_to(place, call), self._saved, _SAVE)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._request = self._asked = None
        self.question_changed.emit("")
        self.about_changed.emit("")
        self.acts_changed.emit(())
        self.show()

    def _send(self) -> None:
        if self._request is None or self._asked is None:
            return
        self.show_state(waits=SENDING)
        path = self._path(addresses.OUTSIDE_REQUEST_STEPS)
        self.wait(self.ask(OutsideRequestMessage, path, self._asked), self._changed)

    def _path(self, address: str) -> str:
        assert self._request is not None  # noqa: S101 - asked for once a request is open
        return addresses.filled(address, number=str(self._request.number))

    def _changed(self, found: OutsideRequestMessage) -> None:
        self.outdated.emit(self.opened_from)
        self.form_changed.emit(FormValues(_EMPTY))
        self._show(found)

    def _show(self, found: OutsideRequestMessage) -> None:
        self._request = found
        self.about_changed.emit(f"No. {found.number}. {about_request(found)}")
        first = time_cell(found.requested_at), Cell("Requested", strong=True)
        made = TableRow("0", (*first, Cell(found.requested_by), Cell(""), Cell("")))
        self.show(made, *(_row(n, one) for n, one in enumerate(found.steps, 1)))
        saves = (_SAVE,) if found.state in _PRINTED else ()
        self.acts_changed.emit((*(step.value for step in found.steps_open), *saves))
        state = outside_state_cell(found)
        words = f"{state.text}: {state.below}." if state.below else f"{state.text}."
        over = f" Over by itself on {date_words(found.expires_at.date())}."
        self.show_state(foot=words + (over if found.steps_open else ""))

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

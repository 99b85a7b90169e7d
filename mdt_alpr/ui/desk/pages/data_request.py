"""One request for data at the desk: timeline, document, decision and letter (09.21.7.B to D)."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.domain.retention.disclosure import OPEN, Asked, RefusalReason
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING, TableBase
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.presenters.disclosure_words import (
    SOUGHT,
    STATE_WORDS,
    WHO_ASKS,
    asked_of,
    shown,
)
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.hold_page import HoldPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.disclosures import (
    DisclosureAct,
    DisclosureActRequest,
    DisclosureMessage,
    DisclosurePaper,
    DisclosureRecord,
    DisclosureStepMessage,
    DocumentName,
)

_ATTACH, _SAVE, _LETTER, _PAPER = "attach", "save", "letter", "paper"
_SHORT = {
    RefusalReason.COMPROMISE: "Would compromise an investigation",
    RefusalReason.NOT_ELIGIBLE: "Not eligible: deny",
    RefusalReason.NOT_OFFICIAL: "No official criminal investigation",
    RefusalReason.NOTHING_KEPT: "Nothing is kept",
    RefusalReason.NOT_ANSWERED: "Question not answered",
    RefusalReason.PROSECUTOR: "Prosecutor, and the agency gives them nothing",
}
_REASONS = tuple((one.value, words) for one, words in _SHORT.items())
_FORM = FormHead(
    (
        *WHO_ASKS,
        FormField("reason", "If refused, why", options=_REASONS, wide=True),
        FormField("why", "Text for letter and log. No plates.", wide=True),
    ),
    (
        (_ATTACH, "Attach document"),
        (_SAVE, "Save changes"),
        (DisclosureAct.MORE.value, "Ask for more"),
        (DisclosureAct.GRANT.value, "Grant"),
        (DisclosureAct.REFUSE.value, "Refuse or deny"),
        (DisclosureAct.WITHDRAW.value, "Withdrawn"),
        (_LETTER, "Save letter (PDF)"),
        (_PAPER, "Save chosen document"),
    ),
    in_row=6,
    goes_back=True,
)  # fmt: skip
_ACTS = {act.value: act for act in DisclosureAct}
_ASKS = {
    DisclosureAct.GRANT.value: "Grant this request? Then its data may be released, on Packages.",
    DisclosureAct.REFUSE.value: "Refuse this request? This is final; a new request is a new line.",
    DisclosureAct.WITHDRAW.value: "Record that it was withdrawn? This is final.",
}
_STEP_WORDS = {
    "nlets_answered": "Nlets answer printed",
    "recorded": "Recorded",
    "completed": "Completed",
    "paper": "Document attached",
    "let_out": "Let out",
    **{state.value: words for state, words in STATE_WORDS.items()},
}


class DataRequest(TableBase):
    """Timeline and documents of one request, in the order in which they happened.

    Signals:
        paper_wanted: the person is to name a file to attach.
        place_wanted: the person is to name a file to write; the name that is proposed.
    """

    title, order = "Data request", 62
    permissions = (Permission.DOWNLOAD,)
    opened_from = "data_requests"
    note = "Order 09.21.7.B: in writing, for an official criminal investigation"
    columns = (
        Column("When", 190),
        Column("What", 200),
        Column("By", 150),
        Column("Detail", 540),
    )

    paper_wanted = Signal()
    place_wanted = Signal(str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._number = 0
        self._found: DisclosureMessage | None = None
        self._saving = ""

    def widget(self) -> HoldPage:
        """Return the timeline with the form."""
        view = HoldPage(self.head, _FORM)
        view.paper_chosen.connect(self.attach)
        view.place_chosen.connect(self.save)
        self.paper_wanted.connect(view.choose_paper)
        self.place_wanted.connect(view.choose_place)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: int) -> None:
        """Show the request of a number."""
        self.forget()
        self._number = chosen
        self.load()

    def load(self) -> None:
        """Request it."""
        if self._number:
            self.show_state(waits=ASKING)
            self.wait(self.ask(DisclosureMessage, self._path(addresses.DISCLOSURE)), self.shown)

    def shown(self, answer: DisclosureMessage) -> None:
        """Show a request with what may be done."""
        self._found = answer
        steps = [_step_row(n, one) for n, one in enumerate(answer.steps)]
        self.show(*steps, *(_paper_row(paper) for paper in answer.papers))
        self.about_changed.emit(_about(answer))
        self.form_changed.emit(shown(answer.found.asked if answer.found else Asked()))
        is_open = answer.found is not None and answer.line.state in OPEN
        always = [_LETTER] * (answer.found is not None) + [_PAPER] * bool(answer.papers)
        self.acts_changed.emit([*always, *([_ATTACH, _SAVE, *_ACTS] if is_open else [])])
        self.show_state()
        self.outdated.emit(self.opened_from)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._number, self._found = 0, None
        self.form_changed.emit(FormValues({**shown(Asked()).values, "why": ""}))

    def act(self, act: FormAct) -> None:
        """Attach, save, decide, or write a letter."""
        if act.act == _ATTACH:
            self.paper_wanted.emit()
        elif act.act in (_LETTER, _PAPER):
            self._choose_place(act)
        elif act.act == _SAVE:
            self._complete(act.form)
        else:
            reason = RefusalReason(act.form.text("reason"))
            decides = _ACTS[act.act]
            given = reason if decides is DisclosureAct.REFUSE else None
            decision = DisclosureActRequest(decides, act.form.text("why"), given)
            if act.act in _ASKS:
                self.ask_first(_ASKS[act.act], partial(self._decide, decision))
            else:
                self.drop_question()
                self._decide(decision)

    def attach(self, place: str) -> None:
        """Attach the file that was chosen."""
        self.show_state(waits=SENDING)
        self.desk.used()
        path, named = self._path(addresses.DISCLOSURE_PAPERS), DocumentName(Path(place).name)
        call = self.desk.sent(DisclosureMessage, path, named, Path(place), LARGEST_PAPER)
        self.wait(call, self.shown)

    def save(self, place: str) -> None:
        """Write the letter or the document that was asked for."""
        self.show_state(waits=ASKING)
        self.wait(self.desk.saved(self._saving, Path(place)), self.say_saved)

    def _decide(self, decision: DisclosureActRequest) -> None:
        self.show_state(waits=SENDING)
        path = self._path(addresses.DISCLOSURE_ACTS)
        self.wait(self.ask(DisclosureMessage, path, decision), self.shown)

    def _choose_place(self, act: FormAct) -> None:
        self._saving = self._path(addresses.DISCLOSURE_LETTER)
        name = f"letter-{self._number}.pdf"
        if act.act == _PAPER:
            digests = (
                {paper.digest: paper.name for paper in self._found.papers} if self._found else {}
            )
            if act.key not in digests:
                self.show_state(problem="Choose a document of the table first.")
                return
            name = digests[act.key]
            self._saving = addresses.filled(
                addresses.DISCLOSURE_PAPER, number=str(self._number), digest=act.key
            )
        self.place_wanted.emit(name)

    def _complete(self, form: FormValues) -> None:
        try:
            asked = asked_of(form)
        except ValueError:
            self.show_state(problem="Enter each time as Nov 28, 2026 14:00.")
            return
        before = self._found.found if self._found else None
        if before is None:
            return
        if shown(before.asked).text("received") == form.text("received"):
            asked = replace(asked, received_at=before.asked.received_at)
        if all(shown(before.asked).text(name) == form.text(name) for name in SOUGHT):
            asked = replace(asked, seeks=before.asked.seeks)  # its seconds are not typed
        self.show_state(waits=SENDING)
        body = DisclosureRecord(before.request_id, asked)
        path = self._path(addresses.DISCLOSURE_COMPLETION)
        self.wait(self.ask(DisclosureMessage, path, body), self.shown)

    def _path(self, address: str) -> str:
        return addresses.filled(address, number=str(self._number))


PAGE = DataRequest


def _about(answer: DisclosureMessage) -> str:
    """Return what the request lacks, or how it was decided."""
    state = STATE_WORDS[answer.line.state]
    head = f"Request {answer.line.number}: {state}."
    if answer.found is None:
        return f"{head} Its papers were destroyed three years after the decision."
    if answer.line.state in OPEN:
        lacks = " ".join(answer.lacks) or "Nothing is missing: it may be granted."
        return " ".join(filter(None, (head, lacks, answer.note)))
    reason = _SHORT[answer.found.reason] + "." if answer.found.reason else ""
    until = answer.found.granted_until
    ends = f"Data may be released until {date_words(local_day(until))}." if until else ""
    return " ".join(filter(None, (head, reason, ends, answer.found.why)))


def _step_row(number: int, step: DisclosureStepMessage) -> TableRow:
    mark = Mark.CROSS if step.step in ("refused", "denied") else None
    return TableRow(
        f"step {number}",
        (
            year_cell(step.at),
            Cell(_STEP_WORDS.get(step.step, step.step), mark, strong=True),
            Cell(step.person_id),
            Cell(step.words),
        ),
    )


def _paper_row(paper: DisclosurePaper) -> TableRow:
    return TableRow(
        paper.digest,
        (
            year_cell(paper.added_at),
            Cell("Document", Mark.TICK),
            Cell(paper.added_by),
            Cell(paper.name, below=f"SHA-256 {paper.digest[:16]}"),
        ),
    )

"""One request for data at the desk: timeline, document, decision and letter (09.21.7.B to D)."""

from dataclasses import replace

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.acts.disclosures import STATE_WORDS
from mdt_alpr.domain.citations import under
from mdt_alpr.domain.retention.data_request import IN_WRITING, Asked
from mdt_alpr.domain.retention.disclosure import MAY_END, OPEN, SHORT_REFUSAL_WORDS, RequestState
from mdt_alpr.ui.desk.act_form import form_of
from mdt_alpr.ui.desk.case_steps import NEXT, CaseSteps, shown
from mdt_alpr.ui.desk.file_page import FilePage
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.models.lists import NewRequest
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.disclosures import (
    DisclosureMessage,
    DisclosurePaper,
    DisclosureStepMessage,
    DocumentName,
)

_ATTACH, _LETTER, _PAPER = "attach", "letter", "paper"
_ACTS = acts.COMPLETE_REQUEST, acts.ASK_FOR_MORE, acts.GRANT, acts.REFUSE, acts.WITHDRAW
_LOST = acts.GIVE_UP_PAPERS
_ASKED = form_of(*_ACTS, _LOST, in_row=6, goes_back=True)
_FORM = replace(
    _ASKED,
    acts=(
        (_ATTACH, "Attach document"),
        *_ASKED.acts,
        (_LETTER, "Save letter (PDF)"),
        (_PAPER, "Save chosen document"),
        NEXT,
    ),
)
_ENDS = acts.REFUSE.button, acts.WITHDRAW.button
_SOUGHT = ("plate", "state", "since", "until", "cameras")
"""The fields by which what leaves is compared with it."""
_STEP_WORDS = {
    "nlets_answered": "Nlets answer printed",
    "recorded": "Recorded",
    "completed": "Completed",
    "paper": "Document attached",
    "let_out": "Let out",
    **{state.value: words for state, words in STATE_WORDS.items()},
}


class DataRequest(FilePage, CaseSteps):
    """Timeline and documents of one request, in the order in which they happened."""

    title, order = "Data request", 62
    permissions = acts.SHOW_REQUEST.may
    shows, attaches, form = acts.SHOW_REQUEST, acts.ADD_PAPER, _FORM
    does = (acts.DECIDE, acts.ADD_PAPER, acts.COMPLETE_REQUEST, acts.GIVE_LETTER)
    asks_first = (
        (acts.REFUSE.button, "Refuse this request? This is final; a new request is a new line."),
        (acts.WITHDRAW.button, "Record that it was withdrawn? This is final."),
        (_LOST.button, "Give up papers whose key is lost? They are erased; the request ends."),
    )
    acts = (*_ACTS, _LOST)
    opened_from = "data_requests"
    note = under("requests", "in writing, for an official criminal investigation")
    columns = (Column("When", 190), Column("What", 200), Column("By", 150), Column("Detail", 540))

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._is_new = False
        """Whether it was recorded just now, so that its document is at hand."""

    def open(self, chosen: int | NewRequest) -> None:
        """Show a request; of a new one that came in writing, ask for the document."""
        is_new = isinstance(chosen, NewRequest)
        super().open(chosen.number if isinstance(chosen, NewRequest) else chosen)
        self._is_new = is_new

    def show_found(self, answer: DisclosureMessage) -> None:
        """Show the request as it is now, and name the document that it came by."""
        super().show_found(answer)
        is_written = answer.found is not None and answer.found.asked.received_by in IN_WRITING
        if self._is_new and is_written and not answer.papers:
            self._is_new = False
            self.paper_wanted.emit()

    def changed(self, answer: DisclosureMessage) -> None:
        """Show what an act did; what was granted goes on to its release."""
        if answer.line.state is RequestState.GRANTED and answer.line.case:
            self.outdated.emit(self.opened_from)
            self.show_found(answer)
            self.go_on(answer.line.case)
        else:
            super().changed(answer)

    def show_record(self, answer: DisclosureMessage) -> None:
        """Show the request with what may be done."""
        steps = [_step_row(n, step) for n, step in enumerate(answer.steps)]
        self.show(*steps, *(_paper_row(paper) for paper in answer.papers))
        self.about_changed.emit(_about(answer))
        self.form_changed.emit(shown(answer.found.asked if answer.found else Asked()))
        is_open = answer.found is not None and answer.line.state in OPEN
        always = [_LETTER] * (answer.found is not None) + [_PAPER] * bool(answer.papers)
        always += [NEXT[0]] * bool(answer.line.case)
        may_end = answer.found is not None and answer.line.state in MAY_END
        buttons = [_ATTACH, *(act.button for act in _ACTS)]
        allowed = buttons if is_open else _ENDS if may_end else ()
        always += [_LOST.button] * (answer.found is None and answer.line.state in OPEN)
        self.acts_changed.emit([*always, *allowed])
        self.show_state()

    def forget(self) -> None:
        super().forget()
        self._is_new = False
        self.form_changed.emit(FormValues({**shown(Asked()).values, "why": ""}))

    def act(self, act: FormAct) -> None:
        if act.act == _ATTACH:
            self.paper_wanted.emit()
        elif act.act in (_LETTER, _PAPER):
            self._save(act)
        elif act.act == acts.COMPLETE_REQUEST.button:
            self._complete(act.form)
        elif act.act == NEXT[0]:
            self.go_on(self.found.line.case)
        else:
            super().act(act)

    def paper_named(self, name: str) -> DocumentName:
        return DocumentName(name)

    def _save(self, act: FormAct) -> None:
        if act.act == _LETTER:
            self.choose_place(f"letter-{self.number}.pdf", acts.GIVE_LETTER)
            return
        names = {paper.digest: paper.name for paper in self.found.papers} if self.found else {}
        if act.key in names:
            self.choose_place(names[act.key], acts.GIVE_PAPER, digest=act.key)
        else:
            self.show_state(problem="Choose a document of the table first.")

    def _complete(self, form: FormValues) -> None:
        before = self.found.found if self.found else None
        if before is None:
            return
        as_shown = shown(before.asked)
        same = {name for name in as_shown.values if as_shown.text(name) == form.text(name)}
        known: dict[str, object] = {"request_id": before.request_id}
        if "received_at" in same:  # its seconds are not typed
            known["received_at"] = before.asked.received_at
        if same.issuperset(_SOUGHT):
            known["seeks"] = before.asked.seeks
        self.do(acts.COMPLETE_REQUEST, form, **known)


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
    reason = SHORT_REFUSAL_WORDS[answer.found.reason] + "." if answer.found.reason else ""
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

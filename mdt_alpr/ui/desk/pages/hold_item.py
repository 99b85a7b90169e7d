"""One preservation request at the desk: timeline, papers, what is held, and its acts (8.C.3)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from mdt_alpr.acts import holds as acts
from mdt_alpr.acts.act import Act
from mdt_alpr.domain.citations import PAPERS_KEPT_IN, under
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import HOLD_FORM
from mdt_alpr.domain.printable import number_of
from mdt_alpr.domain.retention.hold_acts import two_people_cancel
from mdt_alpr.domain.retention.holds import LIVE, HoldKind, HoldState
from mdt_alpr.ui.desk.act_form import form_of
from mdt_alpr.ui.desk.case_steps import NEXT, CaseSteps
from mdt_alpr.ui.desk.file_page import FilePage
from mdt_alpr.ui.desk.models.desk import Column, PictureSlot
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormValues
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.hold_rows import PAPER, PAPER_KINDS, hold_rows
from mdt_alpr.ui.desk.presenters.hold_words import about_words, label_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.hold_page import HoldPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.holds import HoldActRequest, HoldMessage, PaperKind, PaperRequest
from mdt_alpr.wire.papers import PaperFile

_PRINT, _ATTACH, _SAVE = "print", "attach", "save"
_ACTS = (
    acts.SWEAR, acts.NOTE_FILING, acts.CONFIRM, acts.REVIEW, acts.RENEW, acts.CANCEL,
    acts.TAKE_BACK, acts.REFUSE, acts.CORRECT, acts.GIVE_UP_KEYS,
)  # fmt: skip
_ASKED = form_of(*_ACTS, choices=("notary",), omits=("paper",), in_row=8, goes_back=True)
_FORM = replace(
    _ASKED,
    fields=(FormField("kind", "Paper to attach", options=PAPER_KINDS), *_ASKED.fields),
    acts=(
        (_PRINT, "Print form"),
        (_ATTACH, "Attach paper"),
        (_SAVE, "Save paper"),
        *_ASKED.acts,
        NEXT,
    ),
)
_TWO_CANCEL = (
    "Cancel a court's warrant or another person's final hold: what only it keeps is destroyed in "
    "a day, for good; until then it can be taken back. Another custodian or administrator "
    "confirms:"
)


class HoldItem(FilePage, CaseSteps):
    """Timeline, papers and reads of one request, in the order in which they happened.

    Signals:
        slots_changed: places for the pictures of a read (``PictureSlot``), and who looks at them.
        picture_came: a picture's digest and the picture, None where there is none.
    """

    title, order = "Preservation request", 68
    does = (*_ACTS, acts.ATTACH, acts.PRINT_FORM)
    permissions = acts.SHOW_HOLD.may
    shows, attaches, form = acts.SHOW_HOLD, acts.ATTACH, _FORM
    asks_first = (
        (
            acts.CONFIRM.button,
            "Does the attached warrant say what was entered? What it covers may then be let out.",
        ),
        (acts.CANCEL.button, "End this hold? What only it keeps is destroyed now, for good."),
        (acts.REFUSE.button, "Refuse this request? What it holds is destroyed now, for good."),
        (acts.GIVE_UP_KEYS.button, "Give up the lost keys? What lies under them is erased now."),
    )
    acts = _ACTS
    opened_from = "holds"
    note = under("notaries", f"sworn, notarized, in {PAPERS_KEPT_IN}, emailed")
    columns = (Column("When", 210), Column("What", 200), Column("By", 150), Column("Detail", 520))

    slots_changed = Signal(object, str)
    picture_came = Signal(str, object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._kind = PaperKind.OTHER
        self._then: FormAct | None = None
        """The act that waits for the paper which is attached now."""
        self._pictures: tuple[str, ...] = ()

    def widget(self) -> HoldPage:
        view = super().widget()
        view.table.opened.connect(self.show_pictures)
        self.slots_changed.connect(view.show_slots)
        self.picture_came.connect(view.show_picture)
        return view

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of the calls that the page may wait for."""
        return (self.page_name(), *self._pictures)

    def show_pictures(self, key: str) -> None:
        """Ask for the pictures of a read that is held; headquarters records each view."""
        reads = self.found.reads if self.found else ()
        digests = next((r.pictures for r in reads if key == f"read/{r.read_id}"), ())
        self.desk.asking.cancel(*self._pictures)
        slots = tuple(PictureSlot(d, f"Picture {n}") for n, d in enumerate(digests, 1))
        self.slots_changed.emit(slots, self.desk.watermark())
        self.desk.used()
        self._pictures = tuple(f"{self.page_name()} picture {digest}" for digest in digests)
        for name, digest in zip(self._pictures, digests, strict=True):
            call = self.desk.picture_at(self.path(acts.GIVE_PICTURE, digest=digest))
            came = partial(self.picture_came.emit, digest)
            self.desk.asking.ask(name, call, came, partial(self._no_picture, digest))

    def act(self, act: FormAct) -> None:
        """Do what was pressed, after a question where it cannot be undone."""
        self._then = None
        if self.found is None:
            return
        if act.act in self._handlers:
            self._handlers[act.act](act)
        elif act.act == acts.CANCEL.button and self._takes_two(self.found):
            if (asked := self.body(acts.CANCEL, act.form)) is not None:
                self.want_second(_TWO_CANCEL, partial(self._send_confirmed, asked))
        else:
            super().act(act)

    def paper_named(self, name: str) -> PaperRequest:
        return PaperRequest(self._kind, name)

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(set())
        self.slots_changed.emit((), "")

    # ------------------------------------------------------------------------ inside

    @property
    def _handlers(self) -> dict[str, Callable[[FormAct], None]]:
        return {
            _PRINT: self._print,
            _ATTACH: self._ask_paper,
            _SAVE: self._save_paper,
            acts.SWEAR.button: partial(self._sworn, acts.SWEAR, "scan"),
            acts.RENEW.button: partial(self._sworn, acts.RENEW, "paper"),
            acts.CONFIRM.button: self._confirm,
            NEXT[0]: self._next,
        }

    def _next(self, _act: FormAct) -> None:
        assert self.found is not None  # noqa: S101 - no act without a request
        self.go_on(self.found.line.case)

    def _print(self, _act: FormAct) -> None:
        assert self.found is not None  # noqa: S101 - no act without a request
        self.choose_place(f"{HOLD_FORM} {label_of(self.found.line)}.pdf", acts.PRINT_FORM)

    def _no_picture(self, digest: str, _why: str) -> None:
        self.picture_came.emit(digest, None)

    def _ask_paper(self, act: FormAct) -> None:
        self._kind = PaperKind(act.form.text("kind"))
        self.paper_wanted.emit()

    def _save_paper(self, act: FormAct) -> None:
        what, _, digest = act.key.partition("/")
        if what != PAPER or self.found is None:
            self.show_state(problem="Choose a paper in the table first.")
            return
        name = next(paper.name for paper in self.found.papers if paper.digest == digest)
        self.choose_place(name, acts.GIVE_PAPER, digest=digest)

    def _sworn(self, does: Act[HoldMessage], name: str, act: FormAct) -> None:
        """Do what takes the newest sworn form, once its scan is attached."""
        digest = self._newest(PaperKind.SWORN_FORM)
        if digest:
            self.do(does, act.form, **{name: digest})
            return
        self.show_state(problem="Attach the scan of the sworn and notarized form first.")
        self._kind, self._then = PaperKind.SWORN_FORM, act
        self.paper_wanted.emit()

    def _confirm(self, act: FormAct) -> None:
        digest = self._newest(PaperKind.WARRANT)
        if digest:
            self.do(acts.CONFIRM, act.form, paper=digest)
        else:
            self.show_state(problem="Attach the warrant first, as a paper of this kind.")

    def _newest(self, kind: PaperKind) -> str:
        papers = self.found.papers if self.found else ()
        return next((paper.digest for paper in reversed(papers) if paper.kind is kind), "")

    def _takes_two(self, answer: HoldMessage) -> bool:
        line, person = answer.line, self.desk.person
        own = person.person_id if person is not None else ""
        return two_people_cancel(line.state, line.kind, line.requested_by, own)

    def _send_confirmed(self, asked: HoldActRequest, entered: SecondPerson) -> None:
        self.desk.used()
        self.show_state(waits=SENDING)
        call = self.desk.confirmed(HoldMessage, self.path(acts.CANCEL), asked, entered)
        self.wait(call, self.changed)

    def changed(self, answer: HoldMessage) -> None:
        """Show the request as the act left it, and clear what was typed for it."""
        then = self._then
        if then is None:
            self.form_changed.emit(FormValues({"why": "", "powerdms": "", "emailed_at": ""}))
        super().changed(answer)
        if then is not None:
            self.act(then)

    def say_saved(self, file: Path | PaperFile) -> None:
        """Say that the file is there; that it was printed is a line of the timeline."""
        self.show_state(foot=f"Saved: {file}")
        self.load()

    def show_record(self, answer: HoldMessage) -> None:
        """Show the request with what may be done."""
        self.about_changed.emit(about_words(answer.line))
        notaries = tuple((name, name) for name in answer.notaries)
        nobody = ("", "None listed")
        today = date_words(self.desk.today())
        kind = PaperKind.SWORN_FORM if answer.line.kind is HoldKind.ALPR_1 else PaperKind.WARRANT
        values = {"sworn_on": today, "on": today, "kind": kind.value}
        options = {"notary": notaries or (nobody,)}
        allowed = self._allowed(answer)
        asked = {field.name for act in _ACTS if act.button in allowed for field in act.fields}
        hidden = {field.name for field in _ASKED.fields} - asked
        hidden |= set() if _ATTACH in allowed else {"kind"}
        self.form_changed.emit(FormValues(values, options, frozenset(hidden)))
        self.acts_changed.emit(allowed)
        self.show(*hold_rows(answer))
        pictures = number_of(answer.line.pictures, "picture")
        reads = f"{number_of(len(answer.reads), 'read')} and {pictures} are held"
        cars = sum(car.ended_at is None for car in answer.cars)
        places = f"at headquarters and in {number_of(cars, 'car')}" if cars else "at headquarters"
        over = answer.destroyed_at
        where = f"{reads}, {places}. Enter on a read shows its pictures."
        foot = f"Destroyed {full_time(over)}." if over else where
        self.show_state(problem=" ".join(answer.warnings), foot=foot)

    def _allowed(self, answer: HoldMessage) -> set[str]:
        person, line = self.desk.person, answer.line
        manages, allowed = self.has(Permission.MANAGE_HOLDS), {_SAVE}
        if manages and answer.has_lost_keys:
            allowed.add(acts.GIVE_UP_KEYS.button)
        if person is None or answer.hold is None:
            return allowed
        if line.case and self.has(Permission.DOWNLOAD):
            allowed.add(NEXT[0])
        is_form, is_live = line.kind is HoldKind.ALPR_1, line.state in LIVE
        if is_form:
            allowed.add(_PRINT)
        if manages:
            allowed |= {_ATTACH, acts.CORRECT.button}
        is_own, is_ending = line.requested_by == person.person_id, answer.hold.is_canceled_soon
        if is_live and (manages or is_own):
            allowed.add((acts.TAKE_BACK if is_ending else acts.CANCEL).button)
        return allowed | (_custodians(answer, is_own=is_own) if is_live and manages else set())


PAGE = HoldItem


def _custodians(answer: HoldMessage, *, is_own: bool) -> set[str]:
    """Return the acts on a hold that lasts that are a custodian's."""
    line, hold = answer.line, answer.hold
    if hold is None:
        return set()
    is_form, allowed = line.kind is HoldKind.ALPR_1, set[str]()
    if hold.is_final and not hold.is_canceled_soon and not (is_form and is_own):
        allowed.add((acts.RENEW if is_form else acts.REVIEW).button)
    if not (is_form or is_own or hold.oath):
        allowed.add(acts.CONFIRM.button)
    if is_form:
        allowed.add(acts.NOTE_FILING.button)
        if line.state is HoldState.PROVISIONAL:
            allowed |= {acts.SWEAR.button, acts.REFUSE.button}
    return allowed

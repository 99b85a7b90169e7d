"""One preservation request at the desk: timeline, papers, what is held, and its acts (8.C.3)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from mdt_alpr.acts import holds as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import number_of
from mdt_alpr.domain.retention.hold_acts import two_people_cancel
from mdt_alpr.domain.retention.holds import LIVE, HoldKind, HoldState
from mdt_alpr.ui.desk.case_steps import NEXT, CaseSteps
from mdt_alpr.ui.desk.file_page import FilePage
from mdt_alpr.ui.desk.models.desk import Column, PictureSlot
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.hold_rows import PAPER, PAPER_KINDS, hold_rows
from mdt_alpr.ui.desk.presenters.hold_words import (
    about_words,
    label_of,
)
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.hold_page import HoldPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.words import full_time, typed_time_or_none
from mdt_alpr.wire.holds import (
    FilingRequest,
    HoldAct,
    HoldActRequest,
    HoldMessage,
    OathRequest,
    PaperKind,
    PaperRequest,
)
from mdt_alpr.wire.papers import PaperFile

_PRINT, _ATTACH, _SWEAR, _FILED, _SAVE = "print", "attach", "swear", "filed", "save"
_FORM = FormHead(
    (
        FormField("kind", "Paper to attach", options=PAPER_KINDS),
        FormField("notary", "Notary", is_choice=True),
        FormField("sworn_on", "Sworn on", "Nov 28, 2026"),
        FormField("powerdms", "PowerDMS reference"),
        FormField("emailed", "Copy emailed at", "Nov 28, 2026 14:00", wide=True),
        FormField("why", "Reason, for review, end or correction", wide=True),
    ),
    (
        (_PRINT, "Print form"),
        (_ATTACH, "Attach paper"),
        (_SAVE, "Save paper"),
        (_SWEAR, "Make final"),
        (_FILED, "Note filing"),
        (HoldAct.CONFIRM.value, "Confirm warrant"),
        (HoldAct.RENEW.value, "Renew"),
        (HoldAct.CANCEL.value, "Cancel"),
        (HoldAct.TAKE_BACK.value, "Take back cancellation"),
        (HoldAct.REFUSE.value, "Refuse"),
        (HoldAct.CORRECT.value, "Correct"),
        NEXT,
    ),
    in_row=8,
    goes_back=True,
)
_ENDS = {
    HoldAct.CANCEL.value: "End this hold? What only it keeps is destroyed now, for good.",
    HoldAct.REFUSE.value: "Refuse this request? What it holds is destroyed now, for good.",
}
_CONFIRMS = "Does the attached warrant say what was entered? What it covers may then be let out."
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
    does = (acts.SWEAR, acts.NOTE_FILING, acts.DECIDE, acts.ATTACH, acts.PRINT_FORM)
    permissions = acts.SHOW_HOLD.may
    shows, attaches, form = acts.SHOW_HOLD, acts.ATTACH, _FORM
    opened_from = "holds"
    note = "Order 09.21.8.C.3: sworn, notarized, in PowerDMS, emailed"
    columns = (
        Column("When", 210),
        Column("What", 200),
        Column("By", 150),
        Column("Detail", 520),
    )

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
        if act.act in self._does:
            self._does[act.act](act)
            return
        asked = HoldActRequest(HoldAct(act.act), act.form.text("why"))
        does = partial(self.send, acts.DECIDE, asked)
        if act.act == HoldAct.CANCEL and self._takes_two(self.found):
            self.want_second(_TWO_CANCEL, partial(self._send_confirmed, asked))
        elif act.act in _ENDS:
            self.ask_first(_ENDS[act.act], does)
        else:
            does()

    def paper_named(self, name: str) -> PaperRequest:
        return PaperRequest(self._kind, name)

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(set())
        self.slots_changed.emit((), "")

    # ------------------------------------------------------------------------ inside

    @property
    def _does(self) -> dict[str, Callable[[FormAct], None]]:
        return {
            _PRINT: self._print,
            _ATTACH: self._ask_paper,
            _SAVE: self._save_paper,
            _SWEAR: self._swear,
            _FILED: self._note_filing,
            HoldAct.CONFIRM.value: self._confirm,
            HoldAct.RENEW.value: self._renew,
            NEXT[0]: self._next,
        }

    def _next(self, _act: FormAct) -> None:
        assert self.found is not None  # noqa: S101 - no act without a request
        self.go_on(self.found.line.case)

    def _print(self, _act: FormAct) -> None:
        assert self.found is not None  # noqa: S101 - no act without a request
        self.choose_place(f"ALPR-1 {label_of(self.found.line)}.pdf", acts.PRINT_FORM)

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

    def _swear(self, act: FormAct) -> None:
        if (sworn := self._sworn_form(act)) is not None:
            body = OathRequest(act.form.text("notary"), sworn[1], sworn[0])
            self.send(acts.SWEAR, body)

    def _renew(self, act: FormAct) -> None:
        assert self.found is not None  # noqa: S101 - no act without a request
        why = act.form.text("why")
        if self.found.line.kind is not HoldKind.ALPR_1:
            self.send(acts.DECIDE, HoldActRequest(HoldAct.RENEW, why))
        elif (sworn := self._sworn_form(act)) is not None:
            self.send(acts.DECIDE, HoldActRequest(HoldAct.RENEW, why, *sworn))

    def _sworn_form(self, act: FormAct) -> tuple[str, date] | None:
        """Return the newest sworn form's digest and day; None, with what is missing shown."""
        digest = self._newest(PaperKind.SWORN_FORM)
        if not digest:
            self.show_state(problem="Attach the scan of the sworn and notarized form first.")
            self._kind, self._then = PaperKind.SWORN_FORM, act
            self.paper_wanted.emit()
            return None
        try:
            return digest, typed_day(act.form.text("sworn_on"))
        except ValueError:
            self.show_state(problem="Enter the day of the oath as Nov 28, 2026.")
            return None

    def _confirm(self, _act: FormAct) -> None:
        digest = self._newest(PaperKind.WARRANT)
        if not digest:
            self.show_state(problem="Attach the warrant first, as a paper of this kind.")
            return
        asked = HoldActRequest(HoldAct.CONFIRM, "", digest)
        self.ask_first(_CONFIRMS, partial(self.send, acts.DECIDE, asked))

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

    def _note_filing(self, act: FormAct) -> None:
        typed = act.form.text("emailed")
        emailed_at = typed_time_or_none(typed)
        if typed and emailed_at is None:
            self.show_state(problem="Enter when the copy was emailed as Nov 28, 2026 14:00.")
            return
        body = FilingRequest(act.form.text("powerdms"), emailed_at)
        self.send(acts.NOTE_FILING, body)

    def changed(self, answer: HoldMessage) -> None:
        """Show the request as the act left it, and clear what was typed for it."""
        then = self._then
        if then is None:
            self.form_changed.emit(FormValues({"why": "", "powerdms": "", "emailed": ""}))
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
        values = {"sworn_on": today, "kind": kind.value}
        options = {"notary": notaries or (nobody,)}
        self.form_changed.emit(FormValues(values, options))
        self.acts_changed.emit(self._acts(answer))
        self.show(*hold_rows(answer))
        pictures = number_of(answer.line.pictures, "picture")
        reads = f"{number_of(len(answer.reads), 'read')} and {pictures} are held"
        cars = sum(car.ended_at is None for car in answer.cars)
        places = f"at headquarters and in {number_of(cars, 'car')}" if cars else "at headquarters"
        over = answer.destroyed_at
        where = f"{reads}, {places}. Enter on a read shows its pictures."
        foot = f"Destroyed {full_time(over)}." if over else where
        self.show_state(problem=" ".join(answer.warnings), foot=foot)

    def _acts(self, answer: HoldMessage) -> set[str]:
        person, line = self.desk.person, answer.line
        if person is None or answer.hold is None:
            return {_SAVE}
        manages = self.has(Permission.MANAGE_HOLDS)
        allowed = {_SAVE}
        if line.case and self.has(Permission.DOWNLOAD):
            allowed.add(NEXT[0])
        is_form, is_live = line.kind is HoldKind.ALPR_1, line.state in LIVE
        if is_form:
            allowed.add(_PRINT)
        if manages:
            allowed |= {_ATTACH, HoldAct.CORRECT.value}
        is_own, is_ending = line.requested_by == person.person_id, answer.hold.is_canceled_soon
        if is_live and (manages or is_own):
            allowed.add(HoldAct.TAKE_BACK.value if is_ending else HoldAct.CANCEL.value)
        return allowed | (_custodians(answer, is_own=is_own) if is_live and manages else set())


PAGE = HoldItem


def _custodians(answer: HoldMessage, *, is_own: bool) -> set[str]:
    """Return the acts on a hold that lasts that are a custodian's."""
    line, hold = answer.line, answer.hold
    if hold is None:
        return set()
    is_form, allowed = line.kind is HoldKind.ALPR_1, set[str]()
    if hold.is_final and not hold.is_canceled_soon and not (is_form and is_own):
        allowed.add(HoldAct.RENEW.value)
    if not (is_form or is_own or hold.oath):
        allowed.add(HoldAct.CONFIRM.value)
    if is_form:
        allowed.add(_FILED)
        if line.state is HoldState.PROVISIONAL:
            allowed |= {_SWEAR, HoldAct.REFUSE.value}
    return allowed

"""Trainings at the desk: who attended what, whose ends next, and a new class (09.21.10)."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.people.trainings import COURSE_WORDS, Course
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow, TrainingForm
from mdt_alpr.ui.desk.page import SENDING, TablePage
from mdt_alpr.ui.desk.presenters.cells import date_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.trainings_page import TrainingsPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    TrainedPersonMessage,
    TrainingClass,
    TrainingMessage,
    TrainingRecord,
    TrainingRegisterMessage,
    TrainingsRequest,
)

_BOTH = "both"
_COURSES = ((_BOTH, "Both courses"), *((one.value, words) for one, words in COURSE_WORDS.items()))


class TrainingRegister(TablePage):
    """The menu shows how many people need training within a month (TRN-03).

    Signals:
        people_changed: the user names entered as having attended.
        class_recorded: the class that was entered is on record.
    """

    title, order = "Training", 105
    heading = "Training register"
    permissions = (Permission.RECORD_TRAINING,)
    counts = True
    note = "Access needs both courses, each within the last year"
    stopped = "Stopped. Press F5 to ask again."
    address, answer = addresses.TRAININGS, TrainingRegisterMessage
    nothing = "There are no accounts."
    columns = (
        Column("User name", 130),
        Column("Name", 160),
        Column("Access until", 170),
        Column("Policy review", 200),
        Column("System use", 200),
        Column("Signed paper", 230),
    )

    people_changed = Signal(str)
    class_recorded = Signal()

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._due: tuple[str, ...] = ()

    def widget(self) -> TrainingsPage:
        """Return the table with the form."""
        view = TrainingsPage(self.head, _COURSES)
        view.recorded.connect(self.record)
        view.added.connect(self.add)
        view.due_wanted.connect(self.add_due)
        self.people_changed.connect(view.show_people)
        self.class_recorded.connect(view.drop_scan)
        self.connect_table(view)
        return view

    def rows(self, answer: TrainingRegisterMessage) -> list[TableRow]:
        """Return a row for each account."""
        today = self.desk.today()
        return [_row(person, today) for person in answer.people]

    def state(self, answer: TrainingRegisterMessage) -> PageState:
        """Return how many need training."""
        papers = sum(person.is_live and not _has_papers(person) for person in answer.people)
        return PageState(
            foot=f"{len(self._due)} of {len(answer.people)} need training within 30 days. "
            f"{papers} without a signed paper."
        )

    def show_answer(self, answer: TrainingRegisterMessage) -> None:
        """Show the register, and how many need training."""
        today = self.desk.today()
        self._due = tuple(
            person.person_id
            for person in answer.people
            if person.is_live and _warning(person, today) is not TrainingWarning.NONE
        )
        super().show_answer(answer)

    def waiting(self, _found: TrainingRegisterMessage) -> int:
        """Return how many need training."""
        return len(self._due)

    def add(self, person_id: str, people: str) -> None:
        """Enter one more person as having attended."""
        known = _names(people)
        if person_id and person_id not in known:
            self.people_changed.emit(", ".join((*known, person_id)))

    def add_due(self) -> None:
        """Enter everybody whose training ends within a month, except who is signed in."""
        own = self.desk.person.person_id if self.desk.person else ""
        self.people_changed.emit(", ".join(one for one in self._due if one != own))

    def record(self, form: TrainingForm) -> None:
        """Record a class; headquarters refuses what is missing."""
        if not (people := _names(form.people)):
            self.show_state(problem="Enter the user names of the people who attended.")
            return
        try:
            on = typed_day(form.trained_on)
        except ValueError:
            self.show_state(problem="Enter the day of the class as Nov 28, 2026.")
            return
        courses = tuple(Course) if form.course == _BOTH else (Course(form.course),)
        held = TrainingClass(courses, form.version, form.presenter, form.paper)
        body = TrainingsRequest(tuple(TrainingRecord(person, on) for person in people), held)
        if not form.scan:
            self.send(self.address, body)
            return
        self.show_state(waits=SENDING)
        address, scan = addresses.TRAININGS_WITH_SCAN, Path(form.scan)
        self.wait(self.desk.sent(self.answer, address, body, scan, LARGEST_PAPER), self.recorded)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._due = ()

    def recorded(self, answer: TrainingRegisterMessage) -> None:
        """Show the register, and empty the form."""
        self.show_answer(answer)
        self.people_changed.emit("")
        self.class_recorded.emit()
        self.outdated.emit("accounts")


PAGE = TrainingRegister


def _names(people: str) -> tuple[str, ...]:
    """Return user names, each once; one may hold a blank, so that commas part them."""
    return tuple(dict.fromkeys(one.strip() for one in people.split(",") if one.strip()))


def _warning(person: TrainedPersonMessage, today: date) -> TrainingWarning:
    until = person.trained_until
    return TrainingWarning.OVER if until is None else training_warning(until, today)


def _newest(person: TrainedPersonMessage, course: Course) -> TrainingMessage | None:
    return next((training for training in person.trainings if training.course is course), None)


def _has_papers(person: TrainedPersonMessage) -> bool:
    newest = (_newest(person, course) for course in Course)
    return all(each is None or each.paper or each.scan for each in newest)


_BELOW = {
    TrainingWarning.NONE: "",
    TrainingWarning.SOON: "ends within 30 days",
    TrainingWarning.URGENT: "ends within 7 days",
    TrainingWarning.OVER: "cannot sign in",
}
_MARKS = {
    TrainingWarning.NONE: Mark.TICK,
    TrainingWarning.SOON: Mark.WEAK,
    TrainingWarning.URGENT: Mark.WEAK,
    TrainingWarning.OVER: Mark.CROSS,
}


def _row(person: TrainedPersonMessage, today: date) -> TableRow:
    warning = _warning(person, today)
    access = Cell(
        date_words(person.trained_until) if person.trained_until else "No access",
        _MARKS[warning],
        warns=warning is not TrainingWarning.NONE,
        below=_BELOW[warning] if person.is_live else "account disabled",
    )
    courses = (_course(_newest(person, course)) for course in Course)
    name = Cell(person.name)
    return TableRow(
        person.person_id,
        (Cell(person.person_id, strong=True), name, access, *courses, _paper(person)),
    )


def _course(one: TrainingMessage | None) -> Cell:
    if one is None:
        return Cell("None recorded", Mark.CROSS, warns=True)
    below = f"{one.version}, {one.presenter}" if one.version else "entered with the account"
    return date_cell(one.trained_on, below=below)


def _paper(person: TrainedPersonMessage) -> Cell:
    if not person.trainings:
        return Cell("None")
    if not _has_papers(person):
        return Cell("Missing", Mark.WEAK, warns=True, below="record the class again")
    newest = person.trainings[0]
    return Cell(newest.paper or "Scan", Mark.TICK, below="scan kept" if newest.scan else "")

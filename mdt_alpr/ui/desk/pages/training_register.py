"""Trainings at the desk: who attended what, whose ends next, and a new class (09.21.10)."""

from pathlib import Path

from PySide6.QtCore import Signal

from mdt_alpr.acts.trainings import (
    GIVE_PAPER,
    RECORD_SCANNED,
    RECORD_TRAININGS,
    SHOW_TRAININGS,
    due_on,
)
from mdt_alpr.domain.people.trainings import COURSE_WORDS, Course
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.models.desk import TrainingForm
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.trainings_page import TrainingsPage
from mdt_alpr.wire.accounts import (
    TrainingClass,
    TrainingRecord,
    TrainingRegisterMessage,
    TrainingsRequest,
)

_BOTH = "both"
_COURSES = (
    (_BOTH, "Both courses"),
    *((course.value, words) for course, words in COURSE_WORDS.items()),
)


class TrainingRegister(ListTable):
    """The menu shows how many people need training within a month (TRN-03).

    Signals:
        people_changed: the user names entered as having attended.
        class_recorded: the class that was entered is on record.
    """

    title, order = "Training", 105
    heading = "Training register"
    shows = SHOW_TRAININGS
    counts = True
    note = "Access needs both courses, each within the last year"
    stopped = "Stopped. Press F5 to ask again."

    people_changed = Signal(str)
    class_recorded = Signal()

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._due: tuple[str, ...] = ()

    def widget(self) -> TrainingsPage:
        view = TrainingsPage(self.head, _COURSES)
        view.recorded.connect(self.record)
        view.added.connect(self.add)
        view.due_wanted.connect(self.add_due)
        view.paper_wanted.connect(self.save_paper)
        self.people_changed.connect(view.show_people)
        self.class_recorded.connect(view.drop_scan)
        self.connect_table(view)
        return view

    def show_answer(self, answer: TrainingRegisterMessage) -> None:
        self._due = due_on(answer, self.desk.today())
        super().show_answer(answer)

    def waiting(self, _found: TrainingRegisterMessage) -> int:
        return len(self._due)

    def add(self, person_id: str, people: str) -> None:
        """Enter one more person as having attended."""
        known = _names(people)
        if person_id and person_id not in known:
            self.people_changed.emit(", ".join((*known, person_id)))

    def add_due(self) -> None:
        """Enter everybody whose training ends within a month, except who is signed in."""
        own = self.desk.person.person_id if self.desk.person else ""
        self.people_changed.emit(", ".join(person for person in self._due if person != own))

    def save_paper(self, person_id: str, place: str) -> None:
        """Write the scan of the newest signed paper of a person."""
        person = self.known.get(person_id)
        scans = [training.scan for training in person.trainings if training.scan] if person else []
        if not scans:
            self.show_state(problem="Choose somebody with a scan of a signed paper.")
            return
        self.show_state(waits=ASKING)
        path = GIVE_PAPER.path(digest=scans[0])
        self.wait(self.desk.saved(path, Path(place)), self.say_saved)

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
            self.send(RECORD_TRAININGS.path(), body)
            return
        self.show_state(waits=SENDING)
        address, scan = RECORD_SCANNED.path(), Path(form.scan)
        self.wait(self.desk.sent(self.answer, address, body, scan, LARGEST_PAPER), self.recorded)

    def forget(self) -> None:
        super().forget()
        self._due = ()

    def recorded(self, answer: TrainingRegisterMessage) -> None:
        self.show_answer(answer)
        self.people_changed.emit("")
        self.class_recorded.emit()
        self.outdated.emit("accounts")


PAGE = TrainingRegister


def _names(people: str) -> tuple[str, ...]:
    """Return user names, each once; one may hold a blank, so that commas part them."""
    return tuple(dict.fromkeys(person.strip() for person in people.split(",") if person.strip()))

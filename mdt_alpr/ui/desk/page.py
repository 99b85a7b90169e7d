"""What a page of the desk is: declared in one file of ``pages``, shown by ``screen``."""

import os
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from mdt_alpr.acts.act import Declaration
from mdt_alpr.domain.people.page_rows import may_save, rows_of
from mdt_alpr.domain.people.roles import OWN_TEAM, Permission, Role, may
from mdt_alpr.ui.desk.models.desk import (
    Column,
    FoundLine,
    PageState,
    RowsSaving,
    SavingView,
    TableHead,
    TableRow,
)
from mdt_alpr.ui.desk.models.form import FormAct
from mdt_alpr.ui.desk.presenters.saving_rows import rows_saved
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import SECTIONS
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.parts import DeskPageFrame
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.saved_rows import RowsForm, RowsToSave

ASKING, SENDING = "Asking headquarters", "Sending to headquarters"
_RANDOM = 10


class Page(QObject):
    """One page; its file's name is the page's.

    Signals:
        state_changed: what the page waits for, or what went wrong (``PageState``).
        waiting_changed: the page's name and how many items wait, shown in the menu.
        open_wanted: the name of a page to open from this one, and what to show on it.
        outdated: the name of a page whose rows are out of date.
        left: go back to the page that this one was opened from.
        acted: the page's name, once an act on what it shows is recorded.
        arranged: it has another answer to ``stands_beside``.
    """

    title: ClassVar[str]
    order: ClassVar[int]
    """The place in the menu, from the lowest; it says in which section, too (``SECTIONS``)."""
    permissions: ClassVar[tuple[Permission, ...]] = ()
    """One of these is enough; a page without any is shown to nobody (ACC-12)."""
    opened_from: ClassVar[str] = ""
    """The page that this one is opened from and goes back to; such a page is in no menu."""
    by_team: ClassVar[bool] = False
    """Whether the team chosen above the page applies."""
    renews: bool = False
    """Reloads itself while it is shown, which does not count as use of the desk (ACC-07)."""
    counts: ClassVar[bool] = False
    """Its answer says how many items wait, which the menu shows."""
    leads: ClassVar[bool] = False
    """What is opened from it goes back to it, and it is loaded anew then."""
    does: ClassVar[tuple[Declaration[Any], ...]] = ()  # found by its words; set by ActTable
    also_waits: ClassVar[tuple[str, ...]] = ()
    """The names of calls that the page may wait for, beside the one of its own name."""
    stopped: ClassVar[str] = "Stopped. Press F5 to reload."
    failed: ClassVar[str] = "The screen still shows earlier data."

    state_changed = Signal(object)
    waiting_changed = Signal(str, int)
    open_wanted = Signal(str, object)
    outdated = Signal(str)
    left = Signal()
    acted = Signal(str)
    arranged = Signal()

    def __init__(self, desk: DeskSession) -> None:
        super().__init__()
        self.desk = desk

    @property
    def stands_beside(self) -> bool:
        """Return whether the list that it was opened from stays in sight, on its left."""
        return False

    @classmethod
    def page_name(cls) -> str:
        """Return the name of the page's file."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def section(cls) -> str:
        """Return the section of the menu."""
        return max((first, words) for first, words in SECTIONS if first <= cls.order)[1]

    @classmethod
    def is_for(cls, role: Role) -> bool:
        """Return whether a role has the page."""
        return any(may(role, permission) for permission in cls.permissions)

    def has(self, permission: Permission) -> bool:
        """Return whether the person who signed in has a permission."""
        person = self.desk.person
        return person is not None and may(person.role, permission)

    @property
    def team(self) -> str:
        """Return the team whose hits and entries are shown."""
        return self.desk.team if self.by_team else OWN_TEAM

    @abstractmethod
    def widget(self) -> DeskPageFrame:
        """Return the page's widget, connected to it."""

    def begin(self) -> None:
        """Reset for the person who signs in."""

    def begin_saving(self) -> None:
        """Offer the person the files that the page may be saved as; most have none."""

    def habits(self) -> dict[str, str]:
        """Return what a person finds again at the next sign-in; nothing typed or captured."""
        return {}

    def take_habits(self, habits: Mapping[str, str]) -> None:
        """Take what ``habits`` gave; KeyError or ValueError for what is none of this page."""

    def load(self) -> None:
        """Request what the page shows."""

    def open(self, chosen: Any) -> None:
        """Show what was chosen on the page that this one is opened from."""

    def things(self) -> Iterable[FoundLine]:
        """Return what is found here by name, number or unit; nothing that is captured."""
        return ()

    def of_person(self, _person: str) -> object:
        """Return what shows a person here, by user name; None where no page of a person is."""
        return None

    def bring_next(self, page: str, show: Callable[[Any], None]) -> None:
        """Hand what waits next at a page to ``show``: an act was done there."""

    def forget(self) -> None:
        """Clear what a session left here."""

    def cancel(self) -> None:
        """Stop waiting."""
        self.desk.asking.cancel(*self.calls)
        self.show_state(problem=self.stopped)

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of the calls that this page may wait for."""
        return (self.page_name(), *self.also_waits)

    def show_state(self, **words: str) -> None:
        """Show what the page waits for, or what went wrong."""
        self.state_changed.emit(PageState(**words))

    def ask(self, kind: type, path: str, body: object = None) -> Callable[[], object]:
        """Return a request to headquarters; a reload by itself is not use of the desk."""
        if not self.renews:
            self.desk.used()
        return self.desk.ask(kind, path, body)

    def say_saved(self, file: Path | PaperFile) -> None:
        """Say that a file is there."""
        self.show_state(foot=f"Saved {file.name}.")

    def wait(
        self, call: Callable[[], object], done: Callable[[Any], None], name: str = ""
    ) -> None:
        """Make a request off the screen's thread, and hand its answer to ``done``."""
        self.desk.asking.ask(name or self.page_name(), call, done, self.refused)

    def refused(self, why: str) -> None:
        """Show why there is no answer; the page keeps what it shows."""
        self.show_state(problem=f"{why} {self.failed}")


class TableBase(Page):
    """A page that is a table.

    Signals:
        rows_changed: the rows, and whether there are more.
        about_changed: a line about what is shown; empty for none.
        form_changed: what the form shows.
        acts_changed: the acts that are allowed now.
        question_changed: the question before an act; empty for none.
        saving_changed: the files that the rows may be saved as (``SavingView``).
        row_wanted: the key of the row to choose once it is there.
    """

    heading: ClassVar[str] = ""
    """The text above the table, where it is not the title."""
    note: ClassVar[str]
    """One line about the page."""
    columns: ClassVar[tuple[Column, ...]]
    tall: ClassVar[bool] = True
    """Whether a row has two lines."""
    finds: ClassVar[bool] = True
    """Whether a box filters the rows."""
    saved_as: ClassVar[tuple[RowsForm, ...]] = tuple(RowsForm)
    """The files that the rows may be saved as, beside those of the page's own acts."""
    rows_changed = Signal(object, bool)
    about_changed = Signal(str)
    form_changed = Signal(object)
    acts_changed = Signal(object)
    question_changed = Signal(str)
    saving_changed = Signal(object)
    row_wanted = Signal(str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._asked: Callable[[], None] | None = None

    def made(self, act: Declaration[Any]) -> dict[str, object]:
        """Return the values of an act that are made on sending."""
        return act.made(self.desk.now(), os.urandom(_RANDOM))

    def open(self, chosen: Any) -> None:
        self.row_wanted.emit(str(chosen))
        self.load()

    def begin_saving(self) -> None:
        """Offer the person the files that the rows may be saved as (09.21.8.B)."""
        person = self.desk.person
        if person is None or not may_save(person.role, self.page_name()):
            self.saving_changed.emit(SavingView())
        else:
            stays = rows_of(self.page_name()).stays if self.saved_as else ""
            self.saving_changed.emit(SavingView(() if stays else self.saved_as, stays))

    def save_rows(self, wanted: RowsSaving) -> None:
        """Let headquarters make and record the file, and write it."""
        self.show_state(waits=ASKING)
        titles = tuple(column.title for column in self.columns)
        shares = tuple(column.width for column in self.columns)
        facts = self.page_name(), self.head.title, RowsForm(wanted.form), titles, shares, ()
        head = RowsToSave(*facts, wanted.words)
        goes_on = self.desk.asking.goes_on(self.saving_call)
        every = self.every(goes_on) if wanted.has_more else lambda: wanted.rows
        call = rows_saved(self.desk, wanted.place, head, every, goes_on)
        self.wait(call, self.show_saved, self.saving_call)

    @property
    def saving_call(self) -> str:
        """Return the name of the call that saves."""
        return f"{self.page_name()} saving"

    def show_saved(self, place: Path | None) -> None:
        """Say that the file is there."""
        said = self.stopped if place is None else f"Saved {place.name}. Headquarters logged it."
        self.show_state(foot=said)

    def every(self, _goes_on: Callable[[], bool]) -> Callable[[], Sequence[TableRow]]:
        """Return the request for every row, of a page that has not loaded all."""
        return list

    def cancel(self) -> None:
        self.desk.asking.cancel(self.saving_call)
        super().cancel()

    def widget(self) -> DeskPageFrame:
        view = TableView(self.head)
        self.connect_table(view)
        return view

    @property
    def head(self) -> TableHead:
        """Return the table's title and columns."""
        heading = self.heading or self.title
        return TableHead(heading, self.note, self.columns, self.tall, self.finds)

    def show(self, *rows: TableRow) -> None:
        """Show these rows only."""
        self.rows_changed.emit(list(rows), False)  # noqa: FBT003 - a signal

    def connect_table(self, view: TableView) -> None:
        """Connect a view to this page's rows and state."""
        view.canceled.connect(self.cancel)
        view.rows_saved.connect(self.save_rows)
        self.saving_changed.connect(view.show_saving)
        self.row_wanted.connect(view.want_row)
        self.rows_changed.connect(view.replace_rows)
        self.state_changed.connect(view.show_state)

    def connect_form(self, view: FormPage, act: Callable[[FormAct], None]) -> None:
        """Connect a view with a form; ``act`` is a method of this page."""
        view.acted.connect(act)
        view.answered.connect(self.answered)
        view.left.connect(self.left)
        self.about_changed.connect(view.show_about)
        self.form_changed.connect(view.show_form)
        self.acts_changed.connect(view.show_acts)
        self.question_changed.connect(view.ask)
        self.connect_table(view)

    def ask_first(self, question: str, act: Callable[[], None]) -> None:
        """Ask before an act that cannot be undone."""
        self._asked = act
        self.question_changed.emit(question)

    def answered(self, yes: bool) -> None:
        """Do what was asked about, or drop it."""
        asked = self._asked
        self.drop_question()
        if yes and asked is not None:
            asked()

    def drop_question(self) -> None:
        """Ask nothing any more."""
        self._asked = None
        self.question_changed.emit("")

    def forget(self) -> None:
        self.drop_question()
        self.about_changed.emit("")
        self.show()


class TablePage(TableBase):
    """A table that is loaded from one address of headquarters."""

    address: ClassVar[str]
    answer: ClassVar[type]
    nothing: ClassVar[str] = ""
    """Shown in place of no rows."""

    def request(self) -> object:
        """Return the body to post; None for a GET."""
        return None

    @abstractmethod
    def rows(self, answer: Any) -> Sequence[TableRow]:
        """Return the rows of an answer."""

    def state(self, _found: Any) -> PageState:
        """Return the line under the rows; called where there are some."""
        return PageState()

    def load(self) -> None:
        """Request the rows; the page keeps what it shows until they arrive."""
        self.show_state(waits=ASKING)
        self.wait(self.ask(self.answer, self.address, self.request()), self.show_answer)

    def show_answer(self, answer: Any) -> None:
        """Show an answer, and in the menu how many wait."""
        rows = self.rows(answer)
        self.show(*rows)
        self.state_changed.emit(self.state(answer) if rows else PageState(foot=self.nothing))
        if self.counts:
            self.waiting_changed.emit(self.page_name(), self.waiting(answer))

    def waiting(self, answer: Any) -> int:
        """Return how many wait for somebody; of a page that counts them."""
        number: int = answer.waiting
        return number

    def send(self, path: str, body: object) -> None:
        """Post what is answered with the whole table."""
        self.show_state(waits=SENDING)
        self.wait(self.ask(self.answer, path, body), self.recorded)

    def recorded(self, answer: Any) -> None:
        """Show the table with what was just recorded."""
        self.show_answer(answer)
        self.acted.emit(self.page_name())

    def post(self, path: str, body: object, *, put: bool = False) -> None:
        """Post or put what has no answer, and load the table again."""
        self.desk.used()
        self.show_state(waits=SENDING)
        self.wait(self.desk.post(path, body, put=put), lambda _: self.posted())

    def posted(self) -> None:
        """Load the table with what was just recorded."""
        self.load()
        self.acted.emit(self.page_name())

"""What a page of the desk is: declared in one file of ``pages``, shown by ``screen``."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.people.teams import OWN_TEAM
from mdt_alpr.ui.desk.models.desk import ActRow, Column, PageState, TableHead, TableRow
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.parts import DeskPageFrame
from mdt_alpr.ui.desk.views.table_page import ActsPage, TableView

ASKING, SENDING = "Asking headquarters", "Sending to headquarters"


class Page(QObject):
    """One page; its file's name is the page's.

    Signals:
        state_changed: how the page stands (``PageState``).
        waiting_changed: the page's name, and how many wait for somebody, which the menu says.
        open_wanted: the name of a page that is opened from this one, and what of it.
        outdated: the name of a page whose rows are no longer true.
        left: back to the page that this one was opened from.
    """

    title: ClassVar[str]
    order: ClassVar[int]
    """The place in the menu, from the lowest."""
    permissions: ClassVar[tuple[Permission, ...]] = ()
    """Of which one is enough; a page without any is nobody's (ACC-12)."""
    opened_from: ClassVar[str] = ""
    """The page that this one is reached from and left for; in no menu then."""
    by_team: ClassVar[bool] = False
    """Whether the team that is chosen above matters here."""
    renews: ClassVar[bool] = False
    """Asked again while it is shown, which is nobody's use of the desk (ACC-07)."""
    counts: ClassVar[bool] = False
    """Asked at sign-in, so that the menu says from the beginning how many wait."""

    stopped: ClassVar[str] = "Stopped. Press F5 to reload."
    failed: ClassVar[str] = "The screen still shows earlier data."

    state_changed = Signal(object)
    waiting_changed = Signal(str, int)
    open_wanted = Signal(str, object)
    outdated = Signal(str)
    left = Signal()

    def __init__(self, desk: DeskSession) -> None:
        super().__init__()
        self.desk = desk

    @classmethod
    def page_name(cls) -> str:
        """Return the name, which is the file's."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def is_for(cls, role: Role) -> bool:
        """Tell whether a role has the page."""
        return any(may(role, permission) for permission in cls.permissions)

    @property
    def team(self) -> str:
        """Return whose hits and entries are asked for."""
        return self.desk.team if self.by_team else OWN_TEAM

    def widget(self) -> DeskPageFrame:
        """Return the page's widget, connected to it."""
        raise NotImplementedError

    def begin(self) -> None:
        """Stand as a person is to find it who signs in."""

    def load(self) -> None:
        """Ask for what is shown."""

    def open(self, what: Any) -> None:
        """Show what was chosen on the page that this one is opened from."""

    def forget(self) -> None:
        """Leave nothing of a session here."""

    def cancel(self) -> None:
        """Wait no longer."""
        self.desk.asking.cancel(*self.calls)
        self.say(problem=self.stopped)

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of what this page may wait for."""
        return (self.page_name(),)

    # ------------------------------------------------------------------------ for pages

    def say(self, **words: str) -> None:
        """Say how the page stands."""
        self.state_changed.emit(PageState(**words))

    def ask(self, kind: type, path: str, body: object = None) -> Callable[[], object]:
        """Return a question; what renews itself is nobody's use of the desk."""
        if not self.renews:
            self.desk.used()
        return self.desk.ask(kind, path, body)

    def wait(
        self, call: Callable[[], object], done: Callable[[Any], None], name: str = ""
    ) -> None:
        """Wait for an answer, elsewhere than on the screen's thread."""
        self.desk.asking.ask(name or self.page_name(), call, done, self.refused)

    def refused(self, why: str) -> None:
        """Say why there is no answer; what is shown stays."""
        self.say(problem=f"{why} {self.failed}")


class TablePage(Page):
    """A page that is a table: its columns, where it asks, the rows of the answer.

    Signals:
        rows_changed: the rows, and whether there are further ones.
    """

    heading: ClassVar[str] = ""
    """What stands above the table, where it is not the title."""
    told: ClassVar[str]
    """What is to be known about the page, in a line."""
    columns: ClassVar[tuple[Column, ...]]
    tall: ClassVar[bool] = True
    """Whether a row has two lines."""
    finds: ClassVar[bool] = True
    """Whether a box narrows the rows."""
    address: ClassVar[str]
    answer: ClassVar[type]
    nothing: ClassVar[str] = ""
    """Said where there are no rows: what would fill the page."""

    rows_changed = Signal(object, bool)

    def widget(self) -> DeskPageFrame:
        """Return the table."""
        view = TableView(self.head)
        self.connect_table(view)
        return view

    @property
    def head(self) -> TableHead:
        """Return what stands above the table, and its columns."""
        heading = self.heading or self.title
        return TableHead(heading, self.told, self.columns, self.tall, self.finds)

    def request(self) -> object:
        """Return what is posted; None where it is only asked for."""
        return None

    def rows(self, found: Any) -> Sequence[TableRow]:
        """Return the rows of an answer."""
        raise NotImplementedError

    def state(self, found: Any) -> PageState:
        """Return what stands under the rows; asked where there are some."""
        del found
        return PageState()

    def load(self) -> None:
        """Ask for the rows; what is shown stays until they come."""
        self.say(waits=ASKING)
        self.wait(self.ask(self.answer, self.address, self.request()), self.came)

    def came(self, found: Any) -> None:
        """Show an answer."""
        rows = self.rows(found)
        self.rows_changed.emit(rows, False)  # noqa: FBT003 - a signal
        self.state_changed.emit(self.state(found) if rows else PageState(foot=self.nothing))

    def show(self, *rows: TableRow) -> None:
        """Show these rows and no others."""
        self.rows_changed.emit(list(rows), False)  # noqa: FBT003 - a signal

    def connect_table(self, view: TableView) -> None:
        """Have a view show this page's rows and state."""
        view.cancelled.connect(self.cancel)
        self.rows_changed.connect(view.replace_rows)
        self.state_changed.connect(view.show_state)


class ActsTable(TablePage):
    """A table with what may be done about the chosen row.

    Signals:
        acts_changed: what may be done with the chosen row, as name and words.
        question_changed: what is asked before an act; empty for nothing.
    """

    acts: ClassVar[ActRow]

    acts_changed = Signal(object)
    question_changed = Signal(str)

    def widget(self) -> DeskPageFrame:
        """Return the table over its acts."""
        view = ActsPage(self.head, self.acts)
        view.acted.connect(self.act)
        view.chosen.connect(self.choose)
        view.question.answered.connect(self.answered)
        self.acts_changed.connect(view.show_acts)
        self.question_changed.connect(view.ask)
        self.connect_table(view)
        return view

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Do something about a row."""
        raise NotImplementedError

    def choose(self, key: str) -> None:
        """Take note of the row that is chosen."""

    def answered(self, yes: bool) -> None:
        """Do what was asked about, or leave it."""

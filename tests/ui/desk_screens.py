"""A desk's real window before a made-up headquarters, or before a real one over HTTP."""

from pathlib import Path
from typing import Any, TypeVar

from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.sealed_drafts import SealedDrafts
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_sample_hits import NOW, ROWS
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.desk import Cell
from mdt_alpr.ui.desk.presenters.session import DeskLink
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.screen import DeskScreen
from mdt_alpr.ui.desk.views.chart_pages import LedgerPage, TruthPage
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.hit_page import HitFilePage
from mdt_alpr.ui.desk.views.policy_page import PolicyPage
from mdt_alpr.ui.desk.views.search_reads_page import SearchReadsPage
from mdt_alpr.ui.desk.views.table_page import ActsPage, LogPage, SpanPage, TableView
from mdt_alpr.ui.desk.views.trainings_page import TrainingsPage
from mdt_alpr.ui.kit.theme import load_fonts
from tests.builders import SetClock

V = TypeVar("V")


def drafts_in(folder: Path) -> SealedDrafts:
    """Return where drafts are sealed, under the same key in every process."""
    return SealedDrafts(folder, MemoryVault(lambda size: b"k" * size))


def sent_by(link: SampleLink) -> list[tuple[str, object]]:
    """Return what was sent, without the version of the thing that was shown."""
    return [(path.partition("?seen=")[0], body) for path, body in link.asked]


class Seat:
    """Somebody at the desk."""

    def __init__(self, qtbot: QtBot, link: DeskLink, clock: SetClock, **facts: Any) -> None:
        load_fonts()
        self.qtbot, self.clock = qtbot, clock
        self.screen = DeskScreen(link, clock, DeskFacts("http://127.0.0.1", **facts))
        qtbot.addWidget(self.screen.window, before_close_func=lambda _: self.screen.stop())
        self.screen.start()

    @property
    def log(self) -> LogPage:
        return self._view("shift_log", LogPage)

    @property
    def hit(self) -> HitFilePage:
        return self._view("hit", HitFilePage)

    @property
    def ledger(self) -> LedgerPage:
        return self._view("near_misses", LedgerPage)

    @property
    def quality(self) -> SpanPage:
        return self._view("check_quality", SpanPage)

    @property
    def entries(self) -> ActsPage:
        return self._view("manual_entries", ActsPage)

    @property
    def search(self) -> SearchReadsPage:
        return self._view("search", SearchReadsPage)

    @property
    def truth(self) -> TruthPage:
        return self._view("read_accuracy", TruthPage)

    @property
    def cases(self) -> ActsPage:
        return self._view("review_cases", ActsPage)

    @property
    def accounts(self) -> FormPage:
        return self._view("accounts", FormPage)

    @property
    def machines(self) -> FormPage:
        return self._view("machines", FormPage)

    @property
    def trainings(self) -> TrainingsPage:
        return self._view("training_register", TrainingsPage)

    @property
    def hit_ids(self) -> FormPage:
        return self._view("hit_ids", FormPage)

    @property
    def set_aside(self) -> ActsPage:
        return self._view("set_aside", ActsPage)

    @property
    def policy(self) -> PolicyPage:
        return self._view("policy", PolicyPage)

    @property
    def audit(self) -> FormPage:
        return self._view("audit", FormPage)

    @property
    def wall(self) -> TableView:
        return self._view("live_wall", TableView)

    def _view(self, page: str, kind: type[V]) -> V:
        view = self.screen.window.pages[page]
        assert isinstance(view, kind)
        return view

    def sign_in(self, person: str, password: str) -> None:
        """Sign in as a person does, and go on from what waits to the next page of the menu."""
        self.take_seat(person, password)
        presenter = self.screen.presenter
        if presenter.session is not None and self.screen.window.page_name == "mine":
            presenter.want([*presenter._menu(), "mine"][1])
            self.settle()

    def take_seat(self, person: str, password: str) -> None:
        """Acknowledge the warning and sign in as a person does."""
        page = self.screen.window.sign_in
        page.understand.click()
        page.form.person.setText(person)
        page.form.password.setText(password)
        page.form.sign_in.click()
        self.settle()

    def settle(self) -> None:
        """Wait until every answer came."""
        self.qtbot.waitUntil(lambda: not self.screen.presenter.desk.asking.waits_for_any)

    def menu(self) -> list[str]:
        """Return the pages that the menu shows."""
        return [b.text() for b in self.screen.window.menu._buttons]

    def cells(self) -> list[list[str]]:
        """Return the words of the log's rows."""
        rows = self.log.table.rows
        wide = range(rows.columnCount())
        return [[rows.cell(rows.index(r, c)).words for c in wide] for r in range(rows.rowCount())]

    def lines(self) -> dict[str, dict[str, Cell]]:
        """Return the log's rows by hit, each cell by the title of its column."""
        rows = self.log.table.rows
        titles = list(enumerate(column.title for column in rows.columns))
        return {
            rows.key(r): {title: rows.cell(rows.index(r, c)) for c, title in titles}
            for r in range(rows.rowCount())
        }

    def open(self, page: str) -> None:
        """Show a page of the menu."""
        self.screen.presenter.want(page)
        self.settle()

    def figures(self) -> dict[str, str]:
        """Return the numbers above the log."""
        cells = self.log.figures._cells
        return {cell._name.text(): cell._value.text() for cell in cells}

    def figure_notes(self) -> dict[str, str]:
        """Return the note under each of the numbers."""
        cells = self.log.figures._cells
        return {cell._name.text(): cell._note.text() for cell in cells}


def a_seat(
    qtbot: QtBot, role: Role = Role.SUPERVISOR, rows: int = ROWS
) -> tuple[Seat, SampleLink]:
    link = SampleLink(role, rows)
    seat = Seat(qtbot, link, SetClock(NOW))
    seat.sign_in("whitfield", "anything")
    return seat, link


def words_of(view: TableView) -> list[str]:
    """Return the rows of a page's table, each in one line."""
    rows = view.table.rows
    wide = range(rows.columnCount())
    return [
        " | ".join(rows.cell(rows.index(r, c)).words for c in wide) for r in range(rows.rowCount())
    ]

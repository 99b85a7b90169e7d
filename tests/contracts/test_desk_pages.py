"""What every page of the desk must say of itself. A new file is found by itself."""

import inspect
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.page_rows import PAGE_ROWS, UNDECIDED_STAYS, may_save, rows_of
from mdt_alpr.domain.people.roles import EVERY_TEAM, OWN_TEAM, SAVES_ROWS, Permission, Role, may
from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk import pages
from mdt_alpr.ui.desk.models.desk import Cell, Column, SavingView, TableRow
from mdt_alpr.ui.desk.page import Page, TableBase
from mdt_alpr.ui.desk.paged_table import PagedTable
from mdt_alpr.ui.desk.pages import page_kinds
from mdt_alpr.ui.desk.pages.misuse_flags import MisuseFlags
from mdt_alpr.ui.desk.pages.search import SearchReads
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import DAILY
from mdt_alpr.ui.desk.views.parts import DeskPageFrame
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.wire.saved_rows import RowsForm
from tests.builders import SetClock
from tests.ui.desk_screens import a_seat

KINDS = page_kinds()
NAMES = [kind.page_name() for kind in KINDS]


def lacking(kind: type[Page]) -> list[str]:
    """Return what a page does not say of itself."""
    lacks = [name for name in ("title", "order") if not getattr(kind, name, None)]
    known = all(isinstance(permission, Permission) for permission in kind.permissions)
    if not kind.permissions or not known:
        lacks.append("permissions")
    if not any(map(kind.is_for, Role)):
        lacks.append("anybody who has it")
    if kind.opened_from and kind.opened_from not in NAMES:
        lacks.append("a page that it is opened from")
    return lacks


def test_every_file_is_one_page() -> None:
    assert sorted(NAMES) == sorted(m.__name__.rpartition(".")[2] for m in modules_in(pages))


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_page_says_its_title_its_place_and_who_has_it(kind: type[Page]) -> None:
    assert lacking(kind) == []


def test_a_built_client_brings_the_pages_which_nothing_imports_by_name() -> None:
    recipe = (Path(__file__).parents[2] / "build.spec").read_text(encoding="utf-8")
    assert f'collect_submodules("{pages.__name__}")' in recipe


def test_no_two_pages_have_one_title_or_one_place() -> None:
    for says in ([kind.title for kind in KINDS], [kind.order for kind in KINDS]):
        assert len(set(says)) == len(says)


def test_a_page_without_a_permission_fails_this_contract_and_is_nobodys() -> None:
    class Careless(Page):
        title, order = "Careless", 5

        def widget(self) -> DeskPageFrame:
            return DeskPageFrame()

    assert lacking(Careless) == ["permissions", "anybody who has it"]
    assert not any(map(Careless.is_for, Role))


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_page_shows_itself_and_leaves_nothing(kind: type[Page], qtbot: QtBot) -> None:
    load_fonts()
    desk = DeskSession(SampleLink(), SetClock(NOW))
    page = kind(desk)
    view = page.widget()
    qtbot.addWidget(view)
    assert isinstance(view, DeskPageFrame)
    page.forget()
    view.forget()
    desk.asking.close()


TABLES = [kind for kind in KINDS if issubclass(kind, TableBase)]
OWN_CSV = {"audit", "outside_accesses", "data_requests"}
"""Pages with an act of their own that saves CSV, without what was typed or with more fields."""

ROWS_MADE_IN = ("mdt_alpr.ui.desk.pages.", "mdt_alpr.ui.desk.presenters.")
NOT_CAPTURED = {
    "corrections": "plates of records on lists",
    "holds": "plates as typed on form ALPR-1, in the log that stays (8.A)",
    "list_day": "plates of records on lists",
    "look_alikes": "made-up plates",
    "set_aside": "digits of a device's key",
}
"""Pages with cells in the face of plates that nobody captured."""

IN_OWN_ORDER = (SearchReads, MisuseFlags)
"""Found reads are sorted by a search that headquarters keeps; flags are a list to work through."""


def lacking_of_rows(kind: type[TableBase]) -> list[str]:
    """Return what a page of rows cannot do."""
    lacks = []
    is_paged = issubclass(kind, PagedTable) or hasattr(kind, "rows_appended")
    if is_paged != any(column.order for column in kind.columns):
        lacks.append("sorting by headquarters, of rows that come page by page")
    leaves = not stays(kind)
    if leaves and RowsForm.PDF not in kind.saved_as:
        lacks.append("printing")
    if leaves and RowsForm.CSV not in kind.saved_as and kind.page_name() not in OWN_CSV:
        lacks.append("CSV")
    if kind.page_name() in PAGE_ROWS and not rows_of(kind.page_name()).by:
        lacks.append("somebody who may save")
    if shows_plates(kind) and leaves and kind.page_name() not in NOT_CAPTURED:
        lacks.append("a reason for which captured plates stay")
    return lacks


def stays(kind: type[Page]) -> str:
    """Return why nobody saves the rows of a page."""
    return rows_of(kind.page_name()).stays


def shows_plates(kind: type[Page]) -> bool:
    """Return whether a page, or a function that makes rows for it, makes cells of plates."""
    makes = [
        one
        for one in vars(sys.modules[kind.__module__]).values()
        if inspect.isfunction(one) or inspect.isclass(one)
    ]
    of_pages = [one for one in makes if one.__module__.startswith(ROWS_MADE_IN)]
    return any("plate=True" in inspect.getsource(one) for one in (kind, *of_pages))


@pytest.mark.parametrize("kind", TABLES, ids=[kind.page_name() for kind in TABLES])
def test_a_page_of_rows_is_sorted_paged_printed_and_saved(kind: type[TableBase]) -> None:
    assert lacking_of_rows(kind) == [] or kind in IN_OWN_ORDER


def test_a_page_of_rows_that_cannot_be_sorted_or_saved_fails_this_contract() -> None:
    class Careless(PagedTable):
        columns = (Column("Name", 100),)
        saved_as = ()

        def rows(self, found: str) -> list[TableRow]:
            return [TableRow(found, (Cell(found, plate=True),))]

    assert lacking_of_rows(Careless) == ["sorting by headquarters, of rows that come page by page"]
    assert stays(Careless) == UNDECIDED_STAYS


@pytest.mark.proved("K15")
@pytest.mark.parametrize("kind", TABLES, ids=[kind.page_name() for kind in TABLES])
def test_rows_that_nobody_saves_say_why(kind: type[TableBase]) -> None:
    savers = [role for role in Role if may_save(role, kind.page_name())]
    assert savers or stays(kind)


def test_the_table_of_what_is_saved_names_every_page_of_rows_and_nobody_who_lacks_it() -> None:
    assert set(PAGE_ROWS) <= {kind.page_name() for kind in TABLES}
    for kind in TABLES:
        savers = {role for role in Role if may_save(role, kind.page_name())}
        assert savers <= set(filter(kind.is_for, Role)), kind.page_name()
        assert all(any(may(role, row) for row in SAVES_ROWS) for role in savers)
    erased = {"hold_item", "review_cases", "manual_entries", "outside_requests", "incidents"}
    assert erased <= {kind.page_name() for kind in TABLES if stays(kind)}


def test_who_may_not_download_has_no_file_of_any_page(qtbot: QtBot) -> None:
    del qtbot
    desk = DeskSession(SampleLink(), SetClock(NOW))
    saved: dict[Role, set[str]] = {role: set() for role in Role}
    for kind in TABLES:
        page, found = kind(desk), list[SavingView]()
        page.saving_changed.connect(found.append)
        for role in filter(kind.is_for, Role):
            desk.person = SampleLink(role).sign_in("somebody", "")
            page.begin_saving()
            assert not (stays(kind) and found[-1].forms)
            saved[role] |= {page.page_name()} if found[-1].forms else set()
    desk.asking.close()
    assert saved[Role.OFFICER] == saved[Role.SUPERVISOR] == set()
    assert saved[Role.TECHNICIAN] == {"equipment", "equipment_item", "destroyed_media"}
    assert {"restricted_log", "holds", "dropped_lines"} <= saved[Role.CUSTODIAN]


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_has_the_daily_pages_of_the_role_then_the_rest_in_order(
    role: Role, qtbot: QtBot
) -> None:
    seat, _link = a_seat(qtbot, role)
    had = [
        kind
        for kind in KINDS
        if not kind.opened_from and any(may(role, permission) for permission in kind.permissions)
    ]
    daily = DAILY.get(role, ())
    assert {*daily} <= {kind.page_name() for kind in had}
    assert len(daily or had) <= 12
    wanted = [kind.title for kind in sorted(had, key=lambda kind: kind.page_name() not in daily)]
    assert [title.partition(":")[0] for title in seat.menu()] == wanted


def test_the_team_that_is_chosen_reaches_the_pages_that_say_so_and_no_other(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.choose_team(EVERY_TEAM)
    seat.settle()
    teams = {kind.page_name(): seat.screen.page(kind).team for kind in KINDS}
    reached = ["shift_log", "near_misses", "check_quality", "manual_entries", "searches"]
    assert teams == {name: EVERY_TEAM if name in reached else OWN_TEAM for name in NAMES}


def test_a_page_that_is_opened_from_another_is_not_opened_for_who_has_it_not(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    assert not seat.hit.isVisible()
    assert not any("/hits/" in path for path, _ in link.asked)

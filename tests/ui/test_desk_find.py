"""Ctrl+F at the desk narrows the rows shown, on the screen only; wide screens cut no words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.views.rows_model import RowsModel
from mdt_alpr.ui.desk.views.table_page import TableView
from tests.ui.desk_screens import Seat, a_seat

CTRL = Qt.KeyboardModifier.ControlModifier


def press_ctrl_f(seat: Seat) -> None:
    seat.screen.window.activateWindow()
    QTest.keyClick(seat.screen.window, Qt.Key.Key_F, CTRL)


def keys(page: TableView) -> list[str]:
    return [page.table.rows.key(n) for n in range(page.table.rows.rowCount())]


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.SUPERVISOR, "shift_log"),
        (Role.SUPERVISOR, "manual_entries"),
        (Role.SUPERVISOR, "review_cases"),
        (Role.SUPERVISOR, "live_wall"),
        (Role.ADMINISTRATOR, "accounts"),
        (Role.CUSTODIAN, "hit_ids"),
        (Role.CUSTODIAN, "set_aside"),
    ],
)
def test_ctrl_f_brings_the_keyboard_to_the_filter_of_each_list(
    qtbot: QtBot, role: Role, name: str
) -> None:
    seat, _link = a_seat(qtbot, role)
    seat.open(name)
    page = seat.screen.window.pages[name]
    assert isinstance(page, TableView)
    press_ctrl_f(seat)
    qtbot.waitUntil(page.find_box.hasFocus)


def test_rows_with_every_word_are_shown_and_counted_and_headquarters_is_not_asked(
    qtbot: QtBot,
) -> None:
    seat, link = a_seat(qtbot)
    page, before = seat.log, len(link.asked)
    everything = keys(page)
    press_ctrl_f(seat)
    QTest.keyClicks(page.find_box, "boyd exn2894")
    some = seat.cells()
    assert 0 < len(some) < len(everything)
    assert all("T. Boyd" in row[3] and "EXN2894" in " ".join(row) for row in some)
    assert page.found.text() == f"{len(some)} of {len(everything)}"
    assert page.table.chosen == keys(page)[0]
    assert len(link.asked) == before


def test_esc_shows_all_rows_again_and_enter_goes_to_the_rows(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    page = seat.log
    everything = keys(page)
    press_ctrl_f(seat)
    QTest.keyClicks(page.find_box, "boyd")
    QTest.keyClick(page.find_box, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.hasFocus)
    press_ctrl_f(seat)
    assert page.find_box.selectedText() == "boyd"
    QTest.keyClick(page.find_box, Qt.Key.Key_Escape)
    assert keys(page) == everything
    assert page.found.text() == ""


def test_a_filter_holds_when_rows_come_anew_and_ends_with_the_session(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    page = seat.log
    page.find_box.setText("boyd")
    some = keys(page)
    QTest.keyClick(seat.screen.window, Qt.Key.Key_F5)
    seat.settle()
    assert keys(page) == some
    seat.screen.presenter.lock()
    assert page.find_box.text() == ""


def test_a_filter_that_fits_nothing_chooses_nothing(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    page = seat.log
    page.find_box.setText("no such words")
    assert keys(page) == []
    assert page.table.chosen == ""


def test_a_filter_asks_for_no_further_pages(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    rows = RowsModel(seat.log.table.rows.columns)
    known = seat.log.table.rows._rows
    rows.replace(known[:5], has_more=True)
    root = rows.index(-1, -1)
    assert rows.canFetchMore(root)
    rows.filter_by("boyd")
    assert not rows.canFetchMore(root)
    rows.append(known[5:9], has_more=True)
    assert rows.counts[1] == 9
    rows.filter_by("")
    assert rows.counts == (9, 9)


def test_the_chosen_account_stays_chosen_in_a_filtered_list(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open("accounts")
    page = seat.accounts
    page.find_box.setText("officer")
    page.table.selectRow(2)
    chosen = page.table.chosen
    QTest.keyClick(seat.screen.window, Qt.Key.Key_F5)
    seat.settle()
    assert page.table.chosen == chosen
    rows = page.table.rows
    assert page.fields["name"].text() == rows.cell(rows.index(rows.place(chosen), 1)).text


def test_on_a_wide_screen_every_column_gets_its_share(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.open("manual_entries")
    table = seat.entries.table
    reason = [column.title for column in table.rows.columns].index("Reason")
    before = table.columnWidth(reason)
    seat.screen.window.resize(1920, 1200)
    qtbot.waitUntil(lambda: table.columnWidth(reason) > before * 1.3)
    assert table.horizontalScrollBar().maximum() == 0


def test_days_of_accounts_read_as_on_every_other_page(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open("accounts")
    rows = seat.accounts.table.rows
    days = [rows.cell(rows.index(n, 5)).text for n in range(rows.rowCount())]
    assert "Jul 22, 2027" in days
    assert not any(day[:4].isdigit() for day in days)


@pytest.mark.proved("K9")
def test_a_filter_says_that_more_is_at_headquarters_and_loads_it_on_demand(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    page = seat.log
    cells = page.table.rows.shown[0].cells
    asked: list[int] = []

    def more() -> None:
        asked.append(1)
        name = f"row 9999 of {len(asked)}" if len(asked) == 3 else "row"
        row = TableRow(f"more-{len(asked)}", (Cell(name), *cells[1:]))
        page.append_rows([row], has_more=len(asked) < 3)

    page.replace_rows([TableRow(f"row-{n}", cells) for n in range(200)], has_more=True)
    page.table.rows.more_wanted.disconnect()
    page.table.rows.more_wanted.connect(more)
    page.find_box.setText("9999")
    assert page.found.text() == "0 of 200 loaded; more at headquarters"
    page.load_all.click()
    qtbot.waitUntil(lambda: len(asked) == 3)
    qtbot.waitUntil(lambda: page.found.text() == "1 of 203")
    assert page.load_all.isHidden()


@pytest.mark.proved("K22")
def test_what_is_cut_in_the_chosen_row_stands_in_full_under_the_table(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.window.resize(1366, 768)
    page, reason = seat.log, "larceny from a vehicle " * 5
    cells = page.table.rows.shown[0].cells
    long = TableRow("long", (cells[0], Cell(reason.strip()), *cells[2:]))
    page.replace_rows([TableRow("short", tuple(Cell("a") for _ in cells)), long], has_more=False)
    page.table.choose("short")
    assert page.whole.text() == ""
    page.table.choose("long")
    assert reason.strip() in page.whole.text()

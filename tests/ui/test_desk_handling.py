"""The desk by keyboard and at first sight: charts, pages by name, filters, cells."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.models.desk import Bar, Chart
from mdt_alpr.ui.desk.views.bar_plot import BarPlot
from mdt_alpr.ui.desk.views.chart_pages import LedgerGrid
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.palette import palette_of
from tests.ui.desk_screens import a_seat
from tests.ui.test_desk import last


@pytest.mark.proved("K19")
@pytest.mark.proved("K20")
def test_each_chart_shows_its_bars_or_the_sentence_in_their_place(qtbot: QtBot) -> None:
    grid = LedgerGrid()
    qtbot.addWidget(grid)
    bars = Bar("Wrong state", 2, "2"), Bar("Other plate", 4, "4 of 8", 8)
    upright = tuple(Bar(str(hour), hour % 5, "") for hour in range(24))
    charts = (
        Chart("By cause", bars, "No stops"),
        Chart("By hour", upright, "No stops", upright=True),
        Chart("By camera", (), "No stops"),
    )
    grid.show_charts(charts)
    grid.resize(900, 500)
    grid.show()
    by_cause, by_hour, by_camera = (card.plot for card in grid.cards)
    assert by_camera.isHidden()
    (shorter, longer), half = (bar_of(by_cause, row) for row in (0, 1)), bar_of(by_cause, 1, "off")
    assert longer == pytest.approx(2 * shorter, abs=2)
    assert half == pytest.approx(longer, abs=2), "the rest of the whole is as long as the part"
    assert len(columns_of(by_hour)) == sum(bar.value > 0 for bar in upright)


def bar_of(plot: BarPlot, row: int, color_name: str = "edge") -> int:
    """Return how many pixels of a color there are in the middle of a lying bar."""
    picture, color = plot.grab().toImage(), palette_of(plot).color(color_name).rgb()
    y = round(plot.height() / 4 * (row + 0.5))
    return sum(picture.pixel(x, y) == color for x in range(picture.width()))


def columns_of(plot: BarPlot) -> list[int]:
    """Return where standing bars begin, just above their foot."""
    picture, color = plot.grab().toImage(), palette_of(plot).color("edge").rgb()
    y = picture.height() - 24
    here = [picture.pixel(x, y) == color for x in range(picture.width())]
    return [x for x in range(1, len(here)) if here[x] and not here[x - 1]]


@pytest.mark.proved("K21")
def test_enter_says_that_the_warning_is_understood(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.presenter.lock()
    page = seat.screen.window.sign_in
    assert not page.understand.isChecked()
    QTest.keyClick(page.understand, Qt.Key.Key_Return)
    assert page.understand.isChecked()


@pytest.mark.proved("K23")
@pytest.mark.parametrize("page", ["audit", "outside_accesses", "data_requests"])
def test_a_page_offers_csv_once(qtbot: QtBot, page: str) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    seat.open(page)
    buttons = seat.screen.window.pages[page].findChildren(QPushButton)
    shown = [button for button in buttons if not button.isHidden() and "CSV" in button.text()]
    assert [button.isEnabled() for button in shown] == [True]


@pytest.mark.proved("K24")
@pytest.mark.parametrize("page", ["hold_request", "hold_warrant"])
def test_no_file_is_offered_of_a_checklist(qtbot: QtBot, page: str) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    seat.screen.presenter.open(page, None)
    form = seat.screen.window.pages[page]
    assert isinstance(form, TableView)
    assert form.table.rows.rowCount()
    assert all(button.isHidden() for button in form.saving.values())
    assert not form.table.copies


@pytest.mark.proved("K25")
def test_a_page_is_found_by_its_name(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    window = seat.screen.window
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.finder.isVisible)
    QTest.keyClicks(window.finder.box, seat.screen.pages["portable_media"].title.lower())
    QTest.keyClick(window.finder.box, Qt.Key.Key_Return)
    seat.settle()
    assert (window.page_name, window.finder.isVisible()) == ("portable_media", False)


@pytest.mark.proved("K25")
def test_the_page_that_is_open_is_in_sight_in_the_menu(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    menu = seat.screen.window.menu
    for page in ("agency_settings", "mine"):
        seat.open(page)
        (open_one,) = (button for button in menu._buttons if button.isChecked())
        assert open_one.objectName() == page
        assert open_one.visibleRegion().boundingRect().height() == open_one.height()
        assert menu.find_button.visibleRegion().isEmpty() == (page == "agency_settings")


@pytest.mark.proved("K30")
def test_cleared_filters_come_back(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.screen.pages["shift_log"].choose("unit", "Unit 209")  # type: ignore[attr-defined]
    clear = seat.log.filters.clear
    clear.click()
    assert (last(seat, link, "/v1/desk/hits").which.unit, clear.text()) == ("", "Undo clear")  # type: ignore[attr-defined]
    clear.click()
    assert last(seat, link, "/v1/desk/hits").which.unit == "Unit 209"  # type: ignore[attr-defined]


@pytest.mark.proved("K30")
def test_a_cell_is_copied_where_its_rows_may_leave_and_never_a_plate(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    copied, ctrl = QGuiApplication.clipboard(), Qt.KeyboardModifier.ControlModifier
    copied.clear()
    seat.open("teams")
    table = seat.screen.window.pages["teams"].table  # type: ignore[attr-defined]
    table.setCurrentIndex(table.rows.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_C, ctrl)
    assert copied.text() == "ralvarez"
    copied.clear()
    for page in ("search", "manual_entries", "coworkers_plates"):
        seat.open(page)
        table = seat.screen.window.pages[page].table  # type: ignore[attr-defined]
        table.selectRow(0)
        QTest.keyClick(table, Qt.Key.Key_C, ctrl)
        assert copied.text() == ""


@pytest.mark.parametrize("width", [1366, 1298])
def test_no_words_of_a_figure_above_the_log_are_cut(qtbot: QtBot, width: int) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.window.resize(width, 730)
    seat.open("shift_log")
    cells = seat.log.figures._cells
    words = [label for cell in cells for label in (cell._name, cell._note)]
    seat.screen.window.grab()  # lays out
    assert "Prevented stops" in [label.text() for label in words]
    assert [label.text() for label in words if label.width() < label.sizeHint().width()] == []
    assert seat.screen.window.width() == width

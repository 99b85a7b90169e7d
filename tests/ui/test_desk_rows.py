"""Rows of the desk's pages: sorted, loaded page by page, saved and printed (09.21.8.B)."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.wire import addresses
from mdt_alpr.wire.saved_rows import RowsForm, RowsToSave
from tests.ui.desk_screens import Seat, a_seat


def keys(table: DeskTable) -> list[str]:
    return [row.key for row in table.rows.shown]


def a_view(seat: Seat, page: str) -> TableView:
    seat.open(page)
    view = seat.screen.window.pages[page]
    assert isinstance(view, TableView)
    return view


def saved(link: SampleLink) -> RowsToSave:
    (body,) = [body for _, body in link.asked if isinstance(body, RowsToSave)]
    return body


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "rows"), ""))
    return tmp_path / "rows"


def test_a_column_sorts_numbers_by_value_and_instants_by_time(qtbot: QtBot) -> None:
    load_fonts()
    table = DeskTable((Column("Number", 90), Column("When", 90)), "rows")
    qtbot.addWidget(table)
    rows = [
        TableRow("a", (Cell("1,204 reads"), Cell("Nov 30", at="2025-11-30T00:00:00+00:00"))),
        TableRow("b", (Cell("9 reads"), Cell("Nov 2", at="2026-11-02T00:00:00+00:00"))),
        TableRow("c", (Cell("10 reads"), Cell("Never"))),
    ]
    table.rows.replace(rows, has_more=False)
    table.selectRow(2)
    table.sort_by(0)
    assert keys(table) == ["b", "c", "a"]
    assert table.chosen == "c", "the chosen row stays chosen"
    table.sort_by(0)
    assert keys(table) == ["a", "c", "b"]
    qtbot.keyClick(table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert keys(table) == ["a", "b", "c"]
    table.rows.replace(rows[::-1], has_more=False)
    assert keys(table) == ["a", "b", "c"], "a reload keeps the order"
    table.rows.replace(rows, has_more=True)
    table.sort_by(0)
    assert keys(table) == ["a", "b", "c"], "a part of the rows is not sorted as if it were all"


def test_rows_of_pages_are_sorted_by_headquarters_and_saved_whole(
    qtbot: QtBot, place: Path
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = a_view(seat, "restricted_log")
    for wanted in ("order=what&descending=0", "order=what&descending=1"):
        view.table.sort_by(1)
        seat.settle()
        assert wanted in link.asked[-1][0]
    assert view.table.horizontalHeader().sortIndicatorSection() == 1
    shown = view.table.rows.shown
    again = [replace(row, key=f"{row.key} again") for row in shown]
    view.append_rows(again, True)  # noqa: FBT003 - a slot
    link.asked.clear()
    view.saving["pdf"].click()
    seat.settle()
    pages = [path for path, _ in link.asked]
    assert "order=what&descending=1" in pages[0], "rows that are not loaded are fetched"
    assert addresses.SAVED_ROWS in pages
    assert len(saved(link).rows) == len(shown)
    assert place.read_bytes() == b"%PDF-1.4"


def test_a_file_has_the_rows_as_they_are_shown_with_the_year(qtbot: QtBot, place: Path) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = a_view(seat, "portable_media")
    view.saving["csv"].click()
    seat.settle()
    body = saved(link)
    assert place.exists()
    assert (body.page, body.form) == ("portable_media", RowsForm.CSV)
    assert len(body.rows) == view.table.rows.rowCount() > 0
    assert any("2026-" in text for row in body.rows for text in row), "an instant has its year"
    assert "Headquarters logged it" in view.state.words.text()
    view.find_box.setText("no such row")
    link.asked.clear()
    view.saving["pdf"].click()
    assert link.asked == [], "nothing is made of no rows"
    view = a_view(seat, "hit_ids")
    assert not view.saving["csv"].isEnabled()
    assert "09.21.8.D" in view.saving["csv"].toolTip()

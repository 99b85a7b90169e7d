"""Rows of the desk's pages: sorted, loaded page by page, saved and printed (09.21.8.B)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.outside_requests import OutsideForm
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.pages.restricted_log import RestrictedLog
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.desk.views.table_page import ActsPage, TableView
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.wire import addresses
from mdt_alpr.wire.disclosures import DisclosureRecord
from mdt_alpr.wire.misuse import FlagsMessage
from mdt_alpr.wire.publications import PublicationRequest
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow
from mdt_alpr.wire.review import CaseStepRequest
from mdt_alpr.wire.saved_rows import RowsForm, RowsToSave
from tests.ui.desk_screens import Seat, a_seat

M = TypeVar("M")
SESSION = Session("dlee", "D. Lee", Role.CUSTODIAN, NOW, "token")


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


class ManyLines:
    """The restricted log of a headquarters where rows move while they are read."""

    def __init__(self, link: SampleLink, number: int) -> None:
        self.ask_sample, self.link = link.ask, link
        (first, *_) = link.ask(SESSION, RestrictedLogMessage, "").rows
        self.lines = [replace(first, number=f"{n:04}", reason=f"why {n}") for n in range(number)]
        self.moves: list[Callable[[list[RestrictedLogRow]], object]] = []

    def ask(
        self, session: Session, kind: type[M], path: str, body: object = None, second: str = ""
    ) -> M:
        found = self.ask_sample(session, kind, path, body, second)
        if not isinstance(found, RestrictedLogMessage) or body is not None:
            return found
        asked = parse_qs(path.partition("?")[2])
        first = int(asked["first"][0])
        page = self.lines[first : first + 50]
        answer = replace(found, rows=tuple(page), more=first + 50 < len(self.lines))
        if first and self.moves:
            self.moves.pop()(self.lines)
        assert isinstance(answer, kind)
        return answer


@pytest.fixture
def many(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> tuple[Seat, SampleLink, ManyLines]:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    many = ManyLines(link, 200)
    monkeypatch.setattr(link, "ask", many.ask)
    return seat, link, many


def test_what_is_filtered_before_all_is_loaded_is_saved_of_all_and_says_by_which_words(
    many: tuple[Seat, SampleLink, ManyLines], place: Path
) -> None:
    seat, link, _ = many
    view = a_view(seat, "restricted_log")
    view.find_box.setText("why 15")
    assert "why 150" not in str(view.table.rows.shown), "it is not loaded yet"
    view.saving["csv"].click()
    seat.settle()
    body = saved(link)
    assert len(body.rows) == len([15, 115, *range(150, 160)])
    assert body.filtered_by == "why 15"
    assert place.exists()


@pytest.mark.parametrize(
    "move",
    [
        lambda lines: lines.pop(0),
        lambda lines: lines.insert(0, replace(lines[0], number="new")),
        lambda lines: lines.insert(0, lines.pop()),
        lambda lines: lines.append(lines.pop(0)),
    ],
    ids=["one goes", "one comes", "the last moves up", "the first moves down"],
)
def test_rows_that_move_while_all_are_read_are_saved_once_each(
    many: tuple[Seat, SampleLink, ManyLines],
    place: Path,
    move: Callable[[list[RestrictedLogRow]], object],
) -> None:
    seat, link, lines = many
    view = a_view(seat, "restricted_log")
    lines.moves = [move]
    view.saving["csv"].click()
    seat.settle()
    assert len(saved(link).rows) == len(lines.lines)
    assert place.exists()


def test_rows_that_never_rest_are_not_saved(
    many: tuple[Seat, SampleLink, ManyLines], place: Path
) -> None:
    seat, link, lines = many
    view = a_view(seat, "restricted_log")
    lines.moves = [lambda rows: rows.pop(0)] * 20
    view.saving["csv"].click()
    seat.settle()
    assert "Rows changed while they were read" in view.state.words.text()
    assert not place.exists()
    assert not any(isinstance(body, RowsToSave) for _, body in link.asked)


def test_a_row_that_comes_again_with_the_next_page_is_shown_once(qtbot: QtBot) -> None:
    load_fonts()
    table = DeskTable((Column("Number", 90),), "rows")
    qtbot.addWidget(table)
    rows = [TableRow(str(n), (Cell(str(n)),)) for n in range(4)]
    table.rows.replace(rows[:3], has_more=True)
    table.rows.append(rows[2:], has_more=False)
    assert keys(table) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("at", ["before the file is made", "before it is written"])
def test_a_save_that_is_stopped_writes_no_file(
    many: tuple[Seat, SampleLink, ManyLines], place: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    seat, link, lines = many
    view = a_view(seat, "restricted_log")
    reached, stopped = threading.Event(), threading.Event()

    def wait() -> None:
        reached.set()
        assert stopped.wait(20)

    if at == "before it is written":
        content = link.content

        def slow(session: Session, path: str, body: object = None) -> bytes:
            wait()
            return content(session, path, body)

        monkeypatch.setattr(link, "content", slow)
    else:
        lines.moves = [lambda _: wait()]
    view.saving["csv"].click()
    assert reached.wait(20)
    view.state.cancel.click()
    page = seat.screen.page(RestrictedLog)
    goes_on = seat.screen.presenter.desk.asking
    goes_on.ask(page.saving_call, lambda: None, lambda _: None, lambda _: None)
    stopped.set()
    seat.settle()
    seat.screen.presenter.desk.asking._pool.shutdown(wait=True)
    assert not place.exists()
    assert any(isinstance(body, RowsToSave) for _, body in link.asked) == (
        at == "before it is written"
    )


def test_flags_that_are_not_loaded_are_saved_too(
    qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    ask = link.ask

    def paged(
        session: Session, kind: type[M], path: str, body: object = None, second: str = ""
    ) -> M:
        found = ask(session, kind, path, body, second)
        if not isinstance(found, FlagsMessage):
            return found
        before = int(path.partition("before=")[2] or 151)
        first = found.flags[0]
        flags = [replace(first, number=n) for n in range(before - 1, max(0, before - 101), -1)]
        answer = replace(found, flags=tuple(flags), has_more=before > 101)
        assert isinstance(answer, kind)
        return answer

    monkeypatch.setattr(link, "ask", paged)
    view = a_view(seat, "misuse_flags")
    view.saving["csv"].click()
    seat.settle()
    assert len(saved(link).rows) == 150
    assert place.exists()


PRESSED = {
    "publications": ("Add", PublicationRequest),
    "data_requests": ("Record request", DisclosureRecord),
    "restricted_log": ("Record a disclosure", RestrictedDisclosure),
    "outside_requests": ("Ask for approval", OutsideForm),
}


def test_an_act_that_is_pressed_twice_is_sent_once(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    for page, (act, kind) in PRESSED.items():
        view = a_view(seat, page)
        assert isinstance(view, FormPage)
        link.asked.clear()
        view.buttons[act].click()
        view.buttons[act].click()
        seat.settle()
        assert [type(body) for _, body in link.asked].count(kind) == 1, page
        seat.screen.presenter.want(page)
        view.buttons[act].click()
        seat.settle()
        assert [type(body) for _, body in link.asked].count(kind) == 1, "while rows are loaded"
    cases = a_view(seat, "review_cases")
    assert isinstance(cases, ActsPage)
    link.asked.clear()
    cases.why.setText("Used outside the scope.")
    cases.buttons["Freeze account now"].click()
    cases.buttons["Freeze account now"].click()
    seat.settle()
    assert [type(body) for _, body in link.asked].count(CaseStepRequest) == 1


def test_a_typed_reason_and_what_is_waited_for_end_with_the_session(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    cases = a_view(seat, "review_cases")
    assert isinstance(cases, ActsPage)
    cases.why.setText("Drove past twice")
    cases.choice.setCurrentIndex(2)
    cases.ask("Close it?")
    cases.show_state(PageState(waits="Sending"))
    seat.screen.presenter.lock()
    assert cases.why.text() == ""
    assert cases.choice.currentIndex() == 0
    assert cases.question.isHidden()
    assert not cases.state.waits


def test_nothing_typed_on_any_page_is_there_after_the_session(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    window = seat.screen.window
    made = list(window.pages.values())
    assert len(made) > 50
    lines = [one for one in window.findChildren(QLineEdit) if one.accessibleName() != "User name"]
    texts = window.findChildren(QPlainTextEdit)
    for one in (*lines, *texts):
        one.setProperty("plainText" if isinstance(one, QPlainTextEdit) else "text", "Typed")
    assert len(lines) > 50
    seat.screen.presenter.lock()
    left = [line.accessibleName() for line in lines if "Typed" in line.text()]
    assert left + [text.accessibleName() for text in texts if text.toPlainText()] == []


@pytest.mark.proved("K1")
@pytest.mark.parametrize("page", ["shift_log", "manual_entries", "review_cases", "searches"])
def test_the_chosen_row_stays_chosen_or_the_next_takes_its_place(qtbot: QtBot, page: str) -> None:
    seat, _ = a_seat(qtbot)
    view = a_view(seat, page)
    rows = [TableRow(f"row-{n}", view.table.rows.shown[0].cells) for n in range(5)]
    view.replace_rows(rows, has_more=False)
    view.table.selectRow(2)
    view.replace_rows([rows[3], *rows[:3], rows[4]], has_more=False)
    assert view.table.chosen == "row-2", "moved by others"
    view.replace_rows([rows[3], *rows[:2], rows[4]], has_more=False)
    assert view.table.chosen == "row-4", "it left the list"
    view.replace_rows(rows[:1], has_more=False)
    assert view.table.chosen == "row-0"

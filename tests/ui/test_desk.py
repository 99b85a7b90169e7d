from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import EVERY_TEAM, OWN_TEAM, Role
from mdt_alpr.lab.screens.desk_sample_hits import ROWS, sample_page
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.pages.shift_log import NOTHING, _Rows
from mdt_alpr.ui.desk.views.rows_model import RowsModel
from mdt_alpr.ui.desk.views.table import broken
from mdt_alpr.ui.kit.theme import DAY, NIGHT, load_fonts, words_font
from mdt_alpr.wire.desk import HitLogFilter, HitLogFlag, HitLogOrder, HitLogRequest, ReviewRequest
from mdt_alpr.wire.manual import DecisionMessage
from tests.ui.desk_screens import Seat, a_seat


def last(seat: Seat, link: object, path: str) -> object:
    seat.settle()
    asked: list[tuple[str, object]] = link.asked  # type: ignore[attr-defined]
    return next(body for where, body in reversed(asked) if where.partition("?seen=")[0] == path)


def test_a_supervisor_sees_what_presses_first_and_opens_it_with_the_keyboard(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    assert seat.menu()[:2] == ["Mine to do: 10", "Shift hit log: 3"]
    assert len(seat.cells()) == ROWS
    assert seat.cells()[0][1].startswith(("Unverified stop", "Stop, no status"))
    QTest.keyClick(seat.log.table, Qt.Key.Key_Down)
    QTest.keyClick(seat.log.table, Qt.Key.Key_Return)
    seat.settle()
    assert seat.hit.isVisible()
    assert seat.hit.check.text() == "Package intact: 14 of 14 links check"
    QTest.keyClick(seat.screen.window, Qt.Key.Key_Escape)
    assert seat.log.isVisible()


def test_a_page_that_a_person_may_not_have_does_not_exist(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    assert {"Manual entries", "Hit IDs", "Accounts"} <= set(seat.menu())
    assert "Shift hit log" not in seat.menu()
    seat.screen.presenter.want("shift_log")
    assert not seat.log.isVisible()


def test_an_officer_searches_at_the_desk_and_reviews_nobody(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.OFFICER)
    menu = set(seat.menu())
    assert "Search" in menu
    assert menu.isdisjoint({"Shift hit log", "Searches to review", "Accounts", "Audit"})


def test_a_lost_link_is_said_and_what_is_on_the_screen_stays(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    before = seat.cells()
    link.lost = True
    QTest.keyClick(seat.screen.window, Qt.Key.Key_F5)
    seat.settle()
    assert "cannot be reached" in seat.log.state.words.text()
    assert seat.cells() == before


def test_an_empty_shift_says_what_would_fill_it(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, rows=0)
    assert seat.log.state.words.text() == NOTHING


def test_every_column_of_the_log_is_in_view_on_a_screen_of_1366_by_768(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.window.resize(1366, 768)
    for palette in (DAY, NIGHT):
        seat.screen.window.use_palette(palette)
        qtbot.wait(1)
        table = seat.log.table
        assert table.verticalScrollBar().maximum() > 0
        assert table.horizontalScrollBar().maximum() == 0
        heads = table.horizontalHeader()
        right = [heads.sectionViewportPosition(n) + heads.sectionSize(n) for n in range(14)]
        assert max(right) <= table.viewport().width()
        for column in table.rows.columns:
            assert heads.fontMetrics().horizontalAdvance(column.title) < column.width


def test_words_that_are_cut_short_are_whole_where_the_mouse_rests(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    rows = seat.log.table.rows
    shown = [rows.data(rows.index(0, n), Qt.ItemDataRole.ToolTipRole) for n in range(14)]
    assert shown == seat.cells()[0][:14]
    assert "K. Montgomery" in shown
    assert shown[13] == "Verified, stopped Released"


def test_filters_and_heads_ask_the_server(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.log.figures._cells[0].show_these.click()
    ask = last(seat, link, "/v1/desk/hits")
    assert isinstance(ask, HitLogRequest)
    assert ask.which.flag is HitLogFlag.UNVERIFIED_STOP
    seat.log.table.sort_wanted.emit(HitLogOrder.DECISION.value)
    ask = last(seat, link, "/v1/desk/hits")
    assert isinstance(ask, HitLogRequest)
    assert (ask.order, ask.descending) == (HitLogOrder.DECISION, True)
    box = seat.log.filters.fields["unit"]
    box.setCurrentIndex(1)  # type: ignore[union-attr]
    box.activated.emit(1)  # type: ignore[union-attr]
    ask = last(seat, link, "/v1/desk/hits")
    assert isinstance(ask, HitLogRequest)
    assert ask.which.unit == "Unit 209"


def test_the_own_team_is_shown_first_and_another_is_asked_for_on_every_page(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    box = seat.screen.window.team
    assert [box.itemText(n) for n in range(box.count())] == [
        "Own team: Night B", "All teams", "Team Day A",
    ]  # fmt: skip
    assert box.currentText() == "Own team: Night B"
    ask = last(seat, link, "/v1/desk/hits")
    assert isinstance(ask, HitLogRequest)
    assert ask.which.team == OWN_TEAM
    box.setCurrentIndex(1)
    box.activated.emit(1)
    ask = last(seat, link, "/v1/desk/hits")
    assert isinstance(ask, HitLogRequest)
    assert ask.which.team == EVERY_TEAM
    for page, path in (("near_misses", "near-misses"), ("check_quality", "check-quality")):
        seat.open(page)
        which = last(seat, link, f"/v1/desk/{path}")
        assert isinstance(which, HitLogFilter)
        assert which.team == EVERY_TEAM
    seat.open("manual_entries")
    assert ("/v1/manual-entries?team=%2A", None) in link.asked


def test_waiting_can_be_stopped_and_a_late_answer_changes_nothing(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.presenter.reload()
    seat.log.state.cancel.click()
    assert "Stopped" in seat.log.state.words.text()
    qtbot.wait(50)
    assert "Stopped" in seat.log.state.words.text()


def test_every_picture_carries_the_viewers_name_and_time(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    pictures = list(seat.hit.pictures.pictures.values())
    assert len(pictures) == 3
    for picture in pictures:
        assert not picture.image.isNull()
        assert "Sgt. M. Whitfield  2026-11-24" in picture.watermark
    shown = _painted(pictures[0])
    pictures[0].watermark = ""
    assert _painted(pictures[0]) != shown


def _painted(widget: object) -> bytes:
    image = QImage(widget.size(), QImage.Format.Format_RGB32)  # type: ignore[attr-defined]
    widget.render(image, QPoint(0, 0))  # type: ignore[attr-defined]
    return bytes(image.constBits())


def test_nothing_can_be_copied_out_of_the_table(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    QGuiApplication.clipboard().clear()
    QTest.keyClick(seat.log.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ""
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    assert "custodian or an administrator" in seat.hit.state.words.text()


def test_a_review_is_reported_to_headquarters(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    seat.hit.words.setText("Say what came of it.")
    seat.hit.buttons["returned"].click()
    reported = last(seat, link, "/v1/desk/hits/hit-0/reviews")
    assert reported == ReviewRequest(reported.kind, "Say what came of it.")  # type: ignore[attr-defined]
    assert reported.kind.value == "returned"


def test_a_request_for_more_time_is_decided_with_its_reason(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.screen.presenter.want("manual_entries")
    seat.settle()
    seat.entries.why.setText("Trial is in January.")
    seat.entries.buttons["Approve more time"].click()
    reported = last(seat, link, "/v1/manual-entries/m1/decision")
    assert reported == DecisionMessage(approved=True, why="Trial is in January.")


def test_charts_say_their_figures_to_who_has_them_read_aloud_and_name_no_officer(
    qtbot: QtBot,
) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.presenter.want("near_misses")
    seat.settle()
    cards = seat.ledger.grid.cards
    qtbot.waitUntil(lambda: all(card.accessibleName() for card in cards))
    reported = [card.accessibleName() for card in cards]
    assert reported[0].startswith("Prevented stops by cause: Character 112, Stale record 61")
    assert not any(
        name in words for words in reported for name in ("Alvarez", "Boyd", "Montgomery")
    )


def test_shifts_over_the_limit_say_that_the_gate_is_failing(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.presenter.want("check_quality")
    seat.settle()
    rows = seat.quality.table.rows
    gates = [rows.cell(rows.index(n, rows.columnCount() - 1)).text for n in range(3)]
    assert gates == ["Failing: over 10%", "Holds", "Holds"]


def test_the_wall_says_in_words_which_cars_lists_are_stale(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("live_wall")
    rows = seat.wall.table.rows
    lists = [rows.cell(rows.index(n, 5)) for n in range(4)]
    assert [(cell.words, cell.warns) for cell in lists] == [
        ("3 h old", False),
        ("9 h old Version 4470 of 4471", False),
        ("No list in this car", True),
        ("STALE: 31 h old Version 4466 of 4471", True),
    ]
    foot = seat.wall.state.words.text()
    assert foot.endswith("Stale, over 24 h: 1 of 4 cars.")


def test_a_desk_that_nobody_uses_locks_and_keeps_nothing(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.clock.pass_by(minutes=31)
    seat.screen.presenter.tick()
    assert seat.screen.window.sign_in.isVisible()
    assert seat.cells() == []


def test_a_session_that_headquarters_ended_leaves_the_desk_at_sign_in(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    link.ended = True
    seat.screen.presenter.reload()
    seat.settle()
    assert seat.screen.window.sign_in.isVisible()
    assert "Sign in again" in seat.screen.window.sign_in.form.problem._words.text()
    assert seat.cells() == []


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Lost sight", 200, ("Lost sight",)),
        ("Not practicable", 88, ("Not", "practicable")),
        ("Unbreakable", 20, ("…",)),
    ],
)
def test_long_words_take_two_lines_before_they_are_cut(
    qtbot: QtBot, text: str, width: int, lines: tuple[str, ...]
) -> None:
    load_fonts()
    assert broken(text, QFontMetrics(words_font(13)), width) == lines
    del qtbot


def test_rows_are_asked_for_once_and_never_waited_for() -> None:
    model, asked = RowsModel((Column("A", 10),)), []
    model.more_wanted.connect(lambda: asked.append(1))
    row = TableRow("k", (Cell("x"),))
    model.replace([row], has_more=True)
    root = model.index(-1, -1)
    assert model.canFetchMore(root)
    model.fetchMore(root)
    assert not model.canFetchMore(root)
    model.append([row, replace(row, key="next")], has_more=False)  # a row that moved, and one
    assert (model.rowCount(), len(asked), model.canFetchMore(root)) == (2, 1, False)


@pytest.mark.proved("K7")
def test_the_hits_of_a_log_are_reviewed_one_after_the_other(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    window, table = seat.screen.window, seat.log.table
    first, second = (table.rows.key(n) for n in range(2))
    table.selectRow(0)
    window.activateWindow()
    QTest.keyClick(table, Qt.Key.Key_Return)
    seat.settle()
    act = seat.hit.buttons["agreed"]
    qtbot.waitUntil(act.hasFocus)
    assert act.text() == "Reviewed"
    assert not seat.hit.before.isEnabled()
    act.click()
    seat.settle()
    seat.hit.after.click()
    seat.settle()
    seat.hit.buttons["agreed"].click()
    seat.settle()
    asked = [path for path, body in link.asked if isinstance(body, ReviewRequest)]
    assert asked == [f"/v1/desk/hits/{hit}/reviews" for hit in (first, second)]
    seat.screen.presenter.back()
    assert table.chosen == second


@pytest.mark.proved("K7")
def test_the_log_shows_alone_what_nobody_reviewed(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    assert "Not reviewed" in seat.figures()
    seat.log.figures.chosen.emit(HitLogFlag.NOT_REVIEWED.value)
    ask = last(seat, link, "/v1/desk/hits")
    assert isinstance(ask, HitLogRequest)
    assert ask.which.flag is HitLogFlag.NOT_REVIEWED


@pytest.mark.proved("K18")
def test_no_number_of_hits_is_named_before_it_is_known(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    page = seat.screen.pages["shift_log"]
    page.begin()
    page._replaced(_Rows(sample_page(5)))  # type: ignore[attr-defined]
    assert seat.log.state.words.text() == "5 hits loaded."


@pytest.mark.proved("K4")
def test_who_saw_a_hit_is_opened_from_it_by_who_may_read_it(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    page = seat.screen.pages["hit"]
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    assert seat.hit.who_saw.isVisible() == ("who_saw" in seat.screen.presenter.desk.pages)
    opened: list[tuple[str, object]] = []
    page.open_wanted.connect(lambda name, chosen: opened.append((name, chosen)))
    seat.hit.who_saw.clicked.emit()
    ((name, chosen),) = opened
    assert (name, chosen) == ("who_saw", "hit-0")
    del link

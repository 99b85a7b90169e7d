"""Ctrl+K finds pages and acts that the role may open; a plate is looked up by Search only."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.ui.desk.finding import found_lines
from tests.ui.desk_screens import Seat, a_seat


def typed(seat: Seat, words: str) -> list[str]:
    """Open the box, type, and return the first line of each thing that is shown."""
    window = seat.screen.window
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.finder.box, words)
    lines = window.finder.lines
    return [lines.item(n).text().partition("\n")[0] for n in range(lines.count())]


def test_an_act_is_found_by_its_words_and_opens_its_page(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    page = seat.screen.pages["teams"]
    act = next(act for act in page.does if act.button)
    assert act.summary in typed(seat, act.summary.lower())
    QTest.keyClick(seat.screen.window.finder.box, Qt.Key.Key_Return)
    seat.settle()
    assert seat.screen.window.page_name == "teams"


@pytest.mark.parametrize(
    "role", [Role.SUPERVISOR, Role.CUSTODIAN, Role.ADMINISTRATOR, Role.AUDITOR]
)
def test_only_what_the_role_may_is_offered_and_all_of_it_opens(qtbot: QtBot, role: Role) -> None:
    seat, _ = a_seat(qtbot, role)
    pages, menu = seat.screen.pages, seat.screen.presenter._menu()
    summaries = {
        act.summary.partition("; ")[0]
        for page in pages.values()
        for act in page.does
        if not act.may or any(may(role, permission) for permission in act.may)
    }
    titles = {page.title for page in pages.values()}
    for letter in "aeiou":
        for line in found_lines(pages, role, letter):
            if line.chosen is not None:
                assert pages[line.page].is_for(role)
                continue
            assert line.page in menu
            assert line.name in summaries | titles or line.page == "search"


@pytest.mark.parametrize("words", ["EXN2894", "exn 2894", "exn-2894"])
def test_a_typed_plate_is_sent_nowhere_and_leads_to_search(qtbot: QtBot, words: str) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    before = len(link.asked)
    assert typed(seat, words) == ["A plate is looked up only in Search, with its purpose"]
    seat.settle()
    assert link.asked[before:] == [("/v1/teams", None)]
    QTest.keyClick(seat.screen.window.finder.box, Qt.Key.Key_Return)
    seat.settle()
    assert seat.screen.window.page_name == "search"
    assert words not in str(link.asked)


def test_a_number_that_waits_is_found_and_opened_and_is_sent_nowhere(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    before = len(link.asked)
    assert typed(seat, "2026-0003")[0] == "Preservation request 2026-0003"
    seat.settle()
    assert link.asked[before:] == [("/v1/teams", None)]
    QTest.keyClick(seat.screen.window.finder.box, Qt.Key.Key_Return)
    seat.settle()
    assert seat.screen.window.page_name == "hold_item"
    assert "2026-0003" not in str(link.asked)


def test_a_person_is_found_by_name_and_opened_where_the_role_may_and_is_asked_for_once(
    qtbot: QtBot,
) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    QTest.keyClick(seat.screen.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(seat.screen.window.finder.box, "kdav")
    seat.settle()
    lines = seat.screen.window.finder.lines
    shown = [lines.item(n).text() for n in range(lines.count())]
    where = {
        line.partition("\n")[2] for line in shown if line.startswith("Ofc. K. Davis (kdavis)")
    }
    assert where == {"Audit", "Who saw it", "Accounts"}
    QTest.keyClick(seat.screen.window.finder.box, Qt.Key.Key_Return)
    seat.settle()
    assert seat.screen.window.page_name == "audit"
    assert any(getattr(body, "person", "") == "kdavis" for _, body in link.asked)
    assert len(typed(seat, "kdavis")) > 1
    assert [path for path, _ in link.asked].count("/v1/teams") == 1
    assert "kdav" not in [path for path, _ in link.asked]


def test_a_unit_finds_its_hits_only_for_who_may_review_them(qtbot: QtBot) -> None:
    supervisor, _ = a_seat(qtbot, Role.SUPERVISOR)
    assert any(line.startswith("Hit of Unit") for line in typed(supervisor, "unit hit of"))
    custodian, _ = a_seat(qtbot, Role.CUSTODIAN)
    assert not any(line.startswith("Hit of Unit") for line in typed(custodian, "unit hit of"))


def test_a_role_without_search_is_not_led_there(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.TECHNICIAN)
    assert typed(seat, "EXN2894") == []
    assert seat.screen.window.finder.foot.text().startswith("Nothing that you may")


def test_a_lock_takes_the_box_and_its_words_away(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    typed(seat, "EXN2894")
    seat.screen.presenter.lock()
    finder = seat.screen.window.finder
    assert (finder.isVisible(), finder.box.text(), finder.lines.count()) == (False, "", 0)


def test_down_chooses_the_next_line(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    assert len(typed(seat, "hold")) > 1
    finder = seat.screen.window.finder
    QTest.keyClick(finder.box, Qt.Key.Key_Down)
    assert finder.lines.currentRow() == 1


@pytest.mark.parametrize(
    ("role", "words", "page"),
    [
        (Role.SUPERVISOR, "review a hit", "shift_log"),
        (Role.CUSTODIAN, "file preservation", "holds"),
        (Role.CUSTODIAN, "print alpr-1", "holds"),
        (Role.CUSTODIAN, "let package out", "packages"),
        (Role.ADMINISTRATOR, "enrollment code", "machines"),
    ],
)
def test_an_act_of_a_page_opened_from_another_leads_to_that_one(
    qtbot: QtBot, role: Role, words: str, page: str
) -> None:
    seat, _ = a_seat(qtbot, role)
    assert page in {line.page for line in found_lines(seat.screen.pages, role, words)}

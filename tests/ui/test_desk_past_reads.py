"""The look back at the desk: purpose and case first, the reads in a table, nothing kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.pages.past_reads import DeskPastReads
from mdt_alpr.ui.desk.views.search_pages import PastReadsPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT
from mdt_alpr.wire.manual import PastReadsRequest
from tests.ui.desk_screens import Seat, a_seat

PATH = "/v1/manual-entries/m1/past-reads"


def at_the_entry(qtbot: QtBot, role: Role = Role.SUPERVISOR) -> tuple[Seat, SampleLink]:
    """Let a reviewer press "Past reads" on the first entry."""
    seat, link = a_seat(qtbot, role)
    seat.open("manual_entries")
    seat.entries.buttons["past_reads"].click()
    return seat, link


def page_of(seat: Seat) -> PastReadsPage:
    return seat.past_reads


def shown(seat: Seat) -> list[list[str]]:
    rows = page_of(seat).table.rows
    wide = range(rows.columnCount())
    return [[rows.cell(rows.index(r, c)).words for c in wide] for r in range(rows.rowCount())]


def asked(link: SampleLink) -> list[object]:
    return [body for path, body in link.asked if path == PATH]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CUSTODIAN])
def test_a_reviewer_sees_the_entrys_purpose_and_case_then_the_reads(
    qtbot: QtBot, role: Role
) -> None:
    seat, link = at_the_entry(qtbot, role)
    page = page_of(seat)
    assert page.isVisible()
    assert (page.purpose.currentText(), page.case.text()) == ("Felony warrant", "26-004471")
    assert asked(link) == []
    page.search_button.click()
    seat.settle()
    assert asked(link) == [PastReadsRequest("felony_warrant", "26-004471")]
    reads = shown(seat)
    assert reads[0][:3] == ["KLM4471", "North Carolina", ""]
    assert reads[1][1] == "State not read: may be another"
    assert reads[2][2] == "A character is doubtful."
    assert reads[0][3] == "Unit 209, Camera 1, front"
    assert page.state.words.text() == (
        "7 reads, newest first. Recorded: felony warrant, case 26-004471."
    )


def test_purpose_and_case_are_changed_with_the_keyboard(qtbot: QtBot) -> None:
    seat, link = at_the_entry(qtbot)
    page = page_of(seat)
    QTest.keyClick(page.purpose, Qt.Key.Key_Down)
    page.case.clear()
    QTest.keyClick(page.case, Qt.Key.Key_Return)
    assert page.state.words.text() == "Enter the case or event number."
    QTest.keyClicks(page.case, "26-1234")
    QTest.keyClick(page.case, Qt.Key.Key_Return)
    seat.settle()
    assert asked(link) == [PastReadsRequest("missing_or_endangered", "26-1234")]


def test_without_a_purpose_or_an_entry_nobody_is_asked(qtbot: QtBot) -> None:
    seat, link = at_the_entry(qtbot)
    page = page_of(seat)
    page.purpose.setCurrentIndex(0)
    page.search_button.click()
    assert page.state.words.text() == "Choose one lawful purpose."
    QTest.keyClick(seat.screen.window, Qt.Key.Key_Escape)
    assert seat.entries.isVisible()
    seat.entries.table.clearSelection()
    seat.entries.acted.emit("past_reads", "", "", "")
    assert seat.entries.state.words.text() == "Choose an entry first."
    assert seat.entries.isVisible()
    assert asked(link) == []


def test_a_lost_link_is_said_and_nothing_is_shown(qtbot: QtBot) -> None:
    seat, link = at_the_entry(qtbot)
    page_of(seat).search_button.click()
    seat.settle()
    link.lost = True
    page_of(seat).search_button.click()
    seat.settle()
    assert page_of(seat).state.words.text() == "Headquarters cannot be reached. Nothing is shown."
    assert shown(seat) == []


def test_waiting_can_be_stopped(qtbot: QtBot) -> None:
    seat, _ = at_the_entry(qtbot)
    page_of(seat).search_button.click()
    page_of(seat).state.cancel.click()
    assert page_of(seat).state.words.text().startswith("Stopped. Headquarters may have logged")


@pytest.mark.parametrize("ends", ["lock", "another entry"])
def test_lock_and_another_entry_leave_nothing_of_the_reads(qtbot: QtBot, ends: str) -> None:
    seat, _ = at_the_entry(qtbot)
    page_of(seat).search_button.click()
    seat.settle()
    if ends == "lock":
        seat.screen.presenter.lock()
        assert page_of(seat).case.text() == page_of(seat)._plate.text() == ""
        assert seat.screen.page(DeskPastReads)._entry is None
    else:
        page_of(seat).back.click()
        seat.entries.acted.emit("past_reads", "m2", "", "")
        assert page_of(seat)._plate.text() == "PRT9032"
    assert shown(seat) == []


def test_every_column_is_in_view_on_a_screen_of_1366_by_768(qtbot: QtBot) -> None:
    seat, _ = at_the_entry(qtbot)
    page_of(seat).search_button.click()
    seat.settle()
    seat.screen.window.resize(1366, 768)
    for palette in (DAY, NIGHT):
        seat.screen.window.use_palette(palette)
        qtbot.wait(1)
        assert seat.screen.window.width() == 1366
        assert page_of(seat).table.horizontalScrollBar().maximum() == 0

"""The custodian finds a hit's ID at the desk, for a purpose and case, and copies it (S14)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_sample_hits import sample_hit_ids
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.pages.hit_ids import FOOT
from mdt_alpr.wire.review import HitIdsRequest
from tests.ui.desk_screens import Seat, a_seat

pytestmark = pytest.mark.proved("S14")


def at_the_page(qtbot: QtBot, role: Role = Role.CUSTODIAN) -> tuple[Seat, SampleLink]:
    seat, link = a_seat(qtbot, role)
    seat.open("hit_ids")
    return seat, link


def search(seat: Seat, purpose: int = 1, case: str = "26-118204") -> None:
    page = seat.hit_ids
    page.fields["purpose"].setCurrentIndex(purpose)
    page.fields["case"].setText(case)
    page.buttons["Show hits"].click()
    seat.settle()


def asked(link: SampleLink) -> list[object]:
    return [body for path, body in link.asked if path == "/v1/desk/hit-ids"]


def shown(seat: Seat) -> list[str]:
    rows = seat.hit_ids.table.rows
    return [rows.key(n) for n in range(rows.rowCount())]


@pytest.mark.parametrize("role", [Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_nothing_is_searched_before_a_purpose_is_given(qtbot: QtBot, role: Role) -> None:
    seat, link = at_the_page(qtbot, role)
    page = seat.hit_ids
    assert page.isVisible()
    assert page.state.words.text() == FOOT
    search(seat, purpose=0)
    assert page.state.words.text() == "Lawful purpose: choose one."
    assert asked(link) == []
    search(seat)
    (ask,) = asked(link)
    assert isinstance(ask, HitIdsRequest)
    assert (ask.until - ask.since).total_seconds() == 24 * 3600
    assert shown(seat) == [row.hit_id for row in sample_hit_ids(60).rows]
    assert page.state.words.text().endswith("Recorded: criminal investigation, case 26-118204.")


def test_a_supervisor_has_no_such_page(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.SUPERVISOR)
    assert "Hit IDs" not in seat.menu()


def test_the_last_day_is_not_before_the_first(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot)
    page = seat.hit_ids
    page.fields["until"].setText("Nov 1, 2026")
    search(seat)
    assert page.state.words.text() == "The last day is before the first."
    assert asked(link) == []


@pytest.mark.parametrize("by", ["button", "Enter"])
def test_the_chosen_id_is_copied_and_nothing_else_can_be(qtbot: QtBot, by: str) -> None:
    seat, _link = at_the_page(qtbot)
    page = seat.hit_ids
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    page.buttons["copy"].click()
    assert page.state.words.text() == "Choose a hit first."
    search(seat)
    page.table.selectRow(2)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before"
    if by == "button":
        page.buttons["copy"].click()
    else:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    chosen = sample_hit_ids(60).rows[2].hit_id
    assert clipboard.text() == chosen
    assert page.state.words.text() == f"Copied hit ID {chosen}"


def test_a_lost_link_shows_nothing_and_the_end_of_a_session_leaves_nothing(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot)
    search(seat)
    link.lost = True
    search(seat)
    assert shown(seat) == []
    assert "cannot be reached" in seat.hit_ids.state.words.text()
    link.lost = False
    search(seat)
    seat.screen.presenter.lock()
    assert shown(seat) == []
    assert seat.hit_ids.fields["case"].text() == ""
    assert seat.hit_ids.fields["purpose"].currentIndex() == 0

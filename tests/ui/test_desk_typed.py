"""What is typed at the desk stays for who typed it, and typing counts as use (ACC-07)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.views.form_page import FormPage
from tests.ui.desk_screens import Seat, a_seat

FACTS = "the silver sedan left the lot"


@pytest.fixture
def custodian(qtbot: QtBot) -> Seat:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("holds")
    seat.screen.presenter.open("hold_request", "")
    return seat


def the_form(seat: Seat) -> FormPage:
    page = seat.screen.window.pages["hold_request"]
    assert isinstance(page, FormPage)
    return page


def fill(seat: Seat) -> None:
    fields = the_form(seat).fields
    QTest.keyClicks(fields["case"], "26-118204")
    QTest.keyClicks(fields["facts"], FACTS)
    fields["ground"].setCurrentIndex(1)


def entered(seat: Seat) -> tuple[str, str, str]:
    form = the_form(seat).entered()
    return form.text("case"), form.text("facts"), form.text("ground")


def problem(seat: Seat) -> str:
    return seat.screen.window.sign_in.form.problem._words.text()


def sign_in_again(seat: Seat, person: str = "whitfield") -> None:
    seat.settle()
    seat.sign_in(person, "anything")


@pytest.mark.proved("K2")
def test_esc_and_another_page_keep_a_form_and_it_can_be_emptied_and_put_back(
    custodian: Seat,
) -> None:
    fill(custodian)
    filled = entered(custodian)
    QTest.keyClick(custodian.screen.window, Qt.Key.Key_Escape)
    custodian.open("accounts")
    custodian.open("holds")
    custodian.screen.presenter.open("hold_request", "")
    assert entered(custodian) == filled == ("26-118204", FACTS, filled[2])
    bar = custodian.screen.window.typed
    assert bar.isVisible()
    bar.change.click()
    assert entered(custodian)[:2] == ("", "")
    bar.change.click()
    assert entered(custodian)[:2] == ("26-118204", FACTS)


@pytest.mark.proved("K2")
@pytest.mark.parametrize("end", ["lock", "unused", "ended"])
def test_a_form_is_there_again_for_who_typed_it_however_the_session_ended(
    custodian: Seat, end: str
) -> None:
    fill(custodian)
    filled = entered(custodian)
    presenter = custodian.screen.presenter
    if end == "lock":
        QTest.keyClick(custodian.screen.window, Qt.Key.Key_F10)
    elif end == "unused":
        custodian.clock.pass_by(minutes=31)
        presenter.tick()
    else:
        presenter._session_refused("Sign in again.")
    assert custodian.screen.window.sign_in.isVisible()
    assert entered(custodian) == ("", "", "")
    sign_in_again(custodian)
    assert custodian.screen.window.page_name == "hold_request"
    assert entered(custodian) == filled


@pytest.mark.proved("K2")
def test_nobody_else_is_shown_what_somebody_typed(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("manual_entries")
    QTest.keyClicks(seat.entries.why, "the trial is in may")
    seat.screen.presenter.lock()
    assert seat.entries.why.text() == ""
    sign_in_again(seat, "other")
    seat.open("manual_entries")
    assert seat.entries.why.text() == ""
    seat.screen.presenter.lock()
    sign_in_again(seat)
    seat.open("manual_entries")
    assert seat.entries.why.text() == "the trial is in may"
    seat.screen.presenter.lock()
    seat.clock.pass_by(hours=13)
    sign_in_again(seat)
    assert seat.entries.why.text() == "", "no longer than a session lasts"


@pytest.mark.proved("K2")
def test_what_is_recorded_is_no_draft(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("manual_entries")
    QTest.keyClicks(seat.entries.why, "the trial is in may")
    seat.entries.buttons["Approve more time"].click()
    seat.settle()
    seat.screen.presenter.lock()
    sign_in_again(seat)
    assert seat.entries.why.text() == ""
    assert not seat.screen.window.typed.isVisible()


@pytest.mark.proved("K2")
def test_the_note_of_a_hit_comes_back_on_that_hit_only(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    presenter = seat.screen.presenter
    presenter.open("hit", "hit-0")
    seat.settle()
    QTest.keyClicks(seat.hit.words, "ask about the state")
    presenter.back()
    presenter.open("hit", "hit-1")
    seat.settle()
    assert seat.hit.words.text() == ""
    presenter.open("hit", "hit-0")
    seat.settle()
    assert seat.hit.words.text() == "ask about the state"


@pytest.mark.proved("K3")
def test_letters_in_a_field_and_clicks_count_as_use_and_a_lock_is_announced(
    custodian: Seat,
) -> None:
    window, presenter = custodian.screen.window, custodian.screen.presenter
    fields = the_form(custodian).fields
    for field in (fields["case"], fields["facts"]):
        custodian.clock.pass_by(minutes=29, seconds=10)
        presenter.tick()
        assert "locks in a minute" in window._notice.text()
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        QTest.keyClicks(field, "a")
        assert "locks in a minute" not in window._notice.text()
    custodian.clock.pass_by(minutes=29)
    QTest.mouseClick(the_form(custodian).table.viewport(), Qt.MouseButton.LeftButton)
    custodian.clock.pass_by(minutes=29)
    presenter.tick()
    assert not window.sign_in.isVisible()
    custodian.clock.pass_by(minutes=2)
    presenter.tick()
    assert window.sign_in.isVisible()
    assert problem(custodian).startswith("Locked: nobody used this desk for 30 minutes.")


@pytest.mark.proved("K3")
def test_an_answer_that_comes_while_somebody_types_takes_no_keyboard_away(
    custodian: Seat,
) -> None:
    window, case = custodian.screen.window, the_form(custodian).fields["case"]
    window.activateWindow()
    case.setFocus()
    custodian.qtbot.waitUntil(case.hasFocus)
    custodian.screen.presenter._show_waiting("holds", 3)
    assert case.hasFocus()

"""What is typed at the desk stays for who typed it, and typing counts as use (ACC-07)."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import DRAFTS_KEPT_FOR
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.lab.screens.hold_samples import sample_request
from mdt_alpr.ui.desk.pages.hold_request import HoldRequestForm
from mdt_alpr.ui.desk.views.form_page import FormPage
from tests.builders import SetClock
from tests.ui.desk_screens import Seat, a_seat, drafts_in

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
    seat.clock.pass_by(days=7)
    sign_in_again(seat)
    assert seat.entries.why.text() == "", "no longer than the policy's days"


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
def test_a_form_that_is_filed_is_no_draft(custodian: Seat) -> None:
    fill(custodian)
    page = custodian.screen.pages["hold_request"]
    assert isinstance(page, HoldRequestForm)
    page._filed(sample_request(1))
    custodian.settle()
    custodian.screen.presenter.open("hold_request", "")
    assert entered(custodian)[:2] == ("", "")


def at_the_desk_of(qtbot: QtBot, folder: Path, person: str, **passes: float) -> Seat:
    seat = Seat(qtbot, SampleLink(Role.CUSTODIAN, 3), SetClock(NOW), drafts_in=drafts_in(folder))
    seat.clock.pass_by(**passes)
    seat.sign_in(person, "anything")
    seat.screen.presenter.open("hold_request", "")
    return seat


def test_a_killed_desk_gives_back_to_the_same_person_alone_what_was_typed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.ui.killed_desk", str(tmp_path), "whitfield", FACTS]
    killed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "typed\n"
    killed.kill()
    killed.communicate(timeout=60)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    assert FACTS.encode() not in content
    assert b"whitfield" not in content

    assert entered(at_the_desk_of(qtbot, tmp_path, "other"))[1] == ""
    seat = at_the_desk_of(qtbot, tmp_path, "whitfield")
    assert entered(seat)[1] == FACTS
    assert seat.screen.window.typed.isVisible()
    seat.screen.window.typed.change.click()
    seat.screen.stop()
    assert not file.exists(), "what was taken away is kept nowhere"


def test_a_sealed_draft_opens_for_nobody_else_and_ends_after_the_days_of_the_policy(
    tmp_path: Path,
) -> None:
    drafts = drafts_in(tmp_path)
    drafts.keep("whitfield", FACTS, NOW)
    (file,) = tmp_path.iterdir()
    other = tmp_path / f"{hashlib.sha256(b'other').hexdigest()[:16]}.draft"
    other.write_bytes(file.read_bytes())
    assert drafts.text("other", NOW) == ""
    assert drafts.text("whitfield", NOW) == FACTS
    late = file.read_bytes().replace(b"2026", b"2027", 1)
    other.write_bytes(late)
    other.replace(file)
    assert drafts.text("whitfield", NOW) == "", "a time that was changed opens nothing"
    assert not file.exists()
    drafts.keep("whitfield", FACTS, NOW)
    assert drafts.text("whitfield", NOW + DRAFTS_KEPT_FOR) == ""
    assert not list(tmp_path.iterdir())


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
def test_an_answer_that_comes_while_somebody_types_takes_no_keyboard_away(custodian: Seat) -> None:
    window, case = custodian.screen.window, the_form(custodian).fields["case"]
    window.activateWindow()
    case.setFocus()
    custodian.qtbot.waitUntil(case.hasFocus)
    custodian.screen.presenter._show_waiting("holds", 3)
    assert case.hasFocus()

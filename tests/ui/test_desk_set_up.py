"""What an administrator sets up at the desk, which took commands before (ACC-15, RPT-04)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.search.question import Area
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.brought import DeviceKeyNamed
from mdt_alpr.wire.devices import CodeRequest
from mdt_alpr.wire.search import CaseFormats
from tests.ui.desk_screens import Seat, a_seat


def a_form(seat: Seat, page: str) -> FormPage:
    seat.open(page)
    view = seat.screen.window.pages[page]
    assert isinstance(view, FormPage)
    return view


def press(seat: Seat, page: FormPage, act: str, *, yes: bool = False) -> None:
    page.buttons[act].click()
    if yes:
        page.question.yes.click()
    seat.settle()


@pytest.mark.proved("K6")
def test_a_machine_is_enrolled_by_a_code_that_stays_until_another_is_made(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    page = a_form(seat, "machines")
    page.fields["device"].setText("car-40")
    press(seat, page, "enroll")
    assert link.asked[-1][1] == CodeRequest("car-40", DeviceKind.CAR)
    assert "K7QM-2XPA-9RTD" in page.about.text()
    seat.screen.presenter.reload()
    seat.settle()
    assert "K7QM-2XPA-9RTD" in page.about.text(), "F5 does not lose it"
    page.fields["device"].setText("car-31")
    press(seat, page, "enroll")
    assert "the former one counts no more" in page.question.words.text()
    page.question.no.click()
    seat.screen.presenter.lock()
    assert page.about.text() == ""


@pytest.mark.proved("K6")
def test_a_supervisor_is_let_review_every_team_after_a_question(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    page = a_form(seat, "teams")
    page.table.choose("kdavis")
    assert page.fields["team"].text() == "Night B"
    page.fields["sees_all"].setCurrentIndex(1)
    press(seat, page, "Set team of chosen person", yes=True)
    sent = [(path.partition("?seen=")[0], body) for path, body in link.asked]
    assert ("/v1/accounts/kdavis/team", TeamRequest("Night B", sees_all=True)) in sent


@pytest.mark.proved("K6")
def test_places_are_named_and_an_administrator_says_how_cases_are_written(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    page = a_form(seat, "search_names")
    for name, text in (
        ("name", "Downtown"), ("lat", "35.994"), ("lon", "-78.8986"), ("miles", "1.5"),
    ):  # fmt: skip
        page.fields[name].setText(text)
    press(seat, page, "Name the place")
    page.fields["formats"].setText("26-######, @@-####")
    press(seat, page, "Set how cases are written", yes=True)
    sent = [(path.partition("?seen=")[0], body) for path, body in link.asked]
    assert ("/v1/places", Area(35.994, -78.8986, 1.5, "Downtown")) in sent
    assert ("/v1/case-formats", CaseFormats(("26-######", "@@-####"))) in sent


@pytest.mark.proved("K6")
def test_the_key_of_a_computer_is_accepted_after_it_was_compared(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open("set_aside")
    page = seat.set_aside
    (key,) = [row.key for row in page.table.rows.shown if row.key.startswith("key ")]
    page.table.choose(key)
    page.buttons["Accept this key"].click()
    assert "show the key" in page.question.words.text()
    page.question.yes.click()
    seat.settle()
    assert [body for _, body in link.asked if isinstance(body, DeviceKeyNamed)]


@pytest.mark.proved("K6")
def test_the_public_page_is_made_into_a_new_folder(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "public-page"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    page = a_form(seat, "publications")
    press(seat, page, "Make the public page")
    assert (place / "index.html").read_text() == "<p>1,434 reads</p>"
    press(seat, page, "Make the public page")
    assert "exists already. Remove it" in page.state.words.text()
    custodian, _ = a_seat(qtbot, Role.CUSTODIAN)
    assert a_form(custodian, "publications").buttons["Make the public page"].isHidden()

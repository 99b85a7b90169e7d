"""Requests for data, packages and media at the desk: what is pressed, sent and shown."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.acts import agency_settings as agency_settings_acts
from mdt_alpr.acts import disclosures as disclosures_acts
from mdt_alpr.acts import publications as publications_acts
from mdt_alpr.acts.disclosures import LET_OUT
from mdt_alpr.domain.agency_settings import AgencySetting
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.data_request import Standing
from mdt_alpr.domain.retention.disclosure import RequestState
from mdt_alpr.domain.retention.media import MediumKind
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.pages.data_request import DataRequest
from mdt_alpr.ui.desk.pages.packages import Packages
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.disclosures import DisclosureAct
from tests.ui.desk_screens import Seat, a_seat

PAGES = {"Data requests: 1", "Packages: 1", "Media register"}


def page(seat: Seat, name: str) -> FormPage:
    seat.open(name)
    view = seat.screen.window.pages[name]
    assert isinstance(view, FormPage)
    return view


def fill(view: FormPage, **texts: str) -> None:
    view.show_form(FormValues(texts))


def sent_to(link: SampleLink, path: str) -> list[Any]:
    return [body for asked, body in link.asked if asked.partition("?")[0] == path]


@pytest.mark.parametrize("role", list(Role))
def test_custodian_and_administrator_alone_have_these_pages(qtbot: QtBot, role: Role) -> None:
    seat, _ = a_seat(qtbot, role)
    has = role in (Role.CUSTODIAN, Role.ADMINISTRATOR)
    assert PAGES & set(seat.menu()) == (PAGES if has else set())


def test_a_request_is_recorded_as_it_was_received(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "data_requests")
    texts = {"standing": "press", "received_by": "phone", "name": "R. Poole"}
    fill(view, **texts, sought="Every read of Main Street", received_at="Nov 24, 2026 08:15")
    view.buttons["Record request"].click()
    seat.settle()
    (sent,) = sent_to(link, disclosures_acts.RECORD_REQUEST.address)
    assert sent.asked.standing is Standing.PRESS
    assert sent.asked.received_at.isoformat() == "2026-11-24T13:15:00+00:00"
    fill(view, received_at="yesterday")
    view.buttons["Record request"].click()
    assert "as Nov 28, 2026 14:00" in view.state.words.text()


def test_a_publication_is_entered_checked_and_taken_down(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "publications")
    assert "Publications: 3" in seat.menu()
    fill(view, title="Talk", place="Library", words="Every slide, no plate")
    view.buttons["Add"].click()
    seat.settle()
    (sent,) = [
        body
        for body in sent_to(link, publications_acts.SHOW_PUBLICATIONS.address)
        if body is not None
    ]
    assert (sent.title, view.entered().text("title")) == ("Talk", "")
    fill(view, words="A page of last year", why="Replaced by another")
    for button in ("Checked: not public", "Taken down"):
        view.buttons[button].click()
        seat.settle()
        fill(view, why="Replaced by another")
    (check,) = sent_to(link, "/v1/publications/4/checks")
    (end,) = sent_to(link, "/v1/publications/4/end")
    assert (check.is_clear, check.words) == (False, "A page of last year")
    assert end.why == "Replaced by another"


def test_an_administrator_decides_whether_prosecutors_are_given_data(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    view = page(seat, "agency_settings")
    assert "Values: yes, no. Default: yes." in view.about.text()
    fill(view, value="No", reason="Until counsel has answered")
    view.buttons["decide"].click()
    seat.settle()
    (sent,) = [
        body
        for body in sent_to(link, agency_settings_acts.SHOW_SETTINGS.address)
        if body is not None
    ]
    assert (sent.setting, sent.value) == (AgencySetting.PROSECUTORS, "no")
    custodian, _ = a_seat(qtbot, Role.CUSTODIAN)
    assert "Agency settings" not in custodian.menu()


def test_the_log_is_filtered_at_headquarters(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "data_requests")
    fill(view, show="refused")
    view.buttons["show"].click()
    seat.settle()
    last = sent_to(link, disclosures_acts.SHOW_LOG.address)[-1]
    assert RequestState.DENIED in last.states
    assert RequestState.GRANTED not in last.states


def test_a_decision_is_asked_about_and_then_sent_with_its_reason(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("data_requests")
    seat.screen.presenter.open("data_request", 5)
    seat.settle()
    view = seat.screen.window.pages["data_request"]
    assert isinstance(view, FormPage)
    assert "Enter the case" in view.about.text()
    fill(view, reason="nothing_kept", why="All of that day is purged")
    path = addresses.filled(disclosures_acts.DECIDE.address, number="5")
    view.buttons["Refuse or deny"].click()
    assert "Refuse this request?" in view.question.words.text()
    assert sent_to(link, path) == []
    view.question.yes.click()
    seat.settle()
    (sent,) = sent_to(link, path)
    assert (sent.act, sent.reason.value) == (DisclosureAct.REFUSE, "nothing_kept")
    assert any(asked.startswith(f"{path}?seen=") for asked, _ in link.asked), "as it was shown"
    seat.screen.page(DataRequest).attach("/nonexistent/request.pdf")
    seat.settle()
    assert "cannot be read" in view.state.words.text()


def test_what_came_later_is_saved_and_times_that_nobody_changed_keep_their_seconds(
    qtbot: QtBot,
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.screen.presenter.open("data_request", 5)
    seat.settle()
    before = seat.screen.page(DataRequest).found.found
    view = seat.screen.window.pages["data_request"]
    assert isinstance(view, FormPage)
    fill(view, case="26-CR-1")
    view.buttons["Save changes"].click()
    seat.settle()
    (sent,) = sent_to(link, "/v1/disclosures/5/completion")
    assert sent.request_id == before.request_id
    assert sent.asked == replace(before.asked, case="26-CR-1", paper="")
    fill(view, since="yesterday")
    view.buttons["Save changes"].click()
    assert "Captured from: enter it as Nov 28, 2026 14:00" in view.state.words.text()


@pytest.mark.proved("K12")
@pytest.mark.proved("DIS-07")
def test_a_package_is_written_and_its_passphrase_is_shown_once_its_receipt_is_signed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "packages")
    place = tmp_path / "package.zip"
    fill(view, hold="14", hits="hit-1, hit-2", holder="D. Lee", place="Safe", transport="By hand")
    act = FormAct(LET_OUT.button, "", view.entered(), str(place))
    seat.screen.page(Packages).act(act)
    seat.settle()
    sent = next(
        one for one in sent_to(link, disclosures_acts.SHOW_PACKAGES.address) if one is not None
    )
    assert (sent.hold, sent.hits, sent.serial) == (14, ("hit-1", "hit-2"), "KX-0017")
    assert place.read_bytes() == b"PK"
    assert place.stat().st_mode & 0o077 == 0
    (written,) = sent_to(link, "/v1/packages/4/written")
    assert written.sha256 == sha256(b"PK")
    assert "press Receipt signed; then Show passphrase" in view.about.text()
    assert (tmp_path / "notice-4.pdf").exists(), "its notice lies beside it"
    view.buttons["opens"].click()
    seat.settle()
    assert "W4SO-UVZ7" in view.about.text()
    seat.screen.page(Packages).forget()
    assert view.about.text() == ""
    fill(view, hold="the first")
    seat.screen.page(Packages).act(FormAct(LET_OUT.button, "", view.entered(), str(place)))
    assert "enter it as 2026-0003" in view.state.words.text()


@pytest.mark.proved("K12")
def test_a_package_whose_file_cannot_be_written_is_not_said_to_be_written(
    qtbot: QtBot, tmp_path: Path
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "packages")
    fill(view, hold="14", holder="D. Lee", place="Safe", transport="By hand")
    place = str(tmp_path / "no such folder" / "package.zip")
    seat.screen.page(Packages).act(FormAct(LET_OUT.button, "", view.entered(), place))
    seat.settle()
    assert "cannot be written" in view.state.words.text()
    assert sent_to(link, "/v1/packages/4/written") == []


@pytest.mark.proved("K10")
def test_numbers_are_taken_as_the_logs_show_them(qtbot: QtBot, tmp_path: Path) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "packages")
    fill(view, hold="2026-0014", request="No. 3", holder="D. Lee", place="Safe", transport="Hand")
    act = FormAct(LET_OUT.button, "", view.entered(), str(tmp_path / "package.zip"))
    seat.screen.page(Packages).act(act)
    seat.settle()
    sent = next(
        one for one in sent_to(link, disclosures_acts.SHOW_PACKAGES.address) if one is not None
    )
    assert (sent.hold, sent.request) == (14, 3)


def test_a_copy_that_was_destroyed_and_a_new_medium_go_on_record(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    view = page(seat, "packages")
    fill(view, how="Shredded at the firm")
    view.buttons["Copy destroyed"].click()
    seat.settle()
    path = addresses.filled(disclosures_acts.END_COPY.address, number="3")
    assert [body.how for body in sent_to(link, path)] == ["Shredded at the firm"]
    view = page(seat, "portable_media")
    fill(view, serial="KX-0019", kind=MediumKind.PORTABLE_DISK.value, is_agency_owned="no")
    view.buttons["Register as new"].click()
    seat.settle()
    sent = sent_to(link, disclosures_acts.SHOW_MEDIA.address)[-1]
    assert (sent.serial, sent.is_agency_owned) == ("KX-0019", False)

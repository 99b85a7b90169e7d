"""Requests to other agencies and access to their readers at the desk (09.21.7.E, OUT-01 to 04)."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR, sample_agency
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.views.access_page import AccessPage
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.words import full_time
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.ui.desk_screens import Seat, a_seat, words_of

WALK = {
    "agency": "Kannapolis Police",
    "contact": "records@kannapolis.example",
    "wanted": "preserve",
    "case": "26-038204",
    "text": "shp1561",
    "state": "NC",
    "cameras": "I-85 at Exit 58; Main St at Oak",
    "begins_at": full_time(NOW - timedelta(hours=3)),
    "ends_at": full_time(NOW - timedelta(hours=1)),
    "ground": "criminal_investigation",
    "facts": "Victim saw this car leave the lot after an armed robbery.",
    "parties": "State v. D. Marsh",
}


def fill(view: FormPage, **fields: str) -> None:
    for name, words in fields.items():
        field = view.fields[name]
        if hasattr(field, "setPlainText"):
            field.setPlainText(words)
        elif hasattr(field, "setText"):
            field.setText(words)
        else:
            field.setCurrentIndex(field.findData(words))


def shown_acts(view: FormPage) -> list[str]:
    return [name for name, button in view.buttons.items() if not button.isHidden()]


class Desk(Seat):
    """One person at a desk before a real headquarters."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq, person: str) -> None:
        clock = SetClock()
        link = HttpDeskLink(open_client(hq.base_url), clock, f"desk of {person}")
        super().__init__(qtbot, link, clock)
        self.requests = self._view("outside_requests", FormPage)
        self.request = self._view("outside_request", FormPage)
        self.accesses = self._view("outside_accesses", AccessPage)
        self.sign_in(person, PASSWORDS[person])

    def press(self, view: FormPage, act: str, **fields: str) -> None:
        fill(view, **fields)
        view.buttons[act].click()
        self.settle()

    def open_first(self) -> None:
        self.open("outside_requests")
        self.press(self.requests, "outside_request")


@pytest.fixture
def desk_of(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[str], Desk]]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(), os.urandom) as hq:
        sample_agency(hq.hq, PASSWORDS, NOW.date())
        yield lambda person: Desk(qtbot, hq, person)


@pytest.mark.clause("7.E")
def test_a_request_is_made_approved_printed_sworn_sent_and_canceled_at_the_desk(
    desk_of: Callable[[str], Desk], tmp_path: Path
) -> None:
    officer, supervisor = desk_of(OFFICER), desk_of(SUPERVISOR)
    officer.open("outside_requests")
    assert "press Ask for approval" in officer.requests.state.words.text()
    officer.press(officer.requests, "Ask for approval", **WALK | {"parties": ""})
    assert "Name the parties" in officer.requests.state.words.text()
    assert officer.requests.entered().text("case") == "26-038204", "what was entered stays"
    officer.press(officer.requests, "Ask for approval", parties=WALK["parties"])
    assert "Waits for approval" in words_of(officer.requests)[0]
    supervisor.open("outside_requests")
    assert "Own requests: 1" in supervisor.menu()
    supervisor.open_first()
    supervisor.press(supervisor.request, "Approve")
    assert shown_acts(supervisor.request) == ["Save statement as PDF"]
    officer.open_first()
    assert shown_acts(officer.request) == ["Sworn", "Withdraw", "Save statement as PDF"]
    assert "I-85 at Exit 58; Main St at Oak" in officer.request.about.text()
    file = tmp_path / "statement.pdf"
    officer.request.acted.emit(FormAct("Save statement as PDF", "", FormValues(), str(file)))
    officer.settle()
    assert file.read_bytes().startswith(b"%PDF")
    officer.press(officer.request, "Sworn", contact="Pat Quinn, notary")
    officer.press(officer.request, "Sent", contact="by email", words="Case folder, tab 4")
    officer.press(
        officer.request,
        "Canceled with agency",
        contact="Sgt. Rhodes, by phone",
        words="Plea was entered",
    )
    assert "erased" in officer.request.question.words.text()
    officer.request.question.yes.click()
    officer.settle()
    assert "Canceled" in officer.request.state.words.text()
    assert "SHP1561" not in officer.request.about.text()
    assert "Canceled with the agency" in words_of(officer.request)[-1]


def test_an_access_is_logged_by_an_officer_and_saved_by_the_custodian(
    desk_of: Callable[[str], Desk], tmp_path: Path
) -> None:
    officer, custodian = desk_of(OFFICER), desk_of(CUSTODIAN)
    officer.open("outside_accesses")
    assert shown_acts(officer.accesses) == ["Log access"]
    officer.press(
        officer.accesses, "Log access", agency="Kannapolis Police", case="26-038204",
        purpose="criminal_investigation", sought="SHP1561 NC", reason="Robbery on Union Street",
        found="3",
    )  # fmt: skip
    assert "SHP1561 NC" in words_of(officer.accesses)[0]
    custodian.open("outside_accesses")
    custodian.accesses.texts["agency"].setText("sheriff")
    custodian.accesses.search.click()
    custodian.settle()
    assert words_of(custodian.accesses) == []
    custodian.accesses.texts["agency"].setText("kannapolis")
    custodian.accesses.search.click()
    custodian.settle()
    assert "A. Sample" in words_of(custodian.accesses)[0]
    file = tmp_path / "log.csv"
    custodian.accesses.acted.emit(FormAct("Save log as CSV", "", FormValues(), str(file)))
    custodian.settle()
    assert "Kannapolis Police" in file.read_text()
    assert "SHP1561" not in file.read_text()


def test_what_cannot_be_sent_is_said_before_headquarters_is_asked(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.OFFICER)
    view = seat.screen.window.pages["outside_requests"]
    assert isinstance(view, FormPage)
    seat.open("outside_requests")
    fill(view, **WALK | {"begins_at": "yesterday"})
    link.asked.clear()
    view.buttons["Ask for approval"].click()
    assert view.state.words.text() == "Captured from: enter it as Nov 28, 2026 14:00."
    access = seat.screen.window.pages["outside_accesses"]
    assert isinstance(access, AccessPage)
    fill(access, found="many", purpose="criminal_investigation")
    access.buttons["Log access"].click()
    assert "Reads shown: enter it as a number." in access.state.words.text()
    assert link.asked == []


def test_an_ended_request_is_declined_only_after_a_question(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.open("outside_requests")
    requests, view = (seat.screen.window.pages[f"outside_request{s}"] for s in ("s", ""))
    assert isinstance(requests, FormPage)
    assert isinstance(view, FormPage)
    requests.table.selectRow(1)
    requests.buttons["outside_request"].click()
    seat.settle()
    link.asked.clear()
    view.buttons["Canceled with agency"].click()
    assert view.question.words.text().startswith("Record as canceled request 12?")
    view.question.no.click()
    seat.settle()
    assert link.asked == []

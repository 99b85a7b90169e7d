"""Incidents at the desk: reported by anybody, decided by somebody else (OPS-01, 02, 04)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER, SUPERVISOR, sample_agency
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.hit_page import HitFilePage
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.reviewers import a_sent_hit
from tests.hq.senders import PASSWORDS, a_car
from tests.ui.desk_screens import Seat, a_seat, words_of
from tests.ui.test_desk_outside import fill, shown_acts

HIT = a_sent_hit("AAA3111", ending="lost_sight", stopped="before")
WORDS = "Held at gunpoint; the plate was of another state."


class Desk(Seat):
    """One person at a desk before a real headquarters."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq, person: str) -> None:
        clock = SetClock()
        link = HttpDeskLink(open_client(hq.base_url), clock, f"desk of {person}")
        super().__init__(qtbot, link, clock)
        self.all = self._view("incidents", FormPage)
        self.one = self._view("incident", FormPage)
        self.sign_in(person, PASSWORDS[person])

    def press(self, view: FormPage, act: str, **fields: str) -> None:
        fill(view, **fields)
        view.buttons[act].click()
        self.settle()


@pytest.fixture
def desk_of(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[str], Desk]]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(), os.urandom) as hq:
        sample_agency(hq.hq, PASSWORDS, NOW.date())
        with a_car(hq.base_url) as car:
            car.send(*HIT.items())
        yield lambda person: Desk(qtbot, hq, person)


def test_an_officer_reports_the_own_stop_and_a_supervisor_decides_after_a_question(
    desk_of: Callable[[str], Desk],
) -> None:
    officer, supervisor = desk_of(OFFICER), desk_of(SUPERVISOR)
    officer.open("incidents")
    assert "press Report now" in officer.all.state.words.text()
    officer.press(officer.all, "Report now", hit_id=HIT.hit.hit_id, words="wrong")
    assert "what happened" in officer.all.state.words.text()
    officer.press(officer.all, "Report now", words=WORDS)
    assert "all of it unchanged" in officer.one.about.text()
    assert shown_acts(officer.one) == [], "nobody decides about an incident that concerns them"
    supervisor.open("incidents")
    assert "Incidents: 1" in supervisor.menu()
    supervisor.press(supervisor.all, "incident")
    assert shown_acts(supervisor.one) == ["Confirm", "Dismiss", "Add note"]
    supervisor.press(supervisor.one, "Confirm", words="The state was never compared.")
    supervisor.press(supervisor.one, "Close", words="Trained again on Nov 24.")
    assert supervisor.one.question.words.text().startswith("Close incident 1?")
    supervisor.one.question.yes.click()
    supervisor.settle()
    assert supervisor.one.state.words.text() == "Nothing is left to do."
    assert "Closed" in words_of(supervisor.one)[-1]


@pytest.mark.proved("K27")
def test_another_officers_report_does_not_show_on_the_desk_of_whom_it_concerns(
    desk_of: Callable[[str], Desk],
) -> None:
    other, officer = desk_of(SECOND_OFFICER), desk_of(OFFICER)
    other.open("incidents")
    other.press(other.all, "Report now", kind="breach", words="A laptop was stolen.")
    assert "To do: confirm or dismiss it" in other.one.state.words.text()
    assert "Waits for the custodian or an administrator" in other.one.state.words.text()
    officer.open("incidents")
    assert words_of(officer.all) == []


def test_from_a_hit_a_report_about_it_begins(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.SUPERVISOR)
    hit, incidents = (seat.screen.window.pages[name] for name in ("hit", "incidents"))
    assert isinstance(hit, HitFilePage)
    assert isinstance(incidents, FormPage)
    seat.screen.presenter.open("hit", "hit-7")
    seat.settle()
    hit.incident.click()
    seat.settle()
    assert incidents.isVisibleTo(seat.screen.window)
    assert incidents.entered().text("hit_id") == "hit-7"


def test_a_time_that_is_none_is_said_before_headquarters_is_asked(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.OFFICER)
    view = seat.screen.window.pages["incidents"]
    assert isinstance(view, FormPage)
    seat.open("incidents")
    link.asked.clear()
    fill(view, discovered_at="yesterday", words=WORDS)
    view.buttons["Report now"].click()
    assert view.state.words.text() == "Discovered: enter it as Nov 28, 2026 14:00."
    assert link.asked == []

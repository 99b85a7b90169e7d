"""An administrator records the agency's policy at the desk (PUR-05)."""

from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.adoption import PolicySubject
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.wire.adoption import AdoptionRequest
from tests.ui.desk_screens import Seat, a_seat


def posted(link: SampleLink) -> list[object]:
    return [body for path, body in link.asked if path == "/v1/policy" and body is not None]


def at_the_page(qtbot: QtBot) -> tuple[Seat, SampleLink]:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open("policy")
    return seat, link


def test_number_date_and_the_checked_subjects_are_sent(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot)
    page = seat.policy
    assert list(page.subjects) == [subject.value for subject in PolicySubject]
    assert not any(box.isChecked() for box in page.subjects.values())
    page.number.setText("G.O. 09.21")
    page.version.setText("2")
    for box in page.subjects.values():
        box.click()
    page.record.click()
    seat.settle()
    (asked,) = posted(link)
    assert isinstance(asked, AdoptionRequest)
    assert (asked.policy, asked.version) == ("G.O. 09.21", "2")
    assert asked.covered == tuple(PolicySubject)
    assert page.number.text() == page.version.text() == ""
    words = "General Order 09.21, version 1, is in effect. Cars are served."
    assert page.state.words.text() == words


def test_the_adopted_policy_stands_under_the_menu_of_everybody(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot, Role.OFFICER)
    words = "General Order 09.21, version 1, in effect since Aug 9, 2023"
    assert seat.screen.window.menu.policy.text() == words


def test_nobody_else_has_the_page(qtbot: QtBot) -> None:
    for role in (Role.SUPERVISOR, Role.CUSTODIAN):
        seat, _link = a_seat(qtbot, role)
        assert "Policy" not in seat.menu()

"""The schedule of audits and checks at the desk (09.21.3.A.4, RPT-02)."""

from pytestqt.qtbot import QtBot

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.audit_schedule import DEMANDS
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.pages import page_kinds
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.table_page import TableView
from tests.builders import SetClock
from tests.ui.desk_screens import Seat
from tests.ui.test_desk_equipment import Desk, hq
from tests.ui.test_desk_misuse import words

__all__ = ["hq"]


def test_the_most_urgent_is_first_and_the_menu_counts_what_is_overdue(qtbot: QtBot) -> None:
    seat = Seat(qtbot, SampleLink(Role.AUDITOR), SetClock())
    seat.sign_in("auditor", "a password")
    assert "Schedule: 3" in seat.menu()
    seat.open("schedule")
    page = seat._view("schedule", TableView)
    assert words(page, 2)[:4] == ["Never done", "Overdue 1 of 4", "Overdue 1 of 6", "Soon"]
    assert words(page, 4)[0] == "Equipment hq equipment close"
    assert "3 overdue, 4 soon, of 16." in page.state.words.text()


def test_a_custodian_of_a_real_headquarters_opens_it_from_the_menu(
    hq: InProcessHq, qtbot: QtBot
) -> None:
    desk = Desk(qtbot, hq, CUSTODIAN, "shift_log")
    (button,) = (b for b in desk.screen.window.menu._buttons if b.text().startswith("Schedule"))
    button.click()
    desk.settle()
    page = desk._view("schedule", TableView)
    assert len(words(page, 0)) == len(DEMANDS)
    assert set(words(page, 2)) <= {"In time", "Soon"}


def test_each_duty_names_a_page_and_a_command_that_exist() -> None:
    titles = {kind.title for kind in page_kinds()}
    commands = (resource("docs") / "commands.md").read_text(encoding="utf-8")
    for one in DEMANDS.values():
        assert one.page in titles
        assert not one.command or f"#### `mdt-alpr {one.command}`\n" in commands


def test_what_changed_is_first_and_a_review_is_recorded_with_its_rationale(
    hq: InProcessHq, qtbot: QtBot
) -> None:
    seat = Seat(qtbot, SampleLink(Role.AUDITOR), SetClock())
    seat.sign_in("auditor", "a password")
    seat.open("audited_events")
    page = seat._view("audited_events", FormPage)
    assert words(page, 2)[:3] == ["New", "New", ""]
    desk = Desk(qtbot, hq, ADMINISTRATOR, "audited_events")
    view = desk._view("audited_events", FormPage)
    assert len(words(view, 0)) == len(AuditEvent)
    assert "It was never reviewed." in view.about.text()
    desk.press(view, "Record the yearly review")
    assert "Give the rationale" in view.state.words.text()
    rationale = "Each access, decision and export is a type of its own"
    desk.press(view, "Record the yearly review", rationale=rationale)
    assert f"by E. Sample: {rationale}" in view.about.text()
    assert "0 new, 0 gone since the review." in view.state.words.text()

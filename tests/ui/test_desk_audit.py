"""A custodian searches the audit at the desk and saves what was found (AUD-08)."""

import hashlib
import stat
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.form import FormAct
from mdt_alpr.ui.desk.pages.audit import FOOT
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.audit_search import AuditExportRequest, AuditForm, AuditSearch
from tests.ui.desk_screens import Seat, a_seat


def at_the_page(qtbot: QtBot, role: Role = Role.CUSTODIAN) -> tuple[Seat, SampleLink, FormPage]:
    seat, link = a_seat(qtbot, role)
    seat.open("audit")
    return seat, link, seat.audit


def asked(link: SampleLink) -> list[object]:
    return [body for path, body in link.asked if path.startswith("/v1/desk/audit")]


@pytest.mark.parametrize("role", [Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_a_search_asks_for_the_days_and_texts_and_shows_who_did_what(
    qtbot: QtBot, role: Role
) -> None:
    seat, link, page = at_the_page(qtbot, role)
    assert page.state.words.text() == FOOT
    assert asked(link) == []
    page.fields["person"].setText(" Whitfield ")
    page.buttons["Search"].click()
    seat.settle()
    (ask,) = asked(link)
    assert isinstance(ask, AuditSearch)
    assert (ask.person, ask.event) == ("Whitfield", "")
    assert (ask.until - ask.since).total_seconds() == 24 * 3600
    assert page.table.rows.rowCount() == 4
    assert page.state.words.text() == "4 entries, newest first. The search is logged."


@pytest.mark.proved("AUD-08")
def test_a_supervisor_has_the_page_and_an_officer_has_not(qtbot: QtBot) -> None:
    assert "Audit" in a_seat(qtbot, Role.SUPERVISOR)[0].menu()
    assert "Audit" not in a_seat(qtbot, Role.OFFICER)[0].menu()


def test_the_last_day_is_not_before_the_first(qtbot: QtBot) -> None:
    _seat, link, page = at_the_page(qtbot)
    page.fields["until"].setText("Nov 1, 2026")
    page.buttons["Search"].click()
    assert page.state.words.text() == "The last day is before the first."
    assert asked(link) == []


@pytest.mark.parametrize("form", list(AuditForm))
def test_a_save_writes_the_file_for_this_user_alone_and_shows_its_digest(
    qtbot: QtBot, tmp_path: Path, form: AuditForm
) -> None:
    seat, link, page = at_the_page(qtbot)
    place = tmp_path / f"audit.{form.value}"
    page.acted.emit(FormAct(form.value, "", page.entered(), str(place)))
    seat.settle()
    (ask,) = asked(link)
    assert isinstance(ask, AuditExportRequest)
    assert ask.form is form
    digest = hashlib.sha256(place.read_bytes()).hexdigest()
    assert page.state.words.text().endswith(digest)
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    seat, _link, page = at_the_page(qtbot)
    place = tmp_path / "nowhere" / "audit.csv"
    page.acted.emit(FormAct("csv", "", page.entered(), str(place)))
    seat.settle()
    assert "cannot be written" in page.state.words.text()


def test_nothing_of_a_search_is_left_for_the_next_person(qtbot: QtBot) -> None:
    seat, _link, page = at_the_page(qtbot)
    page.fields["subject"].setText("0198a2c4-7d10")
    page.buttons["Search"].click()
    seat.settle()
    seat.screen.presenter.lock()
    assert page.fields["subject"].text() == ""
    assert page.table.rows.rowCount() == 0

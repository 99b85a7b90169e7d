"""Manual entries at the desk: labels, closing a case, and the plate test of ended ones."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.entry.form import SIMILAR_VEHICLE
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.manual import PlateTestMessage, ReasonMessage
from tests.ui.desk_screens import a_seat, sent_by


@pytest.mark.proved("MAN-09")
def test_a_lead_from_a_description_says_so_with_distance_and_minutes(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.open("manual_entries")
    rows = seat.entries.table.rows
    place = rows.place("m3")
    titles = [column.title for column in rows.columns]
    words = {title: rows.cell(rows.index(place, n)).words for n, title in enumerate(titles)}
    assert SIMILAR_VEHICLE in words["Label"]
    assert "1.4" in words["Label"]
    assert "12" in words["Label"]
    assert words["Case"].endswith("closed")


@pytest.mark.clause("5.A.6")
@pytest.mark.proved("MAN-04")
def test_a_supervisor_notes_that_the_case_of_an_entry_closed(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.open("manual_entries")
    seat.entries.table.selectRow(0)
    seat.entries.why.setText("The driver was found.")
    seat.entries.buttons["Case closed"].click()
    seat.settle()
    sent = ReasonMessage("The driver was found.")
    assert ("/v1/manual-entries/m1/closed-case", sent) in sent_by(link)


@pytest.mark.clause("5.A.6")
@pytest.mark.proved("MAN-05")
def test_an_auditor_tests_a_plate_and_the_page_keeps_none(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.AUDITOR)
    assert "Plate test" in seat.menu()
    seat.open("plate_test")
    page = seat.screen.window.pages["plate_test"]
    assert isinstance(page, FormPage)
    page.fields["text"].setText("klm4471")
    page.buttons["Test this plate"].click()
    assert page.state.words.text() == "State: choose one."
    page.show_form(FormValues({"state": "NC"}))
    page.buttons["Test this plate"].click()
    seat.settle()
    assert link.asked[-1] == ("/v1/manual-entries/plate-test", PlateTestMessage("KLM4471", "NC"))
    assert page.state.words.text().startswith("1 ended entry was on this plate. 2 more")
    seat.screen.presenter.lock()
    assert page.fields["text"].text() == ""
    assert page.table.rows.rowCount() == 0

"""A past day, the log of restricted files and Nlets queries at the desk."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from mdt_alpr.acts.feeds import LISTED_THEN
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.lab.screens.desk_sample_hits import NOW, ROWS
from mdt_alpr.lab.screens.list_samples import LIST_ANSWERS
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.pages.nlets import NletsQueries
from mdt_alpr.ui.desk.presenters.listing_rows import foot_of, rows_of
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.feeds import FeedsMessage, ListedThenMessage, ListedThenRequest
from tests.ui.desk_screens import a_seat

WHY = "the defense asks what was known"


def test_what_was_listed_is_asked_with_a_reason_and_a_wrong_record_is_corrected(
    qtbot: QtBot,
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("list_day")
    page = seat.screen.window.pages["list_day"]
    assert isinstance(page, FormPage)
    page.show_form(FormValues({"at": "Nov 22, 2026 14:30", "reason": WHY}))
    page.buttons["Show what was listed"].click()
    seat.settle()
    at = datetime(2026, 11, 22, 14, 30, tzinfo=CAPTURE_ZONE)
    assert link.asked[-1][1] == ListedThenRequest(at=at, reason=WHY)
    page.fields["text"].setText("klm4471")
    page.buttons["Show what was listed"].click()
    assert "state" in page.state.words.text()
    page.show_form(FormValues({"state": "NC"}))
    page.buttons["Show what was listed"].click()
    seat.settle()
    assert link.asked[-1][1] == ListedThenRequest(at=at, text="KLM4471", state="NC", reason=WHY)
    page.table.selectRow(1)
    page.buttons["correct"].click()
    assert "listed now" in page.state.words.text()
    page.table.selectRow(0)
    page.buttons["correct"].click()
    seat.settle()
    form = seat.screen.window.pages["corrections"]
    assert isinstance(form, FormPage)
    assert (form.fields["text"].text(), form.fields["entry_id"].text()) == ("KLM4471", "e1")
    seat.screen.presenter.lock()
    assert (page.fields["text"].text(), page.table.rows.rowCount()) == ("", 0)


def test_a_past_day_names_its_lists_or_says_that_a_plate_was_on_none() -> None:
    message = LIST_ANSWERS[ListedThenMessage](0)
    feeds = LIST_ANSWERS[FeedsMessage](ROWS).feeds
    (row, *_) = rows_of(LISTED_THEN, replace(message, lists=feeds), NOW)
    assert row.cells[0].words == "NCIC hot file"
    assert "lists, version 4466." in foot_of(LISTED_THEN, replace(message, lists=feeds))
    assert "0 records of this plate." in foot_of(LISTED_THEN, message)
    older = replace(message, at=message.since - timedelta(days=1))
    assert "are erased" in foot_of(LISTED_THEN, older)


def test_a_disclosure_of_a_restricted_record_is_entered_below_what_was_shown(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("restricted_log")
    page = seat.screen.window.pages["restricted_log"]
    assert isinstance(page, FormPage)
    assert page.table.rows.rowCount() == 2
    entered = {
        "category": "K",
        "subject": "26-118204",
        "agency": "CMPD",
        "requester": "Det. R. Poole",
        "secondary": "",
        "reason": WHY,
    }
    page.show_form(FormValues(entered))
    page.buttons["Record a disclosure"].click()
    seat.settle()
    assert ("/v1/restricted-log", RestrictedDisclosure(**entered)) in link.asked
    assert page.entered().text("agency") == ""


def test_an_nlets_query_is_answered_and_printed_by_the_custodian(
    qtbot: QtBot, tmp_path: Path
) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("nlets")
    page = seat.screen.window.pages["nlets"]
    assert isinstance(page, FormPage)
    page.show_form(FormValues({"lic": "klm4471", "begin": "yesterday"}))
    page.buttons["Show the answer"].click()
    assert "BEG: enter it as" in page.state.words.text()
    page.show_form(
        FormValues({"begin": "11/20/2026 00:00", "loose": "y", "ori": "nc0600000", "request": "5"})
    )
    page.buttons["Show the answer"].click()
    seat.settle()
    query = link.asked[-1][1]
    assert isinstance(query, NletsQuery)
    assert (query.lic, query.loose, query.most, query.ori) == ("KLM4471", True, 10, "NC0600000")
    assert query.request == 5
    assert page.table.rows.rowCount() == 1
    file = tmp_path / "answer.pdf"
    act = FormAct("Save answer as PDF", "", page.entered(), str(file))
    seat.screen.page(NletsQueries).act(act)
    seat.settle()
    assert link.asked[-1][0] == "/v1/nlets/paper"
    assert file.exists()

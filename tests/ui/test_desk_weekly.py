"""The weekly review at the desk: drawn, judged row by row, signed (SUP-01, SUP-04)."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.review.weekly import SearchVerdict
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.views.table_page import ActsPage
from mdt_alpr.wire.weekly import ReviewedWeek, SearchJudged, WeekSigned
from tests.ui.desk_screens import Seat, a_seat
from tests.ui.test_desk_misuse import shown_acts, words

WEEK = date(2026, 11, 16)


def the_page(qtbot: QtBot) -> tuple[Seat, SampleLink, ActsPage]:
    seat, link = a_seat(qtbot)
    seat.open("weekly_review")
    page = seat.screen.window.pages["weekly_review"]
    assert isinstance(page, ActsPage)
    return seat, link, page


def test_a_row_of_the_sample_is_judged_with_its_note(qtbot: QtBot) -> None:
    seat, link, page = the_page(qtbot)
    assert "Weekly review: 2" in seat.menu(), "a verdict, and a week that nobody signed"
    assert [word[10:] for word in words(page, 3)] == [
        "Case of others", "Case known", "Case not known",
    ]  # fmt: skip
    verdicts = words(page, 6)
    assert verdicts == ["Justified", "Open", "Not justified No such case exists."]
    assert shown_acts(page) == {"justified", "not_justified", "unclear", "sign", "missing"}
    page.table.selectRow(1)
    page.why.setText("The child was found elsewhere.")
    page.buttons["unclear"].click()
    seat.settle()
    note = "The child was found elsewhere."
    sent = SearchJudged(WEEK, "search-1", SearchVerdict.UNCLEAR, note)
    assert ("/v1/weekly-reviews/verdicts", sent) in link.asked


def test_a_week_is_signed_with_what_was_found_and_a_missing_one_is_opened(qtbot: QtBot) -> None:
    seat, link, page = the_page(qtbot)
    page.why.setText("One reason was unclear.")
    page.buttons["sign"].click()
    seat.settle()
    signed = WeekSigned(WEEK, "One reason was unclear.")
    assert ("/v1/weekly-reviews/signature", signed) in link.asked
    page.buttons["missing"].click()
    seat.settle()
    assert ("/v1/weekly-reviews", ReviewedWeek(date(2026, 11, 9))) in link.asked


@pytest.mark.proved("K1")
def test_a_second_press_of_a_verdict_touches_no_other_search(qtbot: QtBot) -> None:
    seat, link, page = the_page(qtbot)
    page.table.selectRow(1)
    for _ in range(2):
        page.buttons["justified"].click()
        seat.settle()
    sent = [body for _, body in link.asked if isinstance(body, SearchJudged)]
    assert {body.search_id for body in sent} == {"search-1"}
    assert page.table.chosen == "search-1"


@pytest.mark.proved("K1")
def test_a_verdict_that_is_there_is_changed_only_after_a_question_that_says_it(
    qtbot: QtBot,
) -> None:
    seat, link, page = the_page(qtbot)
    page.table.selectRow(2)
    page.why.setText("Dispatch found it under another number.")
    page.buttons["justified"].click()
    seat.settle()
    assert not [body for _, body in link.asked if isinstance(body, SearchJudged)]
    assert page.question.words.text() == (
        'This search is judged "Not justified": No such case exists. Judge it "Justified" instead?'
    )
    page.question.yes.click()
    seat.settle()
    why, was = "Dispatch found it under another number.", SearchVerdict.NOT_JUSTIFIED
    sent = SearchJudged(WEEK, "search-2", SearchVerdict.JUSTIFIED, why, was)
    assert ("/v1/weekly-reviews/verdicts", sent) in link.asked
    page.table.selectRow(0)
    page.buttons["justified"].click()
    assert page.state.words.text() == 'This search is judged "Justified" already.'


@pytest.mark.proved("K1")
def test_a_reason_that_is_typed_stays_when_the_page_is_loaded_again(qtbot: QtBot) -> None:
    seat, _, page = the_page(qtbot)
    page.table.selectRow(2)
    page.why.setText("The child was found")
    seat.screen.presenter.reload()
    seat.settle()
    assert (page.why.text(), page.table.chosen) == ("The child was found", "search-2")

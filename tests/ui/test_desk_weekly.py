"""The weekly review at the desk: drawn, judged row by row, signed (SUP-01, SUP-04)."""

from datetime import date

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
    assert [one[10:] for one in words(page, 3)] == [
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

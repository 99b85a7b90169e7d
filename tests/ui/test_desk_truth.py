"""Passes judged blind at the desk."""

from pytestqt.qtbot import QtBot

from mdt_alpr.domain.review.truth import TruthTally
from mdt_alpr.ui.desk.pages.read_accuracy import NONE_LEFT, NOTHING, totals
from mdt_alpr.wire.review import TruthMessage, TruthReading
from tests.ui.desk_screens import a_seat


def test_the_picture_is_shown_with_the_watermark_and_no_read(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("read_accuracy")
    page = seat.truth
    assert not page.picture.image.isNull()
    assert "Sgt. M. Whitfield  2026-11-24" in page.picture.watermark
    assert page.plate.text() == ""
    assert page.state_box.currentData() == ""


def test_what_is_seen_is_reported_and_the_next_pass_comes_with_empty_fields(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.open("read_accuracy")
    page = seat.truth
    page.judge.click()
    assert "choose its state" in page.state.words.text()
    page.plate.setText("EXN2894")
    page.state_box.setCurrentIndex(page.state_box.findData("NC"))
    page.judge.click()
    seat.settle()
    assert ("/v1/desk/truth", TruthReading("read-0", "EXN2894", "NC")) in link.asked
    assert page.plate.text() == ""
    page.cannot.click()
    page.cannot.click()
    seat.settle()
    sent = [asked for asked in link.asked if asked[1] == TruthReading("read-0", "", "")]
    assert len(sent) == 1, "a double press judges one read"


def test_the_charts_say_what_was_right_of_what_was_judged(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("read_accuracy")
    reported = [card.accessibleName() for card in seat.truth.charts]
    assert "front 181 of 198, left 64 of 82" in reported[0]
    assert "Night, 0 to 6 21 of 34, Morning, 6 to 12 88 of 95" in reported[1]
    assert seat.truth.state.words.text() == (
        "301 passes judged: 245 right, 20 right without a state, 2 with another state, "
        "13 wrong, 21 not readable by eye."
    )


def test_where_no_pass_is_left_the_page_says_so(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, rows=0)
    seat.open("read_accuracy")
    page = seat.truth
    assert page.prompt.text() == NONE_LEFT
    assert not page.judge.isEnabled()
    assert NOTHING in page.charts[0].accessibleName()
    seat.screen.presenter.lock()
    assert page.prompt.text() == ""


def test_plates_that_a_trial_missed_are_named_where_there_are_any() -> None:
    read, missed = TruthTally("front", right=9), TruthTally("front TRIAL", missed=2)
    assert "not read by the car" not in totals(TruthMessage((read,), ()))
    assert totals(TruthMessage((read, missed), ())).endswith("2 not read by the car.")

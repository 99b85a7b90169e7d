"""A shift is reviewed beside its log: what is opened stands beside the list, and only that."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.lab.screens.desk_sample_hits import sample_file
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.desk import PackageCheckView
from mdt_alpr.ui.desk.pages.hit import HitFile, _Placed
from mdt_alpr.ui.desk.presenters.map_marks import NO_PLACE
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import NIGHT
from mdt_alpr.wire.desk import HitLogRequest, ReviewRequest
from tests.ui.desk_screens import Seat, a_seat
from tests.ui.test_desk_remembered import a_seat as a_remembered_seat
from tests.ui.test_desk_remembered import file  # noqa: F401 - a fixture

CTRL = Qt.KeyboardModifier.ControlModifier


def press(
    seat: Seat, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    focus = seat.screen.window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    QTest.qWait(150)  # a button that a key presses is down for 100 ms before it acts
    seat.settle()


def a_seat_at_the_log(qtbot: QtBot) -> tuple[Seat, SampleLink]:
    seat, link = a_seat(qtbot)
    seat.open("shift_log")
    seat.screen.window.activateWindow()
    qtbot.waitUntil(seat.screen.window.isActiveWindow)
    seat.log.table.selectRow(0)
    return seat, link


def looks(link: SampleLink) -> list[str]:
    """Return the hits that headquarters was asked for, which it records."""
    paths = [path for path, body in link.asked if body is None]
    return [path.rpartition("/")[2] for path in paths if path.startswith("/v1/desk/hits/hit-")
            and path.count("/") == 4]  # fmt: skip


def test_an_opened_hit_stands_beside_the_log(qtbot: QtBot) -> None:
    seat, link = a_seat_at_the_log(qtbot)
    first = seat.log.table.chosen
    press(seat, Qt.Key.Key_Return)
    assert seat.log.isVisible()
    assert seat.hit.isVisible()
    assert seat.log.table.chosen == first
    assert not seat.log.filters.isVisible()
    assert seat.hit.buttons["agreed"].hasFocus()
    assert looks(link) == [first]


def test_a_row_that_is_only_chosen_is_not_looked_at(qtbot: QtBot) -> None:
    seat, link = a_seat_at_the_log(qtbot)
    press(seat, Qt.Key.Key_Return)
    seat.log.table.setFocus()
    for _ in range(3):
        press(seat, Qt.Key.Key_Down)
    assert len(looks(link)) == 1
    press(seat, Qt.Key.Key_Return)
    assert looks(link)[1:] == [seat.log.table.chosen]
    assert seat.hit.buttons["agreed"].hasFocus()


def test_next_and_reviewed_are_a_key_each_and_the_log_follows(qtbot: QtBot) -> None:
    seat, link = a_seat_at_the_log(qtbot)
    keys = [seat.log.table.rows.key(row) for row in range(3)]
    press(seat, Qt.Key.Key_Return)
    for number in range(3):
        if number:
            press(seat, Qt.Key.Key_PageDown, CTRL)
        press(seat, Qt.Key.Key_Space)
        assert seat.log.table.chosen == keys[number]
    sent = [path.split("/")[4] for path, body in link.asked if isinstance(body, ReviewRequest)]
    assert sent == keys


def test_the_whole_page_is_a_key_away_and_asks_for_nothing(qtbot: QtBot) -> None:
    seat, link = a_seat_at_the_log(qtbot)
    press(seat, Qt.Key.Key_Return)
    narrow, asked = seat.hit.width(), len(link.asked)
    press(seat, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: seat.hit.width() > narrow)
    assert not seat.log.isVisible()
    assert seat.hit.place.isVisible()
    press(seat, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: seat.hit.width() == narrow)
    assert len(link.asked) == asked
    press(seat, Qt.Key.Key_Escape)
    assert seat.log.filters.isVisible()
    assert seat.log.table.hasFocus()
    assert not any(map(seat.log.table.isColumnHidden, range(14)))


def test_a_hit_that_was_not_opened_from_the_log_has_the_whole_page(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    assert not seat.hit.turn.isVisible()
    assert not seat.log.isVisible()


def test_the_rows_that_were_loaded_are_there_again_after_a_review(qtbot: QtBot) -> None:
    seat, link = a_seat_at_the_log(qtbot)
    seat.screen.pages["shift_log"]._shown = 240  # type: ignore[attr-defined]
    press(seat, Qt.Key.Key_Return)
    press(seat, Qt.Key.Key_Space)
    assert [body.most for _, body in link.asked if isinstance(body, HitLogRequest)][-1] == 240


def test_a_person_finds_the_whole_page_again(qtbot: QtBot, file: Path) -> None:  # noqa: F811
    seat, _link = a_remembered_seat(qtbot, file)
    seat.open("shift_log")
    seat.log.table.selectRow(0)
    press(seat, Qt.Key.Key_Return)
    press(seat, Qt.Key.Key_F9)
    seat.screen.presenter.lock()
    later, _link = a_remembered_seat(qtbot, file)
    later.open("shift_log")
    later.log.table.selectRow(0)
    press(later, Qt.Key.Key_Return)
    assert not later.log.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1298, 730)])
def test_both_are_readable_on_the_smallest_screens(qtbot: QtBot, size: tuple[int, int]) -> None:
    seat, _link = a_seat_at_the_log(qtbot)
    window = seat.screen.window
    window.use_palette(NIGHT)
    window.resize(*size)
    press(seat, Qt.Key.Key_Return)
    assert (window.width(), window.height()) == size
    assert not seat.log.table.horizontalScrollBar().maximum()
    assert not seat.hit._read.horizontalScrollBar().maximum()
    assert min(shown.height() for shown in seat.hit.pictures.pictures.values()) > 70


def test_a_review_of_somebody_else_is_asked_about_before_another_follows(qtbot: QtBot) -> None:
    seat, link = a_seat_at_the_log(qtbot)
    press(seat, Qt.Key.Key_Return)
    page = seat.screen.page(HitFile)
    shown = sample_file(1)
    returned = replace(shown.reviews[0], kind=ReviewKind.RETURNED, by="Lt. D. Lee")
    page._show_hit(_Placed(replace(shown, reviews=(returned,)), NO_PLACE))
    seat.hit.words.setText("Seen again with the officer")
    for answer, sent in ((seat.hit.question.no, 0), (seat.hit.question.yes, 1)):
        seat.hit.buttons["agreed"].click()
        assert 'Lt. D. Lee marked this hit "Returned for correction"' in (
            seat.hit.question.words.text()
        )
        answer.click()
        seat.settle()
        assert len([body for _, body in link.asked if isinstance(body, ReviewRequest)]) == sent
        assert not seat.hit.question.isVisible()
    assert seat.hit.words.text() == ""


def test_long_words_do_not_widen_the_window(qtbot: QtBot) -> None:
    seat, _link = a_seat_at_the_log(qtbot)
    press(seat, Qt.Key.Key_Return)
    words = "The hit is closed, and no package of it is here: the car has not sent one."
    seat.hit.show_check(PackageCheckView(Mark.RING, words, "Checked 14:00:00.00"))
    seat.hit.ending.setText("Verified, stopped. Stopped before. Released after another check")
    seat.settle()
    assert seat.screen.window.minimumSizeHint().width() <= 1280

"""What the live wall says of overdue lists (HOT-02), and of data kept too long (RET-07)."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.retention.purge import RetentionState
from mdt_alpr.ui.desk.models.desk import PageState
from mdt_alpr.ui.desk.pages.live_wall import lists_in_full, lists_in_words, retention_alarm
from mdt_alpr.ui.desk.views.parts import StateLine
from mdt_alpr.wire.hotlists import ListTroubleMessage
from tests.builders import NOW
from tests.ui.desk_screens import a_seat

WHY = "a long reason in words"


def trouble(kind: str, name: str, hours: int, why: str = WHY) -> ListTroubleMessage:
    return ListTroubleMessage(kind, name, NOW - timedelta(hours=hours), why)


def test_nothing_is_said_where_nothing_is_wrong() -> None:
    assert lists_in_words((), NOW) == ""


def test_the_wall_says_why_a_delivery_was_stopped() -> None:
    one = trouble("stopped", "VEH-1124.txt", 7, "VEH lost 40% of its entries (10 before).")
    said = lists_in_words((one,), NOW)
    assert said == "VEH-1124.txt was stopped 7 h ago: VEH lost 40% of its entries (10 bef…"
    empty = trouble("stopped", "VEH-1124.txt", 7, "It is empty.")
    assert lists_in_words((empty,), NOW) == "VEH-1124.txt was stopped 7 h ago: It is empty."
    unread = trouble("stopped", "VEH-1124.txt", 7, "")
    assert lists_in_words((unread,), NOW) == "VEH-1124.txt was stopped 7 h ago."


def test_two_are_said_and_the_others_counted_in_one_line_of_bounded_length() -> None:
    several = [trouble("overdue", "NC", 26), *(trouble("stopped", "V.txt", 3),) * 5]
    said = lists_in_words(several, NOW)
    assert said.startswith("List NC is overdue, 26 h old. V.txt was stopped")
    assert said.endswith(f"was stopped 3 h ago: {WHY}. 4 more.")
    longest = [trouble("stopped", "x" * 200, 30, "y" * 200)] * 6
    assert lists_in_words(longest, NOW).endswith("y… 5 more.")
    for wrong in (several, longest):
        assert len(lists_in_words(wrong, NOW)) <= 120


def test_every_trouble_is_shown_in_full_where_the_mouse_rests(qtbot: QtBot) -> None:
    several = tuple(trouble("stopped", f"{n}.txt", 3, f"{'y' * 200}{n}.") for n in range(3))
    reported = lists_in_full(several, NOW).splitlines()
    assert reported == [f"{n}.txt was stopped 3 h ago: {'y' * 200}{n}." for n in range(3)]
    line = StateLine()
    qtbot.addWidget(line)
    line.show_state(PageState(problem="x", whole="x in full"))
    assert line.words.toolTip() == "x in full"
    line.show_state(PageState(foot="y"))
    assert line.words.toolTip() == ""


def test_what_the_wall_says_at_most_has_room_on_a_screen_of_1366_by_768(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.screen.window.resize(1366, 768)
    seat.open("live_wall")
    worst = lists_in_words([trouble("stopped", "W" * 200, 30, "lost entries " * 9)] * 9, NOW)
    state = seat.wall.state
    state.show_state(PageState(problem=f"{worst} Stale, over 24 h: 10 of 10 cars."))
    qtbot.wait(1)
    assert seat.screen.window.width() == 1366
    assert state.words.sizeHint().width() <= state.words.width()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RetentionState(NOW), ""),
        (RetentionState(NOW, left=("reads",)), "PURGE INCOMPLETE"),
        (RetentionState(NOW - timedelta(hours=3), is_overdue=True), "PURGE OVERDUE, last done"),
        (RetentionState(NOW - timedelta(hours=1), failure="OSError"), "PURGE FAILED, last done"),
        (RetentionState(None, is_overdue=True), "NOT PURGED since"),
    ],
)
def test_data_that_may_be_kept_too_long_is_said(state: RetentionState, said: str) -> None:
    reported = retention_alarm(state, NOW)
    assert reported.startswith(said)
    assert bool(reported) is bool(said)

"""What the live wall says of overdue lists (HOT-02), and of data kept too long (RET-07)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.retention_watch import RetentionState
from mdt_alpr.ui.presenters.desk_figures import lists_in_words
from mdt_alpr.ui.presenters.desk_wall import retention_told
from mdt_alpr.wire.hotlists import ListTroubleMessage
from tests.builders import NOW


def trouble(kind: str, name: str, hours: int) -> ListTroubleMessage:
    return ListTroubleMessage(kind, name, NOW - timedelta(hours=hours), "a long reason in words")


def test_nothing_is_said_where_nothing_is_wrong() -> None:
    assert lists_in_words((), NOW) == ""


def test_two_are_said_and_the_others_counted_in_one_line_of_bounded_length() -> None:
    several = [trouble("overdue", "NC", 26), *(trouble("stopped", "x" * 200, 3),) * 5]
    said = lists_in_words(several, NOW)
    assert said.startswith("List NC is overdue, 26 h old. x")
    assert said.endswith("was stopped 3 h ago. 4 more.")
    assert len(said) < 100


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RetentionState(NOW), ""),
        (RetentionState(NOW, left=("reads",)), "PURGE INCOMPLETE"),
        (
            RetentionState(NOW - timedelta(hours=3), is_overdue=True),
            "PURGE OVERDUE, last done",
        ),
        (RetentionState(NOW - timedelta(hours=1), failure="OSError"), "PURGE FAILED, last done"),
        (RetentionState(None, is_overdue=True), "NOT PURGED since"),
    ],
)
def test_data_that_may_be_kept_too_long_is_said(state: RetentionState, said: str) -> None:
    told = retention_told(state, NOW)
    assert told.startswith(said)
    assert bool(told) is bool(said)

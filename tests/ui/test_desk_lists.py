"""What the live wall says of lists that are overdue or were stopped (HOT-02)."""

from datetime import timedelta

from mdt_alpr.ui.presenters.desk_figures import lists_in_words
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

"""Which lists are in use, how old their data is, and which of them need somebody (HOT-02)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.delivery import (
    NOTHING_CAME,
    WAS_STOPPED,
    FeedState,
    ListDelivery,
    feeds,
)
from mdt_alpr.domain.policy import LIST_STALE_AFTER
from tests.builders import NOW


def a_delivery(
    hours: float, lists: dict[str, int], stopped: str = "", data: float | None = None
) -> ListDelivery:
    at = NOW - timedelta(hours=hours)
    data_at = None if data is None else NOW - timedelta(hours=data)
    return ListDelivery(at, "VEHEXTRT.txt", "ncic", lists, stopped, data_at)


def states(*newest_first: ListDelivery) -> list[tuple[str, str, str]]:
    return [(feed.name, feed.state.value, feed.why) for feed in feeds(newest_first, NOW)]


@pytest.mark.clause("9")
@pytest.mark.proved("HOT-02")
def test_a_list_is_as_old_as_its_data_though_it_was_delivered_just_now() -> None:
    found = states(a_delivery(0, {"NCIC": 5}, data=66 * 24))
    assert found == [("NCIC", "overdue", NOTHING_CAME)]
    assert states(a_delivery(0, {"NCIC": 5}, data=3)) == [("NCIC", "good", "")]


@pytest.mark.clause("4.A.3")
def test_what_needs_somebody_is_on_top_and_what_lies_empty_is_no_feed() -> None:
    found = states(
        a_delivery(1, {"NCIC": 4}, stopped="It lost 31%."),
        a_delivery(2, {"AMBER": 3}),
        a_delivery(3, {"Local": 0}),
        a_delivery(13, {"NCIC": 9}),
        a_delivery(40, {"Missing": 9}),
    )
    assert found == [
        ("Missing", "overdue", NOTHING_CAME),
        ("NCIC", "kept_old", WAS_STOPPED),
        ("AMBER", "good", ""),
    ]


@given(hours=st.floats(0, 2000), data=st.floats(-100, 4000))
def test_no_time_that_a_file_names_makes_its_data_newer_than_its_delivery(
    hours: float, data: float
) -> None:
    (one,) = feeds([a_delivery(hours, {"NCIC": 1}, data=data)], NOW)
    assert one.last.data_since <= one.last.at
    is_old = NOW - one.last.data_since > LIST_STALE_AFTER
    assert (one.state is FeedState.OVERDUE) is is_old

"""A list that is overdue, a delivery that was stopped: what a custodian hears (HOT-02, HOT-04)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.delivery import (
    NOTHING_CAME,
    WAS_STOPPED,
    ListDelivery,
    ListProblem,
    ListTrouble,
    compiled_from,
    list_troubles,
    newest_data,
)
from tests.builders import NOW

SHRUNK = "NC lost 20% of its entries."


def came(
    hours_ago: float, stopped: str = "", source: str = "VEH.txt", **fields: object
) -> ListDelivery:
    given_ = {"format": "ncic", "lists": {"NC": 100}, **fields}
    return ListDelivery(NOW - timedelta(hours=hours_ago), source, stopped=stopped, **given_)  # type: ignore[arg-type]


def kinds(*newest_first: ListDelivery) -> list[tuple[str, str]]:
    return [(trouble.kind.value, trouble.name) for trouble in list_troubles(newest_first, NOW)]


def test_nothing_is_wrong_with_a_list_that_came_in_time() -> None:
    assert kinds(came(24), came(48)) == []


def test_a_list_is_overdue_after_a_day_and_it_says_that_nothing_came() -> None:
    (trouble,) = list_troubles([came(25), came(48)], NOW)
    since = NOW - timedelta(hours=25)
    assert trouble == ListTrouble(ListProblem.OVERDUE, "NC", since, NOTHING_CAME)


def test_each_list_counts_by_itself_however_new_the_others_are() -> None:
    assert kinds(came(1), came(30, source="TX.csv", lists={"TX": 9})) == [("overdue", "TX")]


def test_a_list_that_came_without_entries_is_not_in_use() -> None:
    assert kinds(came(30, lists={"NC": 0}), came(60)) == []


def test_a_stopped_delivery_is_reported_until_the_list_was_imported_under_any_name() -> None:
    stopped = came(2, SHRUNK, lists={"NC": 80})
    assert kinds(stopped, came(5)) == [("stopped", "VEH.txt")]
    assert kinds(came(1, source="again.txt"), stopped, came(5)) == []
    other = came(1, source="TX.csv", format="tx", lists={"TX": 9})
    assert kinds(other, stopped, came(5)) == [("stopped", "VEH.txt")]


def test_a_file_that_could_not_be_read_is_reported_until_another_like_it_was() -> None:
    unread = came(2, "cannot be read", source="VEH-26.txt", lists={})
    assert kinds(unread, came(5)) == [("stopped", "VEH-26.txt")]
    assert kinds(came(1, source="VEH-27.txt"), unread, came(5)) == []
    other = came(1, source="TX.csv", format="tx", lists={"TX": 9})
    assert kinds(other, unread, came(5)) == [("stopped", "VEH-26.txt")]


def test_an_unread_file_is_not_settled_by_another_list_of_the_same_format() -> None:
    unread = came(6, "The file is cut off.", source="VEH-1126.txt", lists={})
    plates = came(5.9, source="PLATES-1126.txt", lists={"Plates": 900})
    before = came(10), came(10, source="PLATES-1125.txt", lists={"Plates": 900})
    assert kinds(plates, unread, *before) == [("stopped", "VEH-1126.txt")]
    assert kinds(came(5, source="again.txt"), plates, unread, *before) == []


def test_an_unread_file_of_no_known_sender_is_reported_until_every_list_of_its_format_came() -> (
    None
):
    unread = came(6, "The file is cut off.", source="new.txt", lists={})
    plates = came(5, source="PLATES.txt", lists={"Plates": 900})
    before = came(10), came(10, source="PLATES.txt", lists={"Plates": 900})
    assert kinds(plates, unread, *before) == [("stopped", "new.txt")]
    assert kinds(came(4), plates, unread, *before) == []
    no_list = came(6, "no format", source="notes.txt", format="", lists={})
    assert kinds(plates, no_list, *before) == [("stopped", "notes.txt")]
    assert kinds(came(4), plates, no_list, *before) == []


def test_before_any_list_came_an_unread_file_is_reported_until_its_sender_brought_one() -> None:
    unread = came(6, "The file is cut off.", source="VEH-1126.txt", lists={})
    plates = came(5, source="PLATES-1126.txt", lists={"Plates": 900})
    assert kinds(plates, unread) == [("stopped", "VEH-1126.txt")]
    assert kinds(came(4, source="VEH-1127.txt"), plates, unread) == []


def test_of_two_lists_in_a_stopped_file_each_one_has_to_come() -> None:
    stopped = came(6, SHRUNK, lists={"NC": 80, "SC": 80})
    north, south = came(5, source="nc.txt"), came(4, source="sc.txt", lists={"SC": 99})
    assert kinds(north, stopped) == [("stopped", "VEH.txt")]
    assert kinds(south, north, stopped) == []


def test_an_overdue_list_whose_delivery_was_stopped_says_so() -> None:
    overdue, stopped = list_troubles([came(2, SHRUNK), came(30)], NOW)
    assert (overdue.kind, overdue.why) == (ListProblem.OVERDUE, WAS_STOPPED)
    assert (stopped.kind, stopped.why) == (ListProblem.STOPPED, SHRUNK)


def test_the_same_file_stopped_again_and_again_is_reported_once_with_the_last_reason() -> None:
    (trouble,) = list_troubles([came(1, "it is empty"), came(2, SHRUNK), came(3)], NOW)
    assert trouble.why == "it is empty"


def test_a_version_is_as_old_as_the_oldest_list_in_it() -> None:
    other = came(1, source="TX.csv", lists={"TX": 9})
    assert compiled_from([other, came(30), came(60)]) == NOW - timedelta(hours=30)
    assert compiled_from([came(0, lists={"NC": 0}), other, came(30)]) == NOW - timedelta(hours=1)
    assert compiled_from([came(1, SHRUNK), came(30)]) == NOW - timedelta(hours=30)
    assert compiled_from([]) is None


@pytest.mark.proved("HOT-02")
def test_a_list_is_as_old_as_its_data_however_late_it_came() -> None:
    long_ago = NOW - timedelta(days=66)
    old = came(1, data_at=long_ago)
    assert compiled_from([old]) == long_ago
    (trouble,) = list_troubles([old], NOW)
    assert (trouble.kind, trouble.since) == (ListProblem.OVERDUE, long_ago)
    assert compiled_from([came(1, data_at=NOW)]) == NOW - timedelta(hours=1)


@pytest.mark.proved("HOT-02")
def test_what_is_in_use_is_as_new_as_its_data() -> None:
    data_at = NOW - timedelta(days=3)
    other = came(1, source="TX.csv", lists={"TX": 9})
    every = [other, came(2, data_at=data_at), came(30)]
    assert newest_data(every, ["NC"]) == data_at
    assert newest_data(every, ["NC", "TX"]) == NOW - timedelta(hours=1)
    assert newest_data(every, ["VA"]) is None
    assert newest_data([came(0, lists={"NC": 0}), *every], ["NC"]) is None


DELIVERIES = st.lists(
    st.builds(
        came,
        st.floats(0, 100),
        st.sampled_from(["", SHRUNK]),
        st.sampled_from(["a", "b"]),
        lists=st.dictionaries(st.sampled_from(["NC", "TX"]), st.integers(0, 9)),
        format=st.sampled_from(["", "ncic", "tx"]),
    )
).map(lambda found: sorted(found, key=lambda one: one.at, reverse=True))


@given(DELIVERIES)
def test_whatever_came_no_list_in_use_grows_old_unsaid_and_no_last_stop_is_hidden(
    deliveries: list[ListDelivery],
) -> None:
    troubles = list_troubles(deliveries, NOW)
    for name in ("NC", "TX"):
        last = next((d for d in deliveries if not d.stopped and name in d.lists), None)
        is_old = last is not None and last.lists[name] > 0 and NOW - last.at > timedelta(hours=24)
        assert is_old == any((t.kind, t.name) == (ListProblem.OVERDUE, name) for t in troubles)
    if deliveries and deliveries[0].stopped:
        assert any(t.why == deliveries[0].stopped for t in troubles)


@given(DELIVERIES)
def test_no_delivery_makes_the_list_look_younger_than_an_overdue_one_in_it(
    deliveries: list[ListDelivery],
) -> None:
    since = compiled_from(deliveries)
    overdue = [t for t in list_troubles(deliveries, NOW) if t.kind is ListProblem.OVERDUE]
    assert bool(overdue) == (since is not None and NOW - since > timedelta(hours=24))

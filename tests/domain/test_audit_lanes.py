"""What a car did in a minute is summed up, and nothing of it is lost by that (AUD-01)."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import reduce
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.lanes import CarAct, act_at, minute_of, summed
from tests.builders import NOW

SENT = act_at(NOW, AuditEvent.HQ_ITEMS_ACCEPTED, "car-1", "officer-1")
OTHERS = [
    replace(SENT, event=AuditEvent.HQ_PICTURES_ASKED),
    replace(SENT, subject="car-2"),
    replace(SENT, person="officer-2"),
    replace(SENT, facts=(("since", "3"),)),
    replace(SENT, origin=(("by_address", "10.0.0.8"),)),
]


@st.composite
def acts(draw: st.DrawFn) -> CarAct:
    """Return an act of the one kind, at any time."""
    at = NOW + timedelta(milliseconds=draw(st.integers(0, 59_999)))
    counts = draw(st.dictionaries(st.sampled_from("abc"), st.integers(0, 500)))
    ids = draw(st.lists(st.sampled_from("123456"), unique=True))
    ahead = draw(st.none() | st.floats(-9e5, 9e5))
    return replace(
        SENT, since=at, at=at, counts=tuple(counts.items()), returned=tuple(ids),
        clock_ahead_s=ahead,
    )  # fmt: skip


@given(st.lists(acts(), min_size=1, max_size=8), st.randoms())
def test_nothing_is_lost_in_whatever_order_it_is_summed_up(
    given_acts: list[CarAct], dice: Random
) -> None:
    whole = reduce(summed, given_acts)
    shuffled = list(given_acts)
    dice.shuffle(shuffled)
    for one in (whole, reduce(summed, shuffled)):
        assert one.times == len(given_acts)
        assert (one.since, one.at) == (
            min(a.at for a in given_acts),
            max(a.at for a in given_acts),
        )
        for name in "abc":
            numbers = [dict(a.counts).get(name, 0) for a in given_acts]
            assert dict(one.counts).get(name, 0) == sum(numbers)
        assert set(one.returned) == {each for a in given_acts for each in a.returned}
        clocks = [abs(a.clock_ahead_s) for a in given_acts if a.clock_ahead_s is not None]
        assert abs(one.clock_ahead_s or 0) == max(clocks, default=0)
        assert one.kind == SENT.kind


def test_an_entry_says_how_often_and_since_when_where_it_was_more_than_once() -> None:
    once = replace(
        SENT, facts=(("device", "car-1"),), counts=(("read", 2),), returned=("7",),
        clock_ahead_s=-600.0, origin=(("by_role", "officer"),),
    )  # fmt: skip
    assert once.detail == (
        ("device", "car-1"), ("read", "2"), ("clock_ahead_s", "-600.00"), ("returned_ids", "7"),
        ("by_role", "officer"),
    )  # fmt: skip
    later = NOW + timedelta(seconds=9)
    twice = summed(once, replace(once, since=later, at=later, counts=(("hit", 1), ("read", 3))))
    assert twice.detail[1:3] == (("read", "5"), ("hit", "1"))
    assert twice.detail[-3:] == (
        ("times", "2"), ("first_at", NOW.isoformat()), ("by_role", "officer")
    )  # fmt: skip
    assert twice.at == later


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_not_of_one_kind_is_not_summed_up(other: CarAct) -> None:
    assert other.kind != SENT.kind
    with pytest.raises(ValueError, match="one kind"):
        summed(SENT, other)


@given(st.integers(0, 10**9).map(lambda s: NOW + timedelta(seconds=s / 7)), st.timezones())
def test_a_minute_begins_at_its_first_instant_whatever_the_zone(
    at: datetime, zone: tzinfo
) -> None:
    minute = minute_of(at)
    assert timedelta(0) <= at - minute < timedelta(minutes=1)
    assert minute_of(at.astimezone(zone)) == minute == minute_of(minute)

"""Refused requests come on record and never fill it (AU-2, AU-4)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.refusals import (
    COUNTED_FOR,
    ELSEWHERE,
    PLACES_AT_MOST,
    Refusals,
    RefusalTally,
)
from tests.builders import NOW

SECOND = timedelta(seconds=1)


def test_the_first_is_recorded_at_once_and_the_others_of_its_hour_as_one() -> None:
    tally = RefusalTally()
    assert tally.note("192.0.2.7", 201, NOW) == (Refusals("192.0.2.7", 201, 1, NOW, NOW),)
    for n in range(1, 400):
        assert tally.note("192.0.2.7", 201, NOW + n * SECOND) == ()
    later = NOW + COUNTED_FOR
    counted = Refusals("192.0.2.7", 201, 399, NOW, NOW + 399 * SECOND)
    again = Refusals("192.0.2.7", 201, 1, later, later)
    assert tally.note("192.0.2.7", 201, later) == (counted, again)


def test_a_single_one_leaves_no_second_entry() -> None:
    tally = RefusalTally()
    tally.note("192.0.2.7", 201, NOW)
    assert tally.over(NOW + COUNTED_FOR) == tally.rest() == ()


def test_each_reason_of_a_place_is_told_apart() -> None:
    tally = RefusalTally()
    reasons = [tally.note("192.0.2.7", reason, NOW)[0].problem for reason in (201, 103, 104)]
    assert reasons == [201, 103, 104]


@pytest.mark.attack("V8")
def test_ten_thousand_addresses_leave_some_dozens_of_entries_an_hour() -> None:
    tally = RefusalTally()
    recorded = [one for n in range(10_000) for one in tally.note(f"192.0.2.{n}", 201, NOW)]
    assert len(recorded) == PLACES_AT_MOST + 1
    assert recorded[-1].place == ELSEWHERE
    (rest,) = tally.over(NOW + COUNTED_FOR)
    assert (rest.place, rest.times) == (ELSEWHERE, 10_000 - PLACES_AT_MOST - 1)


def test_what_is_counted_at_the_end_is_not_lost() -> None:
    tally = RefusalTally()
    for n in range(3):
        tally.note("192.0.2.7", 201, NOW + n * SECOND)
    (rest,) = tally.rest()
    assert rest.times == 2
    assert tally.rest() == ()

"""Earlier rejections count for 90 days from capture, a cleared twin for 30 days."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hit.known_before import (
    EarlierRejection,
    RejectedPlate,
    is_about,
    known_before,
    stays_quiet,
)
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, MOST_DAYS
from mdt_alpr.domain.reading.reading import Character
from tests.builders import NOW, an_entry
from tests.observations import characters_of

RECORD = an_entry()


def a_rejection(number: int = 1, **fields: Any) -> EarlierRejection:
    given_: dict[str, Any] = {
        "rejection_id": f"hit-{number}",
        "entry_id": RECORD.entry_id,
        "text": "EXN2894",
        "state": "NC",
        "cause": Disposition.MISREAD,
        "by_status": False,
        "at": NOW,
        "captured_at": NOW,
        **fields,
    }
    return EarlierRejection(**given_)


def test_rejections_are_counted_by_cause_most_frequent_first() -> None:
    found = known_before(
        [a_rejection(1, cause=Disposition.VEHICLE_MISMATCH), a_rejection(2), a_rejection(3)],
        RECORD,
        NOW,
    )
    assert found is not None
    assert found.count == 3
    assert found.causes == ((Disposition.MISREAD, 2), (Disposition.VEHICLE_MISMATCH, 1))
    assert found.cleared is None


def test_a_rejection_that_came_twice_counts_once() -> None:
    found = known_before([a_rejection(), a_rejection()], RECORD, NOW)
    assert found is not None
    assert found.count == 1


@pytest.mark.parametrize(
    "other", [{"entry_id": "nc/V/other"}, {"text": "EXN2895"}, {"state": "SC"}]
)
def test_another_record_plate_or_state_is_not_meant(other: dict[str, Any]) -> None:
    assert not is_about(a_rejection(**other), RECORD)
    assert known_before([a_rejection(**other)], RECORD, NOW) is None


def test_nothing_counts_once_its_captured_data_is_gone() -> None:
    old = a_rejection(captured_at=NOW - CAPTURED_DATA_KEPT_FOR + timedelta(seconds=1))
    assert known_before([old], RECORD, NOW) is not None
    assert known_before([old], RECORD, NOW + timedelta(seconds=1)) is None


@pytest.mark.concord
def test_a_cleared_twin_is_shown_for_30_days() -> None:
    twin = a_rejection(cause=Disposition.WRONG_STATE, by_status=True)
    before = known_before([twin], RECORD, NOW + timedelta(days=30) - timedelta(seconds=1))
    after = known_before([twin], RECORD, NOW + timedelta(days=30))
    assert before is not None
    assert before.cleared == twin
    assert after is not None
    assert after.count == 1
    assert after.cleared is None


def test_a_supervisor_ends_the_memory_and_not_the_count() -> None:
    ended = a_rejection(cause=Disposition.WRONG_STATE, by_status=True, ended=True)
    found = known_before([ended], RECORD, NOW)
    assert found is not None
    assert (found.count, found.cleared) == (1, None)


def test_the_last_clearing_is_the_one_that_is_shown() -> None:
    first = a_rejection(1, cause=Disposition.WRONG_STATE)
    last = a_rejection(2, cause=Disposition.CLEARED_OR_STALE, at=NOW + timedelta(hours=1))
    found = known_before([last, first], RECORD, NOW + timedelta(hours=2))
    assert found is not None
    assert found.cleared == last


@given(st.sampled_from(list(Disposition)), st.booleans(), st.integers(0, 200), st.integers(0, 200))
def test_what_is_shown_was_a_rejection_within_its_time(
    cause: Disposition,
    by_status: bool,  # noqa: FBT001 - hypothesis gives it
    days: int,
    captured: int,
) -> None:
    rejected = a_rejection(
        cause=cause,
        by_status=by_status,
        at=NOW - timedelta(days=days),
        captured_at=NOW - timedelta(days=captured),
    )
    found = known_before([rejected], RECORD, NOW)
    assert (found is not None) == (cause in REJECTIONS and captured < MOST_DAYS)
    if found is not None and found.cleared is not None:
        assert days < 30
        assert by_status or cause in {Disposition.WRONG_STATE, Disposition.CLEARED_OR_STALE}


def test_the_same_plate_is_quiet_for_five_minutes_and_not_in_the_past() -> None:
    assert stays_quiet(NOW, NOW)
    assert stays_quiet(NOW, NOW + timedelta(minutes=5) - timedelta(seconds=1))
    assert not stays_quiet(NOW, NOW + timedelta(minutes=5))
    assert not stays_quiet(NOW, NOW - timedelta(seconds=1))


def test_a_rejected_plate_is_quiet_though_its_small_stack_comes_or_goes() -> None:
    plain, stacked = characters_of("1234"), characters_of("1234", stack="AB")
    records = frozenset({RECORD.entry_id})
    for before, again in ((plain, stacked), (stacked, plain), (stacked, stacked)):
        assert RejectedPlate(before, records, NOW).is_quiet(again, records, NOW)


@pytest.mark.parametrize(
    ("again", "records"),
    [
        (characters_of("1235"), {RECORD.entry_id}),
        (characters_of("1234", stack="CD"), {RECORD.entry_id}),
        (characters_of("1234"), {RECORD.entry_id, "another"}),
        (characters_of("1234"), set()),
    ],
)
def test_another_number_or_another_record_sounds(
    again: tuple[Character, ...], records: set[str]
) -> None:
    rejected = RejectedPlate(characters_of("1234", stack="AB"), frozenset({RECORD.entry_id}), NOW)
    assert not rejected.is_quiet(again, frozenset(records), NOW)

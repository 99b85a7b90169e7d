"""The check with which a device begins its shift (MNT-03)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.equipment.self_check import (
    SELF_CHECK_LASTS,
    SELF_CHECK_WITHIN,
    TEST_PLATE,
    CheckPart,
    Measured,
    PartResult,
    SelfCheck,
    check_counts,
    last_that_counts,
    read_of_test_plate,
    results,
    self_check,
    unchecked_words,
)
from tests.builders import NOW

IN_ORDER = Measured(
    pictures=True, sharpness=20.0, clock_off_s=0.4, has_fix=True, free_bytes=40 * 1024**3,
    sounds=True, list_compiled_at=NOW - timedelta(hours=3), test_plate=True,
)  # fmt: skip
SPANS = st.timedeltas(timedelta(days=-2), timedelta(days=2))


@pytest.mark.clause("3.A.4")
def test_a_device_in_order_passes_in_every_part() -> None:
    assert set(results(IN_ORDER, NOW).values()) == {PartResult.GOOD}
    assert set(results(IN_ORDER, NOW)) == set(CheckPart)


@pytest.mark.parametrize(
    ("part", "measured"),
    [
        (CheckPart.CAMERA, Measured(pictures=False)),
        (CheckPart.FOCUS, Measured(pictures=True, sharpness=0.3)),
        (CheckPart.CLOCK, Measured(pictures=True, clock_off_s=-75.0)),
        (CheckPart.POSITION, Measured(pictures=True, has_fix=False)),
        (CheckPart.STORAGE, Measured(pictures=True, free_bytes=10_000)),
        (CheckPart.SOUND, Measured(pictures=True, sounds=False)),
        (CheckPart.LIST, Measured(pictures=True, list_compiled_at=NOW - timedelta(hours=25))),
        (CheckPart.LIST, Measured(pictures=True)),
        (CheckPart.TEST_PLATE, Measured(pictures=True, test_plate=False)),
    ],
)
def test_each_part_can_fail(part: CheckPart, measured: Measured) -> None:
    assert results(measured, NOW)[part] is PartResult.FAILED


def test_what_a_device_does_not_have_or_know_fails_nothing() -> None:
    bare = Measured(pictures=True, list_compiled_at=NOW)
    failed = [part for part, result in results(bare, NOW).items() if result is PartResult.FAILED]
    assert failed == []
    covered = Measured(pictures=False, sharpness=0.1)
    assert results(covered, NOW)[CheckPart.FOCUS] is PartResult.NOT_CHECKED


def test_the_test_plate_is_read_as_printed_or_failed_and_other_plates_are_not_it() -> None:
    assert read_of_test_plate(TEST_PLATE) is True
    for misread in ("ALPRTES7", "ALPRTST", "A1PRTEST", "ALPRTESTT"):
        assert read_of_test_plate(misread) is False
    for other in ("ABC1234", "ALP2468", "TEST", ""):
        assert read_of_test_plate(other) is None


@given(SPANS)
def test_a_check_is_that_of_its_shift_and_of_the_minutes_before_it(later: timedelta) -> None:
    counts = check_counts(SelfCheck(NOW), NOW + later)
    assert counts == (-SELF_CHECK_WITHIN <= later < SELF_CHECK_LASTS)


@given(st.lists(SPANS, max_size=6), SPANS)
def test_the_newest_check_of_the_shift_decides(made: list[timedelta], later: timedelta) -> None:
    checks = [SelfCheck(NOW + one) for one in made]
    at = NOW + later
    newest = last_that_counts(checks, at)
    counting = [one for one in checks if check_counts(one, at)]
    assert (newest is None) == (not counting)
    assert newest is None or all(one.at <= newest.at for one in counting)
    assert bool(unchecked_words(newest, at)) == (not counting)


def test_a_missing_and_a_failed_check_are_said_in_a_sentence() -> None:
    missing = "Device was not checked this shift."
    assert unchecked_words(None, NOW) == missing
    assert unchecked_words(SelfCheck(NOW - SELF_CHECK_LASTS), NOW) == missing
    failed = SelfCheck(NOW, (CheckPart.FOCUS, CheckPart.TEST_PLATE))
    assert unchecked_words(failed, NOW) == "Device failed its check: focus, test plate."
    assert unchecked_words(SelfCheck(NOW), NOW) == ""


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12)))
def test_what_a_lying_device_records_is_no_part_and_breaks_nothing(said: dict[str, str]) -> None:
    assert set(self_check(NOW, said).failed) <= set(CheckPart)

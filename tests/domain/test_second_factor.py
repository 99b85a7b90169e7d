"""Which code of a second factor counts, and who needs one (ACC-02, ACC-04)."""

from datetime import UTC, datetime, timedelta

import pytest

from mdt_alpr.domain.people.second_factor import (
    ENROLLMENT_LASTS,
    STEP,
    FactorStep,
    enrollment_is_open,
    is_demanded,
    is_recovery_code,
    next_step,
    recovery_code,
    recovery_words,
    step_counted,
    step_of,
    typed,
)

NOW = datetime(2026, 11, 28, 12, 0, 10, tzinfo=UTC)
NEVER = 0


def code_at(step: int) -> str:
    return f"{step % 1_000_000:06}"


def counted(code: str, last: int = NEVER, now: datetime = NOW) -> int | None:
    return step_counted(code, now, last, code_at)


@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_a_phone_may_be_one_step_beside_headquarters(beside: int) -> None:
    step = step_of(NOW) + beside
    assert counted(code_at(step)) == step


@pytest.mark.parametrize("beside", [-2, 2, -2880, 2880])
def test_a_code_of_another_time_does_not_count(beside: int) -> None:
    assert counted(code_at(step_of(NOW) + beside)) is None


def test_a_step_counts_once_and_none_before_it_afterwards() -> None:
    step = step_of(NOW)
    assert counted(code_at(step), last=step) is None
    assert counted(code_at(step - 1), last=step) is None
    assert counted(code_at(step + 1), last=step) == step + 1


def test_a_clock_set_back_lets_no_used_code_count_again() -> None:
    used = step_of(NOW)
    assert counted(code_at(used - 3), last=used, now=NOW - 3 * STEP) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "\u0661\u066223456"])
def test_what_is_not_six_digits_is_no_code(code: str) -> None:
    assert counted(code) is None


def test_a_code_may_be_typed_in_groups() -> None:
    assert typed(" 123 456\n") == "123456"
    assert typed("abcde-fghij") == "ABCDEFGHIJ"


def test_a_recovery_code_has_no_digit_that_is_misread() -> None:
    code = recovery_code(bytes(range(7)))
    assert is_recovery_code(code)
    assert not set("018") & set(code)
    assert typed(recovery_words(code).lower()) == code
    assert typed("0ABCD-1EFG8") == "OABCDIEFGB"


def test_who_has_a_factor_shows_it_even_where_none_is_demanded() -> None:
    assert next_step(is_enrolled=True, is_demanded=False) is FactorStep.CODE
    assert next_step(is_enrolled=True, is_demanded=True) is FactorStep.CODE
    assert next_step(is_enrolled=False, is_demanded=True) is FactorStep.ENROLL
    assert next_step(is_enrolled=False, is_demanded=False) is FactorStep.NOTHING


def test_a_factor_is_demanded_but_in_training_and_where_a_setting_removed_it() -> None:
    assert is_demanded(trains=False, is_removed=False)
    assert not is_demanded(trains=True, is_removed=False)
    assert not is_demanded(trains=False, is_removed=True)


def test_an_offered_secret_waits_for_a_quarter_of_an_hour() -> None:
    assert enrollment_is_open(NOW, NOW)
    assert enrollment_is_open(NOW, NOW + ENROLLMENT_LASTS - timedelta(seconds=1))
    assert not enrollment_is_open(NOW, NOW + ENROLLMENT_LASTS)
    assert not enrollment_is_open(NOW, NOW - timedelta(days=365))

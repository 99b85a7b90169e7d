"""What a machine is found to be: well, or what to do; the check of a shift is judged alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt_alpr.domain.equipment.doctor import (
    NAMES,
    certificate_line,
    day_keys_line,
    hold_keys_line,
    part_lines,
    speed_line,
    what_to_do,
)
from mdt_alpr.domain.equipment.self_check import (
    CheckPart,
    Measured,
    PartResult,
    results,
    self_check,
)
from tests.builders import NOW

WELL = Measured(
    pictures=True, sharpness=12.0, clock_off_s=0.4, has_fix=True, free_bytes=40 * 1024**3,
    sounds=True, list_compiled_at=NOW - timedelta(hours=3), test_plate=True,
)  # fmt: skip
BAD = Measured(
    pictures=False, sharpness=0.1, clock_off_s=-90.0, has_fix=False, free_bytes=0,
    sounds=False, list_compiled_at=NOW - timedelta(days=2), test_plate=False,
)  # fmt: skip


@pytest.mark.parametrize(
    "measured", [WELL, BAD, Measured(pictures=True), replace(BAD, pictures=True)]
)
def test_each_part_of_the_check_of_a_shift_has_a_line_that_agrees_with_it(
    measured: Measured,
) -> None:
    judged = results(measured, NOW)
    lines = {line.name: line for line in part_lines(measured, NOW)}
    assert list(lines) == [NAMES[part] for part in CheckPart]
    for part, result in judged.items():
        line = lines[NAMES[part]]
        assert line.ok is (result is not PartResult.FAILED)
        assert line.words.endswith(".")


def test_a_failed_check_of_a_shift_says_what_to_do_in_the_words_of_the_doctor() -> None:
    failed = {part.value: result.value for part, result in results(BAD, NOW).items()}
    check = self_check(NOW, failed)
    said = {line.words for line in part_lines(BAD, NOW) if not line.ok}
    assert set(what_to_do(check)) == said
    assert what_to_do(self_check(NOW, {})) == ()


def test_a_processor_must_manage_two_cameras() -> None:
    assert speed_line(20.0).ok
    slow = speed_line(19.0)
    assert not slow.ok
    assert "10 are needed" in slow.words


def test_a_certificate_that_ended_needs_another_enrollment() -> None:
    assert certificate_line(NOW + timedelta(days=300), NOW).words.startswith("It lasts until")
    assert "next contact" in certificate_line(NOW + timedelta(days=1), NOW).words
    ended = certificate_line(NOW, NOW)
    assert not ended.ok
    assert "mdt-alpr enroll" in ended.words


def test_a_missing_key_of_a_day_and_one_that_is_over_are_said() -> None:
    today = NOW.date()
    assert day_keys_line([today], [], NOW).ok
    lost = day_keys_line([today], [date(2026, 9, 1), date(2026, 9, 2)], NOW)
    assert not lost.ok
    assert "2 days, from 2026-09-01" in lost.words
    over = day_keys_line([today - timedelta(days=92)], [], NOW)
    assert not over.ok
    assert "purge" in over.words
    assert over.words.startswith("1 key is past its deadline. Start the car")


def test_items_of_a_hold_that_cannot_be_read_are_said() -> None:
    assert hold_keys_line(0, 0).words == "0 items kept by holds can be read."
    assert hold_keys_line(2, 0).words == "2 items kept by holds can be read."
    lost = hold_keys_line(2, 1)
    assert not lost.ok
    assert lost.words.startswith("1 item that a hold keeps cannot be read")
    assert lost.words.endswith("Bring the folder day_keys back.")


def test_one_is_not_said_as_several() -> None:
    today = NOW.date()
    assert day_keys_line([today], [], NOW).words == "Captured data of 1 date can be read."
    assert "2 dates" in day_keys_line([today, today], [], NOW).words
    assert "Data of 1 day, from" in day_keys_line([today], [today], NOW).words
    three = [today - timedelta(days=number) for number in (92, 93, 94)]
    assert day_keys_line(three, [], NOW).words.startswith("3 keys are past their deadline.")

"""Misuse behind a case: an open one of somebody else, and one that does not exist (SUP-03)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.review.misuse import Access, AccessKind, CaseState, FlagRule
from tests.domain.test_misuse import accesses, different, flags


def plates_for_two_cases(n: int) -> list[Access]:
    first = different(accesses(n, case_state=CaseState.OPEN, case="case-1"), "plate")
    again = (replace(one, record=f"again-{one.record}", case="case-2") for one in first)
    return [*first, *(replace(one, at=one.at + timedelta(hours=1)) for one in again)]


def test_the_same_two_plates_for_another_open_case_are_flagged_and_one_plate_is_not() -> None:
    assert not flags(*plates_for_two_cases(1))
    (flag,) = flags(*plates_for_two_cases(2))
    assert flag.rule is FlagRule.PLATES_MANY_CASES
    assert "2 plates were each searched or viewed again" in flag.why
    assert len(flag.records) == 4
    one_case = [replace(one, case="case-1") for one in plates_for_two_cases(2)]
    assert not flags(*one_case)


def test_one_search_off_shift_for_a_case_that_does_not_exist_is_enough() -> None:
    off = accesses(1, case_state=CaseState.UNKNOWN, case="case-1", on_duty=False)
    (flag,) = flags(*off)
    assert flag.rule is FlagRule.UNKNOWN_CASE_OFF_SHIFT
    assert "off shift (once)." in flag.why
    lawful: tuple[dict[str, Any], ...] = {"on_duty": True}, {"case_state": CaseState.UNCHECKED}
    for known in lawful:
        assert not flags(replace(off[0], **known))


def test_the_same_reason_of_searches_and_entries_is_counted_together() -> None:
    made = accesses(12, case_state=CaseState.UNCHECKED, reason="reason-1")
    apart = different(different(made, "plate"), "case")
    entries = [replace(one, kind=AccessKind.ENTRY) for one in apart[:4]]
    assert FlagRule.SAME_REASON in {one.rule for one in flags(*entries, *apart[4:])}
    assert not flags(*entries[:3], *apart[4:])

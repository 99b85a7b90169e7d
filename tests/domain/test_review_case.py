"""What may be done in a review case, by whom, when (SUP-06)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.audit.audit import AuditEvent, audit_entry
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.review import (
    CaseResult,
    CaseStatus,
    CaseStep,
    CaseStepMade,
    ReviewRefusedError,
    audit_slice,
    case_status,
    demand_step,
)
from tests.builders import NOW

WORDS = "Used outside the scope."
OPEN = CaseStatus("officer-1")
FROZEN = replace(OPEN, frozen_at=NOW)
CLOSED = replace(OPEN, closed_at=NOW, result=CaseResult.TRAINING)


def made(step: CaseStep, by: str = "supervisor-1", words: str = WORDS) -> CaseStepMade:
    result = CaseResult.VIOLATION if step is CaseStep.CLOSED else CaseResult.NONE
    return CaseStepMade(step, NOW, by, words, result)


@pytest.mark.parametrize("step", CaseStep)
@pytest.mark.parametrize("case", [OPEN, FROZEN, CLOSED])
def test_nobody_works_on_a_case_about_the_own_person(step: CaseStep, case: CaseStatus) -> None:
    with pytest.raises(ReviewRefusedError, match="about you"):
        demand_step(case, made(step, "officer-1"), Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("case", "step", "role", "allowed"),
    [
        (OPEN, CaseStep.FROZEN, Role.SUPERVISOR, True),
        (FROZEN, CaseStep.FROZEN, Role.SUPERVISOR, False),
        (FROZEN, CaseStep.LIFTED, Role.SUPERVISOR, False),
        (FROZEN, CaseStep.LIFTED, Role.ADMINISTRATOR, True),
        (replace(FROZEN, closed_at=NOW), CaseStep.LIFTED, Role.ADMINISTRATOR, True),
        (OPEN, CaseStep.LIFTED, Role.ADMINISTRATOR, False),
        (OPEN, CaseStep.CLOSED, Role.SUPERVISOR, True),
        (CLOSED, CaseStep.CLOSED, Role.SUPERVISOR, False),
        (CLOSED, CaseStep.FROZEN, Role.ADMINISTRATOR, False),
        (OPEN, CaseStep.OPENED, Role.SUPERVISOR, False),
    ],
)
def test_a_step_is_made_in_its_turn_and_by_who_may(
    case: CaseStatus, step: CaseStep, role: Role, *, allowed: bool
) -> None:
    if allowed:
        assert demand_step(case, made(step), role).words == WORDS
        return
    with pytest.raises(ReviewRefusedError):
        demand_step(case, made(step), role)


@pytest.mark.parametrize("words", ["", "too short", "x" * 1001])
def test_a_step_has_its_reason(words: str) -> None:
    with pytest.raises(ReviewRefusedError, match="reason"):
        demand_step(OPEN, made(CaseStep.FROZEN, words=words), Role.SUPERVISOR)


def test_a_case_is_not_closed_without_a_result() -> None:
    without = replace(made(CaseStep.CLOSED), result=CaseResult.NONE)
    with pytest.raises(ReviewRefusedError, match="result"):
        demand_step(OPEN, without, Role.SUPERVISOR)


@given(st.lists(st.sampled_from([CaseStep.FROZEN, CaseStep.LIFTED])))
def test_an_account_is_frozen_from_the_last_freeze_until_it_is_given_back(
    steps: list[CaseStep],
) -> None:
    done = [replace(made(step), at=NOW + timedelta(minutes=n)) for n, step in enumerate(steps)]
    status = case_status("officer-1", [made(CaseStep.OPENED), *done])
    frozen = bool(done) and done[-1].step is CaseStep.FROZEN
    assert status.frozen_at == (done[-1].at if frozen else None)
    assert status.closed_at is None


def test_a_missing_a_changed_and_a_strange_entry_show_in_the_slice() -> None:
    people = ("officer-1", "officer-2", "officer-1", "officer-1")
    entries = [
        audit_entry(
            None, at=NOW, device="headquarters", person=who, event=AuditEvent.HQ_SIGN_IN,
            subject=f"car-{n}", detail=(),
        )
        for n, who in enumerate(people)
    ]  # fmt: skip
    entries = [replace(entry, sequence=n + 1) for n, entry in enumerate(entries)]
    kept = audit_slice(entries, 3, ("officer-1", "hit-1"))
    assert kept.entries == 2
    assert audit_slice(entries[:3], 3, ("officer-1", "hit-1")) == kept
    assert audit_slice(entries[1:], 3, ("officer-1", "hit-1")) != kept
    changed = [replace(entries[0], digest="0" * 64), *entries[1:]]
    assert audit_slice(changed, 3, ("officer-1", "hit-1")) != kept

"""Work on review cases: freeze an account at once, keep the audit, give a result (SUP-06)."""

from collections.abc import Iterator
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import live_again_since
from mdt_alpr.domain.review.review import (
    AuditSlice,
    CaseStatus,
    CaseStep,
    CaseStepMade,
    ReviewRefusedError,
    audit_slice,
    case_number,
    case_status,
    demand_step,
)
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit import review_case_store as review_cases
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.people import account_seals
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.reviewers import Reviewer
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import CaseMessage, CasesMessage, CaseStepMessage, CaseStepRequest

_EVENTS = {
    CaseStep.FROZEN: AuditEvent.HQ_ACCOUNT_FROZEN,
    CaseStep.LIFTED: AuditEvent.HQ_ACCOUNT_GIVEN_BACK,
    CaseStep.CLOSED: AuditEvent.HQ_CASE_CLOSED,
}

WORDS_ERASED = "No longer kept."


def open_case(
    work: Work, caller: Caller, case: tuple[int, int], about: tuple[str, str], words: str
) -> None:
    """Mark the audit that a new case is judged by.

    ``about`` is the officer, and the hit or the flag that it is opened from.
    Headquarters' own audit is never erased, so that what is marked stays and can be checked.
    """
    last, _ = own_audit.head(work.connection)
    audit = audit_slice(review_cases.audit_about(work.connection, last, about), last, about)
    made = CaseStepMade(CaseStep.OPENED, work.now, caller.person_id, words)
    review_cases.add(work, case, about[0], made, audit)
    number = case_number(*case)
    facts = ("officer", about[0]), ("audit_entries", str(audit.entries)), ("digest", audit.digest)
    record(work, AuditEvent.HQ_CASE_OPENED, number, caller.person_id, ("about", about[1]), *facts)


def cases_for(work: Work, caller: Caller) -> CasesMessage:
    """Return the cases that are open to a caller; that they were viewed is recorded.

    Nobody sees a case about themselves; a supervisor sees those of their own team.
    """
    names = people.names(work.connection)
    made, reviewer = review_cases.steps(work.connection), Reviewer(work, caller)
    cases = [
        _message(work, row, made[row.year, row.serial], names)
        for row in review_cases.cases(work.connection)
        if (row.year, row.serial) in made
        and reviewer.may_review(made[row.year, row.serial][0].officer_id)
    ]
    shown, event = [case.number for case in cases], AuditEvent.HQ_CASES_VIEWED
    record(work, event, "review cases", caller.person_id, returned=shown)
    return CasesMessage(tuple(cases))


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the open cases that a caller may work on."""
    made, reviewer = review_cases.steps(work.connection), Reviewer(work, caller)
    for row in review_cases.cases(work.connection):
        rows = made.get((row.year, row.serial), [])
        is_open = rows and _standing(rows).closed_at is None
        if is_open and reviewer.may_review(rows[0].officer_id):
            number = case_number(row.year, row.serial)
            yield Waits(number, f"Review case {number}", "Open", row.opened_at)


def make_step(work: Work, caller: Caller, number: str, ask: CaseStepRequest) -> None:
    """Make a step in a case; a freeze holds from this instant.

    Raises:
        RefusedError: no such case that is open to the caller, the step may not be made, or one
            person may be behind the caller and the officer.
    """
    made = review_cases.steps(work.connection)
    case = next((key for key in made if case_number(*key) == number), None)
    if case is None or not Reviewer(work, caller).may_review(made[case][0].officer_id):
        raise RefusedError(Problem.NO_SUCH_CASE)
    officer = made[case][0].officer_id
    before = _standing(made[case])
    demand_seen(_step_messages(work, made[case], people.names(work.connection)))
    step = CaseStepMade(ask.step, work.now, caller.person_id, ask.words, ask.result)
    try:
        step = demand_step(before, step, caller.role)
    except ReviewRefusedError as error:
        raise RefusedError(Problem.REVIEW_REFUSED, str(error)) from error
    if step.step is not CaseStep.FROZEN:  # it holds at once
        require_two_people(work, caller.person_id, officer)
    _act(work, before, step)
    review_cases.add(work, case, officer, step)
    facts = ("officer", officer), ("result", step.result.value)
    record(work, _EVENTS[step.step], number, caller.person_id, *facts)


def _act(work: Work, before: CaseStatus, step: CaseStepMade) -> None:
    """Close or open the account; one that an administrator disabled otherwise stays so."""
    account = people.account(work.connection, before.officer)
    if account is None:
        return
    if step.step is CaseStep.FROZEN and account.disabled_at is None:
        account_seals.close(work, account)
    frozen_at = before.frozen_at
    if step.step is CaseStep.LIFTED and frozen_at and account.disabled_at == frozen_at:
        lifted = {"disabled_at": None, "live_since": live_again_since(frozen_at, work.now)}
        account_seals.change(work, account, **lifted)


def _standing(rows: list[Any]) -> CaseStatus:
    steps = [CaseStepMade(r.step, r.at, r.person_id, result=r.result) for r in rows]
    return case_status(rows[0].officer_id, steps)


def _message(work: Work, case: Any, rows: list[Any], names: dict[str, str]) -> CaseMessage:
    status, first = _standing(rows), rows[0]
    about = first.officer_id, case.subject
    audit = AuditSlice(first.audit_last, first.audit_entries, first.audit_digest)
    entries = review_cases.audit_about(work.connection, audit.last, about)
    return CaseMessage(
        number=case_number(case.year, case.serial),
        subject=case.subject,
        officer=names.get(first.officer_id, first.officer_id),
        opened_at=case.opened_at,
        opened_by=names.get(case.opened_by, case.opened_by),
        frozen_at=status.frozen_at,
        closed_at=status.closed_at,
        result=status.result,
        audit_entries=audit.entries,
        audit_is_whole=audit_slice(entries, audit.last, about) == audit,
        steps=_step_messages(work, rows, names),
    )


def _step_messages(
    work: Work, rows: list[Any], names: dict[str, str]
) -> tuple[CaseStepMessage, ...]:
    words = review_cases.words(work, rows)
    return tuple(
        CaseStepMessage(
            row.step,
            row.at,
            names.get(row.person_id, row.person_id),
            words.get(row.number, WORDS_ERASED),
            row.result,
        )
        for row in rows
    )

"""Whether the person whom a command of this machine names may do what it asks."""

from collections.abc import Callable
from typing import TypeVar

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.sign_in import training_problem
from mdt_alpr.wire.problems import Problem

T = TypeVar("T")


def demand_account(
    hq: Headquarters,
    person_id: str,
    permission: Permission,
    refused: AuditEvent = AuditEvent.HQ_ACCESS_REFUSED,
) -> None:
    """Refuse unless the person has an account that may; a refusal is recorded as ``refused``.

    Raises:
        RefusedError: no such account, disabled, no training that counts, or another role.
    """
    with hq.writing() as work:
        problem = problem_of(work, person_id, permission)
        if problem is not None:
            known = "" if problem is Problem.NO_SUCH_ACCOUNT else person_id
            record(work, refused, permission.value, known, ("problem", str(problem.number)))
    if problem is not None:
        raise RefusedError(problem)


def by_account(
    hq: Headquarters, person_id: str, permission: Permission, do: Callable[[Work], T]
) -> T:
    """Do something in one transaction for the person whom a command of this machine names.

    Raises:
        RefusedError: the person has no account that may (recorded), or as of ``do``.
        DomainError: as of ``do``.
    """
    demand_account(hq, person_id, permission)
    with hq.writing() as work:
        return do(work)


def problem_of(work: Work, person_id: str, *permissions: Permission) -> Problem | None:
    """Return why a person may none of these, None where there is a live account that may one."""
    account = people.account(work.connection, person_id)
    if account is None:
        return Problem.NO_SUCH_ACCOUNT
    if account.disabled_at is not None or not any(may(account.role, one) for one in permissions):
        return Problem.NOT_PERMITTED
    return training_problem(account, work)

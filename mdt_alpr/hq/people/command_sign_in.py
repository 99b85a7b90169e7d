"""A command typed at headquarters has a person, who signs in with the password.

The account, lock-out, training and role rules are those of every other sign-in (09.21.5.A.2,
09.21.5.A.3, ACC-05, ACC-12, TRN-01), and the audit shows the session of each command.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people import endings
from mdt_alpr.domain.people.passwords import password_ends
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work, acting_as
from mdt_alpr.hq.people import account_seals
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.accounts import NewAccount, is_password, make_persons_account, sign_in_keys
from mdt_alpr.hq.people.second_factors import Factors, given_code
from mdt_alpr.hq.people.sign_in import (
    caller_of,
    record_refused_access,
    sign_in,
    sign_out,
    training_problem,
)
from mdt_alpr.wire.accounts import SetupCode
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem


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


def problem_of(work: Work, person_id: str, *permissions: Permission) -> Problem | None:
    """Return why a person may none of these, None where there is a live account that may one."""
    account = people.account(work.connection, person_id)
    if account is None:
        return Problem.NO_SUCH_ACCOUNT
    if not account.is_live(work.now) or not any(
        may(account.role, permission) for permission in permissions
    ):
        return Problem.NOT_PERMITTED
    if not account_seals.is_own(work, account):
        return Problem.ACCOUNT_CHANGED
    return training_problem(account, work)


DEVICE = "command line"
"""The device of these sessions."""
THIS_MACHINE = "this machine"
"""Stands for the network address of a command."""


@contextmanager
def signed_in(
    hq: Headquarters,
    person_id: str,
    password: str,
    *permissions: Permission,
    code: Callable[[], str] = str,
) -> Iterator[Caller]:
    """Give the person who gives a command, signed in until it is done.

    Where ``permissions`` are named, the role must have one of them; a refusal is recorded.
    ``code`` asks for a code of the second factor, where one is needed.

    Raises:
        RefusedError: wrong user name or password, locked, training that does not count, or
            another role.
    """
    message = SignInMessage(person_id, password, DEVICE)
    try:
        session = sign_in(hq, message, Seat.DESK)
    except RefusedError as error:
        if error.problem is not Problem.CODE_WANTED or not (given := code()):
            raise
        session = sign_in(hq, replace(message, code=given), Seat.DESK)
    with hq.reading() as work:
        caller = caller_of(work, session.token)
    try:
        if permissions and not any(may(caller.role, permission) for permission in permissions):
            record_refused_access(hq, caller, " or ".join(permissions))
            raise RefusedError(Problem.NOT_PERMITTED)
        with acting_as(caller.person_id, replace(caller.origin, address=THIS_MACHINE)):
            yield caller
    finally:
        with hq.writing() as work:
            sign_out(work, caller)


def ending_soon(work: Work, person_id: str) -> list[str]:
    """Return in words which of a person's password and training ends within a month (TRN-03)."""
    account = people.account(work.connection, person_id)
    if account is None or account.trained_until is None or account.password_set_at is None:
        return []
    ends = account.trained_until, password_ends(account.password_set_at)
    return endings.ending_soon(*ends, capture_date(work.now))


def demand_no_account(hq: Headquarters) -> None:
    """Refuse to begin where somebody can sign in already.

    Raises:
        DomainError: there is an account; its administrator makes the others.
    """
    with hq.reading() as work:
        if people.person_ids(work.connection):
            raise DomainError("This headquarters has accounts: hq sign-in, then hq make-account.")


def make_first_account(hq: Headquarters, new: NewAccount) -> SetupCode:
    """Make the first account, an administrator's, by nobody: nobody can sign in yet.

    Raises:
        DomainError: as of ``demand_no_account``, or what ``make_persons_account`` refuses.
    """
    demand_no_account(hq)
    return make_persons_account(hq, replace(new, role=Role.ADMINISTRATOR), by=NOBODY)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a person shows; ``code`` asks for a code of the second factor, where there is one."""

    person_id: str
    password: str
    code: Callable[[], str] = str

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"Credentials({self.person_id!r})"


def demand_person(
    hq: Headquarters, work: Work, shown: Credentials, *permissions: Permission
) -> None:
    """Refuse unless one of the accounts in this transaction is the person's, and may do this.

    For a restore: its accounts are not there before it, and are gone with it when it is refused.

    Raises:
        RefusedError: as for ``signed_in``.
    """
    person_id = shown.person_id
    account = people.account(work.connection, person_id)
    is_right = is_password(account, shown.password, hq.settings.password_cost)
    if account is None or not is_right or not account.is_live(work.now):
        raise RefusedError(Problem.CREDENTIALS)
    if people.is_locked(work.connection, sign_in_keys(person_id)):
        raise RefusedError(Problem.LOCKED)
    if (problem := problem_of(work, person_id, *permissions)) is not None:
        raise RefusedError(problem)
    factors = Factors(hq, work)
    code = given_code(hq, person_id, shown.code() if factors.has(person_id) else "")
    if (problem := factors.code_problem(person_id, code)) is not None:
        raise RefusedError(problem)

"""Sign people in and out, and say who asks (09.21.5.A.2 and .3)."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from mdt_alpr.domain.audit.audit import SESSION_DIGITS, AuditEvent
from mdt_alpr.domain.people.accounts import access_ends, training_is_good
from mdt_alpr.domain.people.passwords import password_ends
from mdt_alpr.domain.people.provenance import Seat, session_is_over, session_use_is_due
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.policy import (
    CONFIRMATION_LASTS,
    FAILED_SIGN_INS,
    FAILED_SIGN_INS_ANYWHERE,
    FAILED_SIGN_INS_IN_A_ROW,
    FAILED_SIGN_INS_WITHIN,
    PROFILE,
    capture_date,
)
from mdt_alpr.domain.printable import LONGEST_ID, is_printable
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.audit.trial_plan import sample_of_today
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.policy_in_force import adopted_policy
from mdt_alpr.hq.people import account_seals
from mdt_alpr.hq.people import directory_tickets as tickets
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import is_due
from mdt_alpr.hq.people.accounts import hasher, is_password, sign_in_keys
from mdt_alpr.hq.people.adoption import adoption_problem
from mdt_alpr.hq.people.devices import demand_key, end_others, unit_for
from mdt_alpr.hq.people.directory_tickets import Ticket
from mdt_alpr.hq.people.second_factors import Factors, GivenCode, given_code
from mdt_alpr.hq.people.store import Account, KeptSession, SignInKeys
from mdt_alpr.hq.people.two_people import one_person_behind
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem

TOKEN_BYTES = 32


def sign_in(
    hq: Headquarters, message: SignInMessage, seat: Seat = Seat.CAR, place: str = ""
) -> SessionMessage:
    """Begin a session; ``place`` is the network address that asks.

    Raises:
        RefusedError: wrong person or password (the answer does not say which), locked, a password
            that must be changed first, a code that is missing or wrong, or no training that
            counts.
    """
    ticket = None if seat is Seat.CAR else tickets.opened(hq, message.password)

    def follows(work: Work, account: Account, code: GivenCode) -> Problem | None:
        if ticket is None and is_due(account, work):
            return Problem.PASSWORD_DUE
        if ticket is not None and ticket.has_factor:
            return None
        return Factors(hq, work).sign_in_problem(account.person_id, code)

    account = proved(hq, message, place, follows, ticket=ticket)
    with hq.writing() as work:
        problem = training_problem(account, work)
        if problem is None and message.profile != PROFILE.digest:
            problem = Problem.OTHER_PROFILE
        if problem is None and seat is Seat.CAR:
            problem = adoption_problem(hq, work) or demand_key(work, message)
        if problem is None and ticket is not None and not tickets.uses(work, ticket):
            problem = Problem.CREDENTIALS
        if problem is None:
            return _begin(hq, work, account, message, seat, ticket=ticket)
    raise _refused(hq, message, account, problem, place)


_Follows = Callable[[Work, Account, GivenCode], Problem | None]
"""What is demanded of a person whose password was right, in the same transaction."""
_WRONG_CODE = (Problem.CODE_REFUSED, Problem.SETUP_CODE_REFUSED, Problem.KEY_REFUSED)


def proved(  # noqa: PLR0913 - one argument a part of what is proved
    hq: Headquarters,
    message: SignInMessage,
    place: str,
    follows: _Follows,
    *,
    is_all: bool = True,
    ticket: Ticket | None = None,
) -> Account:
    """Return the account whose password was given, and who met what follows it.

    Where one may sign in at the directory, a ``ticket`` of it stands for the password.

    The attempt is counted as failed before the password is checked, so that many at once
    have no more tries than one after the other. Earlier failures are forgotten only when all was
    proved: else a known password would give as many tries at codes as one likes.

    Raises:
        RefusedError: wrong person or password, disabled, or locked; or as of ``follows``.
    """
    if len(message.device) > LONGEST_ID or not is_printable(message.device):
        words = f"device: at most {LONGEST_ID} printable characters"
        raise RefusedError(Problem.MALFORMED, words)
    if not message.device.strip():
        raise RefusedError(Problem.MALFORMED, "device: missing")
    keys = sign_in_keys(message.person_id, place)
    with hq.writing() as work:
        account = people.account(work.connection, message.person_id)
        failure = _count_try(work, keys)
    if isinstance(failure, Problem):
        raise _refused(hq, message, account, failure, place)
    is_right = _is_shown(hq, account, message, place, ticket)
    if account is None or not is_right or not account.is_live(hq.clock.now()):
        raise _refused(hq, message, account, Problem.CREDENTIALS, place)
    code = given_code(hq, account.person_id, message.code)
    with hq.writing() as work:
        hold_name(work.connection, keys.anywhere)
        problem = _standing_problem(work, account, keys) or follows(work, account, code)
        if problem is None and is_all:
            people.forget_failures(work.connection, keys.anywhere)
        elif problem not in _WRONG_CODE or Factors(hq, work).is_used(account.person_id, code):
            people.forget_failure(work.connection, failure)
    if problem is not None:
        raise _refused(hq, message, account, problem, place)
    return account


def _is_shown(
    hq: Headquarters,
    account: Account | None,
    message: SignInMessage,
    place: str,
    ticket: Ticket | None,
) -> bool:
    """Tell whether the password is the account's, or its ticket counts."""
    if ticket is not None:
        return tickets.counts(hq, ticket, message, place)
    return is_password(account, message.password, hq.settings.password_cost)


def _standing_problem(work: Work, account: Account, keys: SignInKeys) -> Problem | None:
    if people.is_locked(work.connection, keys):
        return Problem.LOCKED
    return None if account_seals.is_own(work, account) else Problem.ACCOUNT_CHANGED


def sign_out(work: Work, caller: Caller) -> bool:
    """End the caller's session; tell whether it had not ended before. Record how long it was."""
    session = people.session(work.connection, caller.token_hash)
    began_at = work.now if session is None else session.signed_in_at
    lasted = "seconds", str(round((work.now - began_at).total_seconds()))
    is_ended = people.end_session(work.connection, caller.token_hash, work.now)
    origin = replace(caller.origin, address=caller.address or work.asking[1].address)
    ending = replace(work, asking=(caller.person_id, origin))
    record(ending, AuditEvent.HQ_SIGN_OUT, caller.device, caller.person_id, lasted)
    return is_ended


def caller_of(work: Work, token: str) -> Caller:
    """Return whose session the token is.

    Raises:
        RefusedError: unknown, ended, older than its seat allows (ACC-08), or at a desk unused for
            an hour (AC-12); the account was disabled, or its training lapsed meanwhile (TRN-03).
    """
    token_hash = _hash(token)
    session = people.session(work.connection, token_hash)
    if session is None:
        raise RefusedError(Problem.NOT_SIGNED_IN)
    if (problem := _session_problem(session, work, token_hash)) is not None:
        raise RefusedError(problem)
    account = session.account
    return Caller(
        account.person_id,
        account.name,
        account.role,
        session.device,
        token_hash,
        session.seat,
        session.unit,
        used_at=session.used_at,
        proved_at=session.proved_at,
        bound_to=session.bound_to,
    )


def live_sessions(work: Work, token_hashes: Collection[str]) -> set[str]:
    """Return those of the sessions that count, as of ``caller_of``."""
    sessions = people.sessions(work.connection, token_hashes)
    return {
        token
        for token, session in sessions.items()
        if _session_problem(session, work, token) is None
    }


def _session_problem(session: KeptSession, work: Work, token_hash: str) -> Problem | None:
    if not account_seals.is_own_session(work, token_hash, session):
        return Problem.NOT_SIGNED_IN
    if not account_seals.is_own(work, session.account):
        return Problem.ACCOUNT_CHANGED
    if (
        session.ended_at is not None
        or not session.account.is_live(work.now)
        or session_is_over(session.seat, session.signed_in_at, session.used_at, work.now)
    ):
        return Problem.NOT_SIGNED_IN
    return training_problem(session.account, work)


def permitted_caller(
    hq: Headquarters, token: str, permissions: Collection[Permission], address: str
) -> Caller:
    """Return whose session the token is, where the role has one of the permissions.

    A refusal is recorded with the address (AUD-02). A car is operated in a car only. A token that
    somebody copied ends with its first use at another place (SC-23).

    Raises:
        RefusedError: as of ``caller_of``, another role, or the session is another machine's.
    """
    with hq.admitting() as work:
        caller, place = caller_of(work, token), work.asking[1].address
    problem = None
    if caller.bound_to not in ("", place):
        problem = Problem.OTHER_MACHINE
    elif permissions and not any(may(caller.role, permission) for permission in permissions):
        problem = Problem.NOT_PERMITTED
    elif Permission.OPERATE_CAR in permissions and caller.seat is not Seat.CAR:
        problem = Problem.CAR_ONLY
    if problem is not None:
        is_copied = problem is Problem.OTHER_MACHINE
        record_refused_access(hq, caller, address, ends=is_copied)
        raise RefusedError(problem)
    _note_use(hq, caller)
    return caller


def _note_use(hq: Headquarters, caller: Caller) -> None:
    used_at, now = caller.used_at, hq.clock.now()
    if used_at is not None and session_use_is_due(caller.seat, used_at, now):
        with hq.writing() as work:
            people.note_use(work.connection, caller.token_hash, now)


def confirming_caller(
    hq: Headquarters, token: str, first: Caller, permission: Permission, address: str
) -> Caller:
    """Return who confirms what ``first`` asks: another person, who signed in beside them just now.

    A sign-in confirms one act: the session ends with it (ACC-12, HOT-04).

    Raises:
        RefusedError: as of ``permitted_caller``, the same person by whichever account, elsewhere,
            or not just now.
    """
    second = permitted_caller(hq, token, (permission,), address)
    with hq.writing() as work:
        session = people.session(work.connection, second.token_hash)
        is_unused = sign_out(work, second)
        is_new = session is not None and work.now - session.signed_in_at < CONFIRMATION_LASTS
        words = one_person_behind(work, first.person_id, second.person_id)
    is_here = second.device == first.device and is_unused and is_new
    if words or not is_here:
        record_refused_access(hq, second, address)
        raise RefusedError(Problem.SECOND_PERSON, words)
    return second


def record_refused_access(
    hq: Headquarters, caller: Caller, address: str, *, ends: bool = False
) -> None:
    """Record that somebody asked for what they may not do (AUD-02); it may end the session."""
    with hq.writing() as work:
        if ends:
            people.end_session(work.connection, caller.token_hash, work.now)
        origin = replace(caller.origin, address=work.asking[1].address)
        asked = replace(work, asking=(caller.person_id, origin))
        record(asked, AuditEvent.HQ_ACCESS_REFUSED, address, caller.person_id)


def training_problem(account: Account, work: Work) -> Problem | None:
    """Return why the account's training does not count today, else None (TRN-01)."""
    if account.trained_on is None:
        return Problem.TRAINING_NOT_RECORDED
    until = access_ends(account.trained_on, account.paper_by, account.refresher_by)
    if not training_is_good(account.trained_on, until, capture_date(work.now)):
        return Problem.TRAINING_EXPIRED
    return None


def _count_try(work: Work, keys: SignInKeys) -> int | Problem:
    """Count a try as failed and return its number, else why no further one is allowed."""
    hold_name(work.connection, keys.anywhere)
    if people.is_locked(work.connection, keys):
        return Problem.LOCKED
    if _fails_too_often(work, keys) is not None:  # as many are under way as may fail
        return Problem.BUSY
    return people.add_failure(work.connection, keys, work.now)


def _fails_too_often(work: Work, keys: SignInKeys) -> bool | None:
    """Return whether the lock that is due holds everywhere; None where none is due (ACC-05)."""
    since = work.now - FAILED_SIGN_INS_WITHIN
    here, anywhere = people.failures_since(work.connection, keys, since)
    in_a_row = people.failures_in_a_row(work.connection, keys)
    if anywhere >= FAILED_SIGN_INS_ANYWHERE or in_a_row >= FAILED_SIGN_INS_IN_A_ROW:
        return True
    return False if here >= FAILED_SIGN_INS else None


def _begin(  # noqa: PLR0913 - one argument a part of the session
    hq: Headquarters,
    work: Work,
    account: Account,
    message: SignInMessage,
    seat: Seat,
    *,
    ticket: Ticket | None,
) -> SessionMessage:
    token = hq.random_bytes(TOKEN_BYTES).hex()
    if seat is Seat.CAR:
        end_others(work, message)
    row: dict[str, Any] = {
        "token_hash": _hash(token),
        "person_id": account.person_id,
        "device": message.device,
        "signed_in_at": work.now,
        "used_at": work.now,
        "proved_at": work.now,
        "seat": seat,
        "unit": unit_for(work, message) if seat is Seat.CAR else "",
        "public_key": message.public_key if seat is Seat.CAR else "",
        "bound_to": work.asking[1].address if seat is Seat.COMMAND_LINE else "",
    }
    account_seals.add_session(work, row)
    cost = hq.settings.password_cost
    if ticket is None and hasher(cost).check_needs_rehash(account.password_hash):
        renewed = hasher(cost).hash(message.password)
        account_seals.change(work, account, password_hash=renewed)
    begun = work.asked(
        account.person_id,
        name=account.name,
        role=account.role.value,
        unit=row["unit"],
        device=message.device,
        session=row["token_hash"][:SESSION_DIGITS],
    )
    facts = ticket.facts if ticket else ()
    record(begun, AuditEvent.HQ_SIGN_IN, message.device, account.person_id, *facts)
    policy = adopted_policy(work.connection)
    set_at = account.password_set_at if ticket is None else None
    return SessionMessage(
        person_id=account.person_id,
        name=account.name,
        role=account.role.value,
        signed_in_at=work.now,
        token=token,
        trained_until=account.trained_until,
        training=hq.settings.training,
        password_until=set_at and password_ends(set_at),
        policy=policy.words if policy is not None else "",
        sample=sample_of_today(work) if seat is Seat.CAR else None,
    )


def _refused(
    hq: Headquarters, message: SignInMessage, account: Account | None, problem: Problem, place: str
) -> RefusedError:
    """Record the refusal, and lock the account with the fifth fast failure in a row (ACC-05).

    Tries that are under way lock nothing: one of them may be right.
    """
    person = account.person_id if account else NOBODY
    keys = sign_in_keys(message.person_id, place)
    with hq.writing() as work:
        reason = ("problem", str(problem.number))
        record(work, AuditEvent.HQ_SIGN_IN_REFUSED, message.device, person, reason)
        is_failure = problem in (Problem.CREDENTIALS, *_WRONG_CODE)
        everywhere = _fails_too_often(work, keys) if is_failure else None
        if everywhere is not None and not people.is_locked(work.connection, keys):
            people.lock(work.connection, keys, work.now, everywhere=everywhere)
            where = ("where", "everywhere" if everywhere else place)
            record(work, AuditEvent.HQ_ACCOUNT_LOCKED, person, NOBODY, where)
    return RefusedError(problem)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

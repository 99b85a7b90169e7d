"""Sign people in and out, and say who asks (09.21.5.A.2 and .3)."""

import hashlib
from enum import Enum

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.domain.policy import (
    FAILED_SIGN_INS,
    FAILED_SIGN_INS_WITHIN,
    session_has_expired,
    training_is_good,
)
from mdt_alpr.domain.roles import Permission, may
from mdt_alpr.hq.service.accounts import hasher, is_password, person_key
from mdt_alpr.hq.service.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.service.own_audit import NOBODY, record
from mdt_alpr.hq.service.returned import tell_returned
from mdt_alpr.hq.store import people
from mdt_alpr.hq.store.database import hold_name
from mdt_alpr.hq.store.people import Account
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem

TOKEN_BYTES = 32


class Seat(Enum):
    """Where a person signs in. What was sent back to an officer is told in a car only."""

    CAR = "car"
    DESK = "desk"


def sign_in(hq: Headquarters, message: SignInMessage, seat: Seat = Seat.CAR) -> SessionMessage:
    """Begin a session.

    The attempt is counted as failed before the password is looked at, so that many at once
    have no more tries than one after the other.

    Raises:
        RefusedError: wrong person or password (which of them is not told), locked, or no
            training that counts.
    """
    if not message.device.strip():
        raise RefusedError(Problem.MALFORMED, "device: missing")
    key = person_key(message.person_id)
    with hq.writing() as work:
        account = people.account(work.connection, message.person_id)
        is_locked = _count_try(work, key)
    if is_locked:
        raise _refused(hq, message, account, Problem.LOCKED)
    is_right = is_password(account, message.password, hq.settings.password_cost)
    if account is None or not is_right or account.disabled_at is not None:
        raise _refused(hq, message, account, Problem.CREDENTIALS)
    with hq.writing() as work:
        people.forget_failures(work.connection, key)
        if people.is_locked(work.connection, key):
            problem: Problem | None = Problem.LOCKED
        else:
            problem = training_problem(account, work)
        if problem is None:
            return _begin(hq, work, account, message, seat)
    raise _refused(hq, message, account, problem)


def sign_out(work: Work, caller: Caller) -> None:
    """End the caller's session."""
    people.end_session(work.connection, caller.token_hash, work.now)
    record(work, AuditEvent.HQ_SIGN_OUT, caller.device, caller.person_id)


def caller_of(work: Work, token: str) -> Caller:
    """Return whose session the token is.

    Raises:
        RefusedError: unknown, ended or older than twelve hours (ACC-08); the account was
            disabled, or its training lapsed in the meantime (TRN-03).
    """
    token_hash = _hash(token)
    kept = people.session(work.connection, token_hash)
    if (
        kept is None
        or kept.ended_at is not None
        or kept.account.disabled_at is not None
        or session_has_expired(kept.signed_in_at, work.now)
    ):
        raise RefusedError(Problem.NOT_SIGNED_IN)
    if (problem := training_problem(kept.account, work)) is not None:
        raise RefusedError(problem)
    account = kept.account
    return Caller(account.person_id, account.name, account.role, kept.device, token_hash)


def demand(caller: Caller, permission: Permission) -> None:
    """Refuse unless the caller's role has the permission.

    Raises:
        RefusedError: it has not.
    """
    if not may(caller.role, permission):
        raise RefusedError(Problem.NOT_PERMITTED)


def record_refused_access(hq: Headquarters, caller: Caller, address: str) -> None:
    """Record that somebody asked for what the role may not do (AUD-02)."""
    with hq.writing() as work:
        record(work, AuditEvent.HQ_ACCESS_REFUSED, address, caller.person_id)


def training_problem(account: Account, work: Work) -> Problem | None:
    """Return why the account's training does not count today, else None (TRN-01)."""
    if account.trained_on is None:
        return Problem.TRAINING_NOT_RECORDED
    if not training_is_good(account.trained_on, work.now.date()):
        return Problem.TRAINING_EXPIRED
    return None


def _count_try(work: Work, key: str) -> bool:
    """Count a try as failed; return whether no further one is allowed."""
    hold_name(work.connection, key)
    if people.is_locked(work.connection, key):
        return True
    since = work.now - FAILED_SIGN_INS_WITHIN
    if people.failures_since(work.connection, key, since) >= FAILED_SIGN_INS:
        return True
    people.add_failure(work.connection, key, work.now)
    return False


def _begin(
    hq: Headquarters, work: Work, account: Account, message: SignInMessage, seat: Seat
) -> SessionMessage:
    token = hq.random_bytes(TOKEN_BYTES).hex()
    row = {
        "token_hash": _hash(token),
        "person_id": account.person_id,
        "device": message.device,
        "signed_in_at": work.now,
    }
    people.add_session(work.connection, row)
    if hasher(hq.settings.password_cost).check_needs_rehash(account.password_hash):
        renewed = hasher(hq.settings.password_cost).hash(message.password)
        people.change_account(work.connection, account.person_id, password_hash=renewed)
    record(work, AuditEvent.HQ_SIGN_IN, message.device, account.person_id)
    returned = tell_returned(work, account.person_id) if seat is Seat.CAR else ()
    return SessionMessage(
        account.person_id, account.name, account.role.value, work.now, token, returned
    )


def _refused(
    hq: Headquarters, message: SignInMessage, account: Account | None, problem: Problem
) -> RefusedError:
    """Record the refusal, and lock the account with the fifth failure in a row (ACC-05)."""
    person = account.person_id if account else NOBODY
    key = person_key(message.person_id)
    with hq.writing() as work:
        reason = ("problem", str(problem.number))
        record(work, AuditEvent.HQ_SIGN_IN_REFUSED, message.device, person, reason)
        since = work.now - FAILED_SIGN_INS_WITHIN
        is_fifth = people.failures_since(work.connection, key, since) >= FAILED_SIGN_INS
        if is_fifth and not people.is_locked(work.connection, key):
            people.lock(work.connection, key, work.now)
            record(work, AuditEvent.HQ_ACCOUNT_LOCKED, person, NOBODY)
    return RefusedError(problem)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

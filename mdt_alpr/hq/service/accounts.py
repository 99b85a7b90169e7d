"""Accounts: made, released and disabled by an administrator, each recorded (ACC-13)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError

from mdt_alpr.domain.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.roles import Role
from mdt_alpr.hq.service.headquarters import Headquarters
from mdt_alpr.hq.service.own_audit import record
from mdt_alpr.hq.settings import PasswordCost
from mdt_alpr.hq.store import people
from mdt_alpr.hq.store.people import Account

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
"""ACC-03; the upper end only keeps a hash from being a burden."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who is to have an account; ``trained_on`` None where no training is recorded."""

    person_id: str
    name: str
    role: Role
    password: str
    trained_on: date | None

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"NewAccount({self.person_id!r}, {self.role.value!r})"


def make_account(hq: Headquarters, new: NewAccount, by: str) -> None:
    """Make an account; ``by`` is who does so.

    Raises:
        DomainError: the id is taken or empty, or the password is too short or too long.
    """
    if not new.person_id.strip() or not new.name.strip():
        message = "An account has an id and a name."
        raise DomainError(message)
    if not SHORTEST_PASSWORD <= len(new.password) <= LONGEST_PASSWORD:
        message = f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        raise DomainError(message)
    password_hash = hasher(hq.settings.password_cost).hash(new.password)
    kept = Account(new.person_id, new.name, new.role, password_hash, new.trained_on)
    try:
        with hq.writing() as work:
            people.add_account(work.connection, kept)
            role = ("role", new.role.value)
            record(work, AuditEvent.HQ_ACCOUNT_MADE, new.person_id, by, role)
    except IntegrityError:
        message = f"The id {new.person_id} is taken."
        raise DomainError(message) from None


def release_account(hq: Headquarters, person_id: str, by: str) -> bool:
    """Release a locked account (ACC-05); return whether it was locked."""
    with hq.writing() as work:
        key = person_key(person_id)
        people.forget_failures(work.connection, key)
        was_locked = people.unlock(work.connection, key)
        if was_locked:
            record(work, AuditEvent.HQ_ACCOUNT_RELEASED, person_id, by)
    return was_locked


def disable_account(hq: Headquarters, person_id: str, by: str) -> bool:
    """Disable an account; its sessions end at once. Return whether there is such an account."""
    with hq.writing() as work:
        found = people.change_account(work.connection, person_id, disabled_at=work.now)
        if found:
            record(work, AuditEvent.HQ_ACCOUNT_DISABLED, person_id, by)
    return found


def person_key(person_id: str) -> str:
    """Return under what failed sign-ins are counted."""
    return hashlib.sha256(person_id.encode()).hexdigest()


# ---------------------------------------------------------------- passwords


@cache
def hasher(cost: PasswordCost) -> PasswordHasher:
    """Return the password hasher of a cost."""
    return PasswordHasher(cost.time, cost.memory, cost.lanes)


@cache
def _nobodys_hash(cost: PasswordCost) -> str:
    return hasher(cost).hash("nobody's password")


def is_password(account: Account | None, password: str, cost: PasswordCost) -> bool:
    """Tell whether the password is the account's; takes as long where there is no account."""
    kept = account.password_hash if account else _nobodys_hash(cost)
    try:
        hasher(cost).verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
    return account is not None

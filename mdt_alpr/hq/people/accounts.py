"""Accounts and their passwords: made, changed, each time recorded (ACC-03, ACC-13)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_name, demand_reason
from mdt_alpr.domain.people.passwords import (
    demand_one_person,
    demand_password,
    demand_person_id,
    folded,
)
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import EMERGENCY_ACCOUNT_LASTS
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people import account_seals
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.second_factors import Factors, new_setup
from mdt_alpr.hq.people.seen_accounts import account_as_seen
from mdt_alpr.hq.people.store import Account, SignInKeys
from mdt_alpr.hq.people.trainings import PAPER_MISSING, note_training
from mdt_alpr.wire.accounts import SetupCode, TrainingClass, TrainingRecord
from mdt_alpr.wire.problems import Problem

AGENCY_WORDS = "banned-words.txt"
"""A file in headquarters' data folder: what no password may contain, a word a line."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who is to have an account; ``trained_on`` None where no training is recorded.

    ``emergency`` is the reason of an account that ends after 72 hours (ACC-10), else empty.
    ``held`` is the class of that day, where its signed paper is known.
    ``is_temporary``: the person does not know the password yet and changes it at first sign-in.
    """

    person_id: str
    name: str
    role: Role
    password: str
    trained_on: date | None
    is_temporary: bool = False
    emergency: str = ""
    held: TrainingClass = PAPER_MISSING

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"NewAccount({self.person_id!r}, {self.role.value!r})"


def make_persons_account(hq: Headquarters, new: NewAccount, by: str) -> SetupCode:
    """Make an account as an administrator asks for it: one person's, never a duty's (ACC-01).

    By the code that is returned the person sets up a second factor.

    Raises:
        DomainError: the id names a duty, or as of ``make_account``.
    """
    demand_one_person(new.person_id)
    if new.emergency:
        new = replace(new, emergency=demand_reason(new.emergency))
    setup = new_setup(hq, new.person_id)
    make_account(hq, new, by)
    with hq.writing() as work:
        return Factors(hq, work).keep_setup(setup)


def make_account(hq: Headquarters, new: NewAccount, by: str) -> None:
    """Make an account without a code for a second factor; ``by`` is who does so.

    Raises:
        DomainError: the id cannot be one, or differs from another by case only; the password or
            the name is refused.
    """
    demand_person_id(new.person_id)
    name = demand_name(new.name)
    demand_good_password(hq.settings, new.password, new.person_id)
    password_hash = hasher(hq.settings.password_cost).hash(new.password)
    refusal = f"The user name {new.person_id} is taken."
    try:
        with hq.writing() as work:
            hold_name(work.connection, f"account {folded(new.person_id)}")
            if folded(new.person_id) in map(folded, people.person_ids(work.connection)):
                raise AccountRefusedError(refusal)
            account = Account(
                person_id=new.person_id,
                name=name,
                role=new.role,
                password_hash=password_hash,
                trained_on=None,
                password_set_at=work.now,
                password_is_temporary=new.is_temporary,
                live_since=work.now,
                is_emergency=bool(new.emergency),
                expires_at=work.now + EMERGENCY_ACCOUNT_LASTS if new.emergency else None,
            )
            people.add_account(work.connection, account)
            account_seals.seal(work, new.person_id)
            if new.trained_on is not None:
                note_training(work, TrainingRecord(new.person_id, new.trained_on), by, new.held)
            role = ("role", new.role.value)
            why = [("emergency", new.emergency)] if new.emergency else []
            record(work, AuditEvent.HQ_ACCOUNT_MADE, new.person_id, by, role, *why)
    except IntegrityError:
        raise AccountRefusedError(refusal) from None


def set_temporary_password(hq: Headquarters, person_id: str, password: str, by: str) -> None:
    """Set a password that the person changes at the next sign-in; sessions end at once.

    Raises:
        DomainError: no such account, one's own, or the password is refused.
    """
    if person_id == by:
        raise RefusedError(Problem.ACCOUNT_REFUSED, "Change your own password with the old one.")
    demand_good_password(hq.settings, password, person_id)
    _set_password(hq, person_id, password, by, is_temporary=True)


def replace_password(hq: Headquarters, account: Account, password: str) -> None:
    """Set one's own new password; whoever calls has checked the old one. Sessions end.

    Raises:
        DomainError: the password is refused, or is the one before.
    """
    demand_good_password(hq.settings, password, account.person_id)
    if is_password(account, password, hq.settings.password_cost):
        message = "The new password is the old one. Choose another one."
        raise RefusedError(Problem.PASSWORD_REFUSED, message)
    _set_password(hq, account.person_id, password, account.person_id, is_temporary=False)


def _set_password(
    hq: Headquarters, person_id: str, password: str, by: str, *, is_temporary: bool
) -> None:
    values = {
        "password_hash": hasher(hq.settings.password_cost).hash(password),
        "password_is_temporary": is_temporary,
    }
    event = AuditEvent.HQ_PASSWORD_SET if is_temporary else AuditEvent.HQ_PASSWORD_CHANGED
    with hq.writing() as work:
        values["password_set_at"] = work.now
        if is_temporary:
            account_as_seen(work, person_id)
        account = people.account(work.connection, person_id)
        if account is None:
            raise RefusedError(Problem.NO_SUCH_ACCOUNT)
        account_seals.change(work, account, **values)
        people.end_sessions(work.connection, person_id, work.now)  # ACC-08
        record(work, event, person_id, by)


def sign_in_keys(person_id: str, place: str = "") -> SignInKeys:
    """Return under what failed sign-ins are counted; ``place`` is a network address."""
    here = hashlib.sha256(f"{person_id}\n{place}".encode()).hexdigest()
    return SignInKeys(here, person_key(person_id))


def person_key(person_id: str) -> str:
    """Return under what a person's failed sign-ins at every place are counted."""
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
    stored_hash = account.password_hash if account else _nobodys_hash(cost)
    try:
        hasher(cost).verify(stored_hash, password)
    except (VerificationError, InvalidHashError):
        return False
    return account is not None


def demand_good_password(settings: HqSettings, password: str, person_id: str) -> None:
    """Refuse a password by the shipped list and by the agency's own words; see ``AGENCY_WORDS``.

    Raises:
        PasswordRefusedError: it is refused; says why.
        OutsideError: the agency's file cannot be read.
    """
    demand_password(password, person_id, _banned(), _agency_words(settings.data / AGENCY_WORDS))


@cache
def _banned() -> frozenset[str]:
    return frozenset(_lines(resource("passwords/banned.txt")))


def _agency_words(path: Path) -> Collection[str]:
    """Read again each time: ACC-03 has the list refreshed while the server runs."""
    return _lines(path) if path.exists() else []


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read. It is a text file (UTF-8) with one word a line."
        raise OutsideError(message) from error
    return [folded(line.strip()) for line in lines if line.strip()]

"""Accounts, their failed sign-ins and locks, and sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from mdt_alpr.domain.roles import Role
from mdt_alpr.hq.store.database import insert_new
from mdt_alpr.hq.store.tables import ACCOUNTS, SESSIONS, SIGN_IN_FAILURES, SIGN_IN_LOCKS


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account."""

    person_id: str
    name: str
    role: Role
    password_hash: str
    trained_on: date | None
    disabled_at: datetime | None = None

    def __repr__(self) -> str:
        """Return a text without the password's hash."""
        return f"Account({self.person_id!r}, {self.role.value!r})"


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it is kept, with the account as it is now."""

    account: Account
    device: str
    signed_in_at: datetime
    ended_at: datetime | None


def add_account(connection: Connection, account: Account) -> None:
    """Keep a new account; a taken id raises the database's integrity error."""
    row = {
        "person_id": account.person_id,
        "name": account.name,
        "role": account.role,
        "password_hash": account.password_hash,
        "trained_on": account.trained_on,
    }
    connection.execute(ACCOUNTS.insert(), row)


def account(connection: Connection, person_id: str) -> Account | None:
    """Return an account."""
    found = select(ACCOUNTS).where(ACCOUNTS.c.person_id == person_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _account(row)


def change_account(connection: Connection, person_id: str, **values: Any) -> bool:
    """Change columns of an account; return whether it is there."""
    changed = update(ACCOUNTS).where(ACCOUNTS.c.person_id == person_id).values(values)
    return connection.execute(changed).rowcount == 1


# ---------------------------------------------------------------- failures and locks


def failures_since(connection: Connection, key: str, since: datetime) -> int:
    """Return how many sign-ins of a person failed after ``since``."""
    found = select(func.count()).where(
        SIGN_IN_FAILURES.c.person_key == key, SIGN_IN_FAILURES.c.at > since
    )
    return connection.scalar(found) or 0


def add_failure(connection: Connection, key: str, at: datetime) -> None:
    """Note a failed sign-in."""
    connection.execute(SIGN_IN_FAILURES.insert(), {"person_key": key, "at": at})


def forget_failures(connection: Connection, key: str) -> None:
    """Forget a person's failed sign-ins."""
    connection.execute(delete(SIGN_IN_FAILURES).where(SIGN_IN_FAILURES.c.person_key == key))


def is_locked(connection: Connection, key: str) -> bool:
    """Tell whether a person's sign-in is locked."""
    found = select(SIGN_IN_LOCKS.c.person_key).where(SIGN_IN_LOCKS.c.person_key == key)
    return connection.scalar(found) is not None


def lock(connection: Connection, key: str, at: datetime) -> None:
    """Lock a person's sign-in."""
    insert_new(connection, SIGN_IN_LOCKS, [{"person_key": key, "locked_at": at}])


def unlock(connection: Connection, key: str) -> bool:
    """Release a person's sign-in; return whether it was locked."""
    removed = connection.execute(delete(SIGN_IN_LOCKS).where(SIGN_IN_LOCKS.c.person_key == key))
    return removed.rowcount == 1


def forget_old_failures(
    connection: Connection, until: datetime, accounts: Collection[str]
) -> None:
    """Erase failures that no longer count, and locks of nobody's account.

    ``accounts`` are the keys of those that exist: their locks stay until they are released.
    """
    connection.execute(delete(SIGN_IN_FAILURES).where(SIGN_IN_FAILURES.c.at <= until))
    of_nobody = SIGN_IN_LOCKS.c.person_key.not_in(accounts)
    connection.execute(delete(SIGN_IN_LOCKS).where(SIGN_IN_LOCKS.c.locked_at <= until, of_nobody))


def person_ids(connection: Connection) -> list[str]:
    """Return the id of every account."""
    return list(connection.scalars(select(ACCOUNTS.c.person_id).order_by(ACCOUNTS.c.person_id)))


# ---------------------------------------------------------------- sessions


def add_session(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a session by its token's hash."""
    connection.execute(SESSIONS.insert(), row)


def session(connection: Connection, token_hash: str) -> KeptSession | None:
    """Return a session with its account."""
    found = (
        select(ACCOUNTS, SESSIONS.c.device, SESSIONS.c.signed_in_at, SESSIONS.c.ended_at)
        .join(SESSIONS, SESSIONS.c.person_id == ACCOUNTS.c.person_id)
        .where(SESSIONS.c.token_hash == token_hash)
    )
    row = connection.execute(found).mappings().one_or_none()
    if row is None:
        return None
    return KeptSession(_account(row), row["device"], row["signed_in_at"], row["ended_at"])


def end_session(connection: Connection, token_hash: str, at: datetime) -> None:
    """End a session."""
    ended = update(SESSIONS).where(SESSIONS.c.token_hash == token_hash)
    connection.execute(ended.values(ended_at=at))


def _account(row: Mapping[Any, Any]) -> Account:
    return Account(
        person_id=row["person_id"],
        name=row["name"],
        role=row["role"],
        password_hash=row["password_hash"],
        trained_on=row["trained_on"],
        disabled_at=row["disabled_at"],
    )


def names(connection: Connection) -> dict[str, str]:
    """Return the name of every person, by id."""
    return {
        row.person_id: row.name
        for row in connection.execute(select(ACCOUNTS.c.person_id, ACCOUNTS.c.name))
    }

"""Accounts, their failed sign-ins and locks, and sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from mdt_alpr.domain.people.accounts import access_ends, has_expired
from mdt_alpr.domain.people.provenance import Presence, Seat
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.database import insert_new, is_one_of
from mdt_alpr.hq.base.tables import ACCOUNTS, SESSIONS, SIGN_IN_FAILURES, SIGN_IN_LOCKS


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account."""

    person_id: str
    name: str
    role: Role
    password_hash: str
    trained_on: date | None
    disabled_at: datetime | None = None
    password_set_at: datetime | None = None
    password_is_temporary: bool = False
    expires_at: datetime | None = None
    live_since: datetime | None = None
    is_emergency: bool = False
    paper_by: date | None = None
    refresher_by: date | None = None
    seal: str | None = None

    @property
    def trained_until(self) -> date | None:
        """Return the last day on which the training gives access; None without one."""
        return self.trained_on and access_ends(self.trained_on, self.paper_by, self.refresher_by)

    def is_live(self, now: datetime) -> bool:
        """Tell whether the account is neither disabled nor expired (ACC-10)."""
        return self.disabled_at is None and not has_expired(self.expires_at, now)

    def __repr__(self) -> str:
        """Return a text without the password's hash."""
        return f"Account({self.person_id!r}, {self.role.value!r})"


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it is kept, with the account as it is now."""

    account: Account
    device: str
    signed_in_at: datetime
    used_at: datetime
    proved_at: datetime
    ended_at: datetime | None
    seat: Seat
    unit: str
    bound_to: str
    seal: str | None


def add_account(connection: Connection, account: Account) -> None:
    """Keep a new account; a taken id raises the database's integrity error."""
    row = {
        "person_id": account.person_id,
        "name": account.name,
        "role": account.role,
        "password_hash": account.password_hash,
        "trained_on": account.trained_on,
        "password_set_at": account.password_set_at,
        "password_is_temporary": account.password_is_temporary,
        "expires_at": account.expires_at,
        "live_since": account.live_since,
        "is_emergency": account.is_emergency,
    }
    connection.execute(ACCOUNTS.insert(), row)


def account(connection: Connection, person_id: str) -> Account | None:
    """Return an account."""
    query = select(ACCOUNTS).where(ACCOUNTS.c.person_id == person_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _account(row)


def change_account(connection: Connection, person_id: str, **values: Any) -> bool:
    """Change columns of an account; return whether it is there."""
    changed = update(ACCOUNTS).where(ACCOUNTS.c.person_id == person_id).values(values)
    return connection.execute(changed).rowcount == 1


# ---------------------------------------------------------------- failures and locks


@dataclass(frozen=True, slots=True)
class SignInKeys:
    """Under what failed sign-ins are counted: of a person at one place, and anywhere."""

    here: str
    anywhere: str


def failures_since(connection: Connection, keys: SignInKeys, since: datetime) -> tuple[int, int]:
    """Return how many sign-ins of a person failed after ``since``: here, and anywhere."""
    table = SIGN_IN_FAILURES.c
    queries = (
        select(func.count()).where(key, table.at > since)
        for key in (table.person_key == keys.here, table.account_key == keys.anywhere)
    )
    here, anywhere = (connection.scalar(query) or 0 for query in queries)
    return here, anywhere


def failures_in_a_row(connection: Connection, keys: SignInKeys) -> int:
    """Return how many sign-ins of a person failed anywhere since the last that did not."""
    same = SIGN_IN_FAILURES.c.account_key == keys.anywhere
    return connection.scalar(select(func.count()).where(same)) or 0


def add_failure(connection: Connection, keys: SignInKeys, at: datetime) -> int:
    """Note a failed sign-in; return its number."""
    row = {"person_key": keys.here, "account_key": keys.anywhere, "at": at}
    added = SIGN_IN_FAILURES.insert().values(row).returning(SIGN_IN_FAILURES.c.number)
    number: int = connection.execute(added).scalar_one()
    return number


def forget_failure(connection: Connection, number: int) -> None:
    """Forget a sign-in that did not fail."""
    connection.execute(delete(SIGN_IN_FAILURES).where(SIGN_IN_FAILURES.c.number == number))


def forget_failures(connection: Connection, account_key: str) -> None:
    """Forget a person's failed sign-ins at every place."""
    gone = SIGN_IN_FAILURES.c.account_key == account_key
    connection.execute(delete(SIGN_IN_FAILURES).where(gone))


def is_locked(connection: Connection, keys: SignInKeys) -> bool:
    """Tell whether a person's sign-in is locked, here or everywhere."""
    key = SIGN_IN_LOCKS.c.person_key
    return connection.scalar(select(key).where(key.in_((keys.here, keys.anywhere)))) is not None


def lock(connection: Connection, keys: SignInKeys, at: datetime, *, everywhere: bool) -> None:
    """Lock a person's sign-in."""
    key = keys.anywhere if everywhere else keys.here
    row = {"person_key": key, "account_key": keys.anywhere, "locked_at": at}
    insert_new(connection, SIGN_IN_LOCKS, [row])


def unlock(connection: Connection, account_key: str) -> bool:
    """Release a person's sign-in at every place; return whether it was locked."""
    table = SIGN_IN_LOCKS.c
    held = or_(table.person_key == account_key, table.account_key == account_key)
    return connection.execute(delete(SIGN_IN_LOCKS).where(held)).rowcount > 0


def locked_keys(connection: Connection) -> dict[str, bool]:
    """Return the key of each account that is locked, and whether everywhere."""
    locked: dict[str, bool] = {}
    for row in connection.execute(select(SIGN_IN_LOCKS)):
        key = row.account_key or row.person_key
        locked[key] = locked.get(key, False) or row.person_key == key
    return locked


def forget_old_failures(
    connection: Connection, until: datetime, accounts: Collection[str]
) -> None:
    """Erase old failures and locks of nobody's account.

    ``accounts`` are the keys of those that exist: their locks stay until they are released, their
    failures until a sign-in that does not fail.
    """
    failed, table = SIGN_IN_FAILURES.c, SIGN_IN_LOCKS.c
    connection.execute(
        delete(SIGN_IN_FAILURES).where(failed.at <= until, failed.account_key.not_in(accounts))
    )
    of_nobody = table.person_key.not_in(accounts) & table.account_key.not_in(accounts)
    connection.execute(delete(SIGN_IN_LOCKS).where(table.locked_at <= until, of_nobody))


def person_ids(connection: Connection) -> list[str]:
    """Return the id of every account."""
    return list(connection.scalars(select(ACCOUNTS.c.person_id).order_by(ACCOUNTS.c.person_id)))


# ---------------------------------------------------------------- sessions


_OF_SESSION = (
    "device", "signed_in_at", "used_at", "proved_at", "ended_at", "seat", "unit", "bound_to",
    "seal",
)  # fmt: skip


def add_session(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a session by its token's hash."""
    connection.execute(SESSIONS.insert(), row)


def session(connection: Connection, token_hash: str) -> KeptSession | None:
    """Return a session with its account."""
    return sessions(connection, (token_hash,)).get(token_hash)


def sessions(connection: Connection, token_hashes: Collection[str]) -> dict[str, KeptSession]:
    """Return sessions with their accounts, by the hash of the token."""
    t = SESSIONS.c
    query = (
        select(ACCOUNTS, t.token_hash, *(t[name].label(f"of_{name}") for name in _OF_SESSION))
        .join(SESSIONS, t.person_id == ACCOUNTS.c.person_id)
        .where(is_one_of(connection, t.token_hash, token_hashes))
    )
    return {
        row["token_hash"]: KeptSession(_account(row), *(row[f"of_{name}"] for name in _OF_SESSION))
        for row in connection.execute(query).mappings()
    }


def unsealed_sessions(connection: Connection) -> dict[str, KeptSession]:
    """Return the sessions that last without a mark, by the hash of the token."""
    t = SESSIONS.c
    query = select(t.token_hash).where(t.seal.is_(None), t.ended_at.is_(None))
    return sessions(connection, connection.scalars(query).all())


def seal_session(connection: Connection, token_hash: str, seal: str) -> None:
    """Mark a session."""
    marked = update(SESSIONS).where(SESSIONS.c.token_hash == token_hash)
    connection.execute(marked.values(seal=seal))


def note_use(connection: Connection, token_hash: str, at: datetime) -> None:
    """Note that a session is used."""
    used = update(SESSIONS).where(SESSIONS.c.token_hash == token_hash)
    connection.execute(used.values(used_at=at))


def prove_session(connection: Connection, token_hash: str, at: datetime) -> None:
    """Note that the session's person gave the password again."""
    proved = update(SESSIONS).where(SESSIONS.c.token_hash == token_hash)
    connection.execute(proved.values(proved_at=at))


def end_session(connection: Connection, token_hash: str, at: datetime) -> bool:
    """End a session; tell whether it had not ended before."""
    lasting = SESSIONS.c.token_hash == token_hash, SESSIONS.c.ended_at.is_(None)
    return connection.execute(update(SESSIONS).where(*lasting).values(ended_at=at)).rowcount > 0


def end_sessions(connection: Connection, person_id: str, at: datetime) -> None:
    """End every session of a person."""
    of_person = SESSIONS.c.person_id == person_id, SESSIONS.c.ended_at.is_(None)
    connection.execute(update(SESSIONS).where(*of_person).values(ended_at=at))


def end_every_session(connection: Connection, at: datetime) -> int:
    """End every session; return how many lasted."""
    lasting = update(SESSIONS).where(SESSIONS.c.ended_at.is_(None))
    number: int = connection.execute(lasting.values(ended_at=at)).rowcount
    return number


def accounts(connection: Connection) -> list[Account]:
    """Return every account, by id."""
    rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.person_id))
    return [_account(row) for row in rows.mappings()]


def last_sign_ins(connection: Connection) -> dict[str, datetime]:
    """Return when each person signed in last."""
    last = func.max(SESSIONS.c.signed_in_at).label("at")
    query = select(SESSIONS.c.person_id, last).group_by(SESSIONS.c.person_id)
    return {row.person_id: row.at for row in connection.execute(query)}


def sessions_on(connection: Connection, device: str) -> list[Presence]:
    """Return who was signed in in a car, and when."""
    t = SESSIONS.c
    query = select(t.person_id, t.signed_in_at, t.ended_at).where(
        t.device == device, t.seat == Seat.CAR
    )
    return [Presence(*row) for row in connection.execute(query)]


def others_in(connection: Connection, device: str, person_id: str, since: datetime) -> list[str]:
    """Return the sessions of other people that last in a car, by their tokens' hashes."""
    t = SESSIONS.c
    query = select(t.token_hash).where(
        t.device == device,
        t.seat == Seat.CAR,
        t.person_id != person_id,
        t.ended_at.is_(None),
        t.signed_in_at > since,
    )
    return list(connection.scalars(query.order_by(t.signed_in_at)))


def last_person_on(connection: Connection, device: str) -> str:
    """Return who signed in on a machine last, by user name; empty where nobody did."""
    t = SESSIONS.c
    query = select(t.person_id).where(t.device == device).order_by(t.signed_in_at.desc())
    return connection.scalar(query.limit(1)) or ""


def set_unit(connection: Connection, token_hash: str, unit: str) -> None:
    """Note as which unit a session counts."""
    noted = update(SESSIONS).where(SESSIONS.c.token_hash == token_hash)
    connection.execute(noted.values(unit=unit))


def _account(row: Mapping[Any, Any]) -> Account:
    return Account(
        person_id=row["person_id"],
        name=row["name"],
        role=row["role"],
        password_hash=row["password_hash"],
        trained_on=row["trained_on"],
        disabled_at=row["disabled_at"],
        password_set_at=row["password_set_at"],
        password_is_temporary=row["password_is_temporary"],
        expires_at=row["expires_at"],
        live_since=row["live_since"],
        is_emergency=row["is_emergency"],
        paper_by=row["paper_by"],
        refresher_by=row["refresher_by"],
        seal=row["seal"],
    )


def names(connection: Connection) -> dict[str, str]:
    """Return the name of every person, by id."""
    return {
        row.person_id: row.name
        for row in connection.execute(select(ACCOUNTS.c.person_id, ACCOUNTS.c.name))
    }

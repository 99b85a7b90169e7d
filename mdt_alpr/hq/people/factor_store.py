"""Second factors and recovery codes, as the database keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.tables import (
    ACCOUNTS,
    KEY_CHALLENGES,
    MARKS,
    RECOVERY_CODES,
    SECOND_FACTORS,
    SECURITY_KEYS,
)

_F = SECOND_FACTORS.c
_R = RECOVERY_CODES.c
_DEMAND, _REMOVED = "second_factor", "not_demanded"
_DEMAND_SEAL = "second_factor_seal"


@dataclass(frozen=True, slots=True)
class Factor:
    """A person's second factor; ``secret`` and ``offered`` are sealed, or None."""

    secret: bytes | None
    offered: bytes | None
    offered_at: datetime | None
    last_step: int
    setup_digest: str | None
    setup_until: datetime | None


def factor(connection: Connection, person_id: str) -> Factor | None:
    """Return a person's factor, None where none was ever offered."""
    query = select(
        _F.secret, _F.offered, _F.offered_at, _F.last_step, _F.setup_digest, _F.setup_until
    )
    row = connection.execute(query.where(_F.person_id == person_id)).one_or_none()
    return None if row is None else Factor(*row)


def keep_setup(connection: Connection, person_id: str, digest: str, until: datetime) -> None:
    """Keep what is kept of the code by which a person sets up a factor; an older one is gone."""
    row = {"person_id": person_id, "setup_digest": digest, "setup_until": until}
    put_row(connection, SECOND_FACTORS, row)


def offer(connection: Connection, person_id: str, sealed: bytes, at: datetime) -> None:
    """Keep a secret that waits for its first code; the one in use stays in use."""
    row = {"person_id": person_id, "offered": sealed, "offered_at": at}
    put_row(connection, SECOND_FACTORS, row)


def end_offer(connection: Connection, person_id: str) -> None:
    """Erase the secret that waits for its first code."""
    ended = update(SECOND_FACTORS).where(_F.person_id == person_id)
    connection.execute(ended.values(offered=None, offered_at=None))


def enroll(
    connection: Connection, person_id: str, sealed: bytes, step: int, digests: Iterable[str]
) -> None:
    """Keep a new factor in place of the one before, and of its recovery codes."""
    put_row(
        connection,
        SECOND_FACTORS,
        {
            "person_id": person_id,
            "secret": sealed,
            "last_step": step,
            "setup_digest": None,
            "setup_until": None,
        },
    )
    keep_recovery_codes(connection, person_id, digests)


def end_setup(connection: Connection, person_id: str) -> None:
    """Erase what waits for a first code or answer, and the code that let a person set it up."""
    ended = update(SECOND_FACTORS).where(_F.person_id == person_id)
    connection.execute(
        ended.values(offered=None, offered_at=None, setup_digest=None, setup_until=None)
    )


def keep_recovery_codes(connection: Connection, person_id: str, digests: Iterable[str]) -> None:
    """Keep new recovery codes in place of those before."""
    connection.execute(delete(RECOVERY_CODES).where(_R.person_id == person_id))
    rows = [{"person_id": person_id, "digest": digest} for digest in digests]
    connection.execute(RECOVERY_CODES.insert(), rows)


def has_app(connection: Connection, person_id: str) -> bool:
    """Tell whether a person's app makes codes that count."""
    stored = factor(connection, person_id)
    return stored is not None and stored.secret is not None


def use_step(connection: Connection, person_id: str, step: int) -> bool:
    """Count a time step as used; return whether no one did so before."""
    used = update(SECOND_FACTORS).where(_F.person_id == person_id, _F.last_step < step)
    return connection.execute(used.values(last_step=step)).rowcount == 1


def use_recovery_code(connection: Connection, person_id: str, digest: str) -> bool:
    """Erase a recovery code; return whether it was there."""
    used = delete(RECOVERY_CODES).where(_R.person_id == person_id, _R.digest == digest)
    return connection.execute(used).rowcount == 1


def recovery_codes_left(connection: Connection, person_id: str) -> int:
    """Return how many recovery codes a person has left."""
    return connection.scalar(select(func.count()).where(_R.person_id == person_id)) or 0


def erase(connection: Connection, person_id: str) -> bool:
    """Erase a person's factors and recovery codes; return whether there was one in use."""
    is_enrolled = person_id in people_with(connection)
    for table in (RECOVERY_CODES, SECOND_FACTORS, SECURITY_KEYS, KEY_CHALLENGES):
        connection.execute(delete(table).where(table.c.person_id == person_id))
    return is_enrolled


def enrolled(connection: Connection) -> dict[str, bytes]:
    """Return the sealed secret of everybody whose app makes codes that count."""
    query = select(_F.person_id, _F.secret).where(_F.secret.is_not(None))
    return {row.person_id: row.secret for row in connection.execute(query)}


def people_with(connection: Connection) -> frozenset[str]:
    """Return everybody who has a factor in use: an app, or a security key."""
    with_key = select(SECURITY_KEYS.c.person_id)
    return frozenset({*enrolled(connection), *connection.scalars(with_key)})


def people_without(connection: Connection) -> int:
    """Return how many accounts that are not disabled have no factor in use."""
    live = select(ACCOUNTS.c.person_id).where(ACCOUNTS.c.disabled_at.is_(None))
    return len({*connection.scalars(live)} - people_with(connection))


def mark(connection: Connection, name: str) -> str | None:
    """Return a mark that headquarters keeps of itself."""
    return connection.scalar(select(MARKS.c.value).where(MARKS.c.name == name))


def seal_again(connection: Connection, person_id: str, secret: bytes) -> None:
    """Keep the secret of a person's app under another seal."""
    sealed = update(SECOND_FACTORS).where(_F.person_id == person_id)
    connection.execute(sealed.values(secret=secret))


def end_recovery_codes(connection: Connection) -> int:
    """Erase every recovery code, offer and set-up code; return how many people had codes."""
    people = connection.scalar(select(func.count(_R.person_id.distinct()))) or 0
    connection.execute(delete(RECOVERY_CODES))
    connection.execute(
        update(SECOND_FACTORS).values(
            offered=None, offered_at=None, setup_digest=None, setup_until=None
        )
    )
    return people


def is_removed(connection: Connection) -> bool:
    """Tell whether a setting removed the demand for a second factor."""
    query = select(MARKS.c.value).where(MARKS.c.name == _DEMAND)
    return connection.scalar(query) == _REMOVED


def set_removed(connection: Connection, *, removed: bool) -> None:
    """Keep that setting."""
    put_row(connection, MARKS, {"name": _DEMAND, "value": _REMOVED if removed else "demanded"})


def seal_removal(connection: Connection, seal: str) -> None:
    """Keep the mark of a removed demand."""
    put_row(connection, MARKS, {"name": _DEMAND_SEAL, "value": seal})


def removal_seal(connection: Connection) -> str | None:
    """Return the mark of a removed demand."""
    return mark(connection, _DEMAND_SEAL)

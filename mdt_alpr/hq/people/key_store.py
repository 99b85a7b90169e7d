"""Security keys and the questions to them, as the database keeps them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from mdt_alpr.hq.base.tables import KEY_CHALLENGES, MARKS, SECURITY_KEYS

_K = SECURITY_KEYS.c
_C = KEY_CHALLENGES.c
_SITE = "security_key_site"


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A person's security key; ``credential`` is sealed."""

    key_id: str
    person_id: str
    name: str
    credential: bytes
    counter: int
    added_at: datetime
    used_at: datetime | None


def site(connection: Connection) -> str | None:
    """Return the name by which keys know this headquarters, None before the first."""
    return connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _SITE))


def keep_site(connection: Connection, name: str) -> None:
    """Keep that name, for good."""
    connection.execute(MARKS.insert().values(name=_SITE, value=name))


def keys_of(connection: Connection, person_id: str) -> list[KeptKey]:
    """Return a person's keys, the oldest first."""
    query = select(*_K).where(_K.person_id == person_id).order_by(_K.added_at, _K.key_id)
    return [KeptKey(*row) for row in connection.execute(query)]


def every_key(connection: Connection) -> list[KeptKey]:
    """Return everybody's keys."""
    return [KeptKey(*row) for row in connection.execute(select(*_K).order_by(_K.key_id))]


def count(connection: Connection, person_id: str) -> int:
    """Return how many keys a person has."""
    return connection.scalar(select(func.count()).where(_K.person_id == person_id)) or 0


def is_kept(connection: Connection, key_id: str) -> bool:
    """Tell whether this key is somebody's."""
    return connection.scalar(select(func.count()).where(_K.key_id == key_id)) != 0


def add(connection: Connection, key: KeptKey) -> None:
    """Keep a new key."""
    connection.execute(
        SECURITY_KEYS.insert().values(
            key_id=key.key_id,
            person_id=key.person_id,
            name=key.name,
            credential=key.credential,
            counter=key.counter,
            added_at=key.added_at,
        )
    )


def rename(connection: Connection, key_id: str, name: str) -> None:
    """Give a key another name."""
    connection.execute(update(SECURITY_KEYS).where(_K.key_id == key_id).values(name=name))


def remove(connection: Connection, key_id: str) -> None:
    """Erase a key."""
    connection.execute(delete(SECURITY_KEYS).where(_K.key_id == key_id))


def use(connection: Connection, key: KeptKey, counter: int, at: datetime) -> bool:
    """Keep a key's later counter; return whether no one used the key meanwhile."""
    used = update(SECURITY_KEYS).where(_K.key_id == key.key_id, _K.counter == key.counter)
    return connection.execute(used.values(counter=counter, used_at=at)).rowcount == 1


def seal_again(connection: Connection, key_id: str, credential: bytes) -> None:
    """Keep a key under another seal."""
    sealed = update(SECURITY_KEYS).where(_K.key_id == key_id)
    connection.execute(sealed.values(credential=credential))


def ask(
    connection: Connection, digest: str, person_id: str, until: datetime, *, adds: bool
) -> None:
    """Keep a question to a person's key; ``adds``: its answer adds a key."""
    row = {"digest": digest, "person_id": person_id, "until": until, "adds": adds}
    connection.execute(KEY_CHALLENGES.insert().values(row))


def forget_late(connection: Connection, person_id: str, now: datetime) -> None:
    """Erase the person's questions that were not answered in time."""
    late = delete(KEY_CHALLENGES).where(_C.person_id == person_id, _C.until <= now)
    connection.execute(late)


def answered(
    connection: Connection, digest: str, person_id: str, now: datetime, *, adds: bool
) -> bool:
    """Erase a question; return whether it was open to this answer."""
    asked = delete(KEY_CHALLENGES).where(
        _C.digest == digest, _C.person_id == person_id, _C.adds == adds, _C.until > now
    )
    return connection.execute(asked).rowcount == 1

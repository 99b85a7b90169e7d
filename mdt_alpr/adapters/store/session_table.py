"""Who sits in the car, kept for a restart in mid-shift."""

from sqlalchemy import Connection, delete, insert, select, update

from mdt_alpr.adapters.store.tables import SESSIONS
from mdt_alpr.domain.people.roles import Session


def save(connection: Connection, session: Session | None, *, locked: bool) -> None:
    """Keep the session in place of any other, and whether its screen is locked; None erases it."""
    connection.execute(delete(SESSIONS))
    if session is None:
        return
    connection.execute(
        insert(SESSIONS).values(
            person_id=session.person_id,
            name=session.name,
            role=session.role,
            signed_in_at=session.signed_in_at,
            token=session.token,
            locked=locked,
        )
    )


def lock(connection: Connection) -> None:
    """Keep that the screen is locked, until a session is kept anew."""
    connection.execute(update(SESSIONS).values(locked=True))


def is_locked(connection: Connection) -> bool:
    """Tell whether the screen was locked when the program ended."""
    return bool(connection.scalar(select(SESSIONS.c.locked)))


def load(connection: Connection) -> Session | None:
    """Return the session, None where nobody was signed in."""
    row = connection.execute(select(SESSIONS)).one_or_none()
    if row is None:
        return None
    return Session(row.person_id, row.name, row.role, row.signed_in_at, row.token)

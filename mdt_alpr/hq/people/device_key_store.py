"""The keys that devices show, and which of them count."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.evidence_tables import DEVICE_KEYS


def accepted_keys(connection: Connection, device: str) -> frozenset[str]:
    """Return the keys of a device that count."""
    found = select(DEVICE_KEYS.c.public_key).where(
        DEVICE_KEYS.c.device == device, DEVICE_KEYS.c.accepted_at.is_not(None)
    )
    return frozenset(connection.scalars(found))


def waiting_keys(connection: Connection, device: str = "") -> list[tuple[str, str]]:
    """Return the keys that nobody accepted, each with its device, the newest first.

    ``device`` empty is every device.
    """
    t = DEVICE_KEYS.c
    found = select(t.public_key, t.device).where(t.accepted_at.is_(None))
    if device:
        found = found.where(t.device == device)
    rows = connection.execute(found.order_by(t.told_at.desc(), t.public_key))
    return [(row.public_key, row.device) for row in rows]


def add_key(connection: Connection, device: str, public_key: str, now: datetime) -> None:
    """Note a key that a device told; it does not count yet."""
    row = {"device": device, "public_key": public_key, "told_at": now}
    told = insert(connection, DEVICE_KEYS).on_conflict_do_update(
        index_elements=[DEVICE_KEYS.c.device, DEVICE_KEYS.c.public_key], set_={"told_at": now}
    )
    connection.execute(told, row)


def accept_key(
    connection: Connection, device: str, public_key: str, by: str, now: datetime
) -> None:
    """Let a key count from now on."""
    connection.execute(
        update(DEVICE_KEYS)
        .where(DEVICE_KEYS.c.device == device, DEVICE_KEYS.c.public_key == public_key)
        .values(accepted_at=now, accepted_by=by)
    )

"""What headquarters knows of a device: its keys, its unit, and who signed in on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.people.provenance import SignInRecord
from mdt_alpr.hq.base.database import insert_new, put_row
from mdt_alpr.hq.base.hit_tables import DEVICE_KEYS, DEVICE_SIGN_INS, DEVICE_UNITS, HIT_LOG
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES, SESSIONS


def accepted_keys(connection: Connection, device: str) -> frozenset[str]:
    """Return the keys of a device that count."""
    query = select(DEVICE_KEYS.c.public_key).where(
        DEVICE_KEYS.c.device == device, DEVICE_KEYS.c.accepted_at.is_not(None)
    )
    return frozenset(connection.scalars(query))


def waiting_keys(connection: Connection, device: str = "") -> list[tuple[str, str]]:
    """Return the keys that nobody accepted, each with its device, the newest first.

    ``device`` empty is every device.
    """
    t = DEVICE_KEYS.c
    query = select(t.public_key, t.device).where(t.accepted_at.is_(None))
    if device:
        query = query.where(t.device == device)
    rows = connection.execute(query.order_by(t.shown_at.desc(), t.public_key))
    return [(row.public_key, row.device) for row in rows]


def add_key(connection: Connection, device: str, public_key: str, now: datetime) -> None:
    """Note a key that a device showed; it does not count yet."""
    row = {"device": device, "public_key": public_key, "shown_at": now}
    put_row(connection, DEVICE_KEYS, row)


def accept_key(
    connection: Connection, device: str, public_key: str, by: str, now: datetime
) -> None:
    """Let a key count from now on."""
    connection.execute(
        update(DEVICE_KEYS)
        .where(DEVICE_KEYS.c.device == device, DEVICE_KEYS.c.public_key == public_key)
        .values(accepted_at=now, accepted_by=by)
    )


@dataclass(frozen=True, slots=True)
class BoundUnit:
    """Which unit a device is."""

    device: str
    unit: str
    bound_at: datetime
    bound_by: str


def unit_of(connection: Connection, device: str) -> str | None:
    """Return the unit of a device."""
    return connection.scalar(select(DEVICE_UNITS.c.unit).where(DEVICE_UNITS.c.device == device))


def device_of(connection: Connection, unit: str) -> str | None:
    """Return the device of a unit, whatever the case of its letters."""
    query = select(DEVICE_UNITS.c.device).where(DEVICE_UNITS.c.unit_key == _key(unit))
    return connection.scalar(query)


def bind(connection: Connection, device: str, unit: str, now: datetime, by: str) -> None:
    """Let a device be this unit, and no other device."""
    t = DEVICE_UNITS.c
    connection.execute(delete(DEVICE_UNITS).where(t.unit_key == _key(unit), t.device != device))
    values = {"unit": unit.strip(), "unit_key": _key(unit), "bound_at": now, "bound_by": by}
    put_row(connection, DEVICE_UNITS, {"device": device, **values})


def units(connection: Connection) -> list[BoundUnit]:
    """Return every device that is a unit, by unit."""
    t = DEVICE_UNITS.c
    query = select(t.device, t.unit, t.bound_at, t.bound_by).order_by(t.unit_key)
    return [BoundUnit(*row) for row in connection.execute(query)]


def known_names(connection: Connection) -> set[str]:
    """Return what cars, sites and units are called: enrolled, signed in, or named by a hit."""
    named = (
        (ENROLLED_DEVICES.c.device, ENROLLED_DEVICES.c.place_name),
        *((table.c.device, table.c.unit) for table in (DEVICE_UNITS, SESSIONS, HIT_LOG)),
    )
    rows = (row for pair in named for row in connection.execute(select(*pair).distinct()))
    return {name for row in rows for name in row if name}


def add_sign_ins(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep what a car noted of sign-ins; the same again changes nothing."""
    insert_new(connection, DEVICE_SIGN_INS, rows)


def sign_ins(connection: Connection, device: str) -> list[SignInRecord]:
    """Return what a car noted of sign-ins."""
    t = DEVICE_SIGN_INS.c
    query = select(t.person_id, t.at, t.signed_in).where(t.device == device)
    return [SignInRecord(*row) for row in connection.execute(query)]


def _key(unit: str) -> str:
    return unit.strip().lower()

"""What headquarters knows of a device besides its key: its unit, and who signed in on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from mdt_alpr.domain.people.provenance import SignInRecord
from mdt_alpr.hq.base.database import insert, insert_new
from mdt_alpr.hq.base.provenance_tables import DEVICE_SIGN_INS, DEVICE_UNITS


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
    found = select(DEVICE_UNITS.c.device).where(DEVICE_UNITS.c.unit_key == _key(unit))
    return connection.scalar(found)


def bind(connection: Connection, device: str, unit: str, now: datetime, by: str) -> None:
    """Let a device be this unit, and no other device."""
    t = DEVICE_UNITS.c
    connection.execute(delete(DEVICE_UNITS).where(t.unit_key == _key(unit), t.device != device))
    values = {"unit": unit.strip(), "unit_key": _key(unit), "bound_at": now, "bound_by": by}
    bound = insert(connection, DEVICE_UNITS).on_conflict_do_update(
        index_elements=[t.device], set_=values
    )
    connection.execute(bound, {"device": device, **values})


def units(connection: Connection) -> list[BoundUnit]:
    """Return every device that is a unit, by unit."""
    t = DEVICE_UNITS.c
    found = select(t.device, t.unit, t.bound_at, t.bound_by).order_by(t.unit_key)
    return [BoundUnit(*row) for row in connection.execute(found)]


def add_sign_ins(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep what a car noted of sign-ins; the same again changes nothing."""
    insert_new(connection, DEVICE_SIGN_INS, rows)


def sign_ins(connection: Connection, device: str) -> list[SignInRecord]:
    """Return what a car noted of sign-ins."""
    t = DEVICE_SIGN_INS.c
    found = select(t.person_id, t.at, t.signed_in).where(t.device == device)
    return [SignInRecord(*row) for row in connection.execute(found)]


def _key(unit: str) -> str:
    return unit.strip().lower()

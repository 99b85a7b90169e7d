"""Machines that are enrolled, their certificates, and codes that wait to be used."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.base.authority import IssuedCertificate
from mdt_alpr.hq.base.database import is_one_of, put_row
from mdt_alpr.hq.base.headquarters import EnrolledDevice
from mdt_alpr.hq.base.tables import (
    DEVICE_CERTIFICATES,
    DEVICES,
    ENROLLED_DEVICES,
    ENROLLMENT_CODES,
    SESSIONS,
)
from mdt_alpr.hq.people.tables import DEVICE_RUNS


@dataclass(frozen=True, slots=True)
class KeptCode:
    """A code as it is kept: not itself."""

    label: str
    digest: str
    device: str
    kind: DeviceKind
    made_by: str
    expires_at: datetime
    tries: int
    ended_at: datetime | None


def add_code(connection: Connection, row: Mapping[str, Any], now: datetime) -> None:
    """Keep a code; an older one of the same machine counts no more."""
    t = ENROLLMENT_CODES.c
    connection.execute(delete(ENROLLMENT_CODES).where(t.expires_at <= now))
    older = t.device == row["device"], t.ended_at.is_(None)
    connection.execute(update(ENROLLMENT_CODES).where(*older).values(ended_at=now))
    connection.execute(ENROLLMENT_CODES.insert(), row)


def code(connection: Connection, label: str) -> KeptCode | None:
    """Return a code by its label."""
    query = select(ENROLLMENT_CODES).where(ENROLLMENT_CODES.c.label == label)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else KeptCode(**row)


def change_code(connection: Connection, label: str, **values: Any) -> None:
    """Change columns of a code."""
    changed = update(ENROLLMENT_CODES).where(ENROLLMENT_CODES.c.label == label)
    connection.execute(changed.values(values))


def enroll(
    connection: Connection, issued_code: KeptCode, issued: IssuedCertificate, now: datetime
) -> None:
    """Keep a machine with its certificate; earlier ones of its name count no more."""
    made = {"kind": issued_code.kind, "enrolled_at": now, "enrolled_by": issued_code.made_by}
    empty = ("revoked_at", "revoked_by", "reason", "wipe_ordered_at", "wiped_at", "used_twice_at")
    put_row(
        connection,
        ENROLLED_DEVICES,
        {"device": issued_code.device, **made, **dict.fromkeys(empty)},
    )
    t = DEVICE_CERTIFICATES.c
    earlier = t.device == issued_code.device, t.counts_until > now
    connection.execute(update(DEVICE_CERTIFICATES).where(*earlier).values(counts_until=now))
    add_certificate(connection, issued_code.device, issued, now)


def add_certificate(
    connection: Connection, device: str, issued: IssuedCertificate, now: datetime
) -> None:
    """Keep another certificate of a machine; those before it count to their end."""
    row = {
        "fingerprint": issued.fingerprint,
        "device": device,
        "serial": issued.serial,
        "issued_at": now,
        "ends_at": issued.ends_at,
        "counts_until": issued.ends_at,
    }
    connection.execute(DEVICE_CERTIFICATES.insert(), row)


def certificates_over(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Return the certificates that another one replaced before their end, each with its end."""
    c = DEVICE_CERTIFICATES.c
    query = select(c.fingerprint, c.ends_at).where(c.ends_at > now, c.counts_until <= now)
    return {row.fingerprint: row.ends_at for row in connection.execute(query)}


def end_certificates(connection: Connection, fingerprints: Collection[str], now: datetime) -> None:
    """Let certificates count no more."""
    c = DEVICE_CERTIFICATES.c
    named = is_one_of(connection, c.fingerprint, fingerprints), c.counts_until > now
    connection.execute(update(DEVICE_CERTIFICATES).where(*named).values(counts_until=now))


def end_codes(connection: Connection, now: datetime) -> int:
    """Let every code that waits count no more; return how many there were."""
    t = ENROLLMENT_CODES.c
    waiting = t.ended_at.is_(None), t.expires_at > now
    ended = update(ENROLLMENT_CODES).where(*waiting).values(ended_at=now)
    number: int = connection.execute(ended).rowcount
    return number


def device_by(connection: Connection, fingerprint: str) -> EnrolledDevice | None:
    """Return whose certificate it is."""
    d, c, runs = ENROLLED_DEVICES.c, DEVICE_CERTIFICATES.c, DEVICE_RUNS.c.runs
    query = (
        select(d.device, d.kind, d.revoked_at, d.wipe_ordered_at, c.ends_at, c.counts_until, runs)
        .join(DEVICE_CERTIFICATES, c.device == d.device)
        .outerjoin(DEVICE_RUNS, DEVICE_RUNS.c.device == d.device)
        .where(c.fingerprint == fingerprint)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else EnrolledDevice(*row[:-1], runs=_each_line(row.runs))


def runs_by(
    connection: Connection, fingerprints: Collection[str], now: datetime
) -> dict[str, str]:
    """Return the last start of each machine's program, where its certificate counts."""
    d, c = ENROLLED_DEVICES.c, DEVICE_CERTIFICATES.c
    counts = d.revoked_at.is_(None), c.counts_until > now
    query = (
        select(c.fingerprint, DEVICE_RUNS.c.runs)
        .join(ENROLLED_DEVICES, d.device == c.device)
        .join(DEVICE_RUNS, DEVICE_RUNS.c.device == c.device)
        .where(is_one_of(connection, c.fingerprint, fingerprints), *counts)
    )
    return {row.fingerprint: _each_line(row.runs)[-1] for row in connection.execute(query)}


def runs_of(connection: Connection, device: str) -> tuple[str, ...]:
    """Return the last starts of a machine's program."""
    query = select(DEVICE_RUNS.c.runs).where(DEVICE_RUNS.c.device == device)
    return _each_line(connection.scalar(query))


def keep_runs(connection: Connection, device: str, runs: tuple[str, ...]) -> None:
    """Keep the last starts of a machine's program."""
    put_row(connection, DEVICE_RUNS, {"device": device, "runs": "\n".join(runs)})


def _each_line(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(text.split("\n"))


def change_device(connection: Connection, device: str, **values: Any) -> bool:
    """Change columns of a machine; return whether it is there."""
    changed = update(ENROLLED_DEVICES).where(ENROLLED_DEVICES.c.device == device)
    return connection.execute(changed.values(values)).rowcount == 1


def is_revoked(connection: Connection, device: str) -> bool | None:
    """Tell whether a machine is revoked; None where no such machine is enrolled."""
    table = ENROLLED_DEVICES.c
    row = connection.execute(select(table.revoked_at).where(table.device == device)).one_or_none()
    return None if row is None else row.revoked_at is not None


def desks_in_use(connection: Connection, now: datetime) -> set[str]:
    """Return the desks whose certificate counts."""
    d, c = ENROLLED_DEVICES.c, DEVICE_CERTIFICATES.c
    query = select(d.device).join(DEVICE_CERTIFICATES, c.device == d.device)
    counts = d.kind == DeviceKind.DESK, d.revoked_at.is_(None), c.counts_until > now
    return set(connection.scalars(query.where(*counts)))


def used_twice_at(connection: Connection, device: str) -> datetime | None:
    """Return when two machines used its certificate last."""
    table = ENROLLED_DEVICES.c
    return connection.scalar(select(table.used_twice_at).where(table.device == device))


def copied(connection: Connection) -> tuple[str, ...]:
    """Return the machines in use whose certificate two machines used at the same time."""
    t = ENROLLED_DEVICES.c
    query = select(t.device).where(t.used_twice_at.is_not(None), t.revoked_at.is_(None))
    return tuple(connection.scalars(query.order_by(t.device)))


def devices(connection: Connection) -> list[Mapping[str, Any]]:
    """Return every machine with its newest certificate, by name."""
    c = DEVICE_CERTIFICATES.c
    newest = (
        select(c.device, func.max(c.issued_at).label("at")).group_by(c.device).subquery("newest")
    )
    query = (
        select(ENROLLED_DEVICES, c.ends_at, c.serial)
        .outerjoin(newest, newest.c.device == ENROLLED_DEVICES.c.device)
        .outerjoin(
            DEVICE_CERTIFICATES, (c.device == newest.c.device) & (c.issued_at == newest.c.at)
        )
        .order_by(ENROLLED_DEVICES.c.device)
    )
    by_name = {row["device"]: row for row in connection.execute(query).mappings()}
    return [dict(row) for row in by_name.values()]


def in_use(connection: Connection) -> list[Mapping[str, Any]]:
    """Return every machine that was not revoked, by name."""
    return [row for row in devices(connection) if row["revoked_at"] is None]


# ---------------------------------------------------------------- fixed cameras

PLACE_COLUMNS = ("place_name", "lat", "lon", "direction")


def silent(connection: Connection, since: datetime) -> tuple[list[str], int]:
    """Return the cars that count and were not heard of since then, and how many count."""
    t = ENROLLED_DEVICES.c
    heard = func.coalesce(DEVICES.c.last_seen_at, t.enrolled_at)
    cars = (
        select(t.device, heard.label("heard_at"))
        .outerjoin(DEVICES, DEVICES.c.device == t.device)
        .where(t.kind == DeviceKind.CAR, t.revoked_at.is_(None))
    )
    rows = connection.execute(cars.order_by(t.device)).all()
    return [row.device for row in rows if row.heard_at < since], len(rows)


def place_in(row: Mapping[str, Any]) -> CameraPlace | None:
    """Return the place in a row; None of no camera, and of one that has none yet."""
    is_placed = row["kind"] is DeviceKind.CAMERA and row["place_name"] is not None
    return CameraPlace(*(row[name] for name in PLACE_COLUMNS)) if is_placed else None


def place(connection: Connection, device: str, at: CameraPlace) -> bool:
    """Keep where a camera is; return whether there is such a camera in use."""
    t = ENROLLED_DEVICES.c
    is_it = t.device == device, t.kind == DeviceKind.CAMERA, t.revoked_at.is_(None)
    values = dict(zip(PLACE_COLUMNS, (at.name, at.lat, at.lon, at.direction), strict=True))
    return connection.execute(update(ENROLLED_DEVICES).where(*is_it).values(values)).rowcount == 1


def cameras(connection: Connection) -> dict[str, CameraPlace | None]:
    """Return every fixed camera that is or was in use, with its place."""
    t = ENROLLED_DEVICES.c
    query = select(ENROLLED_DEVICES).where(t.kind == DeviceKind.CAMERA)
    rows = connection.execute(query.order_by(t.device)).mappings()
    return {row["device"]: place_in(dict(row)) for row in rows}


def end_sessions_on(connection: Connection, device: str, at: datetime) -> int:
    """End every session on a machine; return how many lasted."""
    t = SESSIONS.c
    lasting = t.device == device, t.ended_at.is_(None)
    ended: int = connection.execute(update(SESSIONS).where(*lasting).values(ended_at=at)).rowcount
    return ended

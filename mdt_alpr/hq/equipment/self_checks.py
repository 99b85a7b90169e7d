"""The checks with which devices began their shifts, out of their audit entries (MNT-03)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, tuple_

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.self_check import (
    SELF_CHECK_WITHIN,
    CheckPart,
    SelfCheck,
    self_check,
    unchecked_words,
)
from mdt_alpr.hq.base.database import insert_new
from mdt_alpr.hq.base.equipment_tables import SELF_CHECKS
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.upkeep import upkeep_of
from mdt_alpr.wire.equipment import DeviceCheckMessage
from mdt_alpr.wire.messages import AuditMessage

_T = SELF_CHECKS.c


def keep(work: Work, device: str, entries: Iterable[AuditMessage]) -> None:
    """Keep the checks among a device's audit entries; the same one again changes nothing."""
    checks = (
        self_check(min(entry.at, work.now), dict(entry.detail))
        for entry in entries
        if entry.event == AuditEvent.SELF_CHECKED
    )
    rows = [
        {"device": device, "at": check.at, "failed": ",".join(check.failed)} for check in checks
    ]
    insert_new(work.connection, SELF_CHECKS, rows)


def unchecked(work: Work, device: str, at: datetime) -> str:
    """Return what a device lacked at an instant; empty where nothing.

    It missed or failed the check of its shift, or its upkeep was overdue or failed (MNT-02).
    """
    query = (
        select(_T.at, _T.failed)
        .where(_T.device == device, _T.at <= at + SELF_CHECK_WITHIN)
        .order_by(_T.at.desc())
        .limit(1)
    )
    row = work.connection.execute(query).first()
    words = unchecked_words(None if row is None else _check(*row), at)
    return f"{words} {upkeep_of(work.connection, device, at).details}".strip()


def last_checks(work: Work) -> tuple[DeviceCheckMessage, ...]:
    """Return the newest check of each device, by name."""
    newest = select(_T.device, func.max(_T.at)).group_by(_T.device)
    query = select(SELF_CHECKS).where(tuple_(_T.device, _T.at).in_(newest)).order_by(_T.device)
    return tuple(
        DeviceCheckMessage(row.device, row.at, _check(row.at, row.failed).words)
        for row in work.connection.execute(query)
    )


def _check(at: datetime, failed: str) -> SelfCheck:
    return SelfCheck(at, tuple(CheckPart(part) for part in failed.split(",") if part))

"""Records of restricted files: each time one is shown or disclosed is on record (HOT-10).

CJIS 4.2.2 and AU-3(1): operator, receiving agency, requester, secondary recipient. The lines are
entries of the audit of headquarters and of the cars, which nobody changes or erases.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow

MOST_ROWS = 500
SHOWN, DISCLOSED = "shown", "disclosed"
_OWN = (AuditEvent.HQ_RESTRICTED_SHOWN, AuditEvent.HQ_RESTRICTED_DISCLOSED)
_FIELDS = ("agency", "requester", "secondary", "reason")


def note_shown(work: Work, hit_id: str, by: str) -> None:
    """Record that a hit on a restricted file is shown to a person; of others nothing."""
    t = HIT_LOG.c
    found = select(t.category).where(t.day == capture_day(hit_id), t.hit_id == hit_id)
    code = work.connection.scalar(found)
    if code is not None and CATEGORIES[code].restricted:
        record(work, AuditEvent.HQ_RESTRICTED_SHOWN, hit_id, by, ("category", code))


def disclose(work: Work, by: str, disclosure: RestrictedDisclosure) -> None:
    """Record that a record of a restricted file was disclosed to another agency.

    Raises:
        DomainError: what nobody could account for.
    """
    disclosure.check()
    facts = [(name, getattr(disclosure, name)) for name in ("category", *_FIELDS)]
    record(work, AuditEvent.HQ_RESTRICTED_DISCLOSED, disclosure.subject, by, *facts)


def log(work: Work, by: str, before: datetime | None, most: int) -> RestrictedLogMessage:
    """Return the newest lines, those before an instant where one is named; recorded.

    Raises:
        RefusedError: too many are asked for.
    """
    if not 0 < most <= MOST_ROWS:
        raise RefusedError(Problem.TOO_LARGE, f"At most {MOST_ROWS} rows.")
    names = people.names(work.connection)
    rows = [
        *_of_headquarters(work.connection, names, before, most + 1),
        *_of_cars(work.connection, names, before, most + 1),
    ]
    rows.sort(key=lambda row: (row.at, row.number), reverse=True)
    record(work, AuditEvent.HQ_AUDIT_VIEWED, "restricted files", by)
    return RestrictedLogMessage(tuple(rows[:most]), len(rows) > most)


def _of_headquarters(
    connection: Connection, names: dict[str, str], before: datetime | None, most: int
) -> Iterable[RestrictedLogRow]:
    t = OWN_AUDIT.c
    found = select(OWN_AUDIT).where(t.event.in_(_OWN), *_until(t.at, before))
    for row in connection.execute(found.order_by(t.at.desc(), t.sequence.desc()).limit(most)):
        entry = own_audit.entry_of(row)
        facts = dict(entry.detail)
        what = DISCLOSED if entry.event is AuditEvent.HQ_RESTRICTED_DISCLOSED else SHOWN
        yield RestrictedLogRow(
            at=entry.at,
            number=f"{entry.sequence:012}",
            what=what,
            category=facts.get("category", ""),
            subject=entry.subject,
            operator=names.get(entry.person, entry.person),
            where=facts.get("by_device", ""),
            **{name: facts.get(name, "") for name in _FIELDS},
        )


def _of_cars(
    connection: Connection, names: dict[str, str], before: datetime | None, most: int
) -> Iterable[RestrictedLogRow]:
    t = DEVICE_AUDIT.c
    shown = t.event == AuditEvent.RESTRICTED_SHOWN
    found = select(DEVICE_AUDIT).where(shown, *_until(t.at, before))
    rows: Iterable[Any] = connection.execute(found.order_by(t.at.desc()).limit(most))
    for row in rows:
        entry = decode(AuditMessage, row.body)
        facts = dict(entry.detail)
        yield RestrictedLogRow(
            at=entry.at,
            number=f"{entry.device} {entry.sequence:012}",
            what=SHOWN,
            category=facts.get("category", ""),
            subject=entry.subject,
            operator=names.get(entry.person, entry.person),
            where=entry.device,
        )


def _until(at: ColumnElement[datetime], before: datetime | None) -> list[ColumnElement[bool]]:
    return [] if before is None else [at < before]

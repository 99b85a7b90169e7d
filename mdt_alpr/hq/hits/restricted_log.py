"""Records of restricted files: each time one is shown or disclosed is on record (HOT-10).

CJIS 4.2.2 and AU-3(1): operator, receiving agency, requester, secondary recipient. The lines are
entries of the audit of headquarters and of the cars, which nobody changes or erases.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow

MOST_ROWS = 500
SHOWN, DISCLOSED = "shown", "disclosed"
_OWN = (AuditEvent.HQ_RESTRICTED_SHOWN, AuditEvent.HQ_RESTRICTED_DISCLOSED)
_ORDERS = ("at", "what", "category", "operator", "agency", "secondary", "reason")
_BY_TIME = attrgetter("at", "number")
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


def log(work: Work, by: str, which: Paging, most: int) -> RestrictedLogMessage:
    """Return a page of the lines of headquarters and the cars; recorded.

    Lines lie sealed in two tables: another order than the newest first is made of all of them.

    Raises:
        RefusedError: too many are asked for, or there is no such order or page.
    """
    if not 0 < most <= MOST_ROWS:
        raise RefusedError(Problem.TOO_LARGE, f"At most {MOST_ROWS} rows.")
    if which.order not in ("", *_ORDERS) or which.first < 0:
        raise RefusedError(Problem.MALFORMED, "order or first: no such order or page")
    names, end = people.names(work.connection), which.first + most
    newest = None if which.order else end + 1
    rows = [
        *_of_headquarters(work.connection, names, newest),
        *_of_cars(work.connection, names, newest),
    ]
    rows.sort(key=_BY_TIME, reverse=which.descending or not which.order)
    if which.order:
        rows.sort(key=attrgetter(which.order), reverse=which.descending)
    record(work, AuditEvent.HQ_AUDIT_VIEWED, "restricted files", by)
    return RestrictedLogMessage(tuple(rows[which.first : end]), len(rows) > end)


def _of_headquarters(
    connection: Connection, names: dict[str, str], newest: int | None
) -> Iterable[RestrictedLogRow]:
    t = OWN_AUDIT.c
    found = select(OWN_AUDIT).where(t.event.in_(_OWN))
    for row in connection.execute(found.order_by(t.at.desc(), t.sequence.desc()).limit(newest)):
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
    connection: Connection, names: dict[str, str], newest: int | None
) -> Iterable[RestrictedLogRow]:
    t = DEVICE_AUDIT.c
    found = select(DEVICE_AUDIT).where(t.event == AuditEvent.RESTRICTED_SHOWN)
    rows: Iterable[Any] = connection.execute(found.order_by(t.at.desc()).limit(newest))
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

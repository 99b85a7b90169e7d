"""Records of restricted files: each time one is shown or disclosed is on record (HOT-10).

CJIS 4.2.2 and AU-3(1): operator, receiving agency, requester, secondary recipient. The lines are
entries of the audit of headquarters and of the cars, which nobody changes or erases.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, literal, select, union_all

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.paging import LARGEST_FIRST, Paging
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.reads.device_audit import entry_of
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow

MOST_ROWS, MOST_SORTED = 500, 5_000
SHOWN, DISCLOSED = "shown", "disclosed"
_OWN = (AuditEvent.HQ_RESTRICTED_SHOWN, AuditEvent.HQ_RESTRICTED_DISCLOSED)
_AT = "at"
_ORDERS = (_AT, "what", "category", "operator", "agency", "secondary", "reason")
_FIELDS = ("agency", "requester", "secondary", "reason")
_O, _D = OWN_AUDIT.c, DEVICE_AUDIT.c
_LINES = union_all(
    select(
        _O.at, literal(own_audit.DEVICE).label("chain"), _O.sequence, _O.event, _O.person,
        _O.subject, _O.device, _O.detail.label("body"),
    ).where(_O.event.in_(_OWN)),
    select(
        _D.at, _D.device.label("chain"), _D.sequence, _D.event, _D.person,
        _D.subject, _D.device, _D.body,
    ).where(_D.event == AuditEvent.RESTRICTED_SHOWN),
).subquery()  # fmt: skip
_BY_TIME = (_LINES.c.at, _LINES.c.chain, _LINES.c.sequence)


def note_shown(work: Work, hit_id: str, by: str) -> None:
    """Record that a hit on a restricted file is shown to a person; of others nothing."""
    t = HIT_LOG.c
    query = select(t.category).where(t.day == capture_day(hit_id), t.hit_id == hit_id)
    code = work.connection.scalar(query)
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


def log(hq: Headquarters, by: str, paging: Paging, most: int) -> RestrictedLogMessage:
    """Return a page of the lines of headquarters and the cars; recorded.

    What a line says lies sealed: only so many are opened to be sorted by it.

    Raises:
        RefusedError: too many are asked for or to be sorted, or there is no such order or page.
    """
    if not 0 < most <= MOST_ROWS:
        raise RefusedError(Problem.TOO_LARGE, f"At most {MOST_ROWS} rows.")
    if paging.order not in ("", *_ORDERS) or not 0 <= paging.first <= LARGEST_FIRST:
        raise RefusedError(Problem.MALFORMED, "order or first: no such order or page")
    with hq.reading() as work:
        rows = _page(work.connection, paging, most + 1)
    with hq.writing() as work:
        record(work, AuditEvent.HQ_AUDIT_VIEWED, "restricted files", by)
    return RestrictedLogMessage(tuple(rows[:most]), len(rows) > most)


def _page(connection: Connection, paging: Paging, most: int) -> list[RestrictedLogRow]:
    is_down = paging.descending or not paging.order
    lines = select(_LINES).order_by(*(by.desc() if is_down else by for by in _BY_TIME))
    if paging.order in ("", _AT):
        return _rows(connection, lines.offset(paging.first).limit(most))
    rows = _rows(connection, lines.limit(MOST_SORTED + 1))
    if len(rows) > MOST_SORTED:
        raise RefusedError(Problem.TOO_LARGE, f"More than {MOST_SORTED:,} lines: sort by When.")
    rows.sort(key=attrgetter(paging.order), reverse=paging.descending)
    return rows[paging.first : paging.first + most]


def _rows(connection: Connection, lines: Select[Any]) -> list[RestrictedLogRow]:
    names = people.names(connection)
    return [_row(line, names) for line in connection.execute(lines)]


def _row(line: Any, names: Mapping[str, str]) -> RestrictedLogRow:
    is_own = line.chain == own_audit.DEVICE
    facts = dict(line.body if is_own else entry_of(line.body).detail)
    number = f"{line.sequence:012}"
    return RestrictedLogRow(
        at=line.at,
        number=number if is_own else f"{line.chain} {number}",
        what=DISCLOSED if line.event is AuditEvent.HQ_RESTRICTED_DISCLOSED else SHOWN,
        category=facts.get("category", ""),
        subject=line.subject,
        operator=names.get(line.person, line.person),
        where=line.device,
        **{name: facts.get(name, "") for name in _FIELDS},
    )

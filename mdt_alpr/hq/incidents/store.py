"""Incidents, as they are kept."""

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from mdt_alpr.domain.retention.incidents import Incident, duties
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.paging import Paging, paged
from mdt_alpr.hq.hits.review_store import hold_cases
from mdt_alpr.hq.incidents.tables import INCIDENTS
from mdt_alpr.wire.codec import decode, encode

_T = INCIDENTS.c
_ORDERS = {"number": _T.number, "reported": _T.reported_at, "open": _T.is_live}
_LARGEST = 2**31 - 1
Numbered = tuple[int, Incident]
Seen = list[ColumnElement[bool]]


def hold_reports(work: Work) -> None:
    """Let nobody else change an incident, or open a case, until the end; held before the audit."""
    hold_name(work.connection, INCIDENTS.name)
    hold_cases(work.connection)


def add(work: Work, incident_id: str, incident: Incident) -> tuple[int, bool]:
    """Keep a new incident; return its number, and whether it was not there before."""
    hold_reports(work)
    known = select(_T.number).where(_T.incident_id == incident_id)
    if (number := work.connection.scalar(known)) is not None:
        return int(number), False
    number = int(work.connection.scalar(select(func.max(_T.number))) or 0) + 1
    row = _row(number, incident) | {"incident_id": incident_id, "notified_at": None}
    sealed = sealed_rows.sealed(work.keys, INCIDENTS, row)
    work.connection.execute(INCIDENTS.insert(), sealed)
    return number, True


def change(work: Work, number: int, incident: Incident) -> None:
    """Keep an incident as it is now."""
    sealed = sealed_rows.sealed(work.keys, INCIDENTS, _row(number, incident))
    work.connection.execute(update(INCIDENTS).where(_T.number == number).values(sealed))


def find(work: Work, number: int, seen: Seen) -> Incident | None:
    """Return an incident that may be seen; who changes it holds the reports before."""
    if not 0 < number <= _LARGEST:
        return None
    query = select(INCIDENTS).where(_T.number == number, *seen)
    return next((incident for _, incident in _all(work, query)), None)


def page(work: Work, seen: Seen, paging: Paging, most: int) -> list[Numbered]:
    """Return a page of the incidents that may be seen."""
    query = select(INCIDENTS).where(*seen)
    return _all(work, paged(query, _ORDERS, _T.number, paging, most))


def live(work: Work, seen: Seen) -> list[Numbered]:
    """Return every incident that may be seen and is neither dismissed nor closed."""
    query = select(INCIDENTS).where(_T.is_live, *seen)
    return _all(work, query.order_by(_T.number))


def not_notified(work: Work) -> list[Numbered]:
    """Return the incidents of which nobody was notified yet, oldest first."""
    query = select(INCIDENTS).where(_T.notified_at.is_(None))
    return _all(work, query.order_by(_T.number))


def mark_notified(work: Work, number: int) -> None:
    """Note that the response team was notified."""
    marked = update(INCIDENTS).where(_T.number == number)
    work.connection.execute(marked.values(notified_at=work.now))


def expired(work: Work) -> list[int]:
    """Return the numbers of the incidents whose time is over."""
    return list(work.connection.scalars(select(_T.number).where(_T.expires_at <= work.now)))


def erase(work: Work, number: int) -> None:
    """Erase an incident."""
    work.connection.execute(delete(INCIDENTS).where(_T.number == number))


def _all(work: Work, query: Select[Any]) -> list[Numbered]:
    rows = work.connection.execute(query).mappings()
    opened = (sealed_rows.opened(work.keys, INCIDENTS, row) for row in rows)
    return [(row["number"], decode(Incident, row["body"])) for row in opened if row]


def _row(number: int, incident: Incident) -> dict[str, Any]:
    return {
        "number": number,
        "kind": incident.kind,
        "reported_at": incident.reported_at,
        "reported_by": incident.reported_by,
        "concerns": incident.concerns,
        "expires_at": incident.expires_at,
        "ended_at": None,
        "is_live": bool(duties(incident)),
        "body": encode(incident),
    }

"""The log of access to readers that others operate (OUT-04); each view of it is recorded.

What was typed goes after 90 days, as that of searches of the own data does (RET-09); who, when,
whose readers, for which purpose and how many reads stay.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.retention.outside_access import (
    AccessRefusedError,
    OutsideAccess,
    demand_access,
)
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.paging import Paging, paged
from mdt_alpr.hq.base.tables import ACCOUNTS
from mdt_alpr.hq.outside_requests.service import seen_by
from mdt_alpr.hq.outside_requests.tables import OUTSIDE_ACCESSES
from mdt_alpr.wire.outside import AccessFile, AccessRow, AccessRows, AccessSearch
from mdt_alpr.wire.problems import Problem

AT_ONCE = 100
MOST_EXPORTED = 20_000
SUBJECT = "outside accesses"
COLUMNS = ("number", "at", "logged_at", "person", "name", "agency", "system", "purpose", "found",
           "request")  # fmt: skip
_TYPED = "case", "reason", "sought"
_T = OUTSIDE_ACCESSES.c
_ORDERS = {
    "at": _T.at,
    "person": ACCOUNTS.c.name,
    "agency": _T.agency,
    "purpose": _T.purpose,
    "found": _T.found,
}
_KEPT = [column for column in _T if column is not _T.person_id]


def log(work: Work, caller: Caller, access: OutsideAccess) -> None:
    """Keep an access of the caller.

    Raises:
        RefusedError: something of it is missing; says what.
    """
    try:
        checked = demand_access(access, work.now)
    except AccessRefusedError as error:
        raise RefusedError(Problem.OUTSIDE_REFUSED, str(error)) from error
    assert checked.purpose is not None  # noqa: S101 - ``demand_access`` demands it
    hold_name(work.connection, OUTSIDE_ACCESSES.name)
    number = int(work.connection.scalar(select(func.max(_T.number))) or 0) + 1
    row = {
        "number": number,
        "at": checked.at,
        "logged_at": work.now,
        "person_id": caller.person_id,
        "agency": checked.agency,
        "system": checked.system,
        "purpose": checked.purpose,
        "found": checked.found,
        "request": checked.request,
    }
    work.connection.execute(OUTSIDE_ACCESSES.insert(), row)
    for name in _TYPED:
        place, words = _place(number, name), getattr(checked, name)
        typed_texts.keep(work, place, checked.at, words, typed_texts.new_key())
    facts = (
        ("at", checked.at.isoformat()),
        ("agency", checked.agency),
        ("purpose", checked.purpose.value),
        ("found", str(checked.found)),
    )
    record(work, AuditEvent.HQ_OUTSIDE_ACCESS_LOGGED, str(number), caller.person_id, *facts)


def searched(work: Work, caller: Caller, search: AccessSearch) -> AccessRows:
    """Return a page of the accesses that fit and that a caller may see."""
    rows_found = _found(work, caller, search, AT_ONCE + 1)
    rows = tuple(_rows(work, rows_found[:AT_ONCE]))
    ids = [str(row.number) for row in rows]
    _note(work, AuditEvent.HQ_OUTSIDE_ACCESS_VIEWED, caller, search, returned=ids)
    return AccessRows(rows, len(rows_found) > AT_ONCE)


def exported(work: Work, caller: Caller, search: AccessSearch) -> AccessFile:
    """Return the accesses that fit as CSV, without what was typed.

    Raises:
        RefusedError: there are too many.
    """
    rows_found = _found(work, caller, search, MOST_EXPORTED + 1)
    if len(rows_found) > MOST_EXPORTED:
        detail = f"More than {MOST_EXPORTED} accesses fit. Choose fewer days."
        raise RefusedError(Problem.TOO_LARGE, detail)
    text = csv_text(COLUMNS, (_cells(row) for row in rows_found))
    digest = hashlib.sha256(text.encode()).hexdigest()
    facts = ("sha256", digest), ("entries", str(len(rows_found)))
    _note(work, AuditEvent.HQ_ROWS_EXPORTED, caller, search, *facts)
    return AccessFile(text, digest, len(rows_found))


def _found(work: Work, caller: Caller, search: AccessSearch, most: int) -> list[dict[str, Any]]:
    query: Select[Any] = (
        select(*_KEPT, _T.person_id.label("person"), ACCOUNTS.c.name)
        .join(ACCOUNTS, ACCOUNTS.c.person_id == _T.person_id, isouter=True)
        .where(_T.at >= search.since, _T.at < search.until)
        .where(*seen_by(work, caller, _T.person_id))
    )
    if person := search.person.strip():
        part = ACCOUNTS.c.name.icontains(person, autoescape=True)
        query = query.where(or_(_T.person_id == person, part))
    if agency := search.agency.strip():
        query = query.where(_T.agency.icontains(agency, autoescape=True))
    paging = Paging(search.order, search.descending, search.first)
    rows = work.connection.execute(paged(query, _ORDERS, _T.number, paging, most)).mappings()
    return [{**row, "name": row["name"] or ""} for row in rows]


def _rows(work: Work, rows: list[dict[str, Any]]) -> Iterable[AccessRow]:
    places = [_place(row["number"], name) for row in rows for name in _TYPED]
    texts = typed_texts.of_places(work, places)
    for row in rows:
        typed: dict[str, Any] = {name: texts.get(_place(row["number"], name)) for name in _TYPED}
        yield AccessRow(**row, **typed)


def _note(
    work: Work,
    event: AuditEvent,
    caller: Caller,
    search: AccessSearch,
    *facts: tuple[str, str],
    returned: Iterable[str] | None = None,
) -> None:
    span = ("since", search.since.isoformat()), ("until", search.until.isoformat())
    given = (("person", search.person), ("agency", search.agency))
    typed = tuple(fact for fact in given if fact[1])
    who = caller.person_id
    record(work, event, SUBJECT, who, *span, *facts, typed=typed, returned=returned)


def _cells(row: dict[str, Any]) -> Iterable[str]:
    for name in COLUMNS:
        value = row[name]
        yield value.isoformat() if isinstance(value, datetime) else str(value)


def _place(number: int, name: str) -> str:
    return f"{OUTSIDE_ACCESSES.name}/{number}/{name}"

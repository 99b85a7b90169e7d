"""Own requests to other agencies, as they are kept."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update

from mdt_alpr.domain.retention.outside_requests import OutsideRequest
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.paging import Paging, paged
from mdt_alpr.hq.outside_requests.tables import OUTSIDE_REQUESTS
from mdt_alpr.wire.codec import decode, encode

_T = OUTSIDE_REQUESTS.c
_ORDERS = {"number": _T.number, "requested": _T.requested_at, "ended": _T.ended_at}
"""By what requests may be sorted; what is sealed sorts nothing."""
_LARGEST = 2**31 - 1
Numbered = tuple[int, OutsideRequest]
Seen = list[ColumnElement[bool]]


def add(work: Work, request: OutsideRequest) -> int:
    """Keep a new request; return its number."""
    hold_name(work.connection, OUTSIDE_REQUESTS.name)
    number = int(work.connection.scalar(select(func.max(_T.number))) or 0) + 1
    work.connection.execute(OUTSIDE_REQUESTS.insert(), _row(work, number, request))
    return number


def change(work: Work, number: int, request: OutsideRequest) -> None:
    """Keep a request as it is now."""
    of_it = update(OUTSIDE_REQUESTS).where(_T.number == number)
    work.connection.execute(of_it.values(_row(work, number, request)))


def find(work: Work, number: int, seen: Seen) -> OutsideRequest | None:
    """Return a request that may be seen, locked until the transaction ends."""
    if not 0 < number <= _LARGEST:
        return None
    query = select(OUTSIDE_REQUESTS).where(_T.number == number, *seen).with_for_update()
    return next((request for _, request in _all(work, query)), None)


def page(work: Work, seen: Seen, paging: Paging, most: int) -> list[Numbered]:
    """Return a page of the requests that may be seen."""
    query = select(OUTSIDE_REQUESTS).where(*seen)
    return _all(work, paged(query, _ORDERS, _T.number, paging, most))


def live(work: Work, seen: Seen) -> list[Numbered]:
    """Return every request that may be seen and is not over."""
    query = select(OUTSIDE_REQUESTS).where(_T.ended_at.is_(None), *seen)
    return _all(work, query.order_by(_T.number))


def expired(work: Work) -> list[Numbered]:
    """Return the requests whose year is over and that nobody ended or is about to; locked."""
    over = select(OUTSIDE_REQUESTS).where(_T.ended_at.is_(None), _T.expires_at <= work.now)
    return _all(work, over.order_by(_T.number).with_for_update(skip_locked=True))


def _all(work: Work, query: Select[Any]) -> list[Numbered]:
    rows = work.connection.execute(query).mappings()
    opened = (sealed_rows.opened(work.keys, OUTSIDE_REQUESTS, row) for row in rows)
    return [(row["number"], decode(OutsideRequest, row["body"])) for row in opened if row]


def _row(work: Work, number: int, request: OutsideRequest) -> Mapping[str, Any]:
    row = {
        "number": number,
        "requested_by": request.requested_by,
        "requested_at": request.requested_at,
        "expires_at": request.expires_at,
        "ended_at": None if request.is_live else request.steps[-1].at,
        "body": encode(request),
    }
    return sealed_rows.sealed(work.keys, OUTSIDE_REQUESTS, row)

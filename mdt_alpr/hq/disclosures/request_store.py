"""Lines of requests for captured data, and their timelines (DIS-06)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.retention.disclosure import OPEN, Disclosure, RequestState
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import put_numbered
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.base.paging import Paging, paged
from mdt_alpr.hq.disclosures.tables import DISCLOSURE_STEPS, DISCLOSURES
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.disclosures import DisclosureFilter

_T = DISCLOSURES.c
_SEEKS = "what a request seeks"
_ORDERS = {
    "number": _T.number,
    "received": _T.received_at,
    "standing": _T.standing,
    "state": _T.state,
}
"""By what the log may be sorted; what is sealed sorts nothing."""


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A line of the log; ``found`` is None once the key of its papers is gone, or damaged."""

    number: int
    request_id: str
    found: Disclosure | None
    row: Mapping[Any, Any]


def add(work: Work, disclosure: Disclosure) -> int:
    """Keep a new line; return its number."""
    asked = disclosure.asked
    work.keys.holds.begin_papers(disclosure.request_id)
    row = {
        "hold_id": disclosure.request_id,
        "received_at": asked.received_at,
        "recorded_at": disclosure.recorded_at,
        "recorded_by": disclosure.recorded_by,
        **_changing(work, disclosure),
    }
    return put_numbered(work.connection, DISCLOSURES, _sealed(work, row))


def change(work: Work, disclosure: Disclosure) -> None:
    """Keep a request in its present state."""
    row = _sealed(work, {"hold_id": disclosure.request_id, **_changing(work, disclosure)})
    work.connection.execute(
        update(DISCLOSURES).where(_T.hold_id == disclosure.request_id).values(row)
    )


def _changing(work: Work, disclosure: Disclosure) -> dict[str, Any]:
    seeks = encode(disclosure.asked.seeks).encode()
    return {
        "state": disclosure.state,
        "standing": disclosure.asked.standing,
        "received_by": disclosure.asked.received_by,
        "reason": disclosure.reason,
        "decided_at": disclosure.decided_at,
        "decided_by": disclosure.decided_by,
        "body": _body(disclosure),
        "seeks": work.keys.holds.seal_paper(disclosure.request_id, seeks, _SEEKS),
    }


def _body(disclosure: Disclosure) -> str:
    """Return a request without what it seeks, which lies beside it."""
    body = json.loads(encode(disclosure))
    del body["asked"]["seeks"]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _sealed(work: Work, row: Mapping[str, Any]) -> dict[str, Any]:
    return sealed_rows.sealed(work.keys, DISCLOSURES, row)


def close(work: Work, request_id: str, state: RequestState, by: str) -> None:
    """Keep how a request ended whose papers cannot be read: the line alone says so."""
    over = {"state": state, "decided_at": work.now, "decided_by": by}
    work.connection.execute(update(DISCLOSURES).where(_T.hold_id == request_id).values(over))


def find(work: Work, number: int) -> KeptRequest | None:
    """Return the line of a number."""
    return next(iter(_found(work, select(DISCLOSURES).where(_T.number == number))), None)


def of_id(work: Work, request_id: str) -> KeptRequest | None:
    """Return the line of a request."""
    return next(iter(_found(work, select(DISCLOSURES).where(_T.hold_id == request_id))), None)


def page(work: Work, which: DisclosureFilter) -> tuple[list[KeptRequest], int]:
    """Return a page of the lines that fit, and how many there are in all.

    Words are looked for in opened lines: nothing of them can be searched where it lies.
    """
    wanted = select(DISCLOSURES).where(*_wanted(which))
    if not which.words.strip():
        counted = select(func.count()).select_from(DISCLOSURES).where(*_wanted(which))
        total = work.connection.scalar(counted) or 0
        paging = Paging(which.order, which.descending, which.first)
        return _found(work, paged(wanted, _ORDERS, _T.number, paging, which.size)), total
    wanted = wanted.order_by(_T.number.desc())
    fitting = [line for line in _found(work, wanted) if _has(line, which.words)]
    return fitting[which.first : which.first + which.size], len(fitting)


def _has(line: KeptRequest, words: str) -> bool:
    if line.found is None:
        return False
    asked = line.found.asked
    text = f"{asked.requester.name} {asked.requester.agency} {asked.case}".casefold()
    return all(word in text for word in words.casefold().split())


def _wanted(which: DisclosureFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if which.states:
        wanted.append(_T.state.in_(which.states))
    if which.standings:
        wanted.append(_T.standing.in_(which.standings))
    if which.since is not None:
        wanted.append(_T.received_at >= which.since)
    if which.until is not None:
        wanted.append(_T.received_at < which.until)
    return wanted


def waiting(work: Work, _caller: Caller | None = None) -> list[Waits]:
    """Return the requests that wait for a decision."""
    query = select(_T.number, _T.received_at).where(_T.state.in_(OPEN))
    return [
        Waits(str(row.number), f"Data request {row.number}", "To decide", row.received_at)
        for row in work.connection.execute(query)
    ]


def _found(work: Work, statement: Select[Any]) -> list[KeptRequest]:
    rows = work.connection.execute(statement).mappings().all()
    bodies = [sealed_rows.text(work.keys, DISCLOSURES, row) for row in rows]
    return [
        KeptRequest(
            row["number"],
            row["hold_id"],
            None if body is None else _disclosure(work, row, body),
            row,
        )
        for row, body in zip(rows, bodies, strict=True)
    ]


def _disclosure(work: Work, row: Mapping[Any, Any], body: str) -> Disclosure:
    message = decode(Disclosure, body)
    try:
        seeks = row["seeks"] and work.keys.holds.opened_paper(row["hold_id"], row["seeks"], _SEEKS)
    except OutsideError:  # it was changed: the request then names nothing, and nothing leaves
        seeks = None
    if not seeks:
        return message
    return replace(message, asked=replace(message.asked, seeks=decode(SoughtData, seeks)))


def add_step(work: Work, request_id: str, step: str, by: str, words: str = "") -> None:
    """Append a line to a request's timeline."""
    row = {"hold_id": request_id, "step": step, "at": work.now, "person_id": by, "words": words}
    kept = sealed_rows.sealed(work.keys, DISCLOSURE_STEPS, row)
    work.connection.execute(DISCLOSURE_STEPS.insert(), kept)


def steps(work: Work, request_id: str) -> list[tuple[Mapping[Any, Any], str]]:
    """Return the timeline with its words, the oldest line first."""
    t = DISCLOSURE_STEPS.c
    query = select(DISCLOSURE_STEPS).where(t.hold_id == request_id).order_by(t.number)
    rows = work.connection.execute(query).mappings()
    return [(row, sealed_rows.text(work.keys, DISCLOSURE_STEPS, row) or "") for row in rows]


def decided_until(work: Work, at: datetime) -> list[str]:
    """Return the ids of requests that were decided then or before, and have papers still."""
    over = _T.decided_at <= at, _T.papers_gone_at.is_(None)
    return list(work.connection.scalars(select(_T.hold_id).where(*over)))


def erase_papers(work: Work, request_id: str) -> None:
    """Erase the timeline; the line stays, and says since when its words are gone."""
    t = DISCLOSURE_STEPS.c
    work.connection.execute(delete(DISCLOSURE_STEPS).where(t.hold_id == request_id))
    of_it = update(DISCLOSURES).where(_T.hold_id == request_id)
    work.connection.execute(of_it.values(papers_gone_at=work.now))

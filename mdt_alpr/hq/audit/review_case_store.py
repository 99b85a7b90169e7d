"""Steps of review cases, and the part of the audit that each is judged by."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from mdt_alpr.domain.audit.audit import AuditEntry
from mdt_alpr.domain.review.review import AuditSlice, CaseStep, CaseStepMade
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.audit.store import entry_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG, REVIEW_CASES
from mdt_alpr.hq.base.tables import CASE_STEPS, OWN_AUDIT

_SHA256 = 64

_T = CASE_STEPS.c


def add(
    work: Work,
    case: tuple[int, int],
    officer: str,
    made: CaseStepMade,
    audit: AuditSlice | None = None,
) -> None:
    """Keep a step; its words go with the hit, else 90 days from now."""
    year, serial = case
    added = work.connection.execute(
        CASE_STEPS.insert(),
        {
            "year": year,
            "serial": serial,
            "step": made.step,
            "at": made.at,
            "person_id": made.by,
            "officer_id": officer,
            "result": made.result,
            "audit_last": audit.last if audit else 0,
            "audit_entries": audit.entries if audit else 0,
            "audit_digest": audit.digest if audit else "",
        },
    )
    (number,) = added.inserted_primary_key or (0,)
    captured = select(HIT_LOG.c.captured_at).join(
        REVIEW_CASES, REVIEW_CASES.c.subject == HIT_LOG.c.hit_id
    )
    of_case = captured.where(REVIEW_CASES.c.year == year, REVIEW_CASES.c.serial == serial)
    until = work.connection.scalar(of_case.limit(1)) or made.at
    typed_texts.keep(work, _place(number), until, made.words, typed_texts.new_key())


def cases(connection: Connection) -> list[Row[Any]]:
    """Return every case, the newest first."""
    t = REVIEW_CASES.c
    return list(connection.execute(select(REVIEW_CASES).order_by(t.year.desc(), t.serial.desc())))


def steps(connection: Connection) -> Mapping[tuple[int, int], list[Row[Any]]]:
    """Return the steps of every case, oldest first."""
    rows_of_case: dict[tuple[int, int], list[Row[Any]]] = {}
    for row in connection.execute(select(CASE_STEPS).order_by(_T.number)):
        rows_of_case.setdefault((row.year, row.serial), []).append(row)
    return rows_of_case


def freezes(connection: Connection, officer: str, at: datetime) -> bool:
    """Tell whether an account that was disabled then is frozen by a case that goes on."""
    frozen = _T.officer_id == officer, _T.step == CaseStep.FROZEN, _T.at == at
    closed = select(_T.year, _T.serial).where(_T.step == CaseStep.CLOSED)
    over = {(row.year, row.serial) for row in connection.execute(closed)}
    rows = connection.execute(select(_T.year, _T.serial).where(*frozen))
    return any((row.year, row.serial) not in over for row in rows)


def words(work: Work, rows: Iterable[Row[Any]]) -> dict[int, str]:
    """Return by number what was written to each step, without what is erased."""
    places = {_place(row.number): row.number for row in rows}
    texts = typed_texts.of_places(work, places)
    return {places[place]: text for place, text in texts.items()}


def _place(number: int) -> str:
    return f"{CASE_STEPS.name}/{number}"


def audit_about(connection: Connection, last: int, about: tuple[str, str]) -> Iterator[AuditEntry]:
    """Yield headquarters' own entries up to ``last`` by or about an officer and a hit or flag."""
    t = OWN_AUDIT.c
    concerned = or_(t.person.in_(about), t.subject.in_(about))
    query = select(OWN_AUDIT).where(t.sequence <= last, concerned).order_by(t.sequence)
    for row in connection.execute(query):
        yield entry_of(row)

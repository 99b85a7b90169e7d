"""What reviewers said of hits, and the numbered cases."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.review.review import SHOWN_TO_OFFICER
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import HIT_REVIEWS, REVIEW_CASES

_T = HIT_REVIEWS.c


def add(work: Work, row: Mapping[str, Any]) -> None:
    """Keep a review."""
    sealed = sealed_rows.sealed(work.keys, HIT_REVIEWS, row)
    work.connection.execute(HIT_REVIEWS.insert(), sealed)


def of_hit(work: Work, day: date, hit_id: str) -> list[Any]:
    """Return the reviews of a hit, oldest first."""
    query = select(HIT_REVIEWS).where(_T.day == day, _T.hit_id == hit_id)
    return _opened(work, query.order_by(_T.at, _T.review_id))


def _opened(work: Work, query: Select[Any]) -> list[Any]:
    rows = work.connection.execute(query).mappings()
    whole = (sealed_rows.opened(work.keys, HIT_REVIEWS, row) for row in rows)
    return [SimpleNamespace(**row) for row in whole if row is not None]


def last_kinds(connection: Connection, keys: Collection[tuple[date, str]]) -> dict[str, str]:
    """Return the kind of each hit's last review, by hit; a case with its number."""
    query = (
        select(_T.hit_id, _T.kind, _T.case_number)
        .where(_T.day.in_({day for day, _ in keys}), _T.hit_id.in_({hit for _, hit in keys}))
        .order_by(_T.at, _T.review_id)
    )
    return {
        row.hit_id: f"case {row.case_number}" if row.case_number else row.kind.value
        for row in connection.execute(query)
    }


def hold_cases(connection: Connection) -> None:
    """Let nobody else open a case until the end."""
    hold_name(connection, "review cases")


def new_case(connection: Connection, subject: str, at: datetime, by: str) -> tuple[int, int]:
    """Open a case about a hit, a flag or a record; return its year and its number in that year."""
    hold_cases(connection)
    year = at.astimezone(CAPTURE_ZONE).year
    t = REVIEW_CASES.c
    last = connection.scalar(select(func.max(t.serial)).where(t.year == year)) or 0
    row = {"year": year, "serial": last + 1, "subject": subject, "opened_at": at, "opened_by": by}
    connection.execute(REVIEW_CASES.insert(), row)
    return year, last + 1


def has_case(connection: Connection, subject: str) -> bool:
    """Return whether a case about a record was opened."""
    query = select(REVIEW_CASES.c.serial).where(REVIEW_CASES.c.subject == subject)
    return connection.scalar(query.limit(1)) is not None


def not_shown_yet(work: Work, officer_id: str) -> list[Any]:
    """Return what was returned to an officer and not shown yet, oldest first."""
    query = select(HIT_REVIEWS).where(
        _T.officer_id == officer_id, _T.kind.in_(SHOWN_TO_OFFICER), _T.seen_at.is_(None)
    )
    return _opened(work, query.order_by(_T.at, _T.review_id))


def shown_since(connection: Connection, since: datetime) -> list[Any]:
    """Return what was returned and shown: day, hit, officer and when, the oldest first."""
    query = select(_T.day, _T.hit_id, _T.officer_id, func.max(_T.seen_at).label("seen_at"))
    shown = query.where(_T.kind.in_(SHOWN_TO_OFFICER), _T.seen_at >= since)
    each = shown.group_by(_T.day, _T.hit_id, _T.officer_id).order_by("seen_at")
    return list(connection.execute(each))


def mark_shown(connection: Connection, review_ids: Collection[str], at: datetime) -> None:
    """Note that it was shown to the officer."""
    shown = update(HIT_REVIEWS).where(_T.review_id.in_(review_ids))
    connection.execute(shown.values(seen_at=at))

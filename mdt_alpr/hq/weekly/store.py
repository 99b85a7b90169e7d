"""Weekly reviews, as they are kept."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from mdt_alpr.domain.review.weekly import WeeklyReview
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.holds.tables import HOLDS
from mdt_alpr.hq.weekly.tables import WEEKLY_REVIEWS
from mdt_alpr.wire.codec import decode, encode

_T = WEEKLY_REVIEWS.c


def add(work: Work, review: WeeklyReview) -> int:
    """Keep a new review; return its number."""
    hold_name(work.connection, WEEKLY_REVIEWS.name)
    number = int(work.connection.scalar(select(func.max(_T.number))) or 0) + 1
    sealed = sealed_rows.sealed(work.keys, WEEKLY_REVIEWS, _row(number, review))
    work.connection.execute(WEEKLY_REVIEWS.insert(), sealed)
    return number


def change(work: Work, number: int, review: WeeklyReview) -> None:
    """Keep a review as it is now."""
    sealed = sealed_rows.sealed(work.keys, WEEKLY_REVIEWS, _row(number, review))
    work.connection.execute(update(WEEKLY_REVIEWS).where(_T.number == number).values(sealed))


def find(work: Work, week: date, by: str) -> tuple[int, WeeklyReview] | None:
    """Return a person's review of a week, locked until the transaction ends."""
    hold_name(work.connection, WEEKLY_REVIEWS.name)
    query = select(WEEKLY_REVIEWS).where(_T.week == week, _T.person_id == by)
    return next(iter(_all(work, query)), None)


def newest(work: Work, by: str | None, most: int) -> list[WeeklyReview]:
    """Return the newest reviews, of a person or of everybody."""
    query = select(WEEKLY_REVIEWS).order_by(_T.week.desc(), _T.number.desc()).limit(most)
    if by is not None:
        query = query.where(_T.person_id == by)
    return [review for _, review in _all(work, query)]


def signed_since(work: Work, week: date) -> list[WeeklyReview]:
    """Return the reviews of a week and of later ones that were signed."""
    query = select(WEEKLY_REVIEWS).where(_T.week >= week, _T.signed_at.is_not(None))
    return [review for _, review in _all(work, query)]


def expired(work: Work) -> list[int]:
    """Return the numbers of the reviews whose time is over."""
    return list(work.connection.scalars(select(_T.number).where(_T.expires_at <= work.now)))


def erase(work: Work, numbers: Collection[int]) -> None:
    """Erase these reviews."""
    work.connection.execute(delete(WEEKLY_REVIEWS).where(_T.number.in_(numbers)))


def accesses_between(work: Work, since: datetime, until: datetime) -> dict[str, tuple[str, str]]:
    """Return whose each search and preservation request of a span is and who entered it, by id.

    A request counts when it came: one from paper or from a car is dated by who made it.
    """
    s, h = SEARCHES.c, HOLDS.c
    made = select(s.search_id, s.person_id, s.person_id).where(
        s.captured_at >= since, s.captured_at < until
    )
    filed = select(h.hold_id, h.requested_by, h.recorded_by).where(
        h.recorded_at >= since, h.recorded_at < until
    )
    rows = [row for query in (made, filed) for row in work.connection.execute(query)]
    return {access_id: (person, by) for access_id, person, by in rows}


def _all(work: Work, query: Select[Any]) -> list[tuple[int, WeeklyReview]]:
    rows = work.connection.execute(query).mappings()
    opened = (sealed_rows.opened(work.keys, WEEKLY_REVIEWS, row) for row in rows)
    return [(row["number"], decode(WeeklyReview, row["body"])) for row in opened if row]


def _row(number: int, review: WeeklyReview) -> dict[str, Any]:
    return {
        "number": number,
        "week": review.week,
        "person_id": review.by,
        "begun_at": review.begun_at,
        "signed_at": review.signed_at,
        "expires_at": review.expires_at,
        "ended_at": None,
        "body": encode(review),
    }

"""What the last yearly review of each account decided, and whose is overdue (ACC-11)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from mdt_alpr.domain.people.account_review import ReviewDecision, review_is_due
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import ACCOUNT_REVIEWS
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.accounts import AccountReviewMessage
from mdt_alpr.wire.codec import decode

NEWEST_FIRST = select(ACCOUNT_REVIEWS).order_by(ACCOUNT_REVIEWS.c.number.desc())


def overdue(work: Work) -> list[str]:
    """Return the live accounts whose last review, or whose making, is a year ago (ACC-11)."""
    since = last_reviewed(work)
    return [person for person, at in since.items() if review_is_due(at, work.now)]


def disabling_asked(work: Work) -> dict[str, str]:
    """Return the live accounts that their last review asks to disable, each with who asks."""
    last = last_reviews(work.connection)
    return {
        account.person_id: last[account.person_id].by
        for account in people.accounts(work.connection)
        if account.is_live(work.now)
        and account.person_id in last
        and last[account.person_id].decision is ReviewDecision.DISABLE
        and (account.live_since is None or account.live_since <= last[account.person_id].at)
    }


def last_reviewed(work: Work) -> dict[str, datetime | None]:
    """Return when each live account was reviewed last or, before its first review, made."""
    last = last_reviews(work.connection)
    return {
        account.person_id: last[account.person_id].at
        if account.person_id in last
        else account.live_since
        for account in people.accounts(work.connection)
        if account.is_live(work.now)
    }


@dataclass(frozen=True, slots=True)
class LastReview:
    """What the last review of an account decided, when, and who signed it."""

    at: datetime
    by: str
    decision: ReviewDecision


def last_reviews(connection: Connection) -> dict[str, LastReview]:
    """Return the last review of each account that was ever reviewed."""
    reviews: dict[str, LastReview] = {}
    for row in connection.execute(NEWEST_FIRST):
        for account in decode(AccountReviewMessage, row.body).accounts:
            reviews.setdefault(
                account.person_id, LastReview(row.signed_at, row.signed_by, account.decision)
            )
    return reviews


def review_words(work: Work) -> dict[str, str]:
    """Return what the yearly review of a live account wants of somebody, by user name."""
    late = dict.fromkeys(overdue(work), "yearly review overdue")
    return late | {who: f"{by} asks to disable it" for who, by in disabling_asked(work).items()}

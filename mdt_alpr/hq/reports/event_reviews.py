"""The yearly review of the types of events that are audited: shown, recorded (AUD-09)."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import EVENTS_REVIEWED_EVERY, capture_date
from mdt_alpr.domain.review.event_review import (
    EventChanges,
    EventReview,
    changes_since,
    checked_rationale,
    review_due,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import put_numbered
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.reports.finished_reports import began_at
from mdt_alpr.hq.weekly.tables import EVENT_REVIEWS
from mdt_alpr.wire.event_review import AuditedEventsMessage

_SUBJECT = "event types"
_EVERY = tuple(sorted(event.value for event in AuditEvent))


def audited_events(work: Work, by: str) -> AuditedEventsMessage:
    """Return every type of event and the reviews; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_AUDIT_VIEWED, _SUBJECT, by)
    reviews, names = tuple(_reviews(work)), people.names(work.connection)
    counts = _counts(work)
    return AuditedEventsMessage(
        tuple((name, counts[name]) for name in _EVERY),
        _changes(reviews),
        due_on(work),
        tuple(replace(reviewed, by=names.get(reviewed.by, reviewed.by)) for reviewed in reviews),
    )


def review(work: Work, rationale: str, by: str) -> None:
    """Record that all types as they are now were reviewed.

    Raises:
        EventReviewRefusedError: as of ``checked_rationale``.
    """
    words = checked_rationale(rationale)
    changes = _changes(tuple(_reviews(work)))
    row = {"at": work.now, "by": by, "rationale": words, "events": _EVERY}
    number = put_numbered(work.connection, EVENT_REVIEWS, row)
    facts = (
        ("number", str(number)),
        ("types", str(len(_EVERY))),
        ("digest", hashlib.sha256("\n".join(_EVERY).encode()).hexdigest()),
        ("added", str(len(changes.added))),
        ("removed", str(len(changes.removed))),
        ("rationale", words),
    )
    record(work, AuditEvent.HQ_EVENTS_REVIEWED, _SUBJECT, by, *facts)


def due_on(work: Work) -> date:
    """Return when the next review is due."""
    last = work.connection.scalar(select(func.max(EVENT_REVIEWS.c.at)))
    return review_due(last, capture_date(began_at(work)))


def _changes(reviews: tuple[EventReview, ...]) -> EventChanges:
    return changes_since(reviews[0].events, _EVERY) if reviews else EventChanges((), ())


def _reviews(work: Work) -> Iterator[EventReview]:
    newest_first = select(EVENT_REVIEWS).order_by(EVENT_REVIEWS.c.number.desc())
    for row in work.connection.execute(newest_first):
        yield EventReview(row.number, row.at, row.by, row.rationale, tuple(row.events))


def _counts(work: Work) -> Counter[str]:
    """Return how often each type was recorded in the last year, here and in the cars."""
    counter: Counter[str] = Counter()
    for t in (OWN_AUDIT.c, DEVICE_AUDIT.c):
        of_year = select(t.event, func.count()).where(t.at > work.now - EVENTS_REVIEWED_EVERY)
        for event, number in work.connection.execute(of_year.group_by(t.event)):
            counter[event.value] += number
    return counter

"""The yearly review of the types of events that are audited (AUD-09)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Note
from mdt_alpr.domain.review.event_review import EventChanges, EventReview


@dataclass(frozen=True, slots=True)
class AuditedEventsMessage:
    """Every type with how often it was recorded in the last year, and the reviews.

    The newest review is first. ``changes`` are those since it, of nothing before the first one.
    """

    events: tuple[tuple[str, int], ...]
    changes: EventChanges
    due_on: date
    reviews: tuple[EventReview, ...]


@dataclass(frozen=True, slots=True)
class EventReviewRequest:
    """The rationale of a review of all types as they are now."""

    rationale: Annotated[
        Note, Label("Why these are enough to investigate afterwards. No plates.", is_wide=True)
    ]

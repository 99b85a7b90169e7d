"""What a supervisor does with a hit: note, agree, return, open a case (09.21.6, SUP-06)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.reason_words import reads_like_a_plate

LONGEST_WORDS = 1000
LEAST_REASON = 10
"""Characters below which a reason for a return or a case says nothing that can be answered."""


class ReviewKind(StrEnum):
    """What a reviewer did."""

    NOTE = "note"
    AGREED = "agreed"
    RETURNED = "returned"
    """Sent back to the officer for correction, with the reason."""
    CASE = "case"
    """A numbered review case was opened."""


WANTS_REASON = frozenset({ReviewKind.RETURNED, ReviewKind.CASE})
SHOWN_TO_OFFICER = frozenset({ReviewKind.RETURNED})


@dataclass(frozen=True, slots=True)
class Returned:
    """A hit that a supervisor sent back to its officer: which, why, by whom, when.

    ``category`` is the hit's, by code; no plate stands here (RET-09).
    """

    hit_id: str
    raised_at: datetime
    category: str
    words: str
    by: str
    at: datetime


class ReviewRefusedError(DomainError):
    """A review cannot be made like this; the sentence says why."""


def demand_review(kind: ReviewKind, words: str, reviewer: str, officer: str) -> str:
    """Return the words as they are kept.

    Raises:
        ReviewRefusedError: an own hit (ACC-12), no reason where one is wanted, too long, or a
            plate in it.
    """
    if reviewer == officer:
        message = "This is your own hit. Another supervisor reviews it."
        raise ReviewRefusedError(message)
    text = " ".join(words.split())
    if kind is ReviewKind.NOTE and not text:
        message = "Write the note."
        raise ReviewRefusedError(message)
    if kind in WANTS_REASON and len(text) < LEAST_REASON:
        message = f"Give the reason in at least {LEAST_REASON} characters."
        raise ReviewRefusedError(message)
    if len(text) > LONGEST_WORDS:
        message = f"At most {LONGEST_WORDS} characters."
        raise ReviewRefusedError(message)
    refuse_plates(text)
    return text


def refuse_plates(words: str) -> None:
    """Refuse a note that would keep a plate past the erasing of its hit (RET-09).

    Raises:
        ReviewRefusedError: something in it reads like a plate.
    """
    if reads_like_a_plate(words):
        message = 'Leave the plate out: write "the plate". The hit shows it.'
        raise ReviewRefusedError(message)


def case_number(year: int, serial: int) -> str:
    """Return a case's number as it is said and written: "2026-0007"."""
    return f"{year}-{serial:04d}"

"""What a supervisor does with a hit, and numbered review cases (09.21.6, SUP-06, ACC-12)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.audit.audit import AuditEntry
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.reason_words import reads_like_a_plate

LONGEST_WORDS = 1000
LEAST_REASON = 10
"""The least characters of a reason for a return or a case."""


class ReviewKind(StrEnum):
    """What a reviewer did."""

    NOTE = "note"
    AGREED = "agreed"
    RETURNED = "returned"
    """Sent back to the officer for correction, with the reason."""
    CASE = "case"
    """A numbered review case was opened."""


WANTS_REASON = frozenset({ReviewKind.RETURNED, ReviewKind.CASE})
REVIEWS = frozenset({ReviewKind.AGREED, ReviewKind.RETURNED, ReviewKind.CASE})
"""With one of these a hit counts as reviewed (09.21.6); a note alone decides nothing."""
SHOWN_TO_OFFICER = frozenset({ReviewKind.RETURNED})


class ReviewRefusedError(DomainError):
    """A review cannot be made like this; the sentence says why."""


def demand_review(kind: ReviewKind, words: str, reviewer: str, officer: str) -> str:
    """Return the words in the form in which they are kept.

    Raises:
        ReviewRefusedError: one's own hit (ACC-12), no reason where one is required, too long, or a
            plate in it.
    """
    if reviewer == officer:
        raise ReviewRefusedError("This is your own hit. Another supervisor reviews it.")
    text = " ".join(words.split())
    if kind is ReviewKind.NOTE and not text:
        raise ReviewRefusedError("Write the note.")
    if kind in WANTS_REASON and len(text) < LEAST_REASON:
        raise ReviewRefusedError(f"Give the reason in at least {LEAST_REASON} characters.")
    if len(text) > LONGEST_WORDS:
        raise ReviewRefusedError(f"At most {LONGEST_WORDS} characters.")
    refuse_plates(text)
    return text


def refuse_plates(words: str) -> None:
    """Refuse a note that would keep a plate after its hit is erased (RET-09).

    Raises:
        ReviewRefusedError: something in it reads like a plate.
    """
    if reads_like_a_plate(words):
        raise ReviewRefusedError('Leave the plate out: write "the plate". The hit shows it.')


def case_number(year: int, serial: int) -> str:
    """Return a case's number: "2026-0007"."""
    return f"{year}-{serial:04d}"


class CaseStep(StrEnum):
    """What is done in a case."""

    OPENED = "opened"
    FROZEN = "frozen"
    """The officer's account: no sign-in and no session from that instant."""
    LIFTED = "lifted"
    CLOSED = "closed"


class CaseResult(StrEnum):
    """The result of a case, for the annual report."""

    NONE = ""
    NO_VIOLATION = "no_violation"
    TRAINING = "training"
    VIOLATION = "violation"
    PASSED_ON = "passed_on"
    """Given to another body, such as internal affairs."""


@dataclass(frozen=True, slots=True)
class CaseStepMade:
    """One step as it is kept."""

    step: CaseStep
    at: datetime
    by: str
    words: str = ""
    result: CaseResult = CaseResult.NONE


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """The status of a case; ``frozen_at`` is None while it does not freeze the account."""

    officer: str
    frozen_at: datetime | None = None
    result: CaseResult = CaseResult.NONE
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditSlice:
    """The entries of headquarters' audit that a case is judged by.

    ``last`` is the newest sequence at the time; ``digest`` is over the digests of the entries by
    or about the officer and about the hit up to it, so that a missing or changed one shows.
    """

    last: int
    entries: int
    digest: str


def case_status(officer: str, steps: Sequence[CaseStepMade]) -> CaseStatus:
    """Return the status of a case after its steps, oldest first."""
    frozen_at = closed_at = None
    result = CaseResult.NONE
    for made in steps:
        if made.step is CaseStep.FROZEN:
            frozen_at = made.at
        elif made.step is CaseStep.LIFTED:
            frozen_at = None
        elif made.step is CaseStep.CLOSED:
            result, closed_at = made.result, made.at
    return CaseStatus(officer, frozen_at, result, closed_at)


def demand_step(case: CaseStatus, made: CaseStepMade, role: Role) -> CaseStepMade:
    """Return a step as it is kept.

    Reviewers and administrators freeze and close; only an administrator restores an account.

    Raises:
        ReviewRefusedError: not allowed, for this person, now, or without its reason; or the reason
            contains a plate.
    """
    if made.by == case.officer:
        raise ReviewRefusedError("You can't work a case about yourself.")
    if made.step is CaseStep.LIFTED and not may(role, Permission.MANAGE_ACCOUNTS):
        raise ReviewRefusedError("Only an administrator can restore an account.")
    if (why := _not_now(case, made)) is not None:
        raise ReviewRefusedError(why)
    words = " ".join(made.words.split())
    if not LEAST_REASON <= len(words) <= LONGEST_WORDS:
        message = f"Give the reason in {LEAST_REASON} to {LONGEST_WORDS} characters."
        raise ReviewRefusedError(message)
    refuse_plates(words)
    return CaseStepMade(made.step, made.at, made.by, words, made.result)


def _not_now(case: CaseStatus, made: CaseStepMade) -> str | None:
    if made.step is CaseStep.LIFTED:
        return None if case.frozen_at else "This case froze no account."
    if case.closed_at is not None:
        return "The case is closed."
    if made.step is CaseStep.FROZEN and case.frozen_at is not None:
        return "The account is frozen already."
    if made.step is CaseStep.CLOSED and made.result is CaseResult.NONE:
        return "Choose a result first."
    return "A case is opened from its hit." if made.step is CaseStep.OPENED else None


def audit_slice(entries: Iterable[AuditEntry], last: int, about: Sequence[str]) -> AuditSlice:
    """Return the digest of the entries up to ``last`` by or about these people and hits."""
    number, digest = 0, hashlib.sha256()
    for entry in entries:
        if entry.sequence <= last and (entry.person in about or entry.subject in about):
            number += 1
            digest.update(entry.digest.encode())
    return AuditSlice(last, number, digest.hexdigest())

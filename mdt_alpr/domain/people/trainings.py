"""The two courses that give access, and the record of each (09.21.10, TRN-01 to TRN-03)."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.domain.printable import LONGEST_NAME


class Course(StrEnum):
    """What training includes (09.21.10.A)."""

    POLICY_REVIEW = "policy_review"
    SYSTEM_USE = "system_use"


LARGEST_PRESENTATION = 64 * 1024 * 1024
"""Bytes of the copy of what was presented (09.21.10.B)."""
COURSE_WORDS = {Course.POLICY_REVIEW: "Policy review", Course.SYSTEM_USE: "System use"}


def counts_from(newest: Mapping[Course, date]) -> date | None:
    """Return the day from which a training counts: the older of both courses (09.21.10.A).

    None while one of them is missing.
    """
    return min(newest.values()) if newest.keys() == set(Course) else None


def demand_training(
    person_id: str, trained_on: date, newest: date | None, today: date, by: str
) -> None:
    """Refuse a training that is impossible, or one's own; ``newest`` is of the same course.

    Raises:
        AccountRefusedError: in the future, older than the recorded one, or one's own.
    """
    if person_id == by:
        message = "You can't record your own training. Ask a custodian or another administrator."
        raise AccountRefusedError(message)
    demand_held(person_id, trained_on, today)
    if newest is not None and trained_on < newest <= today:
        raise AccountRefusedError(f"{person_id} has a later training, of {newest.isoformat()}.")


def demand_held(person_id: str, trained_on: date, today: date) -> None:
    """Refuse a training that was not held yet, at whatever door it is entered (TRN-01).

    Raises:
        AccountRefusedError: the day is still to come.
    """
    if trained_on > today:
        raise AccountRefusedError(f"{person_id}: {trained_on.isoformat()} is still to come.")


def demand_class(
    courses: Collection[Course], version: str, presenter: str, paper: str, scan: bytes = b""
) -> None:
    """Refuse a class without what 09.21.10.B has documented.

    ``paper`` says where the signed paper is kept; a ``scan`` of it may take its place.

    Raises:
        AccountRefusedError: something is missing, too long or unprintable, or the scan too large.
    """
    if not courses:
        raise AccountRefusedError("Name the course: policy review, system use, or both.")
    for what, words in (("the version", version), ("the presenter", presenter)):
        if not words.strip() or not _is_short(words):
            message = f"Enter {what} of the course in 1 to {LONGEST_NAME} characters."
            raise AccountRefusedError(message)
    if not (paper.strip() or scan) or not _is_short(paper):
        message = f"Enter in at most {LONGEST_NAME} characters where the signed paper is kept."
        raise AccountRefusedError(message)
    if len(scan) > LARGEST_PAPER:
        message = f"The scan has more than {LARGEST_PAPER // 1024**2} MB. Scan it smaller."
        raise AccountRefusedError(message)


def _is_short(words: str) -> bool:
    return len(words) <= LONGEST_NAME and words.isprintable()

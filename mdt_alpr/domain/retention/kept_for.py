"""How long captured data is kept: as the law has it, or fewer days, never more (RET-06).

The days of the law count everywhere. A shorter time only moves the clock of every deadline
ahead by what it is shorter, so that nothing else knows of it.
"""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import MOST_DAYS, READS_LIFE, days_earlier
from mdt_alpr.domain.printable import is_printable
from mdt_alpr.domain.reason_words import gives_no_reason

LONGEST_REASON = 300


class RetentionRefusedError(DomainError):
    """The time stays as it is; the sentence says why."""


@dataclass(frozen=True, slots=True)
class RetentionSetting:
    """A time that somebody proposed; it counts once another person confirmed it."""

    number: int
    kept_days: int
    reason: str
    proposed_at: datetime
    proposed_by: str
    confirmed_at: datetime | None = None
    confirmed_by: str = ""


def due_clock(now: datetime, kept_days: int) -> datetime:
    """Return the instant at which what is due now has the full age (RET-06).

    A number that is not allowed counts as the nearest that is.
    """
    return now + days_earlier(min(max(kept_days, 1), MOST_DAYS))


def checked_reason(kept_days: int, reason: str) -> str:
    """Return the reason for a time as it is kept.

    Raises:
        RetentionRefusedError: longer than the law allows, no day, or no reason.
    """
    text = " ".join(reason.split())
    if kept_days > MOST_DAYS:
        raise RetentionRefusedError(
            f"{READS_LIFE.number}: captured data is kept for {MOST_DAYS} days at most. A hold "
            "keeps single data for longer."
        )
    if kept_days < 1:
        raise RetentionRefusedError(f"Enter 1 to {MOST_DAYS} days.")
    if gives_no_reason(text) or len(text) > LONGEST_REASON or not is_printable(text):
        raise RetentionRefusedError(f"Give the reason in 10 to {LONGEST_REASON} characters.")
    return text


def demand_confirmation(
    setting: RetentionSetting | None, by: str, newest: int
) -> RetentionSetting:
    """Return a proposal that a person may confirm.

    Raises:
        RetentionRefusedError: there is none, it is confirmed or replaced, or it is one's own.
    """
    if setting is None or setting.confirmed_at is not None or setting.number != newest:
        message = "This proposal does not wait any more. Look at the list again."
        raise RetentionRefusedError(message)
    if setting.proposed_by == by:
        raise RetentionRefusedError("Another person confirms what you proposed.")
    return setting

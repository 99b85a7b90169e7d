"""A do-not-alert correction: one wrong record on one plate and state, for a while (HOT-11)."""

from dataclasses import dataclass
from datetime import timedelta

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import (
    CORRECTION_LASTS_AT_MOST,
    LEAST_CASE_LENGTH,
    LEAST_REASON_LENGTH,
)


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """What a custodian puts down: which record, why it is wrong, what shows it, for how long.

    ``evidence`` names what was looked at: a hit, a case, a reply. ``owner_asked`` says how the
    agency that owns the record was asked to correct it; empty where it was not asked yet.
    """

    reason: str
    evidence: str
    owner_asked: str = ""
    lasts: timedelta = CORRECTION_LASTS_AT_MOST

    def check(self) -> None:
        """Refuse a correction that nobody could account for.

        Raises:
            DomainError: no reason, no evidence, or a time that may not be.
        """
        check_reason(self.reason)
        if len(self.evidence.strip()) < LEAST_CASE_LENGTH:
            message = "Name the evidence: the hit, the case, or the reply that shows it."
            raise DomainError(message)
        check_time(self.lasts)


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing.

    Raises:
        DomainError: it is too short.
    """
    if len(reason.strip()) < LEAST_REASON_LENGTH:
        message = f"Give the reason in at least {LEAST_REASON_LENGTH} characters."
        raise DomainError(message)


def check_time(lasts: timedelta) -> None:
    """Refuse a time for which no correction may last; after it one renews, or cars alert again.

    Raises:
        DomainError: none, or too long.
    """
    if not timedelta(0) < lasts <= CORRECTION_LASTS_AT_MOST:
        message = f"A correction lasts 1 to {CORRECTION_LASTS_AT_MOST.days} days; then renew it."
        raise DomainError(message)

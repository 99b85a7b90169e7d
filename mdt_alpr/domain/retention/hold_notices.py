"""Holds in words: notices to requester and custodian, and what papers lack (PRS-03 to 06)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.citations import PAPERS_KEPT_IN
from mdt_alpr.domain.policy import (
    HOLD_FORM,
    HOLD_WARNED_BEFORE,
    MOST_DAYS,
    PROVISIONAL_WARNED_BEFORE,
    capture_date,
    days_left,
    warning_due,
)
from mdt_alpr.domain.retention.holds import (
    WARRANTS,
    Hold,
    HoldKind,
    HoldState,
    HoldStep,
    ended_by_time,
)

_INSTANT = timedelta(microseconds=1)
KIND_WORDS = {
    HoldKind.ALPR_1: f"Form {HOLD_FORM}",
    HoldKind.STATE_WARRANT: "State search warrant",
    HoldKind.FEDERAL_WARRANT: "Federal search warrant",
}
CONFIRMED = "Confirmed by another person"
NOT_FINAL = "Held, not final: warrant not confirmed"
STATE_WORDS = {
    HoldState.PROVISIONAL: "Provisional: not sworn yet",
    HoldState.FINAL: "Held",
    HoldState.REFUSED: "Refused",
    HoldState.CANCELED: "Canceled",
    HoldState.LAPSED: f"Lapsed: not sworn by day {MOST_DAYS}",
    HoldState.EXPIRED: "Year over",
}
STEP_WORDS = {
    HoldStep.FILED: "Filed",
    HoldStep.KEPT: "Held at once",
    HoldStep.SWORN: "Sworn and notarized",
    HoldStep.PAPER_ADDED: "Paper attached",
    HoldStep.FILED_IN_POWERDMS: f"Filed in {PAPERS_KEPT_IN}",
    HoldStep.EMAILED: "Copy emailed to custodian",
    HoldStep.PRINTED: "Form printed",
    HoldStep.NOTIFIED: "Notice",
    HoldStep.RENEWED: "Renewed for a year",
    HoldStep.CORRECTED: "Corrected",
    HoldStep.REFUSED: "Refused",
    HoldStep.CANCELED: "Canceled",
    HoldStep.LAPSED: f"Lapsed on day {MOST_DAYS}",
    HoldStep.EXPIRED: "Year over",
    HoldStep.DESTROYED: "Data destroyed",
}
_OF_WARRANTS = {HoldStep.SWORN: "Warrant confirmed", HoldStep.RENEWED: "Reviewed"}


@dataclass(frozen=True, slots=True)
class HoldNotice:
    """A notice for requester and custodian: how many days before what."""

    hold_id: str
    days: int
    ends_at: datetime
    to: HoldState

    @property
    def name(self) -> str:
        """Return what tells the notice from the others of the hold, for one sending each."""
        return f"{self.to.value}/{self.ends_at.isoformat()}/{self.days}"


def notice_due(hold: Hold, now: datetime) -> HoldNotice | None:
    """Return the notice that is due, of several the most urgent (PRS-03, PRS-06).

    Unsworn, 14, 7, 3 and 1 days before the first of its data goes; final, 60, 30 and 7 days before
    its year is over, or the review of its warrant is due.
    """
    if not hold.is_live or ended_by_time(hold, now) is not None:
        return None
    if hold.is_final:
        ends_at, days, to = hold.due_at, HOLD_WARNED_BEFORE, HoldState.EXPIRED
    else:
        ends_at, days, to = hold.first_loss_at, PROVISIONAL_WARNED_BEFORE, HoldState.LAPSED
    if ends_at is None or (now >= ends_at and not hold.is_warrant):
        return None
    due = warning_due(ends_at, now, days)
    return HoldNotice(hold.hold_id, due, ends_at, to) if due is not None else None


def days_before_loss(hold: Hold, now: datetime) -> int:
    """Return how many days are left before the hold's end, or before its first data goes."""
    if hold.is_final:
        return 0 if hold.due_at is None else days_left(hold.due_at, now)
    return max(0, (capture_date(last_instant(hold)) - capture_date(now)).days)


def last_instant(hold: Hold) -> datetime:
    """Return the end of a hold; of an unsworn one the last instant of its data's ninetieth day."""
    if hold.is_final and hold.due_at is not None:
        return hold.due_at
    return hold.first_loss_at - _INSTANT


def missing_documents(hold: Hold, *, has_warrant: bool = False) -> tuple[str, ...]:
    """Return what the order still demands of a hold's papers, as short names (8.C.1, 8.C.3).

    ``has_warrant`` says whether the paper of a warrant is attached.
    """
    if not hold.is_live:
        return ()
    facts: tuple[tuple[str, object], ...] = (
        ("Sworn and notarized", hold.oath),
        (f"Filed in {PAPERS_KEPT_IN}", hold.powerdms),
        ("Copy emailed to custodian", hold.emailed_at),
    )
    if hold.is_warrant:
        facts = (("Warrant attached", has_warrant or hold.oath), (CONFIRMED, hold.oath))
    return tuple(name for name, there in facts if not there)


def step_words(step: HoldStep, kind: HoldKind) -> str:
    """Return what happened, in words: a warrant is confirmed and reviewed."""
    is_warrant = kind in WARRANTS
    return (_OF_WARRANTS.get(step) if is_warrant else None) or STEP_WORDS[step]


def state_words(state: HoldState, kind: HoldKind, lacks: Collection[str]) -> str:
    """Return a hold's state in words: a warrant that is not confirmed holds, and is not final."""
    is_open = state is HoldState.FINAL and kind in WARRANTS and CONFIRMED in lacks
    return NOT_FINAL if is_open else STATE_WORDS[state]

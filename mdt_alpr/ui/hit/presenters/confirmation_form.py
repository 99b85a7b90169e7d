"""The sheet of the hit confirmation asks one thing at a time; this holds what it asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.hit.confirmation import (
    LONGEST_OCA,
    ClockStatus,
    Urgency,
    YqDraft,
    yq_draft,
)
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry

PROMISED_IN_MINUTES = (10, 20, 30, 60, 120)


class Sheet(StrEnum):
    """What the sheet asks now."""

    BASIS = "basis"
    OCA = "oca"
    DRAFT = "draft"
    REPLY = "reply"
    WHEN = "when"


@dataclass(slots=True)
class ConfirmationForm:
    """The answers so far; nothing is chosen at the start."""

    sheet: Sheet = Sheet.BASIS
    urgency: Urgency | None = None
    oca: str = ""

    def begin(self, hit: Hit) -> None:
        """Begin a first request, or ask what came of the last."""
        self.sheet = Sheet.BASIS if hit.confirmation is None else Sheet.REPLY
        self.urgency, self.oca = None, ""

    def type(self, character: str) -> None:
        """Take one character of the case number."""
        if len(self.oca) < LONGEST_OCA and (character.isalnum() or character == "-"):
            self.oca += character

    def repeat(self, hit: Hit) -> None:
        """Draft the next request with what the last one held."""
        if hit.confirmation is not None:
            last = hit.confirmation.last
            self.sheet, self.urgency, self.oca = Sheet.DRAFT, last.urgency, last.oca

    def back(self, hit: Hit) -> bool:
        """Go one question back; False at the first."""
        before = {Sheet.OCA: Sheet.BASIS, Sheet.DRAFT: Sheet.OCA, Sheet.WHEN: Sheet.REPLY}
        if hit.confirmation is not None and self.sheet is Sheet.DRAFT:
            self.sheet = Sheet.REPLY
            return True
        if self.sheet not in before:
            return False
        self.sheet = before[self.sheet]
        return True


def record_asked(hit: Hit, shown: int) -> HotlistEntry:
    """Return the record that a request is about: that of the last one, else the one shown."""
    if hit.confirmation is not None:
        nic = hit.confirmation.last.nic
        return next(record for record in hit.records if record.nic == nic)
    return hit.records[shown % len(hit.records)]


def draft_of(hit: Hit, form: ConfirmationForm, shown: int) -> YqDraft:
    """Return the draft as it is.

    Raises:
        StepNotAllowedError: no request can be drafted for the record.
    """
    number = len(hit.confirmation.requests) + 1 if hit.confirmation else 1
    urgency = form.urgency or Urgency.ROUTINE
    return yq_draft(record_asked(hit, shown), number, urgency, form.oca)


def clock_runs(hit: Hit, now: datetime) -> bool:
    """Tell whether a request waits for its reply, in time or not."""
    asked = hit.confirmation
    return asked is not None and asked.status(now) is not ClockStatus.DONE

"""The status card asks one thing at a time; this holds what it is asking and what was typed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.gate import Check, Gate, Standing
from mdt_alpr.domain.hit import StatusResult, StatusSource

DISPATCHER_DIGITS = 6


class Asking(StrEnum):
    """What the card asks now."""

    SOURCES = "sources"
    RESULT = "result"
    DISPATCHER = "dispatcher"
    WHY_NOT = "why_not"
    REASON = "reason"


@dataclass(slots=True)
class StatusForm:
    """What the card asks, about which source, and since when (F5 stamps the time)."""

    asking: Asking = Asking.SOURCES
    source: StatusSource = StatusSource.MDT
    stamped_at: datetime | None = None
    typed: str = ""

    def ask(self, asking: Asking) -> None:
        """Ask another thing; nothing typed is kept."""
        self.asking, self.typed = asking, ""

    def ask_result(self, source: StatusSource, now: datetime) -> None:
        """Ask what a source replied; the time is stamped first."""
        self.source, self.stamped_at = source, now
        self.ask(Asking.RESULT)

    def ask_why_not(self, source: StatusSource) -> None:
        """Ask why a source cannot be asked."""
        self.source = source
        self.ask(Asking.WHY_NOT)

    def wants_dispatcher(self, result: StatusResult) -> bool:
        """Tell whether a number is asked first: never where the answer closes the gate."""
        radio = self.source is StatusSource.COMMUNICATIONS
        return radio and result is StatusResult.ACTIVE

    def type(self, character: str) -> None:
        """Take one digit of the dispatcher's number."""
        if character.isdecimal() and len(self.typed) < DISPATCHER_DIGITS:
            self.typed += character

    def back(self) -> bool:
        """Go back; False where the card asks nothing."""
        if self.asking is Asking.SOURCES:
            return False
        before = Asking.RESULT if self.asking is Asking.DISPATCHER else Asking.SOURCES
        self.ask(before)
        return True


def first_missing_source(gate: Gate) -> StatusSource | None:
    """Return the source to state as not practicable: the first of status and DCIN missing."""
    for check, source in ((Check.STATUS, StatusSource.MDT), (Check.DCIN, StatusSource.DCIN)):
        if gate.standing(check) in (Standing.OPEN, Standing.EXPIRED):
            return source
    return None

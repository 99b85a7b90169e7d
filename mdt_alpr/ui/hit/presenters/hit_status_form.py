"""The status card asks one thing at a time; this holds what it is asking and what was typed.

It opens with the question what the MDT says, and goes on to DCIN's: a page to choose a source
first would be one more glance. The last answer stays in sight where it was given:
nothing moves while the eyes go to the button, and a wrong tap is put right on the spot. Only the
officer's own answer leads to the next question; what comes from elsewhere leads back to the
sources, where no tile states anything, so that a finger already on its way never states what
nobody asked (U18).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.hit.gate import DCIN_SOURCES, STATUS_SOURCES, Check, CheckStatus, Gate
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import (
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
)
from mdt_alpr.ui.hit.presenters.confirmation_view import ConfirmationForm, Sheet

DISPATCHER_DIGITS = 6


class OpenQuestion(StrEnum):
    """What the card asks now."""

    SOURCES = "sources"
    RESULT = "result"
    AGAINST = "against"
    """A reply that shuts the hit for good, in every car, is asked once more."""
    DISPATCHER = "dispatcher"
    WHY_NOT = "why_not"
    REASON = "reason"
    CONFIRMATION = "confirmation"


@dataclass(slots=True)
class StatusForm:
    """What the card asks, about which source, and since when.

    The time is stamped where the officer chose the source; None where the card asks by itself.
    """

    asking: OpenQuestion = OpenQuestion.SOURCES
    source: StatusSource = StatusSource.MDT
    stamped_at: datetime | None = None
    typed: str = ""
    against: StatusResult = StatusResult.CLEARED
    """The reply that the card asks about once more."""
    confirmation: ConfirmationForm = field(default_factory=ConfirmationForm)

    def ask(self, asking: OpenQuestion) -> None:
        """Ask another thing; nothing typed is kept."""
        self.asking, self.typed = asking, ""

    def ask_result(self, source: StatusSource, now: datetime) -> None:
        """Ask what a source replied; the time is stamped first."""
        self.source, self.stamped_at = source, now
        self.ask(OpenQuestion.RESULT)

    def begin(self, hit: Hit) -> None:
        """Ask what the MDT says where no source has answered yet."""
        if (
            self.asking is OpenQuestion.SOURCES
            and hit.state is not HitState.STOPPED
            and not _own_replies(hit)
            and not _own_statements(hit)
        ):
            self._ask_by_itself(StatusSource.MDT)

    def answered(self, result: StatusResult, gate: Gate) -> None:
        """After an answer in favor ask for the other check, where it was never answered."""
        dcin = self.source in DCIN_SOURCES
        other = Check.STATUS if dcin else Check.DCIN
        if result is not StatusResult.ACTIVE:
            self.ask(OpenQuestion.SOURCES)
        elif gate.status(other) is CheckStatus.OPEN:
            self._ask_by_itself(StatusSource.MDT if dcin else StatusSource.DCIN)
        elif not self.asks_by_itself:
            self.ask(OpenQuestion.SOURCES)

    def mind(self, hit: Hit) -> None:
        """Stop asking by itself what was answered from elsewhere, or what a stop has ended."""
        answers = DCIN_SOURCES if self.source in DCIN_SOURCES else STATUS_SOURCES
        replies = [reply for reply in _own_replies(hit) if reply.source in answers]
        elsewhere = bool(replies) and replies[-1].source is not self.source
        if self.asks_by_itself and (elsewhere or hit.state is HitState.STOPPED):
            self.ask(OpenQuestion.SOURCES)

    @property
    def asks_by_itself(self) -> bool:
        """Tell whether a reply is asked for that the officer did not choose to give."""
        return self.asking is OpenQuestion.RESULT and self.stamped_at is None

    @property
    def asks_against(self) -> bool:
        """Tell whether it asks if a reply really shuts the hit."""
        sheet = self.asking is OpenQuestion.CONFIRMATION and self.confirmation.sheet
        return self.asking is OpenQuestion.AGAINST or sheet is Sheet.AGAINST

    def _ask_by_itself(self, source: StatusSource) -> None:
        self.source, self.stamped_at = source, None
        self.ask(OpenQuestion.RESULT)

    def ask_why_not(self, source: StatusSource) -> None:
        """Ask why a source cannot be asked."""
        self.source = source
        self.ask(OpenQuestion.WHY_NOT)

    def ask_against(self, result: StatusResult) -> None:
        """Ask whether a source really replied what shuts the hit."""
        self.against = result
        self.ask(OpenQuestion.AGAINST)

    def wants_dispatcher(self, result: StatusResult) -> bool:
        """Tell whether a number is asked first: never where the answer closes the gate."""
        radio = self.source is StatusSource.COMMUNICATIONS
        return radio and result is StatusResult.ACTIVE

    def type(self, character: str) -> None:
        """Take one digit of the dispatcher's number, or a character of the case number."""
        if self.types_case_number:
            self.confirmation.type(character)
        elif self.asking is OpenQuestion.DISPATCHER and len(self.typed) < DISPATCHER_DIGITS:
            self.typed += character if character.isdecimal() else ""

    @property
    def types_case_number(self) -> bool:
        """Tell whether the case number of a confirmation is being typed."""
        return self.asking is OpenQuestion.CONFIRMATION and self.confirmation.sheet is Sheet.OCA

    def delete(self) -> None:
        """Remove the last character."""
        if self.types_case_number:
            self.confirmation.oca = self.confirmation.oca[:-1]
        else:
            self.typed = self.typed[:-1]

    def back(self, hit: Hit) -> bool:
        """Go back; False where the card asks nothing."""
        if self.asking is OpenQuestion.SOURCES:
            return False
        if self.asking is OpenQuestion.CONFIRMATION and self.confirmation.back(hit):
            return True
        of_reply = self.asking in (OpenQuestion.DISPATCHER, OpenQuestion.AGAINST)
        self.ask(OpenQuestion.RESULT if of_reply else OpenQuestion.SOURCES)
        return True


_UNANSWERED = (CheckStatus.OPEN, CheckStatus.EXPIRED, CheckStatus.CLOCK_CHANGED)


def first_missing_source(gate: Gate) -> StatusSource | None:
    """Return the source to state as not practicable: the first of status and DCIN missing."""
    if gate.status(Check.STATUS) is CheckStatus.OWNER_NEEDED:
        return StatusSource.COMMUNICATIONS
    for check, source in ((Check.STATUS, StatusSource.MDT), (Check.DCIN, StatusSource.DCIN)):
        if gate.status(check) in _UNANSWERED:
            return source
    return None


def _own_replies(hit: Hit) -> list[StatusReply]:
    """Return what was answered in the session of the officer before whom the hit lies."""
    return [reply for reply in hit.replies if reply.by == hit.officer]


def _own_statements(hit: Hit) -> list[NotPracticable]:
    return [stated for stated in hit.not_practicable if stated.by == hit.officer]

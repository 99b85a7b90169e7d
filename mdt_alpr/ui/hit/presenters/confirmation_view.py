"""Builds the sheet of the hit confirmation in the status card's rectangle, and its clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from mdt_alpr.domain.hit.confirmation import (
    LONGEST_OCA,
    MOST_REQUESTS,
    AgencyReply,
    ClockStatus,
    Urgency,
    YqDraft,
    yq_draft,
)
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import BACK, StatusCardView
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.hit.presenters.hit_words import clock_words, countdown

PROMISED_IN_MINUTES = (10, 20, 30, 60, 120)


class Sheet(StrEnum):
    """What the sheet asks now."""

    BASIS = "basis"
    OCA = "oca"
    DRAFT = "draft"
    REPLY = "reply"
    WHEN = "when"
    AGAINST = "against"
    """A reply that shuts the hit for good is asked once more."""


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
        before = {
            Sheet.OCA: Sheet.BASIS,
            Sheet.DRAFT: Sheet.OCA,
            Sheet.WHEN: Sheet.REPLY,
            Sheet.AGAINST: Sheet.REPLY,
        }
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


class ConfirmationWatch:
    """Looks at every open hit, whichever is before the officer."""

    def __init__(self) -> None:
        self._announced: set[tuple[str, datetime]] = set()

    def run_out(self, hits: Iterable[Hit], now: datetime) -> list[Spoken]:
        """Return what is to be said now; never a plate."""
        said = []
        for hit in hits:
            asked = hit.confirmation
            if asked is None or asked.status(now) is not ClockStatus.RUN_OUT:
                continue
            key = hit.hit_id, asked.due
            if key not in self._announced:
                self._announced.add(key)
                said.append(_speech(len(asked.requests)))
        return said


def _speech(requests: int) -> Spoken:
    further = "Ask Comms to call the agency."
    if requests < MOST_REQUESTS:
        further = f"{('Second', 'Third')[requests - 1]} request is due."
    return Spoken(f"Hit confirmation: no reply in time. {further}", "low")


REQUESTED, AGAIN, COPY = "requested", "again", "copy"
_NUMBERS = {1: "first", 2: "second", 3: "third"}
_REPLIES = {
    AgencyReply.CONFIRMED: "Confirmed",
    AgencyReply.NOT_CONFIRMED: "Not confirmed",
    AgencyReply.LATER: "A time named",
}


def confirmation_tile(hit: Hit, now: datetime) -> ChoiceView:
    """Return the tile that opens the sheet, with the clock while it runs."""
    asked = hit.confirmation
    if asked is None:
        shown = bool(hit.records)
        return ChoiceView("confirmation", "Confirm hit", live=shown, second="Draft for Comms")
    status = asked.status(now)
    if status is ClockStatus.DONE and asked.substantive is not None:
        word = _REPLIES[asked.substantive]
        return ChoiceView("confirmation", "Confirm hit", live=False, second=word)
    return ChoiceView("confirmation", "Confirm hit", second=clock_line(hit, now))


def bar_line(hit: Hit, now: datetime) -> str:
    """Return the clock for the bar of every page, short enough for the smallest screen."""
    asked = hit.confirmation
    if asked is not None and asked.status(now) is ClockStatus.RUN_OUT:
        return "Confirmation late"
    return f"Confirm hit: {clock}" if (clock := clock_line(hit, now)) else ""


def clock_line(hit: Hit, now: datetime) -> str:
    """Return how long an answer may still take; empty where nothing waits."""
    asked = hit.confirmation
    if asked is None or asked.status(now) is ClockStatus.DONE:
        return ""
    if asked.status(now) is ClockStatus.RUN_OUT:
        return "No reply in time"
    return f"{countdown(asked.due - now)} left"


def confirmation_card(
    hit: Hit, form: ConfirmationForm, shown: int, now: datetime, zone: tzinfo | None
) -> StatusCardView:
    """Return what the sheet asks now."""
    if form.sheet is Sheet.BASIS:
        return _basis()
    if form.sheet is Sheet.OCA:
        return _oca(form)
    if form.sheet is Sheet.DRAFT:
        return _draft(hit, form, shown)
    if form.sheet is Sheet.WHEN:
        return _when()
    if form.sheet is Sheet.AGAINST:
        return _against()
    return _reply(hit, now, zone)


def _basis() -> StatusCardView:
    tiles = (
        ChoiceView(Urgency.URGENT.value, "Yes: urgent", second="Reply in 10 minutes"),
        ChoiceView(Urgency.ROUTINE.value, "No: routine", second="Reply in 1 hour"),
    )
    title = "Would this hit be the only basis for detention?"
    return StatusCardView("confirm", "", title, "", "Hit confirmation", tiles)


def _oca(form: ConfirmationForm) -> StatusCardView:
    return StatusCardView(
        kind="confirm_oca",
        shape="",
        title="Your case number, or leave it empty:",
        detail="",
        right="",
        tiles=tuple(ChoiceView(digit, digit) for digit in "1234567890"),
        typed=form.oca,
        may_save=True,
    )


def _draft(hit: Hit, form: ConfirmationForm, shown: int) -> StatusCardView:
    draft = draft_of(hit, form, shown)
    tiles = (
        ChoiceView(COPY, "Copy"),
        ChoiceView(REQUESTED, "Comms has it", second="Starts the clock"),
    )
    return StatusCardView(
        kind="confirm_draft",
        shape="",
        title=f"Read to Comms, {_NUMBERS[draft.number]} request:",
        detail=f"to {draft.ori}" if draft.ori else "",
        right="Not sent by this program",
        tiles=tiles,
        text=draft.text,
    )


def _reply(hit: Hit, now: datetime, zone: tzinfo | None) -> StatusCardView:
    asked = hit.confirmation
    again = asked is not None and asked.may_ask_again(now)
    last = asked.last if asked else None
    tiles = (
        *(ChoiceView(reply.value, word) for reply, word in _REPLIES.items()),
        ChoiceView(
            AGAIN,
            f"{_NUMBERS.get(last.number + 1, 'No further') if last else ''} request".capitalize(),
            live=again,
            second="" if again else _why_not_again(hit, now),
        ),
    )
    at = clock_words(last.at, zone) if last else ""
    who = record_asked(hit, 0).ori or "the agency"
    title = f"What does {who} say?"
    detail = f"asked {at}, {_NUMBERS[last.number]} request" if last else ""
    return StatusCardView("confirm", "", title, detail, clock_line(hit, now), tiles)


def _why_not_again(hit: Hit, now: datetime) -> str:
    asked = hit.confirmation
    if asked is not None and asked.status(now) is ClockStatus.RUN_OUT:
        return "Comms may call them"
    return "When time is out"


def _against() -> StatusCardView:
    """Ask once more before that reply shuts the hit for good (D8)."""
    word = _REPLIES[AgencyReply.NOT_CONFIRMED].lower()
    tiles = (
        ChoiceView(BACK, "No, go back", second="Nothing is recorded"),
        ChoiceView(AgencyReply.NOT_CONFIRMED.value, f"Yes, {word}", second=SHUTS),
    )
    return StatusCardView("confirm_against", "", f"The agency says: {word}?", "", FOR_GOOD, tiles)


SHUTS, FOR_GOOD = "Shuts this hit in every car", "This cannot be taken back"


def _when() -> StatusCardView:
    tiles = tuple(
        ChoiceView(str(minutes), f"{minutes} min" if minutes < 60 else f"{minutes // 60} h")  # noqa: PLR2004 - minutes
        for minutes in PROMISED_IN_MINUTES
    )
    return StatusCardView("confirm", "", "It will be confirmed in:", "", "", tiles)

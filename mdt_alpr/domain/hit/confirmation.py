"""Hit confirmation: the draft of a YQ for the telecommunicator to send, and its clock.

The program sends nothing (VER-07). Fields and times as Nlets has them, see the requirements;
record types that are not listed there are refused, not guessed.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry, lis_of

LONGEST_OCA = 20
MOST_REQUESTS = 3
URGENT_WITHIN = timedelta(minutes=10)
ROUTINE_WITHIN = timedelta(hours=1)

_NIC = re.compile(r"[A-Z][0-9]{9}")
_LIY = re.compile(r"[0-9]{4}|NX")
"""A year, or a plate that does not expire."""
_OCA = re.compile(r"[A-Z0-9-]*")


class RecordType(StrEnum):
    """RTY: what kind of record is to be confirmed."""

    STOLEN_VEHICLE = "SV"
    STOLEN_PLATE = "SL"
    WANTED_PERSON = "WP"
    MISSING_PERSON = "MP"


class Urgency(StrEnum):
    """PRI: urgent only where the hit is the sole ground of a detention."""

    URGENT = "U"
    ROUTINE = "R"

    @property
    def within(self) -> timedelta:
        """Return how soon the entering agency has to answer."""
        return URGENT_WITHIN if self is Urgency.URGENT else ROUTINE_WITHIN


RECORD_TYPES: dict[str, RecordType] = {
    "V": RecordType.STOLEN_VEHICLE,
    "P": RecordType.STOLEN_PLATE,
    "W": RecordType.WANTED_PERSON,
    "M": RecordType.MISSING_PERSON,
    "A": RecordType.MISSING_PERSON,
}
"""By category; records of other categories have no request of a known type."""

ELEMENTS: dict[RecordType, tuple[str, ...]] = {
    RecordType.STOLEN_VEHICLE: ("LIC", "VIN"),
    RecordType.STOLEN_PLATE: ("LIC", "LIS", "LIY", "LIT"),
    RecordType.WANTED_PERSON: (),
    RecordType.MISSING_PERSON: (),
}
"""The elements proper to each type; any other makes Nlets reject the message."""


@dataclass(frozen=True, slots=True)
class YqDraft:
    """The fields of a request; ``ori`` is the entering agency that is asked."""

    record_type: RecordType
    number: int
    urgency: Urgency
    oca: str
    nic: str
    ori: str
    elements: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        """Refuse what Nlets would reject.

        Raises:
            StepNotAllowedError: a field is out of its range or not proper to the type.
        """
        if (wrong := _wrong(self)) is not None:
            raise StepNotAllowedError(wrong)

    @property
    def text(self) -> str:
        """Return the fields to read to the telecommunicator; empty ones are left out."""
        fields = (
            ("RTY", self.record_type.value),
            ("RNO", str(self.number)),
            ("PRI", self.urgency.value),
            ("OCA", self.oca),
            ("NIC", self.nic),
            *self.elements,
        )
        return "  ".join(f"{name}/{value}" for name, value in fields if value)


def _wrong(draft: YqDraft) -> str | None:
    if not 1 <= draft.number <= MOST_REQUESTS:
        return "A request has the number 1, 2 or 3."
    if len(draft.oca) > LONGEST_OCA or not _OCA.fullmatch(draft.oca):
        return f"A case number has at most {LONGEST_OCA} letters, digits and hyphens."
    if not _NIC.fullmatch(draft.nic):
        return "This record has no NIC number. Ask the agency that listed it."
    names = [name for name, _ in draft.elements]
    proper = ELEMENTS[draft.record_type]
    if extra := [name for name in names if name not in proper]:
        return f"{', '.join(extra)} may not stand in a request of type {draft.record_type.value}."
    if len(set(names)) != len(names) or not all(value for _, value in draft.elements):
        return "Each field must appear once and can't be blank."
    return None


class AgencyReply(StrEnum):
    """What the entering agency answered, as the telecommunicator reports it."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    """The record is not valid, or is not about this vehicle or person."""
    LATER = "later"
    """Not yet; a time was named by which it will be."""


@dataclass(frozen=True, slots=True)
class ConfirmationRequest:
    """A request as the officer says that it was handed to the telecommunicator."""

    number: int
    urgency: Urgency
    oca: str
    nic: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmationReply:
    """What came back, when, and the time that was named where the reply is "later"."""

    reply: AgencyReply
    at: datetime
    promised_for: datetime | None = None


class ClockStatus(StrEnum):
    """The state of a confirmation's clock."""

    RUNNING = "running"
    RUN_OUT = "run_out"
    DONE = "done"
    """A substantive reply came."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Every request and reply of one hit, oldest first; there is at least one request."""

    requests: tuple[ConfirmationRequest, ...]
    replies: tuple[ConfirmationReply, ...] = ()

    @property
    def last(self) -> ConfirmationRequest:
        """Return the last request."""
        return self.requests[-1]

    @property
    def substantive(self) -> AgencyReply | None:
        """Return the reply that ends the clock, if it came."""
        last = self.replies[-1].reply if self.replies else None
        return last if last in (AgencyReply.CONFIRMED, AgencyReply.NOT_CONFIRMED) else None

    @property
    def due(self) -> datetime:
        """Return when an answer is due: by the period, or by the time that was named."""
        by_period = self.last.at + self.last.urgency.within
        named = [r.promised_for for r in self.replies if r.promised_for and r.at >= self.last.at]
        return max([by_period, *named])

    def status(self, now: datetime) -> ClockStatus:
        """Return the state of the clock."""
        if self.substantive is not None:
            return ClockStatus.DONE
        return ClockStatus.RUN_OUT if now >= self.due else ClockStatus.RUNNING

    def may_ask_again(self, now: datetime) -> bool:
        """Return whether a second or third request is to be offered (VER-08)."""
        left = len(self.requests) < MOST_REQUESTS
        return left and self.status(now) is ClockStatus.RUN_OUT


def yq_draft(record: HotlistEntry, number: int, urgency: Urgency, oca: str) -> YqDraft:
    """Return the draft for a record, with the elements proper to its type and no others.

    VIN is in none of the lists; the telecommunicator copies it from the QV response. LIS, LIY and
    LIT are proper to a stolen plate only.

    Raises:
        StepNotAllowedError: the record's type is not known to be confirmed by a request, or a
            field is out of its range.
    """
    kind = RECORD_TYPES.get(record.category)
    if kind is None:
        message = f"{record.kind.name}: no request is drafted. Tell Comms the record's number."
        raise StepNotAllowedError(message)
    known = {
        "LIC": record.plate.text,
        "LIS": lis_of(record.plate.state),
        "LIY": record.plate_year if _LIY.fullmatch(record.plate_year) else "",
        "LIT": record.plate_type,
    }
    elements = tuple((name, known[name]) for name in ELEMENTS[kind] if known.get(name))
    return YqDraft(kind, number, urgency, oca.strip().upper(), record.nic, record.ori, elements)


def asked_again(
    confirmation: Confirmation | None, request: ConfirmationRequest, now: datetime
) -> Confirmation:
    """Return the confirmation with a further request.

    Raises:
        StepNotAllowedError: the clock still runs, a reply came, or three were made.
    """
    if confirmation is None:
        first = replace(request, number=1)
        return Confirmation((first,))
    if not confirmation.may_ask_again(now):
        message = "A further request waits until the time has run out; three at most."
        raise StepNotAllowedError(message)
    further = replace(request, number=len(confirmation.requests) + 1)
    return replace(confirmation, requests=(*confirmation.requests, further))


def answered(confirmation: Confirmation | None, reply: ConfirmationReply) -> Confirmation:
    """Return the confirmation with a reply.

    Raises:
        StepNotAllowedError: nothing was requested, it is answered already, or "later" without
            a time to come.
    """
    if confirmation is None or confirmation.substantive is not None:
        raise StepNotAllowedError("There is no open request.")
    later = reply.reply is AgencyReply.LATER
    if later != (reply.promised_for is not None and reply.promised_for > reply.at):
        raise StepNotAllowedError("Say when it will be confirmed.")
    return replace(confirmation, replies=(*confirmation.replies, reply))

"""Own requests to other agencies, and access to their readers, on the wire (OUT-01 to 04)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import Contact, Label, Note
from mdt_alpr.domain.retention.outside_requests import (
    ANSWER_WORDS,
    BY_ITSELF,
    Answer,
    OutsideForm,
    OutsideState,
    OutsideStep,
)
from mdt_alpr.wire.days import SinceDay, UntilDay


@dataclass(frozen=True, slots=True)
class OutsideStepMessage:
    """A step that was taken; ``by`` is the person's name, empty for what time did."""

    step: OutsideStep
    at: datetime
    by: str
    words: str
    contact: str
    on: date | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class OutsideRequestMessage:
    """A request for who may see it; ``steps_open`` are those that this person may take now.

    ``waits`` is whether this person must do something about it, ``cancel_is_due`` whether its
    requester is reminded to cancel it.
    """

    number: int
    form: OutsideForm
    requested_at: datetime
    requested_by: str
    state: OutsideState
    expires_at: datetime
    steps: tuple[OutsideStepMessage, ...]
    steps_open: tuple[OutsideStep, ...]
    waits: bool
    cancel_is_due: bool


@dataclass(frozen=True, slots=True)
class OutsideRequestsMessage:
    """Requests, the newest first; ``waiting`` of all of them wait for this person."""

    requests: tuple[OutsideRequestMessage, ...]
    has_more: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class OutsideStepRequest:
    """A step to take; which fields it asks for, ``StepTaken`` says."""

    step: Annotated[OutsideStep, Label(not_asked=BY_ITSELF)]
    words: Annotated[
        Note, Label("Reason; when sent: where the copy lies. No plates here.", is_wide=True)
    ] = ""
    contact: Annotated[
        Contact, Label("Sworn before, sent to, or told: who and how", is_wide=True)
    ] = ""
    on: Annotated[date | None, Label("Day of oath or of that contact")] = None
    answer: Annotated[
        Answer, Label("Answer", options=tuple((a.value, w) for a, w in ANSWER_WORDS.items()))
    ] = Answer.NONE


@dataclass(frozen=True, slots=True)
class AccessSearch:
    """Which accesses: from ``since`` on and before ``until``; texts are parts of a name.

    ``order`` is one of "at", "person", "agency", "purpose" and "found"; empty: the newest first.
    """

    since: SinceDay
    until: UntilDay
    person: Annotated[str, Label("A user name, or a part of a name")] = ""
    agency: Annotated[str, Label("A part of the agency's name")] = ""
    first: Annotated[int, Label(is_asked=False)] = 0
    order: Annotated[str, Label(is_asked=False)] = ""
    descending: Annotated[bool, Label(is_asked=False)] = False


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One access; what was typed is None where it is erased after 90 days."""

    number: int
    at: datetime
    logged_at: datetime
    person: str
    name: str
    agency: str
    system: str
    purpose: Purpose
    found: int
    request: int
    case: str | None
    reason: str | None
    sought: str | None


@dataclass(frozen=True, slots=True)
class AccessRows:
    """Accesses that fit, the newest first."""

    rows: tuple[AccessRow, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class AccessFile:
    """The log as CSV without what was typed, its SHA-256, and how many accesses it has."""

    body: str
    sha256: str
    entries: int

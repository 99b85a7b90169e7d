"""Hits that headquarters tells dispatch of: subscriptions, letters, and what a receiver gets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.kinds import CaseNumber, Label, Name, Reference

SIGNATURE = "MDT-ALPR-Signature"
"""The header ``t=SECONDS,v1=HEX``: HMAC-SHA256 of "SECONDS.BODY" under the secret's bytes."""
CLOUD_EVENT = "application/cloudevents+json"
EVENT_TYPE = "mdt-alpr.hit."
"""Followed by ``raised``, ``accepted`` (by a unit it was sent to), ``verified`` or ``ended``."""
CALL_ASSIGNED, CALL_CLEARED = "mdt-alpr.cad.assigned", "mdt-alpr.cad.cleared"
"""The types of what CAD tells headquarters."""
LONGEST_EVENT = 64 * 1024
"""Bytes of an event of CAD."""
DISPATCH = "Dispatch"
"""As what headquarters passes a hit on that a person there sends to a unit."""


@dataclass(frozen=True, slots=True)
class HitNews:
    """A hit: a possible match, not verified; ``text`` and ``state`` once its officer verified it.

    They are empty for a subscription that may have no plate. ``disposition``: how it ended.
    """

    hit_id: str
    unit: str
    category: str
    category_name: str
    match_class: str
    captured_at: datetime
    raised_at: datetime
    lat: float | None = None
    lon: float | None = None
    text: str = ""
    state: str = ""
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """An event of CloudEvents 1.0 in its JSON form; one that comes twice has the same ``id``."""

    id: str
    type: str
    subject: str
    time: datetime
    data: HitNews
    source: str = "urn:mdt-alpr:headquarters"
    specversion: str = "1.0"
    datacontenttype: str = "application/json"


@dataclass(frozen=True, slots=True)
class CadCall:
    """A call of CAD: the case number that its papers will have, and what it is about."""

    unit: Name
    case_number: CaseNumber
    call_type: Name = ""


@dataclass(frozen=True, slots=True)
class CadEvent:
    """What CAD tells of a unit, as a CloudEvent: ``subject`` is the call's own number at CAD.

    It is signed as headquarters signs its own letters (``SIGNATURE``), with the same secret. One
    that comes twice, by its ``id``, counts once.
    """

    id: Reference
    type: Reference
    subject: Reference
    time: datetime
    data: CadCall
    source: Reference = ""
    specversion: Reference = "1.0"
    datacontenttype: Reference = "application/json"


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """Whom to tell of which hits; no category, unit or area named: all but restricted files."""

    name: Annotated[Name, Label("Receiver", "Communications CAD")]
    address: Annotated[Reference, Label("Address", "https://cad.example.gov/alpr", is_wide=True)]
    categories: Annotated[tuple[Name, ...], Label("Categories by code", "V; F")] = ()
    units: Annotated[tuple[Name, ...], Label("Units", "Unit 7; Unit 12")] = ()
    area: Annotated[Name, Label("Named area", "the whole county without one")] = ""
    with_plates: Annotated[bool, Label("May have verified plates")] = False
    sends_calls: Annotated[bool, Label("May send units' calls")] = False


@dataclass(frozen=True, slots=True)
class SubscriptionMessage:
    """A subscription, and how many letters wait, or wait for a person."""

    number: int
    asked: SubscriptionRequest
    made_at: datetime
    made_by: str
    ended_at: datetime | None = None
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class SubscriptionsMessage:
    """Every subscription; ``secret`` of one that was just made, which is shown once."""

    subscriptions: tuple[SubscriptionMessage, ...]
    secret: str = ""


@dataclass(frozen=True, slots=True)
class LetterMessage:
    """A letter that was not received; ``due_at`` is None where it waits for a person."""

    number: int
    receiver: str
    about: str
    event: str
    made_at: datetime
    tries: int
    failure: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LettersMessage:
    """Letters that were not received, the oldest first, and how many there are."""

    letters: tuple[LetterMessage, ...]
    number: int


class HitProgress(StrEnum):
    """How far an officer is with a hit."""

    SENT = "Sent"
    """The car has not raised it yet."""
    ALERTED = "Alerted"
    ACCEPTED = "Accepted"
    """The officer opened it."""
    VERIFIED = "Verified"
    """The officer's own entry matched."""
    ENDED = "Ended"
    NO_MATCH = "No match"


@dataclass(frozen=True, slots=True)
class SentTo:
    """A unit that a hit went to, and how far it is there."""

    unit: str
    progress: HitProgress


@dataclass(frozen=True, slots=True)
class OpenHit:
    """A possible match of this shift, without its plate."""

    hit_id: str
    raised_at: datetime
    unit: str
    offense: str
    match_class: str
    progress: HitProgress
    sent_to: tuple[SentTo, ...]


@dataclass(frozen=True, slots=True)
class OpenHitsMessage:
    """The possible matches of this shift, the newest first, and the units on shift."""

    hits: tuple[OpenHit, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignRequest:
    """To which unit on shift a hit goes."""

    unit: Annotated[Name, Label("Unit", "Unit 7")]

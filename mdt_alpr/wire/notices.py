"""What headquarters sends to cars: relayed hits, a "no" from elsewhere, earlier rejections, units.

A notice has a number of its device's own series. A car asks for what follows the number that it
holds, and that question is the receipt for everything before (at least once, in order). Its
``body`` is the JSON text of the kind's message, so that a car may pass over a kind of a newer
headquarters. All of it is additive to version 1.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.wire.messages import EntryMessage, ReadMessage


class NoticeKind(StrEnum):
    """What a notice carries."""

    RELAY = "relay"
    """``RelayMessage``: another unit passes a hit on."""
    CONTRARY = "contrary"
    """``ContraryMessage``: a hit of this car is no match, somebody else learned (VER-05)."""
    REJECTION = "rejection"
    """``RejectionMessage``: a hit on a record was rejected somewhere (ALR-08, D13)."""
    NOT_PASSED = "not_passed"
    """``NotPassedMessage``: a hit that this car passed on reaches nobody."""
    CALLS = "calls"
    """``CallsMessage``: on which calls of dispatch this unit is."""


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """One notice."""

    number: int
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class NoticesMessage:
    """What waits for a device, oldest first; empty when nothing came in the time asked for."""

    notices: tuple[NoticeMessage, ...]


@dataclass(frozen=True, slots=True)
class NoticesAndListMessage:
    """The same for a car that says which list it has: also the number of the present list.

    0 where there is none.
    """

    notices: tuple[NoticeMessage, ...]
    list_version: int = 0


@dataclass(frozen=True, slots=True)
class RelayedRecordMessage:
    """A record as the sender's car matched it."""

    entry: EntryMessage
    position: int | None
    state_confirmed: bool
    o_and_0: bool


@dataclass(frozen=True, slots=True)
class RelayMessage:
    """A hit on its way to another unit; also the body of an outbox item of kind RELAY.

    ``relay_id`` is the id of the hit that the receiver raises. ``to_device`` is empty where the
    officer typed a unit: headquarters then finds it. ``checked`` names what the sender
    verified, to be read and not to be counted (VER-06).
    """

    relay_id: str
    hit_id: str
    captured_at: datetime
    at: datetime
    person_id: str
    officer: str
    unit: str
    to_unit: str
    to_device: str
    checked: tuple[str, ...]
    read: ReadMessage
    records: tuple[RelayedRecordMessage, ...]
    list_version: int
    list_compiled_at: datetime
    second_text: str | None


@dataclass(frozen=True, slots=True)
class ContraryMessage:
    """A hit of this car is no match; ``source`` is who said so: "Unit 12, Communications"."""

    hit_id: str
    kind: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RejectionMessage:
    """See ``domain.hit.known_before.EarlierRejection``; the same id again replaces it."""

    rejection_id: str
    entry_id: str
    text: str
    state: str
    cause: str
    by_status: bool
    at: datetime
    captured_at: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class NotPassedMessage:
    """No car is known by the unit that a hit was passed on to."""

    hit_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class CallMessage:
    """A call of dispatch, whose case number forms may take."""

    case_number: str
    call_type: str


@dataclass(frozen=True, slots=True)
class CallsMessage:
    """Every call that the car's unit is on, the newest first; the next one replaces it."""

    calls: tuple[CallMessage, ...]


@dataclass(frozen=True, slots=True)
class UnitMessage:
    """A unit on shift: who is signed in, in which car, and when that car last asked."""

    unit: str
    device: str
    name: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class UnitsMessage:
    """Every unit on shift, by name."""

    units: tuple[UnitMessage, ...]

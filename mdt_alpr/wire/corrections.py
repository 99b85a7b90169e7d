"""Do-not-alert corrections between the custodian and headquarters (HOT-11)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """A record on which cars are not to alert; ``days`` from now on.

    ``entry_id`` is empty where one record only is listed on the plate, ``owner_asked`` where
    the owning agency was not asked yet.
    """

    text: str
    state: str
    entry_id: str
    reason: str
    evidence: str
    owner_asked: str
    days: int


@dataclass(frozen=True, slots=True)
class PlacedMessage:
    """The number of the correction that was placed."""

    number: int


@dataclass(frozen=True, slots=True)
class RenewalRequest:
    """A correction is to last so many days from now on."""

    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class CorrectionMessage:
    """A correction that holds; ``owner`` is the ORI of the agency that owns the record.

    ``is_listed`` is false where the record left the list or changed its plate meanwhile.
    """

    number: int
    text: str
    state: str
    entry_id: str
    list_name: str
    owner: str
    reason: str
    evidence: str
    owner_asked: str
    owner_asked_at: datetime | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    is_listed: bool


@dataclass(frozen=True, slots=True)
class CorrectionsMessage:
    """Every correction that holds, the oldest first."""

    corrections: tuple[CorrectionMessage, ...]

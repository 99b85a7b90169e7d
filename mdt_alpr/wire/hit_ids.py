"""The IDs of hits, for who lets evidence out: what is asked, and told (09.21.8.B)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HitIdsRequest:
    """Which hits, raised in a span, and for what: purpose and case are recorded (PUR-01)."""

    since: datetime
    until: datetime
    purpose: str
    case: str


@dataclass(frozen=True, slots=True)
class HitIdRow:
    """One hit, by which a person knows it; the plate is empty in a restricted file (HOT-10).

    ``has_package`` tells that there is something to let out.
    """

    hit_id: str
    raised_at: datetime
    unit: str
    text: str
    state: str
    category: str
    disposition: str
    restricted: bool
    has_package: bool


@dataclass(frozen=True, slots=True)
class HitIdsMessage:
    """The newest first, at most ``most``."""

    rows: tuple[HitIdRow, ...]
    most: int

"""The patrol page: live picture, band, reel; and the list of open hits.

A row or band of a read that is held for a check carries no text of it (D1).
"""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.ui.viewmodels.mark import Mark


@dataclass(frozen=True, slots=True)
class ReelRow:
    """One read; ``text`` is empty and ``crop`` stays where it is held for a check."""

    read_id: str
    crop: bytes
    text: str
    doubtful: tuple[int, ...]
    state: str
    age: str
    urgency: str = ""
    """"high", "medium" or "low" where held, else empty."""

    @property
    def is_held(self) -> bool:
        """Tell whether the read is hidden until its hit is opened and checked."""
        return bool(self.urgency)


class BandKind(StrEnum):
    """What the fixed band under the picture shows."""

    NO_HIT = "no_hit"
    HIT = "hit"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class BandView:
    """The band; ``more`` counts further open hits."""

    kind: BandKind
    mark: Mark
    title: str
    words: str
    line: str
    age: str = ""
    urgency: str = ""
    more: int = 0
    silenced: bool = False


@dataclass(frozen=True, slots=True)
class LiveState:
    """Text over the live picture; ``headline`` empty while the picture runs."""

    camera: str
    latency: str
    headline: str = ""
    detail: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class HitRow:
    """One open hit in the list; never a plate."""

    hit_id: str
    mark: Mark
    urgency: str
    category: str
    match_class: str
    standing: str
    age: str
    note: str

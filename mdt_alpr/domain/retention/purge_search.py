"""What a search of every place found after a purge: what had to be gone is gone (RET-07, 8.C).

The places are those that are there, not those of a list: a table or a file that no rule names is
a finding of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class KeepRule(StrEnum):
    """Why something may lie in a place, and until when."""

    CAPTURED = "captured"
    """Captured data: gone at its deadline, unless held."""
    LIFE = "life"
    """Of a manual entry or a correction: the plate goes when it ends (MAN-05, HOT-11)."""
    LISTED = "listed"
    """Delivered lists: replaced by the next, and sealed again meanwhile."""
    PASSING = "passing"
    """On its way: gone within a day."""
    HELD = "held"
    """Under a hold: gone when that ends (09.21.8.C)."""
    LASTING = "lasting"
    """Nothing captured: no plate may be in it."""
    UNKNOWN = "unknown"
    """No rule names it."""


RULE_WORDS = {
    KeepRule.CAPTURED: "Gone at its deadline",
    KeepRule.LIFE: "Plate goes at its end",
    KeepRule.LISTED: "Replaced by the next list",
    KeepRule.PASSING: "Gone within a day",
    KeepRule.HELD: "Until its hold ends",
    KeepRule.LASTING: "Holds nothing captured",
    KeepRule.UNKNOWN: "No rule names it",
}


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """One table or place of files: how much is in it, and what must not be.

    ``past`` is past its deadline and under no hold, ``held`` past it under a hold. ``plates`` are
    texts with a plate that was read, where none may be. ``trouble`` says why it was not searched.
    """

    place: str
    rule: KeepRule
    number: int
    past: int = 0
    held: int = 0
    plates: int = 0
    trouble: str = ""

    @property
    def is_clean(self) -> bool:
        """Return whether nothing is in it that must be gone."""
        is_known = self.rule is not KeepRule.UNKNOWN
        return is_known and not (self.past or self.plates or self.trouble)


@dataclass(frozen=True, slots=True)
class PurgeSearch:
    """A search of every place; ``holds`` are numbers of holds with how much each keeps.

    ``backups`` is how many were made, ``replicas`` names the database's: both die with the keys
    of their days.
    """

    at: datetime
    captured_until: datetime
    kept_days: int
    places: tuple[PlaceFound, ...]
    holds: tuple[tuple[str, int], ...] = ()
    backups: int = 0
    last_backup_at: datetime | None = None
    replicas: tuple[str, ...] = ()

    @property
    def dirty(self) -> tuple[PlaceFound, ...]:
        """Return the places in which something is that must be gone."""
        return tuple(place for place in self.places if not place.is_clean)

    @property
    def is_clean(self) -> bool:
        """Return whether all that had to be gone is gone."""
        return not self.dirty


def place_words(place: PlaceFound) -> str:
    """Return in one line what was found in a place."""
    if place.trouble:
        return place.trouble
    if place.rule is KeepRule.UNKNOWN:
        return "No rule says how long it may stay. Tell the technician."
    words = [
        f"{place.past:,} past the deadline" if place.past else "",
        f"{place.plates:,} with a plate that was read" if place.plates else "",
        f"{place.held:,} under a hold" if place.held else "",
    ]
    return ", ".join(word for word in words if word) or "Nothing is left"

"""What was set aside at headquarters, for who decides on it: no plate, no body."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AsideMessage:
    """One item; ``named`` is whom it names, ``brought_by`` whose session brought it.

    ``subject`` is the id of the hit, read or entry that it is about; ``words`` say why.
    """

    number: int
    received_at: datetime
    device: str
    kind: str
    reason: str
    words: str
    named: str
    brought_by: str
    subject: str


@dataclass(frozen=True, slots=True)
class AsidesMessage:
    """What waits for a decision, oldest first, and the device keys that nobody accepted."""

    items: tuple[AsideMessage, ...]
    keys: tuple[tuple[str, str], ...]
    """Device and key."""

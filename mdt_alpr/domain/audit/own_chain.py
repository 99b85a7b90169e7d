"""The state of headquarters' own audit chain, for whoever watches it (AUD-04)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnChainState:
    """The state of headquarters' own audit chain at its last check (AUD-04).

    ``checked_at`` is None before the first check of this process. Entries up to ``verified`` were
    found intact; ``broken_at`` is the first that is missing or changed, None where none is.
    ``witness_trouble`` says why no checkpoint in the second place confirms it, else empty.
    """

    checked_at: datetime | None = None
    verified: int = 0
    broken_at: int | None = None
    witness_trouble: str = ""

    @property
    def is_alarm(self) -> bool:
        """Return whether somebody changed what headquarters recorded of itself."""
        return self.broken_at is not None


NOT_CHECKED = OwnChainState()

"""What a hit no longer rests on: records that left the list, answers that were overtaken (D8)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaleFacts:
    """Facts of a hit that no longer count for it; what speaks against it counts always.

    ``records`` are ids of entries that the list in use does not hold. The first ``replies``
    replies and ``statements`` statements were given before a record of the hit was withdrawn
    or before the clock was set back: the status has to be asked anew.
    """

    records: tuple[str, ...] = ()
    replies: int = 0
    statements: int = 0

"""Whether captured data is gone in time, as custodian and administrator must hear it (RET-07)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.retention.clock_guard import ClockDoubt


@dataclass(frozen=True, slots=True)
class RetentionState:
    """How the purge stands.

    ``purged_at`` is None before the first one, ``is_overdue`` where none ran in time, ``failure``
    the kind of what the last one met, empty where it went through. ``left`` names where the last
    one left something behind that was past its deadline. ``clock`` says why nothing is erased:
    the clock is not believed until two people confirm it.
    """

    purged_at: datetime | None = None
    is_overdue: bool = False
    failure: str = ""
    left: tuple[str, ...] = ()
    clock: ClockDoubt = ClockDoubt.NONE

    @property
    def is_alarm(self) -> bool:
        """Tell whether captured data may be kept for longer than the law allows."""
        return self.is_overdue or bool(self.failure or self.left or self.clock)


NOTHING_KNOWN = RetentionState()

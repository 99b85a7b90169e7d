"""How long captured data is kept, and who decided it (RET-06)."""

from dataclasses import dataclass
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Reason
from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.retention.kept_for import RetentionSetting


@dataclass(frozen=True, slots=True)
class RetentionMessage:
    """The time that counts, and every proposal, the newest first.

    ``goes`` names what would go at once if the newest proposal were confirmed now, with numbers;
    nothing where none waits.
    """

    kept_days: int
    settings: tuple[RetentionSetting, ...]
    goes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RetentionProposal:
    """A time, and why."""

    kept_days: Annotated[int, Label(f"1 to {MOST_DAYS} days")]
    reason: Reason


@dataclass(frozen=True, slots=True)
class RetentionConfirmation:
    """The time that a person confirms, as it was shown to them."""

    kept_days: int

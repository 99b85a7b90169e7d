"""Results of practices at roll-call on the wire (D17)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.people.drills import PracticeResult, StepSum


@dataclass(frozen=True, slots=True)
class DrillMessage:
    """A result that a person kept as their own at ``at``, signed in (ItemKind.DRILL)."""

    result: PracticeResult
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PracticeSums:
    """What the times of a trial's practices add up to, as headquarters keeps them."""

    steps: tuple[StepSum, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptDrillMessage:
    """A result as headquarters keeps it, with the person's name."""

    result: PracticeResult
    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class DrillsMessage:
    """The newest results that a person may see, the newest first; ``more`` are not shown."""

    drills: tuple[KeptDrillMessage, ...]
    more: bool = False

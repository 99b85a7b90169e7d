"""How a practice at roll-call went, by its traps: training, never patrol (D17, TRN-04).

Every plate and record of a practice is made up, and none of them is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.roles import Permission, Placement, Role, may, may_see_person


class Trap(StrEnum):
    """What a hit of a practice tests; the words are shown."""

    WRONG_DIGIT = "Wrong digit"
    OTHER_STATE = "Other state"
    RECOVERED = "Recovered"
    OTHER_VEHICLE = "Other vehicle"
    PASSED_ON = "Passed on"
    TRUE_HIT = "True hit"
    STOLEN_PLATE = "True hit, stolen plate"


class PracticeStep(StrEnum):
    """What an officer does of a hit, in this order."""

    OPEN = "open the alert"
    ENTER = "enter the plate"
    DECIDE = "decide"


LONGEST_STEP_S = 3600.0
STEPS_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a step took, and what its keys and taps alone should take; errors are counted."""

    step: PracticeStep
    seconds: float
    model_s: float
    errors: int


@dataclass(frozen=True, slots=True)
class PracticeResult:
    """A practice that ended; what was not done in it counts as failed.

    ``steps`` are for sums over everybody: headquarters keeps them without whose they are.
    """

    drill_id: str
    at: datetime
    passed: tuple[Trap, ...]
    failed: tuple[Trap, ...]
    steps: tuple[StepTime, ...] = ()

    @property
    def words(self) -> str:
        """Return how many traps were passed."""
        return f"{len(self.passed)} of {len(self.passed) + len(self.failed)} passed"

    def check(self) -> None:
        """Refuse what no practice ends with.

        Raises:
            DomainError: a trap appears twice, or there is none.
        """
        every = (*self.passed, *self.failed)
        if not every or len(set(every)) < len(every):
            raise DomainError("A practice has one result for each of its traps.")
        times = [second for step in self.steps for second in (step.seconds, step.model_s)]
        if len(self.steps) > STEPS_AT_MOST or not all(0 <= s <= LONGEST_STEP_S for s in times):
            raise DomainError("A step of a practice takes an hour at most.")


def may_see_drills(role: Role, placement: Placement, team: str, *, in_use: bool) -> bool:
    """Return whether results of another person, of ``team``, are open to somebody."""
    if may(role, Permission.RECORD_TRAINING):
        return True
    return may(role, Permission.REVIEW_HITS) and may_see_person(placement, team, in_use=in_use)

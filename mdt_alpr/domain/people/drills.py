"""How a practice at roll-call went, by its traps: training, never patrol (D17, TRN-04).

Every plate and record of a practice is made up, and none of them is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import sqrt

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.roles import Permission, Placement, Role, may, may_see_person


class Trap(StrEnum):
    """What a hit of a practice tests; the words are shown."""

    WRONG_DIGIT = "Wrong digit"
    LOOK_ALIKE = "Look-alike"
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

    ``steps`` are for sums of ``trial``, by its number: nothing else of them is kept.
    """

    drill_id: str
    at: datetime
    passed: tuple[Trap, ...]
    failed: tuple[Trap, ...]
    steps: tuple[StepTime, ...] = ()
    trial: str = ""

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


@dataclass(frozen=True, slots=True)
class StepSum:
    """What everybody's times of a step add up to; ``squares`` are of seconds."""

    step: PracticeStep
    times: int = 0
    seconds: float = 0.0
    squares: float = 0.0
    model_s: float = 0.0
    errors: int = 0

    def with_time(self, time: StepTime) -> "StepSum":
        """Return the sum with one more time of this step."""
        return replace(
            self,
            times=self.times + 1,
            seconds=self.seconds + time.seconds,
            squares=self.squares + time.seconds**2,
            model_s=self.model_s + time.model_s,
            errors=self.errors + time.errors,
        )

    @property
    def mean(self) -> float:
        """Return how many seconds the step took on average."""
        return self.seconds / self.times if self.times else 0.0

    @property
    def spread(self) -> float:
        """Return the standard deviation of one time, in seconds."""
        if self.times < 2:  # noqa: PLR2004 - a spread is of two
            return 0.0
        squares = self.squares - self.times * self.mean**2
        return sqrt(max(0.0, squares) / (self.times - 1))


def summed(before: Iterable[StepSum], times: Iterable[StepTime]) -> tuple[StepSum, ...]:
    """Return the sums of every step with more times added."""
    sums = {step: StepSum(step) for step in PracticeStep} | {each.step: each for each in before}
    for time in times:
        sums[time.step] = sums[time.step].with_time(time)
    return tuple(sums.values())


def may_see_drills(role: Role, placement: Placement, team: str, *, in_use: bool) -> bool:
    """Return whether results of another person, of ``team``, are open to somebody."""
    if may(role, Permission.RECORD_TRAINING):
        return True
    return may(role, Permission.REVIEW_HITS) and may_see_person(placement, team, in_use=in_use)

"""What a trial says of a reader, and whether it is ready by limits that were set before it.

Passes are judged blind, chosen by chance before anybody saw them (``hit.trial_sample``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, sqrt
from typing import Annotated

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.kinds import Label
from mdt_alpr.domain.review.accuracy import Score

_Z_95 = 1.959964
MOST_PASSES = 20_000


class TrialRefusedError(DomainError):
    """A trial cannot be planned so; the sentence says why."""


class TrialFigure(StrEnum):
    """A share that a trial measures."""

    READ = "read"
    """Of plates offered, legible to a person: those of which there is a read."""
    RIGHT = "right"
    """Of reads judged: every character right."""
    STATE_RIGHT = "state_right"
    """Of reads judged: characters and state right."""
    UNFLAGGED_WRONG = "unflagged_wrong"
    """Of reads judged: a character wrong, and nothing marked the read as doubtful."""
    FALSE_ALERTS = "false_alerts"
    """Of hits judged: those of another plate than the listed one."""
    AGREEMENT = "agreement"
    """Of passes judged twice: the same answer."""


IS_AT_MOST = frozenset({TrialFigure.UNFLAGGED_WRONG, TrialFigure.FALSE_ALERTS})
"""Figures whose limit is the most that is allowed; of the others it is the least."""
FIGURE_WORDS: Mapping[TrialFigure, str] = {
    TrialFigure.READ: "Plates offered that were read",
    TrialFigure.RIGHT: "Reads with every character right",
    TrialFigure.STATE_RIGHT: "Reads with characters and state right",
    TrialFigure.UNFLAGGED_WRONG: "Reads wrong and flagged by nothing",
    TrialFigure.FALSE_ALERTS: "Hits of another plate than the listed one",
    TrialFigure.AGREEMENT: "Passes judged twice with the same answer",
}


def sample_size(share: float, half_width: float) -> int:
    """Return how many passes to judge, so that the 95% interval is that wide to each side.

    ``share`` is what is expected, 0 to 1; Wilson's interval is about as wide as this plain one.

    Raises:
        TrialRefusedError: the width is none, or would need more than anybody judges.
    """
    if not (0 <= share <= 1 and 0 < half_width < 1):
        raise TrialRefusedError("Give a share from 0 to 1, and a width above 0.")
    spread = max(share * (1 - share), 0.01)
    number = ceil(_Z_95**2 * spread / half_width**2)
    if number > MOST_PASSES:
        raise TrialRefusedError(
            f"This needs {number:,} judged passes. Accept a wider interval, such as 0.02."
        )
    return number


@dataclass(frozen=True, slots=True)
class JudgedPass:
    """A pass of the sample: whether it was read, and how that stands to what people saw.

    ``second`` is what the second judge says of it, None where there was none.
    """

    was_read: bool
    right: bool = False
    state_right: bool = False
    flagged: bool = False
    same_answer: bool | None = None


def trial_scores(
    passes: Iterable[JudgedPass],
    hits_false: int,
    hits_judged: int,
    *,
    missed_are_known: bool = True,
) -> dict[TrialFigure, Score]:
    """Return every figure of a trial as it was judged.

    Not ``missed_are_known``: no car kept pictures of what it did not read, so that nothing is
    said of the plates offered.
    """
    offered = list(passes)
    reads = [judged for judged in offered if judged.was_read]
    twice = [judged.same_answer for judged in offered if judged.same_answer is not None]
    number = len(reads)
    return {
        TrialFigure.READ: Score(number, len(offered)) if missed_are_known else Score(0, 0),
        TrialFigure.RIGHT: Score(sum(read.right for read in reads), number),
        TrialFigure.STATE_RIGHT: Score(sum(read.state_right for read in reads), number),
        TrialFigure.UNFLAGGED_WRONG: Score(
            sum(not read.right and not read.flagged for read in reads), number
        ),
        TrialFigure.FALSE_ALERTS: Score(hits_false, hits_judged),
        TrialFigure.AGREEMENT: Score(sum(twice), len(twice)),
    }


def judges_error(agreement: Score) -> float:
    """Return the share of passes that a judge may have judged wrong, 0 to 0.5, at most.

    Two judges who err apart from one another differ in 2e(1 - e) of the passes.
    """
    differ = 1 - agreement.interval[0]
    return (1 - sqrt(max(0.0, 1 - 2 * differ))) / 2


def interval(figure: TrialFigure, scores: Mapping[TrialFigure, Score]) -> tuple[float, float]:
    """Return between which shares the true one lies, judges' mistakes included.

    A judge who mistypes makes a right read wrong, and hardly ever a wrong one right; one who looks
    past a plate hides that it was missed. So each figure is widened to the one side.
    """
    low, high = scores[figure].interval
    error = 0.0
    if figure is not TrialFigure.AGREEMENT:
        error = judges_error(scores[TrialFigure.AGREEMENT])
    if figure in (TrialFigure.RIGHT, TrialFigure.STATE_RIGHT):
        return low, min(1.0, high / (1 - error))
    if figure is TrialFigure.READ:
        missed = (1 - low) / (1 - error)
        return (low / (low + missed) if low else 0.0), high
    return max(0.0, low - error), high


class Readiness(StrEnum):
    """Whether a figure keeps its limit."""

    KEPT = "kept"
    """Its whole interval does."""
    BROKEN = "broken"
    """None of its interval does."""
    OPEN = "open"
    """The interval holds the limit: more passes are needed to tell."""


def readiness(figure: TrialFigure, between: tuple[float, float], limit: float) -> Readiness:
    """Return whether a figure, by its interval, keeps a limit that was set before the trial."""
    low, high = between
    if figure in IS_AT_MOST:
        low, high, limit = 1 - high, 1 - low, 1 - limit
    if low >= limit:
        return Readiness.KEPT
    return Readiness.BROKEN if high < limit else Readiness.OPEN


@dataclass(frozen=True, slots=True)
class TrialVerdict:
    """The answer to "ready for service?"; ``open`` and ``broken`` name figures."""

    ready: bool
    open: tuple[TrialFigure, ...]
    broken: tuple[TrialFigure, ...]

    @property
    def words(self) -> str:
        """Return it as a chief reads it."""
        if self.ready:
            return "Ready for service: every figure keeps its limit."
        parts = [
            f"{why}: {', '.join(FIGURE_WORDS[figure].lower() for figure in figures)}"
            for why, figures in (
                ("Beyond the limit", self.broken),
                ("Not told yet, judge more", self.open),
            )
            if figures
        ]
        return f"Not ready. {'. '.join(parts)}."


def verdict(
    scores: Mapping[TrialFigure, Score], limits: Sequence[tuple[TrialFigure, float]]
) -> TrialVerdict:
    """Return whether a trial's figures keep the limits that were set before it.

    Raises:
        TrialRefusedError: there is no limit: a trial without one answers nothing.
    """
    if not limits:
        raise TrialRefusedError("Set a limit before the trial, such as right at least 0.95.")
    found = {
        figure: readiness(figure, interval(figure, scores), limit) for figure, limit in limits
    }
    undecided = tuple(figure for figure, state in found.items() if state is Readiness.OPEN)
    broken = tuple(figure for figure, state in found.items() if state is Readiness.BROKEN)
    return TrialVerdict(not undecided and not broken, undecided, broken)


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """The days of a trial, and the limits that will decide; all shares are percent, 0 is none.

    ``judged`` is how many of the passes belong to the sample, missed plates among them.
    """

    first: Annotated[date, Label("First day: today or later")]
    last: Annotated[date, Label("Last day")]
    judged: Annotated[float, Label("Passes to judge, percent", "10")] = 10.0
    right: Annotated[float, Label("Every character right, percent at least", "95")] = 95.0
    state_right: Annotated[float, Label("State right, too, percent at least", "0: none")] = 0.0
    unflagged_wrong: Annotated[float, Label("Wrong, not flagged, percent at most", "2")] = 2.0
    false_alerts: Annotated[float, Label("Hits of another plate, percent at most", "20")] = 20.0
    read: Annotated[float, Label("Plates read of those offered, percent at least", "0: none")] = (
        0.0
    )

    @property
    def limits(self) -> tuple[tuple[TrialFigure, float], ...]:
        """Return each figure's limit as a share from 0 to 1."""
        percents = (
            (TrialFigure.READ, self.read),
            (TrialFigure.RIGHT, self.right),
            (TrialFigure.STATE_RIGHT, self.state_right),
            (TrialFigure.UNFLAGGED_WRONG, self.unflagged_wrong),
            (TrialFigure.FALSE_ALERTS, self.false_alerts),
        )
        return tuple((figure, percent / 100) for figure, percent in percents if percent)


LONGEST_TRIAL = 60
"""Days: its reads must still be kept when they are judged."""


def checked_plan(plan: TrialPlan, today: date) -> TrialPlan:
    """Return a plan that may be recorded.

    Raises:
        TrialRefusedError: it begins before today, so that its limits would follow what is known;
            it is too long; or a percentage is none.
    """
    if plan.first < today:
        raise TrialRefusedError("A trial is planned before it begins: today or later.")
    if not 0 <= (plan.last - plan.first).days < LONGEST_TRIAL:
        raise TrialRefusedError(f"A trial lasts from 1 to {LONGEST_TRIAL} days.")
    wrongs = plan.unflagged_wrong, plan.false_alerts
    percents = plan.read, plan.right, plan.state_right, *wrongs
    if not all(0 <= percent <= 100 for percent in percents) or not 0 < plan.judged <= 100:  # noqa: PLR2004
        raise TrialRefusedError("Give each share in percent, from 0 to 100, and passes to judge.")
    if not plan.limits:
        raise TrialRefusedError("Set a limit before the trial, such as --right 95.")
    return plan

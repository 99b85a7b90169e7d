"""Weeks of a trial played with a known truth: whether its report's intervals hold that truth.

A road offers plates by day and night; a reader of known shares reads them, two judges of known
error see the sample. What the report then says of the week is compared with the truth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.trial_report import (
    JudgedPass,
    TrialFigure,
    interval,
    trial_scores,
    verdict,
)

HELD_AT_LEAST = 93
"""Of 100 weeks: so many intervals of 95% hold the truth even where chance is unkind."""

_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class KnownRoad:
    """The known truth: shares from 0 to 1, and how many plates and hits a week has.

    ``hidden`` is the share of wrong reads that nothing flags; ``error`` a judge's.
    """

    read: float = 0.93
    right: float = 0.95
    state_right: float = 0.80
    hidden: float = 0.3
    false_alerts: float = 0.12
    error: float = 0.01
    night: float = 0.3
    worse_at_night: float = 0.05
    plates: int = 4000
    hits: int = 60
    sampled: float = 0.15

    def truth(self) -> dict[TrialFigure, float]:
        """Return what each figure of a report should hold."""
        read = self.read - self.night * self.worse_at_night
        right_read = self._of_reads(self.right)
        return {
            TrialFigure.READ: read,
            TrialFigure.RIGHT: right_read,
            TrialFigure.STATE_RIGHT: self._of_reads(self.state_right),
            TrialFigure.UNFLAGGED_WRONG: (1 - right_read) * self.hidden,
            TrialFigure.FALSE_ALERTS: self.false_alerts,
        }

    def _of_reads(self, share: float) -> float:
        """Return a share of reads over day and night, as fewer plates are read at night."""
        day = (1 - self.night) * self.read
        night = self.night * (self.read - self.worse_at_night)
        return (day * share + night * (share - self.worse_at_night)) / (day + night)


def week_passes(road: KnownRoad, week: str, chance: Random) -> Iterator[JudgedPass]:
    """Give the passes of a week's sample, as its judges answered."""
    sample = TrialSample(week, road.sampled)
    for number in range(road.plates):
        pass_id = f"{week}-{number}"
        worse = road.worse_at_night if chance.random() < road.night else 0.0
        was_read = chance.random() < road.read - worse
        grade = chance.random()
        right, state_right = grade < road.right - worse, grade < road.state_right - worse
        flagged = chance.random() >= road.hidden
        if not sample.holds(pass_id):
            continue
        errs, second_errs = (chance.random() < road.error for _ in range(2))
        if not was_read:
            if not errs:  # a judge who looks past it never tells
                yield JudgedPass(was_read=False)
            continue
        same = errs == second_errs and not errs if sample.wants_second(pass_id) else None
        yield JudgedPass(
            was_read=True,
            right=right and not errs,
            state_right=state_right and not errs,
            flagged=flagged,
            same_answer=same,
        )


def week_scores(road: KnownRoad, week: str, chance: Random) -> dict[TrialFigure, Score]:
    """Return every figure of a week as its judges answered."""
    passes = list(week_passes(road, week, chance))
    is_false = [chance.random() < road.false_alerts for _ in range(road.hits)]
    judged_false = sum(false or chance.random() < road.error for false in is_false)
    return trial_scores(passes, judged_false, road.hits)


def simulated(weeks: int, seed: int = 7, road: KnownRoad | None = None) -> dict[str, Any]:
    """Return of how many of 100 simulated weeks each figure's interval held the truth.

    ``wrongly_ready``: how many called a reader ready whose true share is a hair below the limit.
    """
    there, chance = road or KnownRoad(), Random(seed)  # noqa: S311 - no secret depends on it
    truth = there.truth()
    held = dict.fromkeys(truth, 0)
    limits = ((TrialFigure.RIGHT, truth[TrialFigure.RIGHT] + _HAIR),)
    wrongly_ready = 0
    for week in range(weeks):
        scores = week_scores(there, f"week {seed} {week}", chance)
        for figure, share in truth.items():
            low, high = interval(figure, scores)
            held[figure] += low <= share <= high
        wrongly_ready += verdict(scores, limits).ready
    return {
        "weeks": weeks,
        "figures": [
            {"name": figure.value, "held": round(100 * number / weeks, 1)}
            for figure, number in held.items()
        ],
        "wrongly_ready": round(100 * wrongly_ready / weeks, 1),
    }

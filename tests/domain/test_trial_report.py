"""What a trial's figures say, and when a reader is ready by the limits set before."""

import pytest

from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.trial_report import (
    JudgedPass,
    Readiness,
    TrialFigure,
    TrialRefusedError,
    interval,
    judges_error,
    readiness,
    sample_size,
    trial_scores,
    verdict,
)
from mdt_alpr.measure.trial_weeks import HELD_AT_LEAST, KnownRoad, simulated

RIGHT = JudgedPass(was_read=True, right=True, state_right=True, same_answer=True)
HIDDEN = JudgedPass(was_read=True)
FLAGGED = JudgedPass(was_read=True, flagged=True)
MISSED = JudgedPass(was_read=False)


def test_a_narrower_interval_needs_more_passes_and_says_so_where_nobody_judges_them() -> None:
    assert sample_size(0.95, 0.02) == 457
    assert sample_size(0.95, 0.01) > 4 * sample_size(0.95, 0.02) - 4
    with pytest.raises(TrialRefusedError, match="wider interval"):
        sample_size(0.5, 0.001)
    with pytest.raises(TrialRefusedError, match="from 0 to 1"):
        sample_size(1.2, 0.02)


def test_which_pass_is_judged_follows_from_the_trial_and_its_id_alone() -> None:
    passes = [f"pass-{number}" for number in range(20_000)]
    sample, other = TrialSample("trial 1", 0.1), TrialSample("trial 2", 0.1)
    chosen = [one for one in passes if sample.holds(one)]
    assert 1_850 < len(chosen) < 2_150
    assert chosen == [one for one in passes if sample.holds(one)]
    assert chosen != [one for one in passes if other.holds(one)]
    twice = [one for one in chosen if sample.wants_second(one)]
    assert 0.07 < len(twice) / len(chosen) < 0.13


def test_each_figure_is_counted_of_what_it_is_about() -> None:
    scores = trial_scores([RIGHT] * 90 + [HIDDEN] * 3 + [FLAGGED] * 2 + [MISSED] * 5, 2, 20)
    assert scores[TrialFigure.READ] == Score(95, 100)
    assert scores[TrialFigure.RIGHT] == Score(90, 95)
    assert scores[TrialFigure.UNFLAGGED_WRONG] == Score(3, 95)
    assert scores[TrialFigure.FALSE_ALERTS] == Score(2, 20)
    assert scores[TrialFigure.AGREEMENT] == Score(90, 90)


def test_judges_who_disagree_widen_what_may_be_true() -> None:
    agree = trial_scores([RIGHT] * 400, 0, 1)
    differ = dict(agree) | {TrialFigure.AGREEMENT: Score(360, 400)}
    assert judges_error(agree[TrialFigure.AGREEMENT]) < 0.01
    assert judges_error(Score(0, 0)) == 0.5
    for figure in (TrialFigure.UNFLAGGED_WRONG, TrialFigure.FALSE_ALERTS):
        some = dict(differ) | {figure: Score(40, 400)}
        sure = dict(agree) | {figure: Score(40, 400)}
        assert interval(figure, some)[0] < interval(figure, sure)[0]
        assert interval(figure, some)[1] == interval(figure, sure)[1]


def test_ready_is_said_only_where_the_whole_interval_keeps_the_limit() -> None:
    assert readiness(TrialFigure.RIGHT, (0.95, 0.98), 0.95) is Readiness.KEPT
    assert readiness(TrialFigure.RIGHT, (0.94, 0.98), 0.95) is Readiness.OPEN
    assert readiness(TrialFigure.RIGHT, (0.90, 0.94), 0.95) is Readiness.BROKEN
    assert readiness(TrialFigure.FALSE_ALERTS, (0.02, 0.08), 0.10) is Readiness.KEPT
    assert readiness(TrialFigure.FALSE_ALERTS, (0.11, 0.20), 0.10) is Readiness.BROKEN


def test_the_answer_names_what_is_beyond_and_what_wants_more_passes() -> None:
    scores = trial_scores([RIGHT] * 950 + [HIDDEN] * 50, 5, 20)
    limits = (
        (TrialFigure.RIGHT, 0.9), (TrialFigure.UNFLAGGED_WRONG, 0.01),
        (TrialFigure.FALSE_ALERTS, 0.3),
    )  # fmt: skip
    answer = verdict(scores, limits)
    assert not answer.ready
    assert answer.broken == (TrialFigure.UNFLAGGED_WRONG,)
    assert answer.open == (TrialFigure.FALSE_ALERTS,)
    assert "flagged by nothing" in answer.words
    assert verdict(scores, limits[:1]).words.startswith("Ready for service")
    with pytest.raises(TrialRefusedError, match="before the trial"):
        verdict(scores, ())


def test_the_intervals_hold_the_truth_of_simulated_weeks_whatever_the_road() -> None:
    for seed, road in (
        (1, KnownRoad()),
        (2, KnownRoad(read=0.8, right=0.85, error=0.03, hits=20)),
    ):
        figures = simulated(100, seed, road)
        assert [f for f in figures["figures"] if f["held"] < HELD_AT_LEAST] == []
        assert figures["wrongly_ready"] <= 7

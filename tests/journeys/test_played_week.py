"""A trial from drawn pictures to its report: car, headquarters, two judges, known truth."""

import json
from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.domain.review.trial_report import FIGURE_WORDS, TrialFigure
from mdt_alpr.measure import played_weeks
from mdt_alpr.measure.drawn_passes import WeekSize
from mdt_alpr.measure.played_weeks import PlayedWeek

TINY = WeekSize(days=1, passes=5, judged=100.0, error=0.0)


def test_the_report_of_a_week_that_is_judged_whole_is_its_truth(tmp_path: Path) -> None:
    week = PlayedWeek(TINY, seed=3)
    said = week.play(tmp_path)
    lines = {line.name: line for line in said.lines}
    for figure, truth in week.truth().items():
        line = lines[FIGURE_WORDS[figure]]
        assert (line.right, line.of) == (truth.right, truth.of), figure
    assert lines[FIGURE_WORDS[TrialFigure.RIGHT]].of > 0
    assert week.alerts == 0
    assert not [note for note in said.notes if "not here yet" in note]
    assert lines["car-12: frames left out"].counted.startswith("0 of")


def test_the_command_says_in_how_many_whole_weeks_each_interval_held(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(played_weeks, "SHORT", TINY)
    main(["trial", "--simulate", "--weeks", "3", "--whole", "1", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (said["weeks_whole"], said["passes_whole"], said["alerts"]) == (1, 5, 0)
    assert {figure["name"] for figure in said["figures_whole"]} >= {"read", "right"}
    main(["trial", "--simulate", "--weeks", "3"])
    assert "of 1 weeks through car and desk hold: read" in capsys.readouterr().out

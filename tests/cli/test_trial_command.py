"""`mdt-alpr trial`: how many passes to judge, and what simulated weeks say of the intervals."""

import json

import pytest

from mdt_alpr.cli import main
from mdt_alpr.domain.review.trial_report import TrialFigure


def test_the_number_of_passes_is_said_with_those_judged_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["trial", "--share", "0.95", "--width", "0.02", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"passes": 457, "judged_twice": 46}
    assert main(["trial", "--share", "0.95"]) == 0
    assert "Judge 457 passes, 46 of them by a second person" in capsys.readouterr().out


def test_simulated_weeks_name_every_figure_and_how_often_it_held(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["trial", "--simulate", "--weeks", "100", "--whole", "0", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["weeks"] == 100
    names = {figure["name"] for figure in said["figures"]}
    assert names == {figure.value for figure in TrialFigure} - {"agreement"}
    assert all(figure["held"] >= 93 for figure in said["figures"])
    assert main(["trial", "--simulate", "--weeks", "100", "--whole", "0"]) == 0
    assert "of 100 weeks hold: read" in capsys.readouterr().out


def test_without_a_question_it_says_what_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trial"]) == 2
    assert "--share" in capsys.readouterr().err
    assert main(["trial", "--share", "0.5", "--width", "0.0001"]) == 1
    assert "wider interval" in capsys.readouterr().err

"""Trials whose days overlap are apart: what counts for one counts for no other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.trial_parts import Weather, WeatherNote, WeatherRefusedError
from mdt_alpr.domain.review.trial_report import FIGURE_WORDS, TrialFigure, TrialPlan
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.trial_plan import sample_of_today
from mdt_alpr.hq.hits import trial, trial_compared
from mdt_alpr.hq.people.sample_agency import SUPERVISOR
from mdt_alpr.wire.review import TruthPassMessage
from mdt_alpr.wire.trial import ReadersRequest, TwoReadings
from tests.builders import NOW
from tests.hq.holding import caller
from tests.hq.reviewers import at_desk
from tests.hq.senders import EARLIER
from tests.hq.test_trial_compared import put_pass
from tests.hq.test_trial_missed import judge, lines, put_missed, put_state, report
from tests.hq.trials import BEFORE, a_trial

TODAY = capture_date(NOW)
PLAN = TrialPlan(TODAY, TODAY, judged=100.0)
LATER = BEFORE + timedelta(hours=1)
READ, RIGHT = FIGURE_WORDS[TrialFigure.READ], FIGURE_WORDS[TrialFigure.RIGHT]


def test_weather_and_comparisons_are_of_the_trial_in_which_they_were_made(
    server: InProcessHq,
) -> None:
    """A trial of today that is planned again an hour later has the same days and passes."""
    a_trial(server, PLAN)
    with at_desk(server, SUPERVISOR) as desk:
        passes = {text: put_pass(server, text, n) for n, text in enumerate(("AAA1000", "BBB2"))}
        for text, read_id in passes.items():
            judge(desk, read_id, text)
    readings = tuple(TwoReadings(read_id, "AAA1000", text) for text, read_id in passes.items())
    with server.hq.writing() as work:
        before = replace(work, now=EARLIER)
        changed = EARLIER + timedelta(milliseconds=500)
        for note in (WeatherNote(BEFORE, changed), WeatherNote(changed, NOW, Weather.FOG)):
            trial.note_weather(replace(work, now=NOW), note, SUPERVISOR)
        asked = ReadersRequest("own", "other", readings)
        trial_compared.compare(before, caller(SUPERVISOR), asked)
    named = " ".join(lines(server))
    assert "Same pictures" in named
    assert "Weather, fog" in named
    a_trial(server, PLAN, LATER)
    of_new = lines(server)
    assert of_new[RIGHT].of == len(passes)
    assert not [name for name in of_new if "Same pictures" in name or "fog" in name]


def test_weather_without_a_trial_is_refused(server: InProcessHq) -> None:
    note = WeatherNote(EARLIER, NOW)
    with server.hq.writing() as work, pytest.raises(WeatherRefusedError, match="Plan one"):
        trial.note_weather(work, note, SUPERVISOR)


def test_what_a_car_kept_by_the_rule_of_another_trial_offers_no_plates(
    server: InProcessHq,
) -> None:
    a_trial(server, replace(PLAN, read=90.0))
    put_state(server, unread=2, kept=2)
    put_missed(server)
    assert "not known" not in " ".join(report(server).notes)
    a_trial(server, replace(PLAN, read=90.0), LATER)
    assert "not known" in " ".join(report(server).notes)
    assert lines(server)[READ].state == "open"


def test_a_plan_of_later_days_leaves_the_trial_that_runs(server: InProcessHq) -> None:
    running = a_trial(server, PLAN)
    tomorrow = TODAY + timedelta(days=1)
    assert a_trial(server, TrialPlan(tomorrow, tomorrow), LATER) == running
    with server.hq.reading() as work:
        assert sample_of_today(work) == running.sample


@pytest.mark.proved("44")
def test_no_pass_of_before_its_plan_counts_or_is_judged(server: InProcessHq) -> None:
    """Who plans a trial of today at night would set the limits by what the day gave."""
    with at_desk(server, SUPERVISOR) as desk:
        judge(desk, put_pass(server, "AAA1000", 0), "AAA1000")
        put_pass(server, "BBB2", 1)
        a_trial(server, PLAN, EARLIER + timedelta(minutes=5))
        assert lines(server)[RIGHT].of == 0
        put_pass(server, "CCC3", 400)
        shown = [desk.ask(TruthPassMessage, "truth/next").read_id]
        judge(desk, shown[0], "CCC3")
        assert lines(server)[RIGHT].of == 1

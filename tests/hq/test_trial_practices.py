"""Times of practices before a trial's shifts: sums of several officers, and nobody's own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.drills import PracticeResult, PracticeStep, StepTime, Trap
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.audit.trial_plan import PlannedTrial
from mdt_alpr.hq.hits import trial_figures
from mdt_alpr.hq.people import trainings
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from mdt_alpr.hq.people.tables import TRAINING_DRILLS
from mdt_alpr.hq.people.trainings import drills_for
from mdt_alpr.wire.drills import DrillMessage
from mdt_alpr.wire.trial import TrialLine
from tests.builders import NOW
from tests.hq.holding import caller
from tests.hq.senders import DEVICE, EARLIER, an_id
from tests.hq.trials import BEFORE, a_trial

TODAY = capture_date(NOW)
PLAN = TrialPlan(TODAY, TODAY, judged=100.0)
OFFICERS = [f"officer-{number}" for number in range(5)]


@pytest.fixture(autouse=True)
def running(server: InProcessHq) -> PlannedTrial:
    return a_trial(server, PLAN)


def practiced(trial: PlannedTrial, person: str, seconds: float, errors: int = 0) -> DrillMessage:
    """Return what a car sends once an officer kept a practice."""
    steps = (StepTime(PracticeStep.ENTER, seconds, 6.5, errors),)
    number = trial.sample.number
    result = PracticeResult(an_id(EARLIER), EARLIER, (Trap.TRUE_HIT,), (), steps, number)
    return DrillMessage(result, person, EARLIER)


def keep(server: InProcessHq, *messages: DrillMessage, days: int = 0) -> None:
    with server.hq.writing() as work:
        then = replace(work, now=NOW + timedelta(days=days))
        trainings.keep_drills(then, DEVICE, messages)
        record(work, AuditEvent.HQ_ITEMS_ACCEPTED, DEVICE, OFFICERS[0])


def lines(server: InProcessHq, days: int = 1) -> list[TrialLine]:
    """Return what the report says of practices so many days later."""
    with server.hq.writing() as work:
        said = trial_figures.report(replace(work, now=NOW + timedelta(days=days)), ADMINISTRATOR)
    return [line for line in said.lines if line.name.startswith("Practice")]


def test_the_report_has_number_mean_spread_and_corrections_of_each_step(
    server: InProcessHq, running: PlannedTrial
) -> None:
    for number, person in enumerate(OFFICERS):
        keep(server, practiced(running, person, 8.0 + number, number % 2))
    (line,) = lines(server)
    assert line.name == (
        "Practice, enter the plate: mean 10.0 s, spread 1.6 (keys alone 6.5, corrections 2)"
    )
    assert (line.counted, line.between) == ("5 times", "8.6 and 11.4 s")


def test_it_has_nothing_of_fewer_officers_however_often_they_practiced(
    server: InProcessHq, running: PlannedTrial
) -> None:
    for person in (*OFFICERS[:4], *OFFICERS[:4]):
        keep(server, practiced(running, person, 9.0))
    assert lines(server) == []


def test_it_has_nothing_before_the_trial_is_over_and_nothing_of_what_comes_then(
    server: InProcessHq, running: PlannedTrial
) -> None:
    """Two looks, one practice apart, would tell that practice."""
    keep(server, *(practiced(running, person, 9.0) for person in OFFICERS))
    assert lines(server, days=0) == []
    before = lines(server)
    keep(server, practiced(running, "officer-9", 99.0), days=1)
    assert lines(server) == before != []


def test_only_practices_of_this_trial_count_and_each_once(
    server: InProcessHq, running: PlannedTrial
) -> None:
    messages = [practiced(running, person, 9.0) for person in OFFICERS]
    keep(server, *messages)
    keep(server, *messages)  # sent again
    keep(server, practiced(replace(running, sample=replace(running.sample, number="1 a")), "x", 1))
    (line,) = lines(server)
    assert line.of == len(OFFICERS)
    a_trial(server, PLAN, BEFORE + timedelta(hours=1))
    assert lines(server) == []


def test_what_is_kept_names_nobody_and_holds_no_time_of_its_own(
    server: InProcessHq, running: PlannedTrial
) -> None:
    keep(server, practiced(running, OFFICERS[0], 8.25), practiced(running, OFFICERS[1], 9.5))
    with server.hq.writing() as work:
        rows = list(work.connection.execute(select(TRAINING_DRILLS)))
        shown = drills_for(work, caller(ADMINISTRATOR)).drills
    (sums,) = [row for row in rows if row.person_id == NOBODY]
    assert "17.75" in sums.body
    assert not any(second in row.body for row in rows for second in ("8.25", "9.5,"))
    assert {drill.result.steps for drill in shown} == {()}
    assert {drill.person_id for drill in shown} == set(OFFICERS[:2])

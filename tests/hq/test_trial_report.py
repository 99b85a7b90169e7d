"""A trial is planned with its limits, judged blind, a tenth by two people, and reported."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.trial_report import (
    FIGURE_WORDS,
    TrialFigure,
    TrialPlan,
    TrialRefusedError,
)
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.hits import trial, trial_figures, trial_paper
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, SUPERVISOR
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.review import TruthPassMessage, TruthReading
from mdt_alpr.wire.trial import TrialLine
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.papers import text_of
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import (
    EARLIER,
    JPEG,
    a_car,
    a_picture_message,
    a_read_message,
    an_id,
    an_item,
)
from tests.hq.trials import a_trial

TODAY = capture_date(NOW)
PLAN = TrialPlan(TODAY, TODAY, judged=100.0)


@pytest.fixture
def sample(server: InProcessHq) -> TrialSample:
    """Plan a trial of today; return its sample."""
    planned = a_trial(server, PLAN)
    assert planned.plan == PLAN
    return planned.sample


def send_pass(server: InProcessHq, text: str, sample: TrialSample, *, twice: bool) -> ReadMessage:
    """Send a read of a car in trial mode with its picture; ``twice``: two people judge it."""
    at = EARLIER + timedelta(seconds=len(text))
    read_id = next(each for each in iter(lambda: an_id(at), "")
                   if sample.wants_second(each) == twice)  # fmt: skip
    read = a_read_message(text, read_id=read_id, captured_at=at, camera="front TRIAL")
    jpeg = JPEG + text.encode()
    digest = hashlib.sha256(jpeg).hexdigest()
    with a_car(server.base_url) as car:
        car.send(an_item(read), an_item(a_picture_message(read, digest)))
        assert car.http.put(f"/v1/pictures/{digest}", content=jpeg).is_success
    return read


def reported(server: InProcessHq) -> dict[str, TrialLine]:
    with server.hq.writing() as work:
        return {line.name: line for line in trial_figures.report(work, ADMINISTRATOR).lines}


@pytest.fixture
def judges(server: InProcessHq, sample: TrialSample) -> Iterator[tuple[Desk, Desk]]:
    del sample
    with at_desk(server, SUPERVISOR) as first, at_desk(server, CUSTODIAN) as second:
        yield first, second


def test_the_sample_is_judged_blind_and_a_tenth_by_another_person(
    server: InProcessHq, sample: TrialSample, judges: tuple[Desk, Desk]
) -> None:
    once = send_pass(server, "AAA1111", sample, twice=False)
    twice = send_pass(server, "BBB22222", sample, twice=True)
    first, second = judges
    shown = [first.ask(TruthPassMessage, "truth/next").read_id]
    first.raw("truth", TruthReading(once.read_id, "AAA1111", "NC"))
    shown.append(first.ask(TruthPassMessage, "truth/next").read_id)
    first.raw("truth", TruthReading(twice.read_id, "BBB22222", "NC"))
    assert set(shown) <= {once.read_id, twice.read_id}
    assert first.ask(TruthPassMessage, "truth/next").read_id == "", "nobody is the own second"
    assert second.ask(TruthPassMessage, "truth/next").read_id == twice.read_id
    assert first.raw("truth", TruthReading(twice.read_id, "X", "NC")).status_code == 409
    assert second.raw("truth", TruthReading(twice.read_id, "BBB22223", "NC")).status_code == 200
    assert second.raw("truth", TruthReading(twice.read_id, "BBB22222", "NC")).status_code == 409
    assert second.ask(TruthPassMessage, "truth/next").read_id == ""
    lines = reported(server)
    agreed = lines[FIGURE_WORDS[TrialFigure.AGREEMENT]]
    assert (agreed.right, agreed.of) == (0, 1)
    right = lines[FIGURE_WORDS[TrialFigure.RIGHT]]
    assert (right.right, right.of, right.limit, right.state) == (2, 2, "at least 95.0%", "open")


def test_reads_of_service_are_in_no_figure(
    server: InProcessHq, sample: TrialSample, judges: tuple[Desk, Desk]
) -> None:
    del sample
    read = a_read_message(captured_at=EARLIER)
    with a_car(server.base_url) as car:
        car.send(an_item(read))
    judges[0].raw("truth", TruthReading(read.read_id, "EXN2894", "NC"))
    assert reported(server)[FIGURE_WORDS[TrialFigure.RIGHT]].of == 0


def test_limits_come_before_the_trial_and_are_numbers_that_decide(server: InProcessHq) -> None:
    for change, words in (
        ({"first": TODAY - timedelta(days=1)}, "before it begins"),
        ({"last": TODAY + timedelta(days=60)}, "1 to 60 days"),
        ({"right": 101.0}, "from 0 to 100"),
        ({"judged": 0.0}, "from 0 to 100"),
        ({"right": 0.0, "unflagged_wrong": 0.0, "false_alerts": 0.0}, "Set a limit"),
    ):
        with server.hq.writing() as work, pytest.raises(TrialRefusedError, match=words):
            trial.plan_trial(work, replace(PLAN, **change), ADMINISTRATOR)


def test_without_a_plan_it_says_so_and_prints_nothing(server: InProcessHq) -> None:
    with server.hq.writing() as work:
        said = trial_figures.report(work, ADMINISTRATOR)
    assert (said.words, said.ready, said.lines) == (trial_figures.NOT_PLANNED, False, ())
    with pytest.raises(TrialRefusedError):
        trial_paper.paper(printed(server.hq, "A. Sample"), said)


def test_the_paper_has_the_answer_the_figures_and_when_the_limits_were_set(
    server: InProcessHq, sample: TrialSample
) -> None:
    del sample
    with server.hq.writing() as work:
        said = trial_figures.report(work, ADMINISTRATOR)
    assert not said.ready
    text = text_of(trial_paper.paper(printed(server.hq, "A. Sample"), said))
    assert "Ready for service? Not ready" in text
    assert "Limits were set on" in text
    assert FIGURE_WORDS[TrialFigure.UNFLAGGED_WRONG] in text


def test_both_are_commands_too(terminal: Terminal, server: InProcessHq) -> None:
    del server
    days = "--first", str(TODAY), "--last", str(TODAY)
    assert terminal.run(CUSTODIAN, "plan-trial", *days) == 1
    assert terminal.run(ADMINISTRATOR, "plan-trial", *days, "--right", "97") == 0, terminal.err
    assert terminal.run(CUSTODIAN, "trial-report") == 0, terminal.err
    assert "Not ready" in terminal.out
    assert "at least 97.0%" in terminal.out

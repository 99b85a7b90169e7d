"""Trial mode: what is kept of a hit that raised nothing, and that it can never become a stop."""

import pytest

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import gate, verification
from mdt_alpr.domain.hit.hit import HitState, Step, next_state
from mdt_alpr.domain.hit.trial import in_trial, is_trial_camera, not_raised, was_in_trial
from mdt_alpr.domain.officer import Officer
from tests.builders import NOW, a_hit, a_read

OFFICER = Officer("officer-1", "session", "A. Sample")


def test_no_step_follows_on_a_hit_of_a_trial() -> None:
    hit = not_raised(a_hit(in_trial(a_read())))
    assert was_in_trial(hit)
    for step in Step:
        with pytest.raises(StepNotAllowedError):
            next_state(hit.state, step)
    assert verification.open_hit(hit, NOW).state is HitState.CLOSED


def test_no_gate_opens_on_it_and_no_stop_begins() -> None:
    hit = not_raised(a_hit(in_trial(a_read())))
    now_gate = gate.gate(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)
    assert not now_gate.may_stop
    with pytest.raises(StepNotAllowedError, match="locked"):
        verification.initiate_stop(hit, NOW, officer=OFFICER, open_hit_id=hit.hit_id)


def test_the_cameras_name_says_it_and_that_of_service_does_not() -> None:
    read = in_trial(a_read(camera="front"))
    assert read.camera == "front TRIAL"
    assert is_trial_camera(read.camera)
    assert not is_trial_camera("front")
    assert not is_trial_camera("trial lane, northbound")
    assert not was_in_trial(a_hit(read))

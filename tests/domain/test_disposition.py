import pytest

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.disposition import REJECTIONS, Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.verification import (
    close,
    dispositions,
    enter,
    missing_follow_up,
    open_hit,
)
from tests.builders import NOW, a_hit

VERIFIED = {Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP}


def compared() -> Hit:
    return enter(open_hit(a_hit(), NOW), "EXN2894", "NC", NOW, picture_s=1)


def test_a_hit_that_was_not_checked_cannot_end_as_verified() -> None:
    assert dispositions(a_hit()).isdisjoint(VERIFIED)


def test_a_checked_hit_may_end_as_verified_without_a_stop() -> None:
    assert Disposition.VERIFIED_NO_STOP in dispositions(compared())
    assert Disposition.VERIFIED_STOPPED not in dispositions(compared())


def test_every_rejection_is_open_from_the_first_moment() -> None:
    assert dispositions(a_hit()) >= REJECTIONS


@pytest.mark.parametrize("disposition", sorted(REJECTIONS))
def test_a_rejection_asks_whether_the_vehicle_was_stopped(disposition: Disposition) -> None:
    with pytest.raises(StepNotAllowedError, match="whether the vehicle was stopped"):
        close(a_hit(), Closing(disposition, NOW))
    closed = close(a_hit(), Closing(disposition, NOW, stopped=Stopped.NO))
    assert closed.state is HitState.CLOSED


def test_what_cannot_be_true_is_refused() -> None:
    with pytest.raises(StepNotAllowedError, match="cannot end as verified stopped"):
        close(compared(), Closing(Disposition.VERIFIED_STOPPED, NOW))


def test_a_verified_stop_asks_for_outcome_then_force() -> None:
    bare = Closing(Disposition.VERIFIED_STOPPED, NOW)
    assert missing_follow_up(bare) == "State the outcome of the stop."
    outcome = Closing(Disposition.VERIFIED_STOPPED, NOW, outcome=Outcome.ARREST)
    assert missing_follow_up(outcome) == "Say whether force was used."
    whole = Closing(Disposition.VERIFIED_STOPPED, NOW, outcome=Outcome.ARREST, force_used=False)
    assert missing_follow_up(whole) is None


def test_a_hit_ends_once() -> None:
    closing = Closing(Disposition.MISREAD, NOW, stopped=Stopped.NO)
    with pytest.raises(StepNotAllowedError):
        close(close(a_hit(), closing), closing)

"""How old a stream's pictures are: those that wait are told from those that come as they are."""

from itertools import pairwise

from mdt_alpr.domain.reading.frame_ages import STALE_FROM_S, FrameAges

STEP = 1 / 15


def steady(ages: FrameAges, frames: int, *, since: int = 0, late_s: float = 0.0) -> list[float]:
    """Return the ages of frames that come as they are taken, or so much later."""
    return [ages.age(100 + n * STEP + late_s, n * STEP) for n in range(since, since + frames)]


def test_pictures_that_come_as_they_are_taken_are_new() -> None:
    ages = FrameAges()
    assert max(steady(ages, 60)) < 1e-9
    assert not ages.catches_up


def test_after_a_pause_what_waited_is_stale_until_the_newest() -> None:
    ages = FrameAges()
    steady(ages, 60)
    now = 100 + 60 * STEP + 3
    waited = [ages.age(now + n * 0.001, (60 + n) * STEP) for n in range(45)]
    assert waited[0] > 2.9
    assert waited[-1] < STALE_FROM_S
    assert ages.catches_up
    assert all(later < earlier for earlier, later in pairwise(waited))


def test_a_delay_that_stays_is_new_after_a_minute_as_clocks_drift() -> None:
    ages = FrameAges()
    steady(ages, 60)
    late = steady(ages, 15 * 70, since=60, late_s=0.2)
    assert round(late[0], 3) == 0.2
    assert late[-1] < 1e-9


def test_a_stream_that_begins_anew_or_tells_no_time_is_new() -> None:
    ages = FrameAges()
    steady(ages, 60)
    assert ages.age(500.0, 0.0) == 0.0
    assert ages.age(500.1, -1.0) == 0.0
    assert FrameAges().age(5.0, -1.0) == 0.0

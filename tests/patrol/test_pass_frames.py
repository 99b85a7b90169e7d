"""Further frames of the pass of a hit: some at once, the others spread out, never too many."""

from datetime import datetime, timedelta
from itertools import pairwise

from mdt_alpr.domain.hit.trace import MOST_PASS_FRAMES, PassFrame
from tests.observations import FRAMES_A_SECOND, a_box
from tests.patrol.scripted_car import Car


def pass_frames_of(car: Car, frames: int, *, text: str = "EXN2894") -> list[PassFrame]:
    found = []
    for place in range(frames):
        seen = car.see((a_box(300 + place), text, 0.9))
        found += [further for _, further in seen.pass_frames]
    return found


def test_nothing_is_kept_of_a_pass_that_nobody_watches() -> None:
    assert pass_frames_of(Car(), 20) == []


def test_a_watched_pass_gives_its_next_frames_at_once_and_the_others_apart() -> None:
    car = Car()
    car.see((a_box(300), "EXN2894", 0.9))
    (read,) = car.see((a_box(300), "EXN2894", 0.9)).reads
    car.recognition.watch(read)
    frames = pass_frames_of(car, 60)
    assert len(frames) == MOST_PASS_FRAMES
    times = [further.captured_at for further in frames]
    frame = timedelta(seconds=1 / FRAMES_A_SECOND)
    assert abs(times[1] - times[0] - frame) < timedelta(milliseconds=1)
    apart = [later - earlier for earlier, later in pairwise(times[1:])]
    assert min(apart) >= timedelta(seconds=0.3)
    assert frames[0].crop == b"crop 2 300"
    assert "".join(c.text for c in frames[0].characters) == "EXN2894"
    assert isinstance(frames[0].captured_at, datetime)
    assert frames[0].box == a_box(300)


def test_a_pass_that_is_over_is_no_longer_watched() -> None:
    car = Car()
    car.see((a_box(300), "EXN2894", 0.9))
    (read,) = car.see((a_box(300), "EXN2894", 0.9)).reads
    car.recognition.watch(read)
    for _ in range(60 * FRAMES_A_SECOND):
        car.see()
    assert car.recognition._of("front")._watched == {}

"""What is looked at closely, and what may stay unread because nothing new stands there."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.tracking import CadenceRules, Track, may_stay_unread, whole_is_due
from tests.builders import NOW
from tests.observations import a_box, an_observation

RULES = CadenceRules()
NEXT = timedelta(seconds=1 / 15)


def followed(*texts: str, confidence: float = 0.97) -> Track:
    track = Track(0, a_box(), NOW)
    for frame, text in enumerate(texts):
        track.take(an_observation(text, frame, confidence))
    return track


def unread(track: Track, box: Box, after: timedelta = NEXT) -> bool:
    return may_stay_unread(track, track.seen_at + after, box, RULES)


def test_the_whole_frame_is_looked_at_first_and_then_now_and_again() -> None:
    assert whole_is_due(NOW, None, RULES, following=True)
    assert not whole_is_due(NOW + NEXT, NOW, RULES, following=True)
    assert whole_is_due(NOW + 3 * NEXT, NOW, RULES, following=True)


def test_with_nothing_to_follow_the_whole_frame_is_looked_at_more_often() -> None:
    assert whole_is_due(NOW + 2 * NEXT, NOW, RULES, following=False)
    assert not whole_is_due(NOW + 2 * NEXT, NOW, RULES, following=True)


def test_a_clock_that_is_set_back_delays_no_check() -> None:
    assert whole_is_due(NOW - timedelta(minutes=1), NOW, RULES, following=True)


def test_a_plate_that_was_surely_read_the_same_in_four_frames_is_left_unread() -> None:
    assert not unread(followed(*["EXN2894"] * 3), a_box())
    assert unread(followed(*["EXN2894"] * 4), a_box())


def test_a_plate_on_which_frames_disagree_is_read_every_time() -> None:
    assert not unread(followed(*["EXN2894"] * 6, "EXN2B94"), a_box())


@pytest.mark.parametrize(
    "box", [a_box(width=130), a_box(left=400), a_box(top=260)], ids=["larger", "aside", "lower"]
)
def test_what_grew_or_moved_is_read_at_once(box: Box) -> None:
    assert not unread(followed(*["EXN2894"] * 6), box)


def test_what_comes_after_a_gap_is_read_for_it_may_be_another_plate() -> None:
    assert not unread(followed(*["EXN2894"] * 6), a_box(), timedelta(seconds=0.3))


def test_a_settled_plate_is_read_again_after_half_a_second() -> None:
    track = followed(*["EXN2894"] * 6)
    assert track.read_at is not None
    for frame in range(6, 13):
        track.take(an_observation("", frame, characters=()))
    assert track.read_at < track.seen_at
    assert not unread(track, a_box())


def test_what_is_never_read_surely_is_read_less_often() -> None:
    assert not unread(followed(*["TAXI"] * 5, confidence=0.3), a_box())
    assert unread(followed(*["TAXI"] * 6, confidence=0.3), a_box())


def test_a_frame_that_was_looked_at_as_a_whole_leaves_what_was_just_read_to_the_next() -> None:
    track = followed("EXN2894")
    at, later = track.seen_at + NEXT, track.seen_at + 2 * NEXT
    assert may_stay_unread(track, at, a_box(), RULES, whole=True)
    assert not may_stay_unread(track, at, a_box(), RULES)
    assert not may_stay_unread(track, later, a_box(), RULES, whole=True)

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.tracking import Tracker, TrackingRules
from mdt_alpr.domain.reading.voting import PlateObservation
from tests.builders import NOW
from tests.observations import FRAMES_A_SECOND, a_box, an_observation


def follow(tracker: Tracker, *observations: PlateObservation, frame: int) -> list[int]:
    """Return the numbers of the tracks that the looks of one frame went to, left to right."""
    step = tracker.follow(NOW + timedelta(seconds=frame / FRAMES_A_SECOND), observations)
    return [track.number for track in sorted(step.seen, key=lambda t: t.box.left)]


def a_tracker() -> Tracker:
    return Tracker(TrackingRules())


@given(
    speed=st.tuples(st.floats(-70, 70), st.floats(-30, 30)),
    growth=st.floats(0.97, 1.06),
    missed=st.sets(st.integers(3, 18), max_size=6),
)
def test_a_moving_plate_stays_one_plate(
    speed: tuple[float, float], growth: float, missed: set[int]
) -> None:
    tracker, numbers = a_tracker(), set()
    for frame in set(range(20)) - missed:
        box = a_box(600 + speed[0] * frame, 300 + speed[1] * frame, 100 * growth**frame)
        numbers |= set(follow(tracker, an_observation(frame=frame, box=box), frame=frame))
    assert numbers == {0}


@given(drift=st.floats(-20, 20), gap=st.floats(10, 400))
def test_two_plates_side_by_side_stay_two(drift: float, gap: float) -> None:
    tracker = a_tracker()
    for frame in range(10):
        left = a_box(500 + drift * frame)
        right = a_box(500 + 120 + gap + drift * frame)
        seen = follow(
            tracker,
            an_observation("AAA1111", frame, box=left),
            an_observation("BBB2222", frame, box=right),
            frame=frame,
        )
        assert seen == [0, 1]


@given(some=st.permutations(range(4)))
def test_the_order_of_detections_does_not_matter(some: list[int]) -> None:
    tracker = a_tracker()
    plates = [an_observation(f"AB{i}4567", 0, box=a_box(100 + 250 * i)) for i in range(4)]
    first = follow(tracker, *plates, frame=0)
    later = [an_observation(f"AB{i}4567", 1, box=a_box(110 + 250 * i)) for i in some]
    assert follow(tracker, *later, frame=1) == first


def test_the_moving_camera_may_shift_everything() -> None:
    tracker = a_tracker()
    for frame in range(4):
        follow(tracker, an_observation(frame=frame), frame=frame)
    jerked = an_observation(frame=4, box=a_box(300 + 400, 200 + 60))
    assert follow(tracker, jerked, frame=4) == [0]


def test_another_plate_in_the_same_place_is_another_plate() -> None:
    tracker = a_tracker()
    for frame in range(5):
        follow(tracker, an_observation("EXN2894", frame), frame=frame)
    assert follow(tracker, an_observation("7KLM562", 5), frame=5) == [1]


def test_a_nearly_equal_plate_after_a_gap_is_another_plate() -> None:
    tracker = a_tracker()
    for frame in range(5):
        follow(tracker, an_observation("EXN2894", frame, 0.99), frame=frame)
    assert follow(tracker, an_observation("EXN2895", 14, 0.99), frame=14) == [1]


def test_a_plate_whose_stack_comes_and_goes_is_one_plate_also_after_a_gap() -> None:
    tracker = a_tracker()
    for frame, text in ((0, "1234"), (6, "AB/1234"), (12, "1234")):
        assert follow(tracker, an_observation(text, frame, 0.99), frame=frame) == [0]


def test_plates_with_another_stack_beside_the_same_serial_are_two() -> None:
    tracker = a_tracker()
    assert follow(tracker, an_observation("AB/1234", 0, 0.99), frame=0) == [0]
    assert follow(tracker, an_observation("CD/1234", 6, 0.99), frame=6) == [1]


def test_a_misread_frame_of_the_same_plate_stays_with_it() -> None:
    tracker = a_tracker()
    for frame in range(5):
        follow(tracker, an_observation("EXN2894", frame, 0.99), frame=frame)
    assert follow(tracker, an_observation("EXN2B94", 5, 0.99), frame=5) == [0]
    assert follow(tracker, an_observation("EX", 6, 0.3), frame=6) == [0]


def test_a_plate_that_is_gone_ends_once() -> None:
    tracker = a_tracker()
    follow(tracker, an_observation(), frame=0)
    step = tracker.follow(NOW + timedelta(seconds=1.5), ())
    assert [track.number for track in step.ended] == [0]
    assert tracker.follow(NOW + timedelta(seconds=1.6), ()).ended == ()
    assert tracker.tracks == ()


def test_a_box_inside_another_is_the_same_plate() -> None:
    tracker = a_tracker()
    inner = Box(305, 205, 400, 255)
    step = tracker.follow(
        NOW, [an_observation("EXN2894", 0, 0.98), an_observation("XN289", 0, 0.4, box=inner)]
    )
    assert [track.text for track in step.seen] == ["EXN2894"]


def test_a_size_that_leaps_is_another_plate() -> None:
    tracker = a_tracker()
    follow(tracker, an_observation(), frame=0)
    assert follow(tracker, an_observation(frame=1, box=a_box(width=300)), frame=1) == [1]


def test_the_album_keeps_the_best_picture_of_each_text() -> None:
    tracker = a_tracker()
    for frame, (text, width) in enumerate(
        [("EXN2894", 100), ("EXN2B94", 110), ("EXN2894", 120), ("EXN2894", 105)]
    ):
        follow(tracker, an_observation(text, frame, box=a_box(width=width)), frame=frame)
    track = tracker.tracks[0]
    assert [observation.frame for observation in track.album()] == [2, 1]
    assert track.picture().frame == 2

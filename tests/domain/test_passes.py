from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.policy import SAME_PLATE_REARMS_AFTER
from mdt_alpr.domain.reading.read_rules import IssuingRules, ReadRejection, rejected_unread
from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.domain.reading.sightings import STILL_PICTURES, Issued, PassOutcome, SightingTracker
from mdt_alpr.domain.reading.voting import PlateObservation
from tests.builders import NOW
from tests.observations import FRAMES_A_SECOND, a_box, an_observation


class Road:
    """Passes and everything that came of them."""

    def __init__(self, passes: SightingTracker | None = None) -> None:
        self.passes = passes or SightingTracker()
        self.issued: list[Issued] = []

    def frame(self, number: int, *observations: PlateObservation) -> PassOutcome:
        at = NOW + timedelta(seconds=number / FRAMES_A_SECOND)
        outcome = self.passes.see(at, observations)
        self.issued += outcome.issued
        return outcome

    def finish(self) -> None:
        self.issued += self.passes.finish().issued

    def texts(self) -> list[tuple[int, str, int]]:
        return [(i.pass_number, i.issue.vote.text, i.issue.revision) for i in self.issued]


def drive_by(road: Road, text: str, frames: range, grow: float = 0.0, left: float = 300) -> None:
    for frame in frames:
        width = 100 + grow * (frame - frames.start)
        road.frame(frame, an_observation(text, frame, box=a_box(left, width=width)))


@given(st.integers(2, 60))
def test_one_pass_gives_one_read(frames: int) -> None:
    road = Road()
    drive_by(road, "EXN2894", range(frames))
    road.finish()
    assert road.texts() == [(0, "EXN2894", 0)]


def test_a_read_comes_with_the_second_observation_that_agrees() -> None:
    road = Road()
    assert road.frame(0, an_observation(frame=0)).issued == ()
    assert len(road.frame(1, an_observation(frame=1)).issued) == 1


def test_one_frame_is_not_enough_in_a_moving_picture() -> None:
    road = Road()
    road.frame(0, an_observation(confidence=0.99))
    for frame in range(1, 30):
        road.frame(frame)
    road.finish()
    assert road.issued == []


def test_one_frame_is_enough_for_a_picture_that_stands_alone() -> None:
    road = Road(SightingTracker(STILL_PICTURES))
    road.frame(0, an_observation("EXN2894", 0, 0.7))
    road.frame(15, an_observation("7KLM562", 15, 0.7))
    assert road.texts() == [(0, "EXN2894", 0), (1, "7KLM562", 0)]


def test_looks_that_disagree_give_no_read() -> None:
    road = Road()
    for frame, text in enumerate(("EXN2894", "FXN2B94", "EKN2891", "BXM2834")):
        road.frame(frame, an_observation(text, frame, 0.8))
    assert road.issued == []


def test_unsure_frames_have_to_be_more() -> None:
    road = Road()
    for frame in range(3):
        road.frame(frame, an_observation(frame=frame, confidence=0.7))
    assert road.issued == []
    road.frame(3, an_observation(frame=3, confidence=0.7))
    assert road.texts() == [(0, "EXN2894", 0)]


@pytest.mark.parametrize("sign", ["TAXI", "OPEN", "TOYOTA", "T0Y0TA", "AB", "12345678901"])
def test_a_sign_is_not_read_as_fast_as_a_plate(sign: str) -> None:
    road = Road()
    for frame in range(3):
        road.frame(frame, an_observation(sign, frame, 0.97))
    assert road.issued == []


def test_a_vanity_plate_is_read_when_enough_frames_are_sure() -> None:
    road = Road()
    for frame in range(4):
        road.frame(frame, an_observation("BLOGGER", frame, 0.97))
    assert road.texts() == [(0, "BLOGGER", 0)]


def test_a_later_larger_picture_revises_the_text() -> None:
    road = Road()
    drive_by(road, "EXN2B94", range(2))
    for frame in range(2, 12):
        road.frame(
            frame, an_observation("EXN2894", frame, 0.99, box=a_box(width=100 + 10 * frame))
        )
    road.finish()
    first, *later = road.texts()
    assert first == (0, "EXN2B94", 0)
    assert later[0] == (0, "EXN2894", 1)
    assert {text for _, text, _ in later} == {"EXN2894"}


def test_a_much_better_picture_revises_a_few_times_only() -> None:
    road = Road()
    drive_by(road, "EXN2894", range(60), grow=10)
    road.finish()
    revisions = [revision for _, _, revision in road.texts()]
    assert revisions == list(range(len(revisions)))
    assert 2 <= len(revisions) <= 4
    assert road.issued[-1].issue.picture.box.width > 650


def test_a_picture_wide_enough_for_a_check_by_eye_is_handed_on_at_once() -> None:
    road = Road()
    for frame, width in enumerate((110, 112, 114, 119, 121, 125, 130)):
        road.frame(frame, an_observation(frame=frame, box=a_box(width=width)))
    widths = [issued.issue.picture.box.width for issued in road.issued]
    assert widths == [112, 121]


def test_a_parked_car_is_read_once() -> None:
    road = Road()
    minutes = 5 * 60 * FRAMES_A_SECOND
    for frame in range(0, minutes, 5):
        road.frame(frame, an_observation(frame=frame))
    road.finish()
    assert len(road.issued) == 1


def test_a_plate_that_was_hidden_for_a_moment_is_the_same_pass() -> None:
    road = Road()
    drive_by(road, "EXN2894", range(5))
    hidden = 20 * FRAMES_A_SECOND
    for frame in range(5, hidden):
        road.frame(frame)
    drive_by(road, "EXN2894", range(hidden, hidden + 5), left=900)
    road.finish()
    assert road.texts() == [(0, "EXN2894", 0)]


def test_a_plate_that_comes_back_later_is_read_again() -> None:
    road = Road()
    drive_by(road, "EXN2894", range(5))
    later = int((SAME_PLATE_REARMS_AFTER.total_seconds() + 2) * FRAMES_A_SECOND)
    for frame in range(5, later, 10):
        road.frame(frame)
    drive_by(road, "EXN2894", range(later, later + 5))
    assert road.texts() == [(0, "EXN2894", 0), (1, "EXN2894", 0)]


@pytest.mark.parametrize("gap", [6, 5 * FRAMES_A_SECOND])
def test_a_stack_that_is_seen_after_a_gap_completes_the_read_of_the_same_pass(gap: int) -> None:
    road = Road()
    drive_by(road, "1234", range(3))
    drive_by(road, "AB/1234", range(3 + gap, 9 + gap))
    road.finish()
    first, *later = road.texts()
    assert first == (0, "1234", 0)
    assert {(number, text) for number, text, _ in later} == {(0, "AB1234")}


def test_a_stack_that_is_not_seen_any_more_is_neither_another_pass_nor_withdrawn() -> None:
    road = Road()
    drive_by(road, "AB/1234", range(3))
    drive_by(road, "1234", range(80, 83))
    road.finish()
    assert road.texts() == [(0, "AB1234", 0)]


def test_a_stack_that_a_better_picture_does_not_show_is_withdrawn() -> None:
    road = Road()
    drive_by(road, "AB/1234", range(3))
    for frame in range(3, 20):
        road.frame(frame, an_observation("1234", frame, 0.99, box=a_box(width=100 + 10 * frame)))
    assert road.texts()[1] == (0, "1234", 1)


def test_the_same_serial_beside_another_stack_is_another_plate() -> None:
    road = Road()
    drive_by(road, "AB/1234", range(3))
    drive_by(road, "1234", range(80, 83))
    drive_by(road, "CD/1234", range(160, 163))
    assert road.texts() == [(0, "AB1234", 0), (1, "CD1234", 0)]


def test_a_farther_frame_that_leaves_the_stack_out_is_no_further_candidate() -> None:
    road = Road()
    drive_by(road, "AB/1234", range(3))
    road.frame(100, an_observation("1234", 100, 0.5, box=a_box(900)))
    assert road.frame(200).gone == ()


@given(st.floats(-7200, 7200))
def test_a_clock_that_is_set_hides_no_plate(jump: float) -> None:
    road = Road()
    drive_by(road, "EXN2894", range(4))
    start = 4 + round(jump * FRAMES_A_SECOND)
    drive_by(road, "EXN2894", range(start, start + 4))
    drive_by(road, "7KLM562", range(start + 4, start + 8), left=700)
    away = abs(jump) > SAME_PLATE_REARMS_AFTER.total_seconds() + 1
    assert [text for _, text, _ in road.texts()][-1] == "7KLM562"
    assert len(road.issued) >= (3 if away else 2)


def test_two_plates_with_the_same_characters_in_one_frame_are_two_reads() -> None:
    road = Road()
    for frame in range(4):
        road.frame(
            frame,
            an_observation("EXN2894", frame, box=a_box(100)),
            an_observation("EXN2894", frame, box=a_box(900)),
        )
    assert road.texts() == [(0, "EXN2894", 0), (1, "EXN2894", 0)]


def test_a_second_plate_is_never_hidden_by_the_first() -> None:
    road = Road()
    drive_by(road, "EXN2894", range(5))
    drive_by(road, "EXN2895", range(12, 17))
    drive_by(road, "7KLM562", range(17, 22))
    assert [text for _, text, _ in road.texts()] == ["EXN2894", "EXN2895", "7KLM562"]


def test_the_standing_plate_has_no_text_while_its_vote_is_open() -> None:
    road = Road()
    first = road.frame(0, an_observation(frame=0)).visible
    assert [(plate.text, plate.pass_number) for plate in first] == [("", None)]
    second = road.frame(1, an_observation(frame=1)).visible
    assert [(plate.text, plate.pass_number) for plate in second] == [("EXN2894", 0)]
    assert road.frame(2).visible == ()


@pytest.mark.parametrize(
    ("observation", "why"),
    [
        (an_observation("EXN2894", confidence=0.3), ReadRejection.TOO_UNCERTAIN),
        (an_observation("EXN2894", confidence=0.99), ReadRejection.NOT_AGREED),
        (
            an_observation("EXN2894", confidence=0.99, detected=0.31),
            ReadRejection.PERHAPS_NO_PLATE,
        ),
        (an_observation(""), ReadRejection.NOTHING_READ),
    ],
)
def test_what_is_no_read_says_why(observation: PlateObservation, why: ReadRejection) -> None:
    outcome = Road().frame(0, observation)
    assert [(r.why, r.text) for r in outcome.rejected] == [(why, observation.text)]


@pytest.mark.parametrize(
    ("detection", "why"),
    [
        (Detection(Box(0, 0, 30, 15), 0.9), ReadRejection.TOO_SMALL),
        (Detection(Box(0, 0, 100, 100), 0.9), ReadRejection.NOT_LIKE_A_PLATE),
        (Detection(Box(0, 0, 100, 10), 0.9), ReadRejection.NOT_LIKE_A_PLATE),
        (Detection(Box(0, 0, 100, 50), 0.1), ReadRejection.PERHAPS_NO_PLATE),
        (Detection(Box(0, 0, 100, 50), 0.9), None),
    ],
)
def test_what_is_not_worth_reading_says_why(
    detection: Detection, why: ReadRejection | None
) -> None:
    assert rejected_unread(detection, IssuingRules()) == why


def test_many_surely_read_frames_outweigh_a_doubtful_detection() -> None:
    road = Road()
    for frame in range(6):
        road.frame(frame, an_observation(frame=frame, confidence=0.99, detected=0.33))
    assert road.texts() == [(0, "EXN2894", 0)]


def test_frames_that_no_read_can_show_are_not_needed() -> None:
    road = Road()
    drive_by(road, "EXN2894", range(30), grow=3)
    assert road.passes.frames_needed() == {29}
    assert road.passes.live() == {0}
    road.finish()
    assert road.passes.frames_needed() == frozenset()
    assert road.passes.live() == frozenset()

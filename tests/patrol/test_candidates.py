"""What became no read is told once, when it is over; nothing tells a text before (D1)."""

from mdt_alpr.domain.reading.read_rules import ReadRejection
from mdt_alpr.patrol.candidates import Candidate
from tests.observations import FRAMES_A_SECOND, a_box
from tests.patrol.scripted_car import Car

SECOND = FRAMES_A_SECOND


def reported(car: Car, frames: int, *plates: tuple[object, str, float]) -> list[Candidate]:
    """Return what is told while the same plates stand in the picture."""
    seen = [car.see(*plates) for _ in range(frames)]  # type: ignore[arg-type]
    return [candidate for each in seen for candidate in each.candidates]


def test_a_candidate_is_reported_once_with_its_text_when_its_track_is_gone() -> None:
    car = Car()
    assert reported(car, 10, (a_box(300), "EXN2894", 0.3)) == []
    (candidate,) = reported(car, 3 * SECOND)
    assert (candidate.rejected.why, candidate.rejected.text) == (
        ReadRejection.TOO_UNCERTAIN,
        "EXN2894",
    )
    assert candidate.over
    assert candidate.picture == b"crop 0 300"


def test_a_candidate_that_becomes_a_read_is_never_reported() -> None:
    car = Car()
    assert reported(car, 10, (a_box(300), "EXN2894", 0.3)) == []
    assert reported(car, 10, (a_box(300), "EXN2894", 0.99)) == []
    assert reported(car, 3 * SECOND) == []


def test_a_plate_that_was_read_is_not_reported_when_it_is_seen_again_from_afar() -> None:
    car = Car()
    reported(car, 5, (a_box(300), "EXN2894", 0.99))
    reported(car, 2 * SECOND)
    reported(car, 1, (a_box(300, width=60), "EXN2894", 0.7))
    assert reported(car, 3 * SECOND) == []


def test_what_is_unread_is_reported_without_its_text_and_with_it_when_it_is_gone() -> None:
    car = Car()
    standing = reported(car, 8 * SECOND, (a_box(300), "EXN2894", 0.3))
    assert [(c.rejected.text, c.over) for c in standing] == [("", False)]
    (gone,) = reported(car, 3 * SECOND)
    assert (gone.rejected.text, gone.over) == ("EXN2894", True)
    assert gone.rejected.track == standing[0].rejected.track


def test_what_stays_for_long_is_reported_again_each_minute() -> None:
    car = Car()
    assert len(reported(car, 130 * SECOND, (a_box(300, width=30), "", 0.9))) == 3


def test_what_is_too_small_is_reported_when_its_place_is_empty() -> None:
    car = Car()
    assert reported(car, 2, (a_box(300, width=30), "", 0.9)) == []
    (candidate,) = reported(car, 3 * SECOND)
    assert candidate.rejected.why is ReadRejection.TOO_SMALL
    assert candidate.picture == b"crop 0 300"


def test_what_was_too_small_and_comes_near_is_reported_by_its_track_alone() -> None:
    car = Car()
    for width in range(20, 120, 4):
        assert reported(car, 1, (a_box(300, width=width), "EXN2894", 0.99)) == []
    assert reported(car, 3 * SECOND) == []


def test_the_picture_is_one_of_the_larger_ones() -> None:
    car = Car()
    for width in (60, 70, 80, 95, 110):
        reported(car, 1, (a_box(300, width=width), "EXN2894", 0.3))
    (candidate,) = reported(car, 3 * SECOND)
    assert candidate.picture == b"crop 3 300"

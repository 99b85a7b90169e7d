"""Where one picture leaves the first reader in doubt, both find the answer together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Box, Detection, PlateText
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES, STILL_PICTURES, PassRules
from mdt_alpr.domain.reading.state_of_issuance import NumberedSeries
from mdt_alpr.domain.reading.tracking import Track
from mdt_alpr.patrol.frame_scanner import Followed, FrameScanner, ScannerDeps
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW
from tests.noting_detectors import SparingDetector
from tests.observations import FRAMES_A_SECOND, a_box, an_observation, characters_of
from tests.patrol.scripted_car import NamedPictures
from tests.weighers import Weigher

NOTHING = Followed((), ())


def a_frame(number: int = 0) -> Frame:
    at = NOW + timedelta(seconds=number / FRAMES_A_SECOND)
    return Frame(None, at, number, 1280, 720, "front")


def looking(
    first: Weigher, second: Weigher | None = None, rules: PassRules = STILL_PICTURES
) -> FrameScanner:
    detector, series = SparingDetector(a_box()), NumberedSeries({"VA": frozenset({"LLLDDD"})})
    return FrameScanner(
        ScannerDeps(detector, first, second, NamedPictures(), rules.issuing, series)
    )


def read(first: Weigher, second: Weigher | None, rules: PassRules = STILL_PICTURES) -> PlateText:
    (observation,), _ = looking(first, second, rules).observations(
        a_frame(), 0, [Detection(a_box(), 0.9)], NOTHING
    )
    return PlateText(observation.characters)


def test_a_doubtful_text_gives_way_to_one_that_both_hold_likely_and_stays_doubtful() -> None:
    found = read(Weigher(ABC1Z3=0.5, ABC123=0.4), Weigher(ABC123=0.9))
    assert found.text == "ABC123"
    assert max(c.confidence for c in found.characters) < DOUBTFUL_BELOW


def test_a_reader_that_is_alone_weighs_its_own_texts_by_the_shapes_of_series() -> None:
    found = read(Weigher(ABC1Z3=0.45, ABC123=0.4), None)
    assert found.text == "ABC123"
    assert max(c.confidence for c in found.characters) < DOUBTFUL_BELOW


def test_a_sign_stays_as_the_reader_that_is_alone_read_it() -> None:
    alone = Weigher(TAXI=0.6, TAX1=0.3)
    assert read(alone, None).confidence == pytest.approx(0.6)
    assert alone.weighed == 0


def test_a_second_reader_that_agrees_makes_the_text_surer() -> None:
    found = read(Weigher(ABC123=0.6, ABC1Z3=0.3), Weigher(ABC123=0.9, ABC128=0.05))
    assert found.text == "ABC123"
    assert 0.6 < found.confidence < DOUBTFUL_BELOW


def test_a_text_that_is_nearly_sure_is_read_once_more_and_gives_way_to_a_likelier_text() -> None:
    first = Weigher(ABC12E=0.89, ABC12F=0.1)
    found = read(first, Weigher(ABC12F=0.97, ABC12E=0.01))
    assert found.text == "ABC12F"
    assert found.characters[-1].confidence < DOUBTFUL_BELOW


def test_a_date_line_that_only_the_second_reader_reads_is_no_plate() -> None:
    date = Weigher(**{"20141118": 0.99})
    first = Weigher(**{"8014178": 0.3, "20141118": 0.001})
    assert read(first, date).confidence < STILL_PICTURES.issuing.least_confidence


def test_a_sign_that_both_read_alike_becomes_no_surer() -> None:
    found = read(Weigher(TAXI=0.6, TAX1=0.3), Weigher(TAXI=0.99))
    assert found.confidence == pytest.approx(0.6)


@pytest.mark.parametrize("rules", [STILL_PICTURES, MOVING_PICTURES])
def test_the_second_reader_is_spared_where_one_is_sure_or_more_frames_come(
    rules: PassRules,
) -> None:
    second = Weigher(ABC123=0.9)
    read(Weigher(ABC123=0.9 if rules is STILL_PICTURES else 0.5), second, rules)
    assert second.weighed == 0


def test_small_stacked_characters_are_seen_beside_the_serial() -> None:
    class Stacked(Weigher):
        def read(self, frame: Frame, box: Box) -> PlateText:
            return replace(super().read(frame, box), stack=characters_of("ES", 0.9))

    read_of = looking(Stacked(ABC123=0.9))
    (observation,), _ = read_of.observations(a_frame(), 0, [Detection(a_box(), 0.9)], NOTHING)
    assert observation.text == "ABC123ES"
    assert [c.stacked for c in observation.characters] == [False] * 6 + [True] * 2
    assert observation.confidence == pytest.approx(0.9)


def test_between_whole_frames_only_the_places_of_plates_are_looked_at() -> None:
    detector = SparingDetector(a_box())
    parts = ScannerDeps(
        detector, Weigher(ABC123=0.9), None, NamedPictures(), MOVING_PICTURES.issuing
    )
    observations = FrameScanner(parts)
    track = Track(0, a_box(), NOW)
    for number in range(7):
        observations.found(a_frame(number), Followed((track,), ()))
        track.take(an_observation(frame=number))
    assert detector.asked == [
        "finely", "near 1", "near 1", "whole", "near 1", "near 1", "whole",
    ]  # fmt: skip


def test_a_moving_picture_is_searched_for_small_plates_now_and_then_a_single_one_always() -> None:
    moving, single = SparingDetector(a_box()), SparingDetector(a_box())
    for detector, rules in ((moving, MOVING_PICTURES), (single, STILL_PICTURES)):
        parts = ScannerDeps(detector, Weigher(), None, NamedPictures(), rules.issuing)
        scanner = FrameScanner(parts)
        for number in range(0, 4 * FRAMES_A_SECOND, 3):
            scanner.found(a_frame(number), NOTHING)
    assert moving.asked.count("finely") == 2
    assert set(moving.asked) == {"finely", "whole"}
    assert set(single.asked) == {"finely"}


def test_a_slow_computer_looks_after_followed_plates_before_the_next_whole_frame() -> None:
    detector = SparingDetector(a_box())
    parts = ScannerDeps(
        detector, Weigher(ABC123=0.9), None, NamedPictures(), MOVING_PICTURES.issuing
    )
    observations = FrameScanner(parts)
    track = Track(0, a_box(), NOW)
    for number in range(0, 16, 4):  # one frame of four is read: a whole one would be due each time
        observations.found(a_frame(number), Followed((track,), ()))
        track.take(an_observation(frame=number))
    assert detector.asked == ["finely", "near 1", "whole", "near 1"]

"""A clip that the test draws goes the production way: file, own networks, tracker, vote, reads."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.domain.policy import SAME_PLATE_REARMS_AFTER
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES
from mdt_alpr.patrol.ports import PlateDetector, PlateReader
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts
from tests.builders import SetClock
from tests.drawn_plates import Picture, box_at, clip, plate, scene


@dataclass(slots=True)
class Drive:
    """Every read of a clip with the number of the frame that brought it (None: the end)."""

    reads: list[tuple[int | None, Read]] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [read.text for _, read in self.reads if read.revision == 0]


@cache
def engines() -> tuple[PlateDetector, PlateReader]:
    detector, reader = discovery.detector("own"), discovery.reader("own")
    detector.load()
    reader.load()
    return detector, reader


def a_recognition() -> Recognition:
    detector, reader = engines()
    parts = RecognitionParts(
        detector=detector,
        reader=reader,
        second_reader=None,
        pictures=JpegPictures(),
        randomness=secrets.token_bytes,
        rules=MOVING_PICTURES,
    )
    return Recognition(parts)


def drive(path: Path, found: Drive | None = None) -> Drive:
    camera = camera_for(str(path), SetClock(), paced=False)
    recognition, found = a_recognition(), found or Drive()
    camera.open()
    try:
        while (frame := camera.read()) is not None:
            found.reads += [(frame.number, read) for read in recognition.see(frame).reads]
    finally:
        camera.close()
    found.reads += [(None, read) for read in recognition.finish()]
    return found


def approaching(
    text: str, frames: int = 16, start: int = 70, left: int = 360
) -> Iterator[Picture]:
    drawn = plate(text)
    for number in range(frames):
        width = start + 5 * number
        yield scene([(drawn, left - 6 * number, 150 + number, width)], seed=number)


def empty_road(frames: int) -> Iterator[Picture]:
    for number in range(frames):
        yield scene([], seed=number)


def test_one_pass_is_one_read_with_its_best_picture(tmp_path: Path) -> None:
    found = drive(clip(tmp_path / "pass.avi", approaching("7KLM562")))
    assert found.texts() == ["7KLM562"]
    first_frame, first = found.reads[0]
    assert first_frame is not None
    assert first_frame <= 4
    _, last = found.reads[-1]
    assert last.read_id == first.read_id
    assert last.revision == len(found.reads) - 1
    assert 1 <= last.revision <= 3
    assert last.plate_width > first.plate_width
    assert last.captured_at > first.captured_at
    drawn = box_at(360 - 6 * 15, 150 + 15, 70 + 5 * 15)
    assert last.box.overlap(drawn) > 0.4


def test_two_plates_side_by_side_are_two_reads(tmp_path: Path) -> None:
    left, right = plate("7KLM562"), plate("EXN2894")
    pictures = (
        scene([(left, 110 + n, 180, 80 + n), (right, 420 - n, 190, 84 + n)], seed=n)
        for n in range(10)
    )
    assert sorted(drive(clip(tmp_path / "two.avi", pictures)).texts()) == ["7KLM562", "EXN2894"]


def test_a_second_vehicle_in_the_same_place_is_not_hidden(tmp_path: Path) -> None:
    pictures = [*approaching("7KLM562", 8), *empty_road(3), *approaching("EXN2894", 8)]
    assert drive(clip(tmp_path / "queue.avi", pictures)).texts() == ["7KLM562", "EXN2894"]


def test_an_empty_road_gives_no_read(tmp_path: Path) -> None:
    assert drive(clip(tmp_path / "road.avi", empty_road(10))).reads == []


@pytest.mark.parametrize(("away_s", "reads"), [(-10, 1), (5, 2)])
def test_the_same_plate_is_read_again_only_after_it_was_away(
    tmp_path: Path, away_s: int, reads: int
) -> None:
    rate = 2.0
    away = round((SAME_PLATE_REARMS_AFTER.total_seconds() + away_s) * rate)
    there = [scene([(plate("7KLM562"), 300, 170, 120)], seed=n) for n in range(3)]
    found = drive(clip(tmp_path / "again.avi", [*there, *empty_road(away), *there], rate))
    assert found.texts() == ["7KLM562"] * reads


def test_a_file_that_breaks_off_gives_what_it_held_and_then_an_error(tmp_path: Path) -> None:
    path = clip(tmp_path / "broken.avi", approaching("7KLM562"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    found = Drive()
    with pytest.raises(CameraLostError, match="is damaged"):
        drive(path, found)
    assert found.texts() == ["7KLM562"]

from typing import Any

import numpy as np
import pytest

from mdt_alpr.adapters.engines.own_detector import Detector
from mdt_alpr.adapters.engines.own_reader import Reader
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.drive.sight import PlateInFrame
from mdt_alpr.drive.story import SECONDS, VEHICLES
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW

FRAMES = round(SECONDS * FRAMES_A_SECOND)
MARK = (slice(0, 34), slice(425, 855))


@pytest.fixture(scope="module")
def widest(renderer: DriveRenderer) -> dict[str, tuple[int, PlateInFrame]]:
    """The frame in which each plate of the drive is widest."""
    found: dict[str, tuple[int, PlateInFrame]] = {}
    for number in range(0, FRAMES, 2):
        for plate in renderer.plates(number):
            text = plate.vehicle.plate
            if text not in found or plate.width > found[text][1].width:
                found[text] = (number, plate)
    return found


def box(plate: PlateInFrame) -> Box:
    (left, top), (right, bottom) = plate.corners.min(0), plate.corners.max(0)
    return Box(float(left), float(top), float(right), float(bottom))


def test_the_same_seed_gives_the_same_frame_and_another_seed_another(
    renderer: DriveRenderer,
) -> None:
    assert np.array_equal(renderer.frame(100), DriveRenderer(7).frame(100))
    assert not np.array_equal(renderer.frame(100), DriveRenderer(8).frame(100))


def test_a_frame_does_not_depend_on_what_was_rendered_before(renderer: DriveRenderer) -> None:
    first = renderer.frame(640)
    renderer.frame(12)
    assert np.array_equal(renderer.frame(640), first)


def test_a_frame_is_a_full_picture(renderer: DriveRenderer) -> None:
    picture = renderer.frame(0)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert picture.dtype == np.uint8
    assert 60 < picture.mean() < 190
    assert picture.std() > 30


def test_every_frame_bears_the_training_mark(renderer: DriveRenderer) -> None:
    marks = {renderer.frame(number)[MARK].tobytes() for number in range(0, FRAMES, 190)}
    assert len(marks) == 1


def test_it_is_darker_under_the_bridge_than_before_it(renderer: DriveRenderer) -> None:
    road = (slice(640, 720), slice(300, 900))
    assert renderer.frame(748)[road].mean() < 0.75 * renderer.frame(640)[road].mean()


def test_every_plate_of_the_story_comes_into_sight(
    widest: dict[str, tuple[int, PlateInFrame]],
) -> None:
    assert set(widest) == {vehicle.plate for vehicle in VEHICLES}


def test_a_plate_behind_another_vehicle_is_not_in_sight(renderer: DriveRenderer) -> None:
    at_the_light = renderer.plates(80 * FRAMES_A_SECOND)
    assert [plate.vehicle.plate for plate in at_the_light] == ["JPX3185", "LGA4728"]


@pytest.fixture(scope="module")
def engines() -> tuple[Any, Any]:
    detector, reader = Detector(), Reader()
    detector.load()
    reader.load()
    return detector, reader


@pytest.mark.parametrize("vehicle", VEHICLES, ids=lambda vehicle: vehicle.plate)
def test_the_programs_own_networks_find_and_read_every_plate(
    vehicle: Any,
    renderer: DriveRenderer,
    widest: dict[str, tuple[int, PlateInFrame]],
    engines: tuple[Any, Any],
) -> None:
    number, plate = widest[vehicle.plate]
    frame = Frame(renderer.frame(number), NOW, number, WIDTH, HEIGHT, "front")
    detector, reader = engines
    found = max(detector.detect(frame), key=lambda d: d.box.overlap(box(plate)))
    assert found.box.overlap(box(plate)) > 0.4
    assert folded(reader.read(frame, found.box).text) == folded(vehicle.plate)

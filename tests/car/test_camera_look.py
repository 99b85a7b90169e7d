"""The cameras of a car looked through while nobody is on watch, and masks kept in its settings."""

from pathlib import Path

import numpy as np
import pytest

from mdt_alpr.car.camera_look import TO_SIGN, CameraLook
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.reading.masks import polygon_of
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW
from tests.car.test_runtime import a_car
from tests.played_devices import PlayedCamera

HOOD = polygon_of([[0, 0.8], [1, 0.8], [1, 1], [0, 1]])
DATE = polygon_of([[0, 0], [0.2, 0], [0.2, 0.1]])
TWO = """\
unit = "Unit 12"  # as dispatch calls it

[[camera]]
name = "front"
source = 0
mask = [[0, 0.9, 1, 1]]

[[camera]]
name = "rear"  # at the roof
source = "rtsp://10.0.0.2/live"
"""


def frame(number: int, camera: str = "front") -> Frame:
    return Frame(np.zeros((36, 64, 3), np.uint8), NOW, number, 64, 36, camera)


def look(folder: Path, settings: CarSettings) -> CameraLook:
    car, _ = a_car(folder / "store", PlayedCamera(frame(1)))
    return CameraLook(car, settings)


def test_frames_come_until_enough_were_seen_and_the_camera_is_given_back(tmp_path: Path) -> None:
    camera = PlayedCamera(*(frame(number) for number in range(5)))
    car, _ = a_car(tmp_path, camera)
    seen: list[int] = []

    def show(shown: Frame) -> bool:
        seen.append(shown.number)
        return len(seen) < 3

    car.look("front", show)
    assert (seen, camera.closed) == ([0, 1, 2], 1)
    with pytest.raises(OutsideError, match="The source has ended"):
        car.look("front", lambda _: True)


def test_a_watch_ends_the_look_and_has_the_camera_right_after(tmp_path: Path) -> None:
    camera = PlayedCamera(*(frame(number) for number in range(5)))
    car, _ = a_car(tmp_path, camera)
    car.start()
    try:
        seen: list[int] = []

        def show(shown: Frame) -> bool:
            seen.append(shown.number)
            car.watch()
            with pytest.raises(OutsideError, match="Plates are being read"):
                car.look("front", lambda _: True)
            return True

        with pytest.raises(OutsideError, match="Plates are being read"):
            car.look("front", show)
        assert seen == [0]
        assert car.wait_for_source_end(20)
        assert camera.opened == 2
    finally:
        car.stop()


def test_in_training_masks_are_kept_in_the_settings_and_all_else_stays(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text(TWO, encoding="utf-8")
    desk = look(tmp_path, load_settings(file, data=tmp_path, training=True))
    assert desk.keep("front", (HOOD, DATE)) == (
        "Kept in car.toml. It counts from the next start on."
    )
    front, rear = load_settings(file).cameras
    assert (front.mask, rear.mask) == ((HOOD, DATE), ())
    text = file.read_text(encoding="utf-8")
    assert "# as dispatch calls it" in text
    assert "# at the roof" in text
    desk.keep("front", ())
    assert load_settings(file).cameras[0].mask == ()


def test_both_streams_of_a_camera_have_one_mask(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text(TWO.replace("source = 0", "source = 0\ninfrared = 2"), encoding="utf-8")
    settings = load_settings(file, data=tmp_path, training=True)
    front, *others = (PlayedCamera(frame(1, c.name), name=c.name) for c in settings.cameras)
    car, _ = a_car(tmp_path / "store", front, further=tuple(others))
    desk = CameraLook(car, settings)
    desk.keep("front infrared", (DATE,))
    assert desk.masks["front"] == desk.masks["front infrared"] == (DATE,)
    assert [camera.mask for camera in load_settings(file).cameras] == [(DATE,), (DATE,), ()]


def test_a_live_cars_mask_waits_for_headquarters_signature_and_the_car_still_starts(
    tmp_path: Path,
) -> None:
    file = tmp_path / "car.toml"
    file.write_text('unit = "Unit 12"\nsource = "2"\n', encoding="utf-8")
    desk = look(tmp_path, load_settings(file, data=tmp_path))
    said = desk.keep("front", (HOOD,))
    assert "once an administrator has signed that file" in said
    assert load_settings(file).weakened == load_settings(None).weakened  # unchanged
    proposed = load_settings(tmp_path / TO_SIGN / "car.toml")
    assert [(c.name, c.source, c.mask) for c in proposed.cameras] == [("front", "2", (HOOD,))]
    assert proposed.unit == "Unit 12"


def test_settings_that_cannot_be_changed_by_itself_say_what_to_write(tmp_path: Path) -> None:
    file = tmp_path / "car.toml"
    file.write_text(TWO.replace("mask = [[0, 0.9, 1, 1]]", "mask = [\n[0, 0.9, 1, 1]]"))
    before = file.read_text()
    desk = look(tmp_path, load_settings(file, data=tmp_path, training=True))
    with pytest.raises(OutsideError, match=r"Write these into it: front: mask = \[\[\[0.0, 0.8"):
        desk.keep("front", (HOOD,))
    assert file.read_text() == before

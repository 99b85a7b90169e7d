"""What every camera must do, those that tests play too.

A new file is found by itself; give its form a source here.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters import cameras
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.patrol.ports import Frame
from tests.builders import NOW, SetClock
from tests.drawn_plates import clip
from tests.played_devices import PlayedCamera

KINDS: list[Any] = [
    module.Camera
    for module in modules_in(cameras)
    if hasattr(getattr(module, "Camera", None), "accepts")
]
NAMES = [kind.__module__.rpartition(".")[2] for kind in KINDS]
NOT_THERE = ("97", "rtsp://127.0.0.1:9/none", "gone.mp4", "a folder")
"""Sources at which there is no camera, no server, no file and no picture."""
SIZE = (64, 48)


@pytest.fixture(params=KINDS, ids=NAMES)
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=[*KINDS, PlayedCamera], ids=[*NAMES, "played_camera"])
def camera(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a camera of each kind whose source is not there."""
    kind: Any = request.param
    if kind is PlayedCamera:
        return PlayedCamera(name="rear", no_open=1)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a folder").mkdir()
    source = next(source for source in NOT_THERE if kind.accepts(source))
    return kind(source, SetClock(), "rear", paced=False)


def test_the_four_of_the_program_are_found() -> None:
    assert set(NAMES) >= {"folder_camera", "rtsp_camera", "usb_camera", "video_camera"}


def test_it_says_whether_each_of_its_pictures_stands_alone(kind: Any) -> None:
    assert isinstance(kind.stills, bool)


def test_it_takes_no_text_that_names_no_source(kind: Any) -> None:
    assert not any(kind.accepts(source) for source in ("", "front", "-1", "https://example.test"))


def test_it_has_the_name_that_it_was_given(camera: Any) -> None:
    assert camera.name == "rear"


def test_a_source_that_is_not_there_is_a_lost_camera_in_a_sentence(camera: Any) -> None:
    with pytest.raises(CameraLostError) as lost:
        camera.open()
    assert str(lost.value).endswith(".")
    camera.close()


def test_reading_what_was_not_opened_is_an_end_or_a_loss(camera: Any) -> None:
    try:
        assert camera.read() is None
    except CameraLostError as lost:
        assert str(lost).endswith(".")  # noqa: PT017 - both are right


def test_it_may_be_closed_before_and_after_and_twice(camera: Any) -> None:
    camera.close()
    with pytest.raises(CameraLostError):
        camera.open()
    camera.close()
    camera.close()


PICTURES = [np.full((SIZE[1], SIZE[0], 3), 60 * n + 40, np.uint8) for n in range(3)]


def a_folder(place: Path) -> str:
    folder = place / "pictures"
    folder.mkdir()
    for number, picture in enumerate(PICTURES):
        cv2.imwrite(str(folder / f"{number}.png"), picture)
    return str(folder)


def played(_place: Path) -> Any:
    frames = (Frame(p, NOW, n, *SIZE, "rear") for n, p in enumerate(PICTURES))
    return PlayedCamera(*frames, name="rear")


def of_source(source: str) -> Any:
    assert cameras.lies_there(source)
    return cameras.camera_for(source, SetClock(), "rear", paced=False)


WITH_PICTURES: dict[str, Callable[[Path], Any]] = {
    "video": lambda place: of_source(str(clip(place / "a.avi", PICTURES, 25.0))),
    "folder": lambda place: of_source(a_folder(place)),
    "played": played,
}


@pytest.mark.parametrize("name", WITH_PICTURES)
def test_pictures_come_whole_in_order_named_and_measured_and_then_the_end(
    name: str, tmp_path: Path
) -> None:
    camera = WITH_PICTURES[name](tmp_path)
    camera.open()
    frames = list(iter(camera.read, None))
    assert camera.read() is None
    camera.close()
    assert [frame.number for frame in frames] == [0, 1, 2]
    assert {(frame.width, frame.height, frame.camera) for frame in frames} == {(*SIZE, "rear")}
    assert [frame.pixels.shape for frame in frames] == [(SIZE[1], SIZE[0], 3)] * 3
    assert {frame.captured_at.utcoffset() for frame in frames} == {timedelta(0)}

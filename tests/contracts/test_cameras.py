"""What every camera must do. A new file is found by itself; give its form a source here."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters import cameras
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.plugin_files import modules_in
from tests.builders import SetClock
from tests.drawn_plates import clip

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


@pytest.fixture
def camera(kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a camera of the kind whose source is not there."""
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


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Return a video and a folder of three pictures."""
    pictures = [np.full((SIZE[1], SIZE[0], 3), 60 * n + 40, np.uint8) for n in range(3)]
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, picture in enumerate(pictures):
        cv2.imwrite(str(folder / f"{number}.png"), picture)
    return [str(clip(tmp_path / "a.avi", pictures, 25.0)), str(folder)]


def test_what_lies_in_files_comes_whole_in_order_named_and_measured(sources: list[str]) -> None:
    for source in sources:
        camera = cameras.camera_for(source, SetClock(), "rear", paced=False)
        camera.open()
        frames = list(iter(camera.read, None))
        camera.close()
        assert [frame.number for frame in frames] == [0, 1, 2]
        assert {(frame.width, frame.height, frame.camera) for frame in frames} == {(*SIZE, "rear")}
        assert [frame.pixels.shape for frame in frames] == [(SIZE[1], SIZE[0], 3)] * 3
        assert cameras.lies_there(source)

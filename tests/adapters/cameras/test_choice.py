import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters import cameras
from mdt_alpr.adapters.cameras import (
    camera_for,
    folder_camera,
    rtsp_camera,
    shows_stills,
    usb_camera,
    video_camera,
)
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.domain.reading.masks import polygon_of
from tests.builders import SetClock

KINDS = (usb_camera.Camera, rtsp_camera.Camera, video_camera.Camera, folder_camera.Camera)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("0", usb_camera.Camera),
        ("12", usb_camera.Camera),
        ("rtsp://user:secret@camera.local/live", rtsp_camera.Camera),
        ("RTSPS://camera.local/live", rtsp_camera.Camera),
        ("drive/away.mp4", video_camera.Camera),
        ("AWAY.AVI", video_camera.Camera),
    ],
)
def test_the_form_of_the_source_chooses_the_camera(source: str, kind: type) -> None:
    assert isinstance(camera_for(source, SetClock(), "rear"), kind)
    assert [one for one in KINDS if one.accepts(source)] == [kind]
    assert camera_for(source, SetClock(), "rear").name == "rear"


def test_paths_that_exist_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "recording"
    file.write_bytes(b"")
    assert isinstance(camera_for(str(file), SetClock()), video_camera.Camera)
    assert isinstance(camera_for(str(tmp_path), SetClock()), folder_camera.Camera)


def test_pictures_of_a_folder_stand_alone(tmp_path: Path) -> None:
    assert shows_stills(str(tmp_path))
    assert not shows_stills("0")
    assert not shows_stills("away.mp4")


A_FURTHER_CAMERA = """
class Camera:
    stills = True

    def __init__(self, source, clock, name, *, paced=True):
        self.name = name

    @staticmethod
    def accepts(source):
        return source.endswith(".zip")
"""


@pytest.fixture
def a_zip_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A further camera in a file of its own, of a name behind all others."""
    (tmp_path / "zip_camera.py").write_text(A_FURTHER_CAMERA, encoding="utf-8")
    monkeypatch.setattr(cameras, "__path__", [*cameras.__path__, str(tmp_path)])
    yield
    sys.modules.pop(f"{cameras.__name__}.zip_camera", None)


@pytest.mark.usefixtures("a_zip_camera")
def test_a_further_camera_gets_its_files_whatever_its_own_file_is_called(tmp_path: Path) -> None:
    archive = tmp_path / "pictures.zip"
    archive.write_bytes(b"")
    made = camera_for(str(archive), SetClock(), "trunk")
    assert type(made).__module__.endswith("zip_camera")
    assert shows_stills(str(archive))


@pytest.mark.parametrize("source", ["", "front", "-1", "https://example.test/live", "away.txt"])
def test_a_source_that_no_camera_takes_says_what_would_do(source: str) -> None:
    with pytest.raises(CameraLostError, match="Give a number for a USB camera"):
        camera_for(source, SetClock())


def test_what_a_mask_hides_is_painted_over_before_anything_sees_it(tmp_path: Path) -> None:
    picture = np.full((100, 200, 3), 200, np.uint8)
    cv2.imwrite(str(tmp_path / "a.png"), picture)
    mask = (polygon_of([0.5, 0.5, 1, 1]), polygon_of([[0.4, 0.4], [0.6, 0.4], [0.6, 0.6]]))
    camera = camera_for(str(tmp_path), SetClock(), paced=False, mask=mask)
    assert camera.stills  # type: ignore[attr-defined]
    camera.open()
    frame = camera.read()
    assert frame is not None
    seen = frame.pixels
    assert {int(seen[75, 150, 0]), int(seen[45, 115, 0]), int(seen[55, 115, 0])} == {96}
    assert {int(seen[20, 20, 0]), int(seen[75, 50, 0])} == {200}
    assert camera.read() is None
    camera.close()

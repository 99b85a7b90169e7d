from pathlib import Path

import pytest

from mdt_alpr.adapters.cameras import (
    camera_for,
    folder_camera,
    rtsp_camera,
    shows_stills,
    usb_camera,
    video_camera,
)
from mdt_alpr.domain.errors import CameraLostError
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
    assert [one for one in KINDS if one.takes(source)] == [kind]
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


@pytest.mark.parametrize("source", ["", "front", "-1", "https://example.test/live", "away.txt"])
def test_a_source_that_no_camera_takes_says_what_would_do(source: str) -> None:
    with pytest.raises(CameraLostError, match="Give a number for a USB camera"):
        camera_for(source, SetClock())

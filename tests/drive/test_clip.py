"""The drawn drive as a video that a technician plays to a reader."""

from pathlib import Path

import pytest

from mdt_alpr.adapters.cameras.video_camera import Camera
from mdt_alpr.domain.errors import OutsideError, WrongInputError
from mdt_alpr.drive.clip import write_clip
from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.drive.renderer import FRAMES_A_SECOND
from mdt_alpr.machine.clock import SystemClock


def test_a_camera_plays_every_frame_of_it(tmp_path: Path) -> None:
    write_clip(tmp_path / "drive.mp4", 7, seconds=1)
    camera = Camera(str(tmp_path / "drive.mp4"), SystemClock(), "front", paced=False)
    camera.open()
    sizes = []
    while (frame := camera.read()) is not None:
        sizes.append((frame.width, frame.height))
    camera.close()
    assert sizes == [(WIDTH, HEIGHT)] * FRAMES_A_SECOND


def test_what_is_no_video_or_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongInputError, match=r"must end in \.mp4"):
        write_clip(tmp_path / "drive", 7)
    with pytest.raises(OutsideError, match="cannot be written"):
        write_clip(tmp_path / "none" / "drive.mp4", 7)

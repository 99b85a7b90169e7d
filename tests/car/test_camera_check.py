"""The check of a camera on drawn ones: the right one passes, each wrong one is named."""

import json
from pathlib import Path

import cv2
import pytest

from mdt_alpr.cli import main
from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.lab.measure import wrong_cameras


def test_each_wrong_camera_is_named_and_the_right_one_is_not() -> None:
    figures = wrong_cameras.figures()
    assert figures["cameras_named"] == figures["cameras_wrong"] == 8
    assert figures["said_of_the_right_one"] == []


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a video of a few seconds in which plates pass."""
    path = tmp_path_factory.mktemp("clip") / "street.mp4"
    video = cv2.VideoWriter(
        str(path), cv2.VideoWriter.fourcc(*"mp4v"), FRAMES_A_SECOND, (WIDTH, HEIGHT)
    )
    renderer = DriveRenderer()
    for number in range(2 * FRAMES_A_SECOND):
        video.write(renderer.frame(number))
    video.release()
    return path


def test_a_file_is_measured_as_json_and_in_words(
    clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["camera", "check", str(clip), "--seconds", "60", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert figures["frames"] == 2 * FRAMES_A_SECOND
    assert figures["plates"] > 0
    assert figures["plate"]["width"] > 40
    assert not figures["infrared"]
    assert "text" not in figures["plate"]
    code = main(["camera", "check", str(clip), "--seconds", "60"])
    said = capsys.readouterr().out
    assert "frames" in said
    assert (code == 0) == ("WRONG" not in said)


def test_a_source_that_is_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["camera", "check", "/nowhere/street.mp4"]) == 1
    assert "Check the path" in capsys.readouterr().err

import struct
import threading
from datetime import timedelta
from pathlib import Path
from zlib import compress, crc32

import numpy as np
import pytest

from mdt_alpr.adapters.cameras import folder_camera, video_camera
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.ports import Camera, Frame
from tests.builders import NOW, SetClock
from tests.drawn_plates import Picture, clip

FRAMES, RATE = 12, 25.0


def gray(shade: int, size: tuple[int, int] = (64, 48)) -> Picture:
    return np.full((size[1], size[0], 3), shade, np.uint8)


@pytest.fixture
def a_clip(tmp_path: Path) -> Path:
    return clip(tmp_path / "a.avi", (gray(20 * i) for i in range(FRAMES)), RATE)


@pytest.fixture
def a_folder(tmp_path: Path) -> Path:
    import cv2

    for place, name in enumerate(("c.png", "a.jpg", "b.JPG")):
        cv2.imwrite(str(tmp_path / name), gray(60 * place + 40))
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    return tmp_path


def played(camera: Camera) -> list[Frame]:
    camera.open()
    frames = []
    while (frame := camera.read()) is not None:
        frames.append(frame)
    camera.close()
    return frames


def test_a_file_is_played_frame_by_frame_with_its_own_times(a_clip: Path) -> None:
    frames = played(video_camera.Camera(str(a_clip), SetClock(), "front", paced=False))
    assert [frame.number for frame in frames] == list(range(FRAMES))
    assert [frame.captured_at - NOW for frame in frames] == [
        timedelta(seconds=i / RATE) for i in range(FRAMES)
    ]
    assert {(frame.width, frame.height, frame.camera) for frame in frames} == {(64, 48, "front")}
    assert abs(int(frames[5].pixels.mean()) - 100) < 8


def test_a_paced_file_gives_no_frame_before_its_time(a_clip: Path) -> None:
    began = SystemClock().now()  # the first frame may come late
    frames = played(video_camera.Camera(str(a_clip), SystemClock(), "front"))
    times = [(frame.captured_at - began).total_seconds() for frame in frames]
    assert all(time >= (number - 1) / RATE for number, time in enumerate(times))
    assert len(times) == FRAMES


def test_a_file_can_be_opened_again(a_clip: Path) -> None:
    camera = video_camera.Camera(str(a_clip), SetClock(), "front", paced=False)
    assert len(played(camera)) == len(played(camera)) == FRAMES


def test_closing_wakes_a_read_that_waits(tmp_path: Path) -> None:
    slow = clip(tmp_path / "slow.avi", [gray(10), gray(20), gray(30)], rate=0.01)
    camera = video_camera.Camera(str(slow), SetClock(), "front")
    camera.open()
    assert camera.read() is not None
    closer = threading.Timer(0.05, camera.close)
    closer.start()
    assert camera.read() is None
    closer.join()
    assert camera.read() is None


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    camera = video_camera.Camera(str(tmp_path / "gone.mp4"), SetClock(), "front")
    with pytest.raises(CameraLostError, match=r"There is no file .*gone\.mp4. Check the path"):
        camera.open()


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.mp4"
    path.write_bytes(b"Dear Sir or Madam" * 100)
    with pytest.raises(CameraLostError, match=r"letter\.mp4 is damaged or no video"):
        video_camera.Camera(str(path), SetClock(), "front").open()


def test_a_file_that_breaks_off_says_when(a_clip: Path) -> None:
    whole = a_clip.read_bytes()
    a_clip.write_bytes(whole[: len(whole) // 2])
    camera = video_camera.Camera(str(a_clip), SetClock(), "front", paced=False)
    with pytest.raises(CameraLostError, match=r"a\.avi is damaged"):
        played(camera)
    camera.close()


def test_pictures_come_in_the_order_of_their_names(a_folder: Path) -> None:
    frames = played(folder_camera.Camera(str(a_folder), SetClock(), "desk", paced=False))
    assert [int(frame.pixels.mean()) for frame in frames] == [100, 160, 40]
    assert [frame.captured_at - NOW for frame in frames] == [
        timedelta(seconds=i) for i in range(3)
    ]


@pytest.mark.logs_warnings
def test_a_damaged_picture_is_left_out_and_named(
    a_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (a_folder / "aa.jpg").write_bytes(b"no picture")
    frames = played(folder_camera.Camera(str(a_folder), SetClock(), "desk", paced=False))
    assert len(frames) == 3
    assert "aa.jpg is damaged" in caplog.text


def a_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def png_that_promises(side: int) -> bytes:
    """Return a PNG whose header names a square of ``side`` pixels, without the pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + a_chunk(b"IHDR", head) + a_chunk(b"IDAT", compress(b""))


@pytest.mark.logs_warnings
def test_a_picture_too_large_to_be_read_is_left_out_like_a_damaged_one(
    a_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (a_folder / "aa.png").write_bytes(png_that_promises(40_000))
    frames = played(folder_camera.Camera(str(a_folder), SetClock(), "desk", paced=False))
    assert len(frames) == 3
    assert "aa.png is damaged, too large" in caplog.text


@pytest.mark.logs_warnings
def test_a_folder_of_damaged_pictures_is_a_lost_camera(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(CameraLostError, match=r"No picture in .* can be read"):
        played(folder_camera.Camera(str(tmp_path), SetClock(), "desk", paced=False))


def test_an_empty_or_vanished_folder_is_a_lost_camera(tmp_path: Path) -> None:
    camera = folder_camera.Camera(str(tmp_path), SetClock(), "desk")
    with pytest.raises(CameraLostError, match="holds no picture"):
        camera.open()
    tmp_path.rmdir()
    with pytest.raises(CameraLostError, match="cannot be read"):
        camera.open()


def test_closing_wakes_a_folder_that_waits(
    a_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_camera, "_SECONDS_A_PICTURE", 100.0)
    camera = folder_camera.Camera(str(a_folder), SetClock(), "desk")
    camera.open()
    assert camera.read() is not None
    closer = threading.Timer(0.05, camera.close)
    closer.start()
    assert camera.read() is None
    closer.join()

"""The network camera before a real RTSP server that is killed, stands still, or is another one."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from mdt_alpr.adapters.cameras import rtsp_camera
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.camera import CameraLoop, Mailbox
from mdt_alpr.patrol.events import CameraBeat, CameraChanged, Health, SourceEnded
from mdt_alpr.patrol.ports import Frame

PYTHON, SERVER = "/usr/bin/python3", Path(__file__).with_name("gst_server.py")
NEEDED = (
    "import gi\ngi.require_version('Gst', '1.0')\ngi.require_version('GstRtspServer', '1.0')\n"
    "from gi.repository import Gst, GstRtspServer\nGst.init(None)\n"
    "assert all(map(Gst.ElementFactory.find, ('x264enc', 'rtph264pay', 'rtpjpegpay')))"
)
WITHIN_S, RIGHT = 60.0, "open-sesame"


@cache
def is_installed() -> bool:
    if sys.platform != "linux" or not Path(PYTHON).exists():
        return False
    return not subprocess.run([PYTHON, "-c", NEEDED], capture_output=True, check=False).returncode


@pytest.fixture
def server() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start servers, and kill those that are left."""
    if not is_installed():
        pytest.skip("GStreamer's RTSP server is not installed (installers/test.sh does it)")
    begun: list[subprocess.Popen[str]] = []

    def start(port: int, kind: str = "h264", password: str = "") -> subprocess.Popen[str]:
        words = [PYTHON, str(SERVER), str(port), kind, *([password] if password else [])]
        begun.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
        stdout = begun[-1].stdout
        assert stdout is not None
        assert stdout.readline() == "ready\n"
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def address(port: int, who: str = "") -> str:
    return f"rtsp://{who}127.0.0.1:{port}/live"


class Watched:
    """A camera on its own thread, as a car has it, and what it said."""

    def __init__(self, port: int) -> None:
        camera = rtsp_camera.Camera(address(port), SystemClock(), "front")
        self.mailbox, self.said = Mailbox(), list[CameraChanged]()
        self.loop = CameraLoop(camera, self.mailbox, SystemClock(), lambda: 0.0, self._note)
        self.thread = threading.Thread(target=self.loop.run)
        self.thread.start()

    def _note(self, event: CameraChanged | CameraBeat | SourceEnded) -> None:
        if isinstance(event, CameraChanged):
            self.said.append(event)

    def next_frame(self) -> Frame:
        frame = self.mailbox.take()
        assert frame is not None
        return frame

    def wait_for(self, health: Health, after: int = 0) -> CameraChanged:
        ends = time.monotonic() + WITHIN_S
        while time.monotonic() < ends:
            if found := [event for event in self.said[after:] if event.health is health]:
                return found[0]
            threading.Event().wait(0.05)
        raise AssertionError(f"never {health}: {self.said}")

    def stop(self) -> None:
        self.loop.stop()
        self.thread.join(WITHIN_S)
        assert not self.thread.is_alive()


def test_a_killed_server_is_said_and_its_pictures_come_again_by_themselves_in_another_codec(
    server: Callable[..., subprocess.Popen[str]],
) -> None:
    port = free_port()
    first = server(port)
    watched = Watched(port)
    try:
        assert (watched.next_frame().width, watched.next_frame().height) == (320, 192)
        first.kill()
        lost = watched.wait_for(Health.LOST)
        assert "broke off" in lost.why
        before = len(watched.said)
        server(port, "jpeg")
        watched.wait_for(Health.OK, before)
        assert watched.next_frame().width == 320
    finally:
        watched.stop()


def test_after_a_pause_the_newest_picture_comes_and_not_what_waited(
    server: Callable[..., subprocess.Popen[str]],
) -> None:
    port = free_port()
    server(port)
    camera = rtsp_camera.Camera(address(port), SystemClock(), "front")
    camera.open()
    try:
        frames = [camera.read() for _ in range(15)]
        threading.Event().wait(
            3
        )  # a machine that is held up: pictures wait in the network meanwhile
        late = camera.read()
        assert late is not None
        assert frames[-1] is not None
        shown = (late.captured_at - frames[-1].captured_at).total_seconds()
        assert shown > 2.5  # not what followed the last one
        assert late.number == 15
    finally:
        camera.close()


def test_a_server_that_stands_still_is_lost_and_comes_back(
    server: Callable[..., subprocess.Popen[str]],
) -> None:
    port = free_port()
    process = server(port)
    watched = Watched(port)
    try:
        watched.next_frame()
        process.send_signal(signal.SIGSTOP)
        watched.wait_for(Health.LOST)
        before = len(watched.said)
        process.send_signal(signal.SIGCONT)
        watched.wait_for(Health.OK, before)
    finally:
        process.send_signal(signal.SIGCONT)
        watched.stop()


def test_a_wrong_password_is_refused_and_said_without_it(
    server: Callable[..., subprocess.Popen[str]],
) -> None:
    port = free_port()
    server(port, "h264", RIGHT)
    camera = rtsp_camera.Camera(address(port, "car:hunter2@"), SystemClock(), "front")
    with pytest.raises(CameraLostError, match="name and password in the address") as refused:
        camera.open()
    assert "hunter2" not in str(refused.value)
    right = rtsp_camera.Camera(address(port, f"car:{RIGHT}@"), SystemClock(), "front")
    right.open()
    assert right.read() is not None
    right.close()

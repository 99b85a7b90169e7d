"""A USB port without a camera, and an RTSP server that refuses: no hardware is needed."""

import socket
import threading
from collections.abc import Iterator

import pytest

from mdt_alpr.adapters.cameras import rtsp_camera, usb_camera
from mdt_alpr.domain.errors import CameraLostError
from tests.builders import SetClock


@pytest.fixture
def refusing_port() -> Iterator[int]:
    """Answer every RTSP request with 401."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopping = threading.Event()

        def serve() -> None:
            while not stopping.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        stopping.set()
        with socket.create_connection(server.getsockname()) as last:
            last.sendall(b"OPTIONS")
        thread.join()


def test_no_camera_at_that_number() -> None:
    camera = usb_camera.Camera("97", SetClock(), "front")
    with pytest.raises(CameraLostError, match=r"No camera answers at number 97\. Check its cable"):
        camera.open()
    with pytest.raises(CameraLostError, match="stopped giving pictures"):
        camera.read()
    camera.close()
    camera.close()


def test_a_refused_stream_names_the_host_and_hides_the_password(refusing_port: int) -> None:
    address = f"rtsp://officer:hunter2@127.0.0.1:{refusing_port}/live"
    camera = rtsp_camera.Camera(address, SetClock(), "front")
    with pytest.raises(CameraLostError) as refused:
        camera.open()
    assert "127.0.0.1 does not answer or refuses the stream" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    with pytest.raises(CameraLostError, match="broke off"):
        camera.read()
    camera.close()
    camera.close()

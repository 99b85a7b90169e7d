"""A camera in a network, over RTSP."""

import os
from typing import Any, ClassVar
from urllib.parse import urlsplit

import cv2

from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

_TIMEOUT_MS = 5000
_SCHEMES = ("rtsp://", "rtsps://")
_FFMPEG_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"


class Camera:
    """Frames of a stream, as fast as they come."""

    stills: ClassVar[bool] = False

    def __init__(self, source: str, clock: Clock, name: str, *, paced: bool = True) -> None:
        del paced  # a stream sets its own pace
        self.name = name
        self._address = source
        self._host = urlsplit(source).hostname or "that address"
        self._clock = clock
        self._stream: Any = None
        self._count = 0

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` is an RTSP address."""
        return source.lower().startswith(_SCHEMES)

    def open(self) -> None:
        """Open the stream over TCP, for a lost UDP packet smears the picture.

        Raises:
            CameraLostError: nobody answers, or the stream is refused. The sentence names the
                host only, for the address may hold a password.
        """
        os.environ.setdefault(_FFMPEG_OPTIONS, "rtsp_transport;tcp")
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        timeouts = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _TIMEOUT_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC, _TIMEOUT_MS,
        ]  # fmt: skip
        stream = cv2.VideoCapture(self._address, cv2.CAP_FFMPEG, timeouts)
        if not stream.isOpened():
            raise CameraLostError(
                f"The camera at {self._host} does not answer or refuses the stream. "
                "Check its power, the network, and the name and password in the address."
            )
        self._stream = stream

    def read(self) -> Frame | None:
        """Return the next frame; a stream has no end.

        Raises:
            CameraLostError: the stream broke off.
        """
        there, pixels = self._stream.read() if self._stream is not None else (False, None)
        if not there or pixels is None:
            message = f"The stream of the camera at {self._host} broke off. Check the network."
            raise CameraLostError(message)
        self._count += 1
        height, width = pixels.shape[:2]
        return Frame(pixels, self._clock.now(), self._count - 1, width, height, self.name)

    def close(self) -> None:
        """Release the stream."""
        if self._stream is not None:
            self._stream.release()
            self._stream = None

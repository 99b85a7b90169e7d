"""A camera in a network, over RTSP."""

import os
import time
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

import cv2

from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.domain.reading.frame_ages import STALE_FROM_S, FrameAges
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

_TIMEOUT_MS = 5000
_SCHEMES = ("rtsp://", "rtsps://")
_MOST_SKIPPED = 300
"""Pictures in a row: a stream that only ever comes late is better than none."""
_FFMPEG_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"


class Camera:
    """The newest frame of a stream; those that come late, as after a pause, are left out."""

    stills: ClassVar[bool] = False

    def __init__(self, source: str, clock: Clock, name: str, *, paced: bool = True) -> None:
        del paced  # a stream sets its own pace
        self.name = name
        self._address = source
        self._host = urlsplit(source).hostname or "that address"
        self._clock = clock
        self._stream: Any = None
        self._ages = FrameAges()
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
        self._stream, self._ages = stream, FrameAges()
        for _ in range(_MOST_SKIPPED):  # what came while it was opened is old
            self._grab()
            if not self._ages.catches_up:
                break

    def read(self) -> Frame | None:
        """Return the next frame, captured as long ago as it is late; a stream has no end.

        Raises:
            CameraLostError: the stream broke off.
        """
        age = self._grab()
        for _ in range(_MOST_SKIPPED):
            if age < STALE_FROM_S:
                break
            age = self._grab()
        there, pixels = self._stream.retrieve()
        if not there or pixels is None:
            raise self._broken()
        self._count += 1
        height, width = pixels.shape[:2]
        captured_at = self._clock.now() - timedelta(seconds=age)
        return Frame(pixels, captured_at, self._count - 1, width, height, self.name)

    def _grab(self) -> float:
        """Take the next picture off the stream, and return its age in seconds."""
        if self._stream is None or not self._stream.grab():
            raise self._broken()
        return self._ages.age(time.monotonic(), self._stream.get(cv2.CAP_PROP_POS_MSEC) / 1000)

    def _broken(self) -> CameraLostError:
        message = f"The stream of the camera at {self._host} broke off. Check the network."
        return CameraLostError(message)

    def close(self) -> None:
        """Release the stream."""
        if self._stream is not None:
            self._stream.release()
            self._stream = None

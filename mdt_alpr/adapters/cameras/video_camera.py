"""A video file as camera, at its own pace or as fast as its frames are read."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import cv2

from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

_SUFFIXES = frozenset((".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".ts", ".webm"))
_FRAMES_A_SECOND = 15.0
"""For files without a rate."""

_MAY_MISS = (2, 0.02)
"""Frames, and the share of frames, by which a file's own count may be off."""


class Camera:
    """Frames of a file."""

    stills: ClassVar[bool] = False
    lies_there: ClassVar[bool] = True
    last_asked: ClassVar[bool] = True
    """It accepts every file that no other camera knows by its form."""

    def __init__(self, source: str, clock: Clock, name: str, *, paced: bool = True) -> None:
        self.name = name
        self._path = Path(source)
        self._clock = clock
        self._paced = paced
        self._file: Any = None
        self._closed = threading.Event()
        self._count = 0
        self._rate = _FRAMES_A_SECOND
        self._opened_at = 0.0
        self._first_at = datetime.min.replace(tzinfo=UTC)

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` names a file, or what would be a video file if it existed."""
        return Path(source).is_file() or (
            "://" not in source
            and Path(source).suffix.lower() in _SUFFIXES
            and not Path(source).is_dir()
        )

    def open(self) -> None:
        """Open the file at its beginning.

        Raises:
            CameraLostError: there is no such file, or it cannot be played.
        """
        if not self._path.is_file():
            raise CameraLostError(f"There is no file {self._path}. Check the path.")
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        file = cv2.VideoCapture(str(self._path))
        if not file.isOpened():
            message = f"{self._path.name} is damaged or no video. Choose another file."
            raise CameraLostError(message)
        rate = file.get(cv2.CAP_PROP_FPS)
        self._rate = rate if 0 < rate < 1000 else _FRAMES_A_SECOND  # noqa: PLR2004 - a sane rate
        self._file, self._count = file, 0
        self._closed.clear()
        self._opened_at, self._first_at = time.monotonic(), self._clock.now()

    def read(self) -> Frame | None:
        """Return the next frame when it is due, None at the end of the file or once closed.

        Raises:
            CameraLostError: the file breaks off before its end.
        """
        if self._file is None or self._waited_until_closed():
            return None
        there, pixels = self._file.read()
        if not there:
            self._refuse_if_broken()
            return None
        number, self._count = self._count, self._count + 1
        height, width = pixels.shape[:2]
        return Frame(pixels, self._time_of(number), number, width, height, self.name)

    def close(self) -> None:
        """Release the file; a ``read`` that waits for its frame comes back with nothing."""
        self._closed.set()
        if self._file is not None:
            self._file.release()
            self._file = None

    def _waited_until_closed(self) -> bool:
        """Wait for the next frame's time; return whether the camera was closed meanwhile."""
        if not self._paced:
            return self._closed.is_set()
        due = self._opened_at + self._count / self._rate
        return self._closed.wait(max(0.0, due - time.monotonic()))

    def _time_of(self, number: int) -> datetime:
        if self._paced:
            return self._clock.now()
        return self._first_at + timedelta(seconds=number / self._rate)

    def _refuse_if_broken(self) -> None:
        promised = int(self._file.get(cv2.CAP_PROP_FRAME_COUNT))
        missing = promised - self._count
        if self._count and missing <= max(_MAY_MISS[0], _MAY_MISS[1] * promised):
            return
        seconds = self._count / self._rate
        message = f"{self._path.name} is damaged: it breaks off after {seconds:.1f} seconds."
        raise CameraLostError(message)

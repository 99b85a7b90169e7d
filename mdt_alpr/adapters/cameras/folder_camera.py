"""A folder of pictures as camera: one after the other, in the order of their names."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from mdt_alpr.adapters.pictures import picture_at
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

_log = logging.getLogger(__name__)

_SUFFIXES = frozenset((".bmp", ".jpeg", ".jpg", ".png", ".webp"))
_SECONDS_A_PICTURE = 1.0


class Camera:
    """Pictures of a folder, each separate from the others."""

    stills: ClassVar[bool] = True
    lies_there: ClassVar[bool] = True

    def __init__(self, source: str, clock: Clock, name: str, *, paced: bool = True) -> None:
        self.name = name
        self._folder = Path(source)
        self._clock = clock
        self._paced = paced
        self._closed = threading.Event()
        self._waiting: list[Path] = []
        self._count = 0
        self._first_at = datetime.min.replace(tzinfo=UTC)

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` is a folder."""
        return bool(source) and Path(source).is_dir()

    def open(self) -> None:
        """List the pictures.

        Raises:
            CameraLostError: the folder is gone, or holds no picture.
        """
        try:
            paths = sorted(p for p in self._folder.iterdir() if p.suffix.lower() in _SUFFIXES)
        except OSError as error:
            message = f"The folder {self._folder} cannot be read: {error.strerror}."
            raise CameraLostError(message) from error
        if not paths:
            message = f"The folder {self._folder} holds no picture. Choose another folder."
            raise CameraLostError(message)
        self._waiting, self._count = paths[::-1], 0
        self._closed.clear()
        self._first_at = self._clock.now()

    def read(self) -> Frame | None:
        """Return the next picture that can be read, None after the last or once closed.

        A damaged picture is named in the log and left out, for the others still count.

        Raises:
            CameraLostError: none of the pictures can be read.
        """
        if self._paced and self._count and self._closed.wait(_SECONDS_A_PICTURE):
            return None
        while self._waiting and not self._closed.is_set():
            path = self._waiting.pop()
            pixels = picture_at(path)
            if pixels is not None:
                number, self._count = self._count, self._count + 1
                height, width = pixels.shape[:2]
                return Frame(pixels, self._time_of(number), number, width, height, self.name)
            _log.warning("%s is damaged, too large or no picture, and is left out", path.name)
        if not self._count and not self._closed.is_set():
            message = f"No picture in {self._folder} can be read. Choose another folder."
            raise CameraLostError(message)
        return None

    def close(self) -> None:
        """Stop; a ``read`` that waits comes back with nothing."""
        self._closed.set()
        self._waiting = []

    def _time_of(self, number: int) -> datetime:
        if self._paced:
            return self._clock.now()
        return self._first_at + timedelta(seconds=number * _SECONDS_A_PICTURE)

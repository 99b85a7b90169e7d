"""A camera at a USB port, named by its number."""

import sys
from typing import Any, ClassVar

import cv2

from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame

_BACKEND = cv2.CAP_DSHOW if sys.platform == "win32" else cv2.CAP_ANY
"""Of Windows' two, Media Foundation takes many seconds to open most cameras."""


class Camera:
    """Frames of the camera with that number, as fast as it gives them."""

    stills: ClassVar[bool] = False

    def __init__(self, source: str, clock: Clock, name: str, *, paced: bool = True) -> None:
        del paced  # a device sets its own pace
        self.name = name
        self._index = int(source)
        self._clock = clock
        self._device: Any = None
        self._count = 0

    @staticmethod
    def accepts(source: str) -> bool:
        """Tell whether ``source`` is a number."""
        return source.isdecimal()

    def open(self) -> None:
        """Open the device with as short a queue as it allows.

        Raises:
            CameraLostError: there is no such camera, or another program holds it.
        """
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        device = cv2.VideoCapture(self._index, _BACKEND)
        if not device.isOpened():
            raise CameraLostError(
                f"No camera answers at number {self._index}. Check its cable, close other "
                "programs that use it, or give another number."
            )
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._device = device

    def read(self) -> Frame | None:
        """Return the next frame; a device has no end.

        Raises:
            CameraLostError: the device stopped.
        """
        there, pixels = self._device.read() if self._device is not None else (False, None)
        if not there or pixels is None:
            raise CameraLostError("The camera stopped giving pictures. Check its cable.")
        self._count += 1
        height, width = pixels.shape[:2]
        return Frame(pixels, self._clock.now(), self._count - 1, width, height, self.name)

    def close(self) -> None:
        """Release the device."""
        if self._device is not None:
            self._device.release()
            self._device = None

"""Cameras, one file each, chosen by the form of the source that the officer or a test names.

A file offers a class ``Camera`` with ``accepts(source)``, ``stills`` (pictures are separate) and
``Camera(source, clock, name, paced=...)``; nothing else has to change for a further one. The video
camera accepts any file, so it is ``last_asked``: a further camera has its files first.
A camera that ``lies_there``, in a file or a folder, does not come back by itself once it is lost.
"""

import sys
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.domain.reading.masks import Polygon
from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Camera, Frame

_HIDDEN = (96, 96, 96)
"""Gray, in which nothing is found; black is what a lost picture looks like."""


def camera_for(
    source: str,
    clock: Clock,
    name: str = "front",
    *,
    paced: bool = True,
    mask: Sequence[Polygon] = (),
) -> Camera:
    """Return the camera for ``source``, not opened yet.

    ``source``: a number (USB), an ``rtsp://`` address, a video file, or a folder of pictures.
    ``paced`` False plays files as fast as frames are read, with the times that they would have.
    Parts of ``mask`` are painted over before anything else sees a frame.

    Raises:
        CameraLostError: no camera accepts such a source.
    """
    camera: Camera = _kind_for(source)(source, clock, name, paced=paced)
    return MaskedCamera(camera, mask) if mask else camera


class MaskedCamera:
    """A camera of whose pictures parts are hidden."""

    def __init__(self, camera: Camera, mask: Sequence[Polygon]) -> None:
        self.name, self.stills = camera.name, bool(getattr(camera, "stills", False))
        self._camera, self._mask = camera, mask

    def open(self) -> None:
        """Open the camera.

        Raises:
            CameraLostError: as of the camera itself.
        """
        self._camera.open()

    def read(self) -> Frame | None:
        """Return the next frame, the hidden parts painted over.

        Raises:
            CameraLostError: as of the camera itself.
        """
        frame = self._camera.read()
        if frame is not None:
            size = frame.width, frame.height
            parts = [np.rint(np.multiply(part, size)).astype(np.int32) for part in self._mask]
            for part in parts:  # one by one: where two overlap, fillPoly would leave a hole
                cv2.fillPoly(frame.pixels, [part], _HIDDEN)
        return frame

    def close(self) -> None:
        self._camera.close()


def shows_stills(source: str) -> bool:
    """Return whether each picture of ``source`` is separate, so that there is one read of it.

    Raises:
        CameraLostError: no camera accepts such a source.
    """
    return bool(_kind_for(source).stills)


def lies_there(source: str) -> bool:
    """Tell whether ``source`` is a file or a folder: what it lacks does not come by waiting.

    Raises:
        CameraLostError: no camera accepts such a source.
    """
    return bool(getattr(_kind_for(source), "lies_there", False))


def _kind_for(source: str) -> Any:
    modules = modules_in(sys.modules[__name__])
    kinds = [m.Camera for m in modules if hasattr(getattr(m, "Camera", None), "accepts")]
    for kind in sorted(kinds, key=lambda kind: getattr(kind, "last_asked", False)):
        if kind.accepts(source):
            return kind
    raise CameraLostError(
        "No camera accepts this source. Give a number for a USB camera, an rtsp:// address, "
        "or the path of a video file or of a folder of pictures."
    )

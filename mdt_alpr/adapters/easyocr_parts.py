"""What the engines that use EasyOCR share: it is opened offline, and given a plate in gray."""

import importlib.util
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame

_ABSENT = (
    "EasyOCR is not installed. Run the installer again without --without-easyocr, "
    "or choose another engine."
)
_PACKAGES = ("torch", "easyocr", "easyocr_en_models")
_LEAST_HEIGHT, _LEAST_WIDTH = 6, 12


def refuse_if_absent() -> None:
    """Raise EngineMissingError where EasyOCR is not installed."""
    if any(importlib.util.find_spec(name) is None for name in _PACKAGES):
        raise EngineMissingError(_ABSENT)


def opened(folder: Path, threads: int, *, detector: bool, recognizer: bool) -> Any:
    """Return EasyOCR with these networks, from ``folder`` and from nowhere else."""
    import easyocr
    import torch

    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)
    return easyocr.Reader(
        ["en"],
        gpu=False,
        model_storage_directory=str(folder),
        user_network_directory=str(folder),
        download_enabled=False,
        detector=detector,
        recognizer=recognizer,
        verbose=False,
        quantize=False,
    )


def plate_cut(frame: Frame, box: Box, window: tuple[float, float]) -> npt.NDArray[np.uint8] | None:
    """Return the plate in gray, None where it is too small to be read.

    ``window`` is by how much the box is widened at the sides and at top and bottom.
    """
    side, ends = window[0] * box.width, window[1] * box.height
    left, right = max(0, int(box.left - side)), min(frame.width, int(box.right + side))
    top, bottom = max(0, int(box.top - ends)), min(frame.height, int(box.bottom + ends))
    if bottom - top < _LEAST_HEIGHT or right - left < _LEAST_WIDTH:
        return None
    gray = cv2.cvtColor(frame.pixels[top:bottom, left:right], cv2.COLOR_BGR2GRAY)
    return np.asarray(gray, np.uint8)

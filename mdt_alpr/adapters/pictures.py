"""Pictures from files; a plate and its vehicle cut out of a frame, and how sharp it is."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.domain.reading.reading import (
    CROP_MARGIN,
    SAME_PLATE_FROM,
    VEHICLE_ABOVE,
    VEHICLE_BELOW,
    VEHICLE_BESIDE,
    Box,
)
from mdt_alpr.patrol.ports import Frame, Pixels


def picture_at(path: Path) -> Pixels | None:
    """Return the picture in a file; None where there is none, or it is damaged or too large.

    OpenCV returns nothing for most damage, and raises for a picture whose header promises more
    than 2^30 pixels (CV_IO_MAX_IMAGE_PIXELS).
    """
    try:
        pixels: Pixels | None = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return pixels


_WIDTH_OF_FOCUS = 960
_LEAST_CONTRAST = 25.0
"""Variance of brightness below which a picture shows nothing: night, or a covered lens."""


def focus_of(frame: Frame) -> float | None:
    """Return the share of a picture's contrast that lies in its edges, in percent (MNT-03).

    None where there is no contrast to judge by.
    """
    gray = cv2.cvtColor(frame.pixels, cv2.COLOR_BGR2GRAY)
    height = max(1, round(gray.shape[0] * _WIDTH_OF_FOCUS / gray.shape[1]))
    small = cv2.resize(gray, (_WIDTH_OF_FOCUS, height), interpolation=cv2.INTER_AREA)
    contrast = float(np.var(small))
    if contrast < _LEAST_CONTRAST:
        return None
    return 100 * float(np.var(cv2.Laplacian(small, cv2.CV_32F))) / contrast


_Picture = npt.NDArray[np.uint8]

_CROP_WIDEST = 480
_CLEAR_ABOVE = 1.6
"""Higher above the plate, in its widths, glass may begin, and seats behind it."""
_GRAIN = 0.28
"""Size of what can be recognized there, in plate widths: three inches show a roof and no face."""

_CONTEXT_WIDEST = 640
_CROP_QUALITY, _CONTEXT_QUALITY = 92, 80
_PAINT = (96, 96, 96)
_PAINTED_MARGIN = 0.15
"""Of a plate's width, on each side: a box may cut a character."""
_MEASURED_AT = (96, 48)


class JpegPictures:
    """The port ``Pictures`` with OpenCV."""

    def crop(self, frame: Frame, box: Box) -> bytes:
        """Return the plate with a margin around it, as JPEG at most 480 pixels wide."""
        margin = CROP_MARGIN * box.width
        cut = _cut(
            frame,
            Box(box.left - margin, box.top - margin, box.right + margin, box.bottom + margin),
        )
        return _jpeg(_at_most(cut, _CROP_WIDEST), _CROP_QUALITY)

    def context(self, frame: Frame, box: Box, others: Sequence[Box] = ()) -> bytes:
        """Return the vehicle around the plate, as JPEG at most 640 pixels wide.

        It reaches from the wheels to the roof, as far as the frame does, so that a body can be
        recognized. Where glass may be it is so coarse that nobody behind it can be (PUR-07).
        The ``others``, plates that were found on other vehicles, are painted over before anything
        is kept: no hold, package or screen ever has them (PRS-07). The plate itself stays whole.
        """
        width = box.width
        around = Box(
            box.left - VEHICLE_BESIDE * width,
            box.top - VEHICLE_ABOVE * width,
            box.right + VEHICLE_BESIDE * width,
            box.bottom + VEHICLE_BELOW * width,
        )
        apart = [other for other in others if other.overlap(box) < SAME_PLATE_FROM]
        cut = _without(_cut(frame, around), around, apart, box)
        glass = int(box.top - _CLEAR_ABOVE * width) - max(0, int(around.top))
        return _jpeg(
            _at_most(_coarse_above(cut, glass, _GRAIN * width), _CONTEXT_WIDEST), _CONTEXT_QUALITY
        )

    def sharpness(self, frame: Frame, box: Box) -> float:
        """Return the strength of the finest edges, at one size, relative to the contrast.

        Measured at one size, so that a plate does not seem sharper for being smaller.
        """
        gray = cv2.cvtColor(_cut(frame, box), cv2.COLOR_BGR2GRAY)
        how = cv2.INTER_AREA if gray.shape[1] > _MEASURED_AT[0] else cv2.INTER_LINEAR
        plate = cv2.resize(gray, _MEASURED_AT, interpolation=how)
        contrast = float(plate.std()) + 4.0
        return float(cv2.Laplacian(plate, cv2.CV_32F).std()) / contrast


def _cut(frame: Frame, box: Box) -> _Picture:
    """Return the part of the frame inside ``box``, at least one pixel of it."""
    left = min(max(0, int(box.left)), frame.width - 1)
    top = min(max(0, int(box.top)), frame.height - 1)
    right = max(left + 1, min(frame.width, int(np.ceil(box.right))))
    bottom = max(top + 1, min(frame.height, int(np.ceil(box.bottom))))
    return np.asarray(frame.pixels[top:bottom, left:right], np.uint8)


def _without(picture: _Picture, around: Box, plates: Sequence[Box], box: Box) -> _Picture:
    """Return what was cut out around a box, with plates painted over but for the ``kept`` one."""
    if not plates:
        return picture
    painted = picture.copy()
    left, top = max(0, int(around.left)), max(0, int(around.top))
    for plate in plates:
        more = _PAINTED_MARGIN * plate.width
        begin = int(plate.left - more) - left, int(plate.top - more) - top
        end = int(plate.right + more) - left, int(plate.bottom + more) - top
        cv2.rectangle(painted, begin, end, _PAINT, cv2.FILLED)
    rows = slice(max(0, int(box.top) - top), max(0, ceil(box.bottom) - top))
    columns = slice(max(0, int(box.left) - left), max(0, ceil(box.right) - left))
    painted[rows, columns] = picture[rows, columns]
    return painted


def _coarse_above(picture: _Picture, row: int, grain: float) -> _Picture:
    """Return the picture with nothing finer than ``grain`` pixels above ``row``."""
    if row <= 0:
        return picture
    upper, wide = picture[:row], picture.shape[1]
    size = (max(1, round(wide / grain)), max(1, round(upper.shape[0] / grain)))
    few = cv2.resize(upper, size, interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(few, (wide, upper.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.vstack([coarse, picture[row:]]), np.uint8)


def _at_most(picture: _Picture, width: int) -> _Picture:
    height, wide = picture.shape[:2]
    if wide <= width:
        return picture
    size = (width, max(1, round(height * width / wide)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(picture: _Picture, quality: int) -> bytes:
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()

"""Finds the corners of a plate and of its serial around an uncertain box, with our own network.

A box says where a plate is; its corners say how it is turned, and where its characters begin and
end whatever frame, shadow or bumper is around it. So plates are boxed tightly and read straight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame

WEIGHTS = "own_outline"
Corners = npt.NDArray[np.float32]
"""4 x 2 pixels of the frame, x before y, clockwise from the upper left."""

_WIDTH, _HEIGHT = 128, 64
_AROUND = (1.4, 1.75)
"""How much is cut out with the box, in its widths and heights; as trained."""

_ASIDE, _ABOVE, _LEAST_RATIO = 0.6, 0.28, 2.6
"""How a straight cut lies around a serial, in its heights; as the reader was trained."""

_LEAST_WIDTH, _LEAST_HEIGHT = 12, 6
_LONG, _OURS, _CERTAIN_OF_OURS = 3.0, 2.8, 0.1
"""Plates three times as wide as tall are other countries', whose corners the network guesses. A
box so long may also hold one of ours whose words are hidden: that counts where the corners that
are found are certain, and placed as on ours."""

_CERTAIN = 0.1
"""Up to this uncertainty a plate's corners are not cut out again, and align its serial."""

_LEAST_UNCERTAIN = 0.5
"""In pixels of the cut: no corner counts as more certain than that."""

_MOVED_AT_MOST = 0.2
"""In widths of the plate: corners that would move further, or nowhere, stay where they were."""

_PLATE_OF_SERIAL = 0.08, 0.45
"""What a plate adds to its serial at each side and each end, as shares of the serial."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Corners of a plate and of its serial; uncertainty of the worst corner of each.

    It is in widths of the plate: what the network considers possible, not how far it is off.
    """

    plate: Corners
    serial: Corners
    plate_uncertainty: float
    serial_uncertainty: float

    @property
    def box(self) -> Box:
        """Return the upright box around the plate."""
        return upright(self.plate)


class OutlineFinder:
    """Finds outlines, 1 ms each on one thread."""

    def __init__(self, threads: int) -> None:
        self._session: Any = onnx_session(WEIGHTS, threads)

    def find(self, frame: Frame, box: Box) -> Outline | None:
        """Return the outline of the plate at ``box``, None where it is too small or too long."""
        if not _is_large_enough(box):
            return None
        return _of_ours(self._around(frame, box), box)

    def find_closely(self, frame: Frame, box: Box) -> Outline | None:
        """Return the outline of a confidently found plate; lamps and stickers are not worth it.

        Where a recess or a bumper passes for the plate, its corners are uncertain, but its
        serial is still found: around that it is searched once more; the more certain one counts.
        """
        if not _is_large_enough(box):
            return None
        outline = self._around(frame, box)
        likely = _plate_around(upright(outline.serial))
        if outline.plate_uncertainty > _CERTAIN and _is_large_enough(likely):
            again = self._around(frame, likely)
            outline = min(outline, again, key=lambda candidate: candidate.plate_uncertainty)
        return _of_ours(outline, box)

    def _around(self, frame: Frame, box: Box) -> Outline:
        middle = np.array(((box.left + box.right) / 2, (box.top + box.bottom) / 2))
        around = np.array((box.width * _AROUND[0], box.height * _AROUND[1]))
        low, high = middle - around / 2, middle + around / 2
        corners = np.array(((low[0], low[1]), (high[0], low[1]), high, (low[0], high[1])))
        cut = straightened(frame, corners.astype(np.float32), (_WIDTH, _HEIGHT))
        tensor = cut.astype(np.float32).transpose(2, 0, 1)[None]
        network_corners, uncertain = self._session.run(["c", "u"], {"x": tensor})
        scale = (around / (_WIDTH, _HEIGHT)).astype(np.float32)
        points = network_corners[0] * scale + low.astype(np.float32)
        wide = max(1.0, float(np.hypot(*(network_corners[0, 1] - network_corners[0, 0]))))
        relative = uncertain[0] / wide
        plate_uncertainty, serial_uncertainty = (
            float(relative[:4].max()),
            float(relative[4:].max()),
        )
        plate, serial = points[:4], points[4:]
        if plate_uncertainty <= _CERTAIN:
            serial = upon(plate, serial, uncertain[0, 4:])
        return Outline(plate, serial, plate_uncertainty, serial_uncertainty)


def upon(plate: Corners, serial: Corners, uncertain: npt.NDArray[np.float32]) -> Corners:
    """Return a serial's corners as a rectangle in the plane of its plate, level with it.

    Each edge is at the mean of its two corners, the more ``uncertain`` one counting less.
    A corner that was sought at an emblem or a stack made the cut lean. Of drawn plates the median
    lean fell from 0.021 of the height to 0.016; corners stayed as near as they were.
    """
    unit = rectangle(0, 0, 1, 1)
    flat = _moved(serial, plate, unit)
    says = np.maximum(uncertain, _LEAST_UNCERTAIN) ** -2.0
    left, top, right, bottom = (
        float(np.average(flat[pair, axis], weights=says[pair]))
        for axis, pair in ((0, [0, 3]), (1, [0, 1]), (0, [1, 2]), (1, [2, 3]))
    )
    moved = _moved(rectangle(left, top, right, bottom), unit, plate)
    may_move = _MOVED_AT_MOST * np.hypot(*(plate[1] - plate[0]))
    return moved if np.abs(moved - serial).max() <= may_move else serial


def _moved(points: Corners, here: Corners, there: Corners) -> Corners:
    """Return where points of one plane lie when its four corners are laid on others."""
    onto = cv2.getPerspectiveTransform(here.astype(np.float32), there.astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(points[:, None], onto)[:, 0], np.float32)


def upright(corners: Corners) -> Box:
    """Return the upright box around corners."""
    (left, top), (right, bottom) = corners.min(0).tolist(), corners.max(0).tolist()
    return Box(left, top, right, bottom)


def _plate_around(serial: Box) -> Box:
    aside, above = serial.width * _PLATE_OF_SERIAL[0], serial.height * _PLATE_OF_SERIAL[1]
    return Box(
        serial.left - aside, serial.top - above, serial.right + aside, serial.bottom + above
    )


def _is_large_enough(box: Box) -> bool:
    return box.width >= _LEAST_WIDTH and box.height >= _LEAST_HEIGHT


def _of_ours(outline: Outline, box: Box) -> Outline | None:
    """Return ``outline``; None where the box is long and what was found is no plate of ours."""
    area = outline.box
    is_ours = outline.plate_uncertainty <= _CERTAIN_OF_OURS and area.width < _OURS * area.height
    return outline if is_ours or box.width < _LONG * box.height else None


def around_serial(serial: Corners) -> Corners:
    """Return the corners of what the reader is shown: the serial and a little around it."""
    wide, tall = size_of(serial)
    aside, above = _ASIDE * tall, _ABOVE * tall
    aside += max(0.0, _LEAST_RATIO * (tall + 2 * above) - wide - 2 * aside) / 2
    return widened(serial, aside / max(1.0, wide), above / max(1.0, tall))


def widened(corners: Corners, aside: float, above: float) -> Corners:
    """Return corners moved out, in their plane, by these shares of the width and the height."""
    wider = rectangle(-aside, -above, 1 + aside, 1 + above)
    return _moved(wider, rectangle(0, 0, 1, 1), corners)


def straightened(frame: Frame, corners: Corners, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Return what lies within four corners of the frame as a picture of that width and height."""
    seen = float(np.hypot(*(corners[1] - corners[0])))
    finer = max(1, round(seen / size[0]))
    large = size[0] * finer, size[1] * finer
    low = np.maximum(np.floor(corners.min(0)).astype(int) - 2, 0)
    high = np.minimum(np.ceil(corners.max(0)).astype(int) + 3, (frame.width, frame.height))
    low = np.minimum(low, np.maximum(high - 1, 0))
    high = np.maximum(high, low + 1)
    part = frame.pixels[low[1] : high[1], low[0] : high[0]]
    from_here = (corners - low).astype(np.float32)
    half = (finer - 1) / 2  # averaging moves what it shrinks by half a pixel
    finely = rectangle(half, half, large[0] + half, large[1] + half)
    onto = cv2.getPerspectiveTransform(from_here, finely)
    how = cv2.INTER_LINEAR if seen > size[0] else cv2.INTER_CUBIC
    cut = cv2.warpPerspective(part, onto, large, flags=how, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        cut = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cut, np.uint8)


def from_cut(corners: Corners, shares: Sequence[float]) -> list[float]:
    """Return where in the frame, from the left, shares of a straightened cut's width lie."""
    if not shares:
        return []
    middles = np.array([(share, 0.5) for share in shares], np.float32)
    places: list[float] = _moved(middles, rectangle(0, 0, 1, 1), corners)[:, 0].tolist()
    return places


def size_of(corners: Corners) -> tuple[float, float]:
    """Return mean width and height of what lies within four corners, in pixels."""
    left_top, right_top, right_bottom, left_bottom = corners
    wide = np.hypot(*(right_top - left_top)) + np.hypot(*(right_bottom - left_bottom))
    tall = np.hypot(*(left_bottom - left_top)) + np.hypot(*(right_bottom - right_top))
    return float(wide) / 2, float(tall) / 2


def rectangle(left: float, top: float, right: float, bottom: float) -> Corners:
    """Return the corners of an upright rectangle: left top, then clockwise."""
    return np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float32)

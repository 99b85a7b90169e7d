"""Parts of a camera's picture that are hidden: never read, never kept (hood, date, a window).

A part is a polygon; its corners are shares of the picture, from 0 to 1, right and down.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from mdt_alpr.domain.reading.reading import Box

Polygon = tuple[tuple[float, float], ...]
LEAST_CORNERS, MOST_CORNERS, MOST_PARTS = 3, 24, 12
_SIDES = 4
_LEAST_SHARE = 1e-5
_LOOKED_AT = tuple((x / 4, y / 2) for x in range(5) for y in range(3))
"""Where a plate is looked at for a hidden part, in shares of its width and height."""


def polygon_of(part: Sequence[float | Sequence[float]]) -> Polygon:
    """Return a part of the settings: [left, top, right, bottom], or corners [x, y]."""
    if len(part) == _SIDES and not any(isinstance(side, list | tuple) for side in part):
        left, top, right, bottom = (float(side) for side in part)  # type: ignore[arg-type]
        return ((left, top), (right, top), (right, bottom), (left, bottom))
    return tuple((float(corner[0]), float(corner[1])) for corner in part)  # type: ignore[index]


def is_part(part: object) -> bool:
    """Tell whether a value of the settings is such a part, and hides something."""
    if not isinstance(part, list):
        return False
    if all(type(side) in (int, float) for side in part):
        return len(part) == _SIDES and 0 <= part[0] < part[2] <= 1 and 0 <= part[1] < part[3] <= 1
    corners = all(
        isinstance(corner, list)
        and len(corner) == 2  # noqa: PLR2004 - x and y
        and all(type(side) in (int, float) and 0 <= side <= 1 for side in corner)
        for corner in part
    )
    return (
        corners
        and LEAST_CORNERS <= len(part) <= MOST_CORNERS
        and area(polygon_of(part)) > _LEAST_SHARE
    )


def area(polygon: Polygon) -> float:
    """Return the share of the picture that a polygon hides, from 0 to 1."""
    around = pairwise((*polygon, polygon[0]))
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in around)) / 2


def hides(polygons: Iterable[Polygon], box: Box, size: tuple[int, int]) -> bool:
    """Tell whether any of a plate lies in a hidden part: half a serial would be misread.

    ``box`` in pixels of a picture of ``size``.
    """
    points = [
        ((box.left + x * box.width) / size[0], (box.top + y * box.height) / size[1])
        for x, y in _LOOKED_AT
    ]
    return any(_covers(polygon, *point) for polygon in polygons for point in points)


def _covers(polygon: Polygon, x: float, y: float) -> bool:
    """Tell whether a point lies in a polygon: a ray from it crosses an odd number of sides."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise((*polygon, polygon[0])):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside

"""Emblems and landscapes of plates: outlines drawn by hand from looking, as the tables list them.

A drawing is a list of pairs, a color and a shape: ``poly x,y x,y ...`` is a filled outline,
``line:T x,y x,y ...`` a stroke T thick, ``oval x,y rx,ry`` an ellipse. Places and sizes are
percents of what the drawing fills; T is percents of its height.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from mdt_alpr.lab.training.pictures import Area, Color, Picture, Points, color, disc, fill, shaken
from mdt_alpr.lab.training.rng import Rng

_MISSING = 0.02
_OFF = 0.008


@dataclass(frozen=True, slots=True)
class Shape:
    """One part of a drawing; ``points`` and ``thick`` are shares of what it fills.

    Not ``thick``: a filled outline. An oval has its middle and its two radii.
    """

    ink: Color
    oval: bool
    thick: float
    points: tuple[tuple[float, float], ...]


def shapes(rows: Sequence[Sequence[Any]]) -> tuple[Shape, ...]:
    """Return the drawing that a table lists.

    Raises:
        ValueError: a shape is written wrong.
    """
    return tuple(_shape(ink, text) for ink, text in rows)


def _shape(ink: str, text: str) -> Shape:
    kind, *places = text.split()
    name, _, thick = kind.partition(":")
    if name not in ("poly", "line", "oval"):
        raise ValueError(f"{kind!r} is no shape: poly, line:T or oval.")
    points = [place.split(",") for place in places]
    shares = tuple((float(x) / 100, float(y) / 100) for x, y in points)
    return Shape(color(ink), name == "oval", float(thick or 0) / 100, shares)


def paint_shapes(picture: Picture, drawing: Sequence[Shape], area: Area, rng: Rng) -> None:
    """Paint a drawing into ``area``, a little off its place, some of its parts worn away."""
    shift = np.array((rng.normal(_OFF) * area.width, rng.normal(_OFF) * area.height))
    corner, size = np.array((area.left, area.top)) + shift, np.array((area.width, area.height))
    for shape in drawing:
        if rng.chance(_MISSING):
            continue
        _paint(picture, shape, (corner, size), shaken(shape.ink, 12, rng))


def _paint(picture: Picture, shape: Shape, placed: tuple[Points, Points], ink: Color) -> None:
    corner, size = placed
    points = np.array(shape.points) * size
    if shape.oval:
        middle, radii = points[0] + corner, points[1]
        disc(
            picture, (float(middle[0]), float(middle[1])), (float(radii[0]), float(radii[1])), ink
        )
    elif shape.thick:
        path = np.round(points + corner).astype(np.int32)
        thick = max(1, round(shape.thick * float(size[1])))
        cv2.polylines(picture, [path], isClosed=False, color=ink, thickness=thick,
                      lineType=cv2.LINE_AA)  # fmt: skip
    else:
        fill(picture, points + corner, ink)

"""Draws what lies over the tiles of a map: names, marks, and how long a mile is."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from mdt_alpr.ui.desk.models.map_view import MapMark, MapName
from mdt_alpr.ui.kit.theme import Palette, words_font

DOT, NEAR = 8, 18
"""Half of a mark; what is nearer to another is counted with it."""
FRAME = 15
"""Half of the frame around a hit."""
ARROW = ((0.0, -11.0), (7.0, 9.0), (0.0, 4.0), (-7.0, 9.0))
_LONGEST_BAR, _AGAIN = 90, 320
_FEET = 1 / 5280
_BARS = (
    *((float(miles), f"{miles} mi") for miles in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)),
    (0.5, "0.5 mi"), (0.2, "0.2 mi"), (500 * _FEET, "500 ft"), (200 * _FEET, "200 ft"),
    (100 * _FEET, "100 ft"), (50 * _FEET, "50 ft"), (20 * _FEET, "20 ft"),
)  # fmt: skip
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter.value)
_HERE = QPointF(0, 0)


@dataclass(slots=True)
class Spot:
    """Marks that would cover each other, and the pixel where they are."""

    at: QPointF
    marks: list[MapMark]


def far(point: QPointF, other: QPointF) -> float:
    """Return how many pixels two points are apart."""
    return math.hypot(point.x() - other.x(), point.y() - other.y())


def around(at: QPointF, wide: float, high: float | None = None) -> QRectF:
    """Return the area that reaches so far to each side, and up and down."""
    high = wide if high is None else high
    return QRectF(at.x() - wide, at.y() - high, 2 * wide, 2 * high)


def paint_names(
    painter: QPainter,
    palette: Palette,
    names: list[tuple[QPointF, MapName]],
    covered: list[QPolygonF],
) -> None:
    """Paint the names that cover neither each other nor what is covered, the largest first.

    A name is not repeated near by.
    """
    seen = QRectF(painter.viewport())
    shown: dict[str, list[QPointF]] = {}
    for at, name in sorted(names, key=lambda pair: -pair[1].size):
        font = words_font(name.size)
        metrics = QFontMetricsF(font)
        wide, high = metrics.horizontalAdvance(name.words) / 2, metrics.height() / 2
        placed = QTransform().translate(at.x(), at.y()).rotate(name.turn)
        area = placed.map(QPolygonF(around(_HERE, wide + 4, high)))
        is_repeated = any(far(at, other) < _AGAIN for other in shown.get(name.words, ()))
        if is_repeated or not seen.contains(area.boundingRect()):
            continue
        if any(area.intersects(taken) for taken in covered):
            continue
        covered.append(area)
        shown.setdefault(name.words, []).append(at)
        painter.save()
        painter.translate(at)
        painter.rotate(name.turn)
        painter.setFont(font)
        if name.is_point:
            painter.setBrush(palette.color("edge"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(_HERE, 3, 3)
            painter.translate(0, -high * 1.6)
        _paint_words(painter, palette, around(_HERE, wide + 1, high), name.words)
        painter.restore()


def paint_spot(painter: QPainter, palette: Palette, spot: Spot, *, is_chosen: bool) -> None:
    """Paint a mark as a dot or, where its heading is known, an arrow; several as their number.

    A frame says that it, or one of several, was a hit.
    """
    ink, ground = palette.color("text"), palette.color("panel")
    painter.save()
    painter.translate(spot.at)
    for color, wide in ((ground, 5), (ink, 3)) if is_chosen else ():
        painter.setPen(QPen(color, wide))
        painter.drawEllipse(_HERE, NEAR - 1, NEAR - 1)
    if any(mark.is_hit for mark in spot.marks):
        for color, wide in ((ground, 5), (ink, 2)):
            painter.setPen(QPen(color, wide))
            painter.drawRect(around(_HERE, FRAME))
    painter.setPen(QPen(ground, 2))
    painter.setBrush(ink)
    heading = spot.marks[0].heading
    if len(spot.marks) > 1:
        painter.drawEllipse(_HERE, DOT + 4, DOT + 4)
        painter.setPen(ground)
        painter.setFont(words_font(13))
        painter.drawText(around(_HERE, NEAR), _MIDDLE, str(len(spot.marks)))
    elif heading is None:
        painter.drawEllipse(_HERE, DOT, DOT)
    else:
        painter.rotate(math.fmod(heading, 360.0))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ARROW]))
    painter.restore()


def paint_scale(painter: QPainter, palette: Palette, mile: float, credit: str) -> None:
    """Paint how long a mile is here, in pixels, and whom the map names as its source."""
    miles, words = next((bar for bar in _BARS if bar[0] * mile <= _LONGEST_BAR), _BARS[-1])
    seen = painter.viewport()
    low = seen.height() - 10.0
    painter.setFont(words_font(12))
    for color, wide in (("panel", 5), ("text", 2)):
        painter.setPen(QPen(palette.color(color), wide))
        painter.drawLine(QPointF(10, low), QPointF(10 + miles * mile, low))
    measured = painter.fontMetrics().horizontalAdvance
    _paint_words(painter, palette, QRectF(10, low - 18, measured(words) + 2, 14), words)
    room = measured(credit) + 2
    area = QRectF(seen.width() - room - 8, low - 8, room, 14)
    if area.left() < _LONGEST_BAR + 20:  # else it would cover the bar
        credit = painter.fontMetrics().elidedText(
            credit, Qt.TextElideMode.ElideRight, seen.width() - 60
        )
        area = QRectF(8, 8, measured(credit) + 2, 14)
    _paint_words(painter, palette, area, credit)


def _paint_words(painter: QPainter, palette: Palette, area: QRectF, words: str) -> None:
    """Paint words with the ground's color around them."""
    painter.setPen(palette.color("panel"))
    for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(area.translated(x, y), _MIDDLE, words)
    painter.setPen(palette.color("text"))
    painter.drawText(area, _MIDDLE, words)

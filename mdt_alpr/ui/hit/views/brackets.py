"""Brackets with letters under the characters that the tiles ask (design 03b)."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mdt_alpr.ui.hit.models.hit_tiles import BracketView
from mdt_alpr.ui.kit.theme import FontSize, plate_font

INK, PAPER = QColor("#0B0F13"), QColor("#FFFFFF")
_ARM = 12.0
_TAG = QSizeF(30, 30)
_LEAST = 26.0
"""A bracket is at least this wide, and stays whole inside the picture."""


def placed(bracket: BracketView, part: QRectF, whole: QSizeF, area: QRectF) -> QRectF:
    """Return where a bracket is on the screen, of a picture that shows only ``part``."""
    across = area.width() / part.width()
    left, right = (
        area.left() + (x * whole.width() - part.left()) * across for x in bracket.across
    )
    down = area.height() / part.height()
    top = area.top() + (bracket.below * whole.height() - part.top()) * down
    wide = max(_LEAST, right - left)
    top = min(top, area.bottom() - _ARM - _TAG.height() - 10)
    return QRectF((left + right - wide) / 2, top, wide, _ARM)


def letter_place(
    bracket: BracketView, where: QRectF, part: QRectF, whole: QSizeF, area: QRectF
) -> QRectF:
    """Return where the letter of a placed bracket is: under the plate, inside the picture."""
    down = area.height() / part.height()
    edge = area.top() + (bracket.edge * whole.height() - part.top()) * down
    lowest = area.bottom() - _TAG.height() - 3
    top = max(where.bottom() + 7, min(edge + 3, lowest))
    return QRectF(QPointF(where.center().x() - _TAG.width() / 2, top), _TAG)


def paint_bracket(painter: QPainter, letter: str, where: QRectF, tag: QRectF) -> None:
    """Paint the bracket, white on black so that it shows on every plate, and its letter.

    A thin line leads from one to the other past what the plate says between.
    """
    inside = where.adjusted(4, 0, -4, 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, thick in ((INK, 8.0), (PAPER, 4.0)):
        pen = QPen(colour, thick)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [inside.topLeft(), inside.bottomLeft(), inside.bottomRight(), inside.topRight()]
        )
    stem = QPointF(where.center().x(), where.bottom()), QPointF(where.center().x(), tag.top())
    for colour, thick in ((INK, 4.0), (PAPER, 1.6)):
        painter.setPen(QPen(colour, thick))
        painter.drawLine(*stem)
    paint_letter(painter, letter, tag)


def paint_letter(painter: QPainter, letter: str, where: QRectF) -> None:
    """Paint a tile's letter in its dark box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawRoundedRect(where, 5, 5)
    painter.setPen(PAPER)
    painter.setFont(plate_font(FontSize.SECOND))
    painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), letter)

"""Shapes that carry meaning besides color (U9), painted from the palette in use."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import Palette
from mdt_alpr.ui.kit.views.palette import palette_of

_FILL = {
    Mark.SQUARE: ("highs", "onhighs"),
    Mark.TRIANGLE: ("meds", "onmeds"),
    Mark.CIRCLE: ("lows", "onlows"),
    Mark.TICK: ("oks", "onoks"),
    Mark.CROSS: ("text", "panel"),
    Mark.RING: ("text", "panel"),
    Mark.BAR: ("text", "panel"),
    Mark.DIFFERS: ("text", "panel"),
    Mark.WEAK: ("meds", "onmeds"),
}


def mark_colors(shape: Mark, palette: Palette) -> tuple[QColor, QColor]:
    """Return fill and mark of a shape in a palette."""
    fill, mark = _FILL[shape]
    return palette.color(fill), palette.color(mark)


def paint_focus(
    painter: QPainter,
    area: QRectF,
    ink: QColor,
    under: QColor | None = None,
    *,
    inset: float = 7.0,
) -> None:
    """Paint the ring of what the keyboard is at: inside the border, so that a choice differs.

    ``under`` sets it off from a picture, which has any color.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = area.adjusted(inset, inset, -inset, -inset)
    if under is not None:
        painter.setPen(QPen(under, 5))
        painter.drawRoundedRect(ring, 4, 4)
    painter.setPen(QPen(ink, 2.4, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(ring, 4, 4)
    painter.restore()


def paint_shape(painter: QPainter, shape: Mark, where: QRectF, fill: QColor, mark: QColor) -> None:
    """Paint ``shape`` into ``where`` (a square) on a 24-unit grid."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.topLeft())
    painter.scale(where.width() / 24, where.height() / 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    pen = QPen(mark, 2.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    _PAINTERS[shape](painter, fill, pen)
    painter.restore()


def _square(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.drawRect(QRectF(2, 2, 20, 20))


def _circle(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.drawEllipse(QRectF(2, 2, 20, 20))


def _triangle(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    edge = QPen(pen.color(), 1.4)  # amber alone has too little contrast with a light page
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(edge)
    painter.drawPolygon(QPolygonF([QPointF(12, 2), QPointF(22.6, 21.6), QPointF(1.4, 21.6)]))


def _weak(painter: QPainter, fill: QColor, pen: QPen) -> None:
    _triangle(painter, fill, pen)
    painter.setPen(pen)
    painter.drawLine(QPointF(12, 9), QPointF(12, 14.5))
    painter.drawPoint(QPointF(12, 18.6))


def _tick(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.drawEllipse(QRectF(1, 1, 22, 22))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(6.5, 12.5), QPointF(10.5, 16.5), QPointF(17.5, 8)]))


def _cross(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.drawRect(QRectF(1.5, 1.5, 21, 21))
    painter.setPen(pen)
    painter.drawLine(QPointF(7, 7), QPointF(17, 17))
    painter.drawLine(QPointF(17, 7), QPointF(7, 17))


def _ring(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(fill, 2.6))
    painter.drawEllipse(QRectF(2.5, 2.5, 19, 19))


def _bar(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.drawEllipse(QRectF(1, 1, 22, 22))
    painter.setBrush(pen.color())
    painter.drawRect(QRectF(5, 9.7, 14, 4.6))


def _differs(painter: QPainter, fill: QColor, pen: QPen) -> None:  # noqa: ARG001 - one form
    painter.setPen(QPen(fill, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    for line in ((3, 8, 21, 8), (3, 16, 21, 16), (17, 2, 7, 22)):
        painter.drawLine(QPointF(*line[:2]), QPointF(*line[2:]))


_PAINTERS = {
    Mark.SQUARE: _square,
    Mark.TRIANGLE: _triangle,
    Mark.CIRCLE: _circle,
    Mark.TICK: _tick,
    Mark.CROSS: _cross,
    Mark.RING: _ring,
    Mark.BAR: _bar,
    Mark.DIFFERS: _differs,
    Mark.WEAK: _weak,
}


class ShapeMark(QWidget):
    """One shape of a fixed size; ``on_ink`` draws it for a dark block."""

    def __init__(self, shape: Mark, size: int, *, on_ink: bool = False) -> None:
        super().__init__()
        self._shape = shape
        self._tokens: tuple[str, str] | None = ("onink", "ink") if on_ink else None
        self.setFixedSize(QSize(size, size))

    def show_shape(self, shape: Mark) -> None:
        """Show another shape in the same place."""
        self._shape = shape
        self.update()

    def use_tokens(self, tokens: tuple[str, str] | None) -> None:
        """Paint in two other colors (fill, mark) of the palette; None for the shape's own."""
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shape."""
        fill, mark = self._tokens or _FILL[self._shape]
        colors = palette_of(self).color(fill), palette_of(self).color(mark)
        paint_shape(QPainter(self), self._shape, QRectF(self.rect()), *colors)

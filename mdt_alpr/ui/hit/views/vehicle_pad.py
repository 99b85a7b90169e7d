"""Bodies and colors to choose from, each with its drawing and its word; none preselected (D4)."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView, VehiclePadView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.theme import FontSize, Palette
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.layouts import spaced

_BODY_LINES: dict[str, tuple[tuple[float, float], ...]] = {
    "car": (
        (2, 20), (2, 15), (8, 13), (14, 7), (27, 7), (34, 13), (43, 15), (44, 20),
    ),
    "SUV": ((2, 20), (2, 12), (6, 5), (30, 5), (36, 12), (44, 14), (44, 20)),
    "pickup": ((2, 20), (2, 12), (18, 12), (19, 5), (29, 5), (35, 12), (44, 14), (44, 20)),
    "van": ((2, 20), (2, 4), (33, 4), (42, 12), (44, 14), (44, 20)),
    "truck": (
        (2, 20), (2, 1), (28, 1), (28, 7), (37, 7), (44, 14), (44, 20),
    ),
}  # fmt: skip
_WHEELS = {"car": (11, 35), "SUV": (11, 35), "pickup": (11, 36), "van": (11, 35), "truck": (9, 36)}
_WIDTH, _HEIGHT, _WHEEL = 46.0, 26.0, 4.6
_COLORS = {
    "black": "#16181A", "white": "#F4F5F5", "silver": "#C4C8CC", "gray": "#777B80",
    "red": "#B3261E", "blue": "#2557A7", "green": "#2E6B40", "brown": "#6B4A2E",
    "tan": "#C3A56B", "yellow": "#E6BE2E", "orange": "#DB7420",
}  # fmt: skip


class BodyDrawing:
    """Draws one body; nothing for "can't tell"."""

    def __init__(self, body: str) -> None:
        self._body = body

    def __call__(self, painter: QPainter, where: QRectF, palette: Palette) -> None:
        """Draw into ``where`` in the text color."""
        painter.save()
        scale = min(where.width() / _WIDTH, where.height() / _HEIGHT)
        painter.translate(where.left(), where.top())
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("text"))
        if self._body == "motorcycle":
            _motorcycle(painter, palette)
        elif self._body:
            self._on_wheels(painter, palette)
        else:
            _dashed(painter, QRectF(11, 2, 24, 22), palette)
        painter.restore()

    def _on_wheels(self, painter: QPainter, palette: Palette) -> None:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _BODY_LINES[self._body]]))
        if self._body == "truck":
            painter.setBrush(palette.color("raised"))
            painter.drawRect(QRectF(28.2, 1, 1.2, 19))
        for x in _WHEELS[self._body]:
            painter.setBrush(palette.color("raised"))
            painter.drawEllipse(QPointF(x, 20), _WHEEL + 1.3, _WHEEL + 1.3)
            painter.setBrush(palette.color("text"))
            painter.drawEllipse(QPointF(x, 20), _WHEEL, _WHEEL)


def _motorcycle(painter: QPainter, palette: Palette) -> None:
    body = QPainterPath(QPointF(10, 18))
    for x, y in ((16, 9), (26, 9), (31, 4), (35, 4), (35, 6.5), (32, 7), (37, 17), (30, 17),
                 (26, 20), (18, 20)):  # fmt: skip
        body.lineTo(x, y)
    body.closeSubpath()
    painter.drawPath(body)
    for x in (9, 37):
        painter.setBrush(palette.color("text"))
        painter.drawEllipse(QPointF(x, 18.5), 7, 7)
        painter.setBrush(palette.color("raised"))
        painter.drawEllipse(QPointF(x, 18.5), 2.4, 2.4)


class ColorDrawing:
    """Draws one swatch; a dashed square for "can't tell"."""

    def __init__(self, color: str) -> None:
        self._color = color

    def __call__(self, painter: QPainter, where: QRectF, palette: Palette) -> None:
        """Draw into ``where``."""
        if not self._color:
            _dashed(painter, where.adjusted(2, 2, -2, -2), palette)
            return
        painter.setPen(QPen(palette.color("edge"), 2))
        painter.setBrush(QColor(_COLORS[self._color]))
        painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), 4, 4)


def _dashed(painter: QPainter, where: QRectF, palette: Palette) -> None:
    pen = QPen(palette.color("text2"), 2.5)
    pen.setDashPattern([2, 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(where, 3, 3)


_BODY_HEIGHT, _COLOR_HEIGHT = 90, 72
_COLUMNS = 4
_BODY_SIZE = QSize(46, 26)
_WIDEST = "motorcycle"


class VehiclePad(QWidget):
    """One row of bodies, three rows of colors."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._bodies: dict[str, AnswerTile] = {}
        self._colors: dict[str, AnswerTile] = {}
        self._body_row = spaced(QHBoxLayout(), 8)
        self._color_grid = spaced(QGridLayout(), 12)
        column = spaced(QVBoxLayout(self), 14, (0, 0, 0, 0))
        column.addLayout(self._body_row)
        column.addLayout(self._color_grid)
        column.addStretch(1)

    def show_view(self, view: VehiclePadView) -> None:
        """Show the choices; the tiles are made once."""
        if not self._bodies:
            self._make(view)
        for choice in view.bodies:
            self._bodies[choice.key].show_chosen(choice.chosen)
            self._bodies[choice.key].show_corner(choice.second)
        for choice in view.colors:
            self._colors[choice.key].show_chosen(choice.chosen)
            self._colors[choice.key].show_corner(choice.second)

    def _make(self, view: VehiclePadView) -> None:
        for choice in view.bodies:
            style = TileStyle(
                size=FontSize.CAPTION,
                weight=QFont.Weight.Medium,
                drawing=BodyDrawing(choice.key),
                drawing_side="top",
                drawing_size=_BODY_SIZE,
            )
            tile = self._tile(choice, style, _BODY_HEIGHT)
            tile.pressed_key.connect(self._signals.choose_body)
            self._bodies[choice.key] = tile
            self._body_row.addWidget(tile, 104 if choice.key == _WIDEST else 84)
        for number, choice in enumerate(view.colors):
            style = TileStyle(
                size=FontSize.CAPTION, drawing=ColorDrawing(choice.key), drawing_side="left"
            )
            tile = self._tile(choice, style, _COLOR_HEIGHT)
            tile.pressed_key.connect(self._signals.choose_color)
            self._colors[choice.key] = tile
            self._color_grid.addWidget(tile, number // _COLUMNS, number % _COLUMNS)

    def _tile(self, choice: ChoiceView, style: TileStyle, height: int) -> AnswerTile:
        tile = AnswerTile(choice.word, style, key=choice.key)
        tile.setFixedHeight(height)
        return tile

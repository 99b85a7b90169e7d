"""Where a hit was read: on the agency's map, or in two rings around the car, north up."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.desk.models.desk import PlaceView
from mdt_alpr.ui.desk.views.map_drawing import ARROW
from mdt_alpr.ui.desk.views.map_widget import MapWidget
from mdt_alpr.ui.desk.views.parts import note
from mdt_alpr.ui.kit.theme import plate_font
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of

_HIGH = 156
_MARGIN = 12
_DOT = 9
_CLEAR = 21.0


class PlaceCard(QFrame):
    """Coordinates, the map or the grid, the places in words, and a note on what is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.grid, self.map = PlaceGrid(), MapWidget()
        self.map.hide()
        self.coordinates, self.near = label("", "deskvalue"), note("")
        self.words = wrapped("", "deskname")
        column = spaced(QVBoxLayout(), 4)
        for part in (self.coordinates, self.near):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.words)
        row = spaced(QHBoxLayout(self), 14, (10, 8, 14, 8))
        row.addWidget(self.grid)
        row.addWidget(self.map, 2)
        row.addLayout(column, 1)

    def show_place(self, view: PlaceView) -> None:
        """Show where a hit was read."""
        self.coordinates.setText(view.coordinates)
        self.coordinates.setVisible(bool(view.coordinates))
        self.near.setText("\n".join(f"{point.letter}  {point.words}" for point in view.points))
        self.words.setText(view.note)
        self.grid.setVisible(view.ring > 0 and not view.map.has_tiles)
        self.grid.show_place(view)
        self.map.setVisible(view.map.has_tiles)
        self.map.show_map(view.map)


class PlaceGrid(QWidget):
    """The car in the middle of two rings."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_HIGH, _HIGH)
        self._view = PlaceView("", "")

    def show_place(self, view: PlaceView) -> None:
        """Draw another place, with its words for screen readers."""
        self._view = view
        near = ", ".join(point.words for point in view.points)
        self.setAccessibleName(f"{view.coordinates}. {near or view.note}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rings, places and the car."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        radius = self.height() / 2 - _MARGIN
        self._rings(painter, middle, radius)
        painter.setFont(plate_font(13))
        for point in self._view.points:
            x, y = point.east * radius, -point.north * radius
            far = math.hypot(x, y)
            out = max(1.0, _CLEAR / far) if far else 1.0  # clear of the car's arrow
            self._lettered(painter, middle + QPointF(x * out, y * out), point.letter)
        self._car(painter, middle)

    def _rings(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(QPen(palette_of(self).color("edge"), 1))
        for part in (0.5, 1.0):
            painter.drawEllipse(middle, radius * part, radius * part)
        painter.setPen(QPen(palette_of(self).color("line"), 1))
        for x, y in ((1.0, 0.0), (0.0, 1.0)):
            reach = QPointF(x * radius, y * radius)
            painter.drawLine(middle - reach, middle + reach)
        painter.setPen(palette_of(self).color("text2"))
        painter.setFont(plate_font(11))
        for part in (0.5, 1.0):
            down = middle + QPointF(4, radius * part - 2)
            painter.drawText(down, f"{self._view.ring * part:g} mi")
        painter.drawText(middle + QPointF(4, -radius + 10), "N")

    def _lettered(self, painter: QPainter, where: QPointF, letter: str) -> None:
        area = QRectF(where.x() - _DOT, where.y() - _DOT, 2 * _DOT, 2 * _DOT)
        painter.setPen(QPen(palette_of(self).color("text"), 1))
        painter.setBrush(palette_of(self).color("panel"))
        painter.drawEllipse(area)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter.value), letter)

    def _car(self, painter: QPainter, middle: QPointF) -> None:
        painter.save()
        painter.translate(middle)
        painter.setPen(QPen(palette_of(self).color("panel"), 2))
        painter.setBrush(palette_of(self).color("text"))
        if self._view.heading is None:
            painter.drawEllipse(QPointF(0, 0), 6, 6)
        else:
            painter.rotate(math.fmod(self._view.heading, 360.0))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ARROW]))
        painter.restore()

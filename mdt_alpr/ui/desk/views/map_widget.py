"""A map that is moved by mouse and keyboard; its tiles are painted elsewhere and come later."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mdt_alpr.ui.desk.models.map_view import NO_MAP, TILE, MapTile, MapView, TileKey
from mdt_alpr.ui.desk.views.map_drawing import (
    DOT,
    NEAR,
    Spot,
    around,
    far,
    paint_names,
    paint_scale,
    paint_spot,
)
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import PALETTE_CHANGED, palette_of

_FARTHEST, _NEAREST, _NEAREST_AT_FIRST = 4, 19, 16
_MOST_TILES = 128
_EDGE = 36
"""Pixels around the marks where all of them are shown."""
_STEP = 0.25
"""Of the map's width or height, a press of an arrow key."""
_ROUND_MI = 24_901.5
"""Miles around the Equator."""
_KEYS = "Arrow keys move, plus and minus zoom, 0 shows all, page keys choose a read."
_MOVES = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_CHOOSES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MapWidget(QWidget):
    """Tiles, names and marks, north up.

    Signals:
        tiles_wanted: the tiles in sight that are not here yet (``frozenset`` of ``TileKey``).
        chosen: the key of the mark that was chosen here.
        opened: the key of the mark that was opened.
    """

    tiles_wanted = Signal(object)
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 156)
        self._view = NO_MAP
        self._tiles: dict[TileKey, MapTile] = {}
        self._wanted: frozenset[TileKey] = frozenset()
        self._middle, self._zoom = QPointF(0.5, 0.5), _FARTHEST
        self._shows_all = True
        self._chosen = ""
        self._pressed: QPointF | None = None
        self._dragged = False
        buttons = spaced(QVBoxLayout(), 4)
        for words, name, step in (("+", "Zoom in", 1), ("\N{MINUS SIGN}", "Zoom out", -1)):
            button = QPushButton(words)
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setFixedSize(34, 34)
            button.clicked.connect(self._zoom_in if step > 0 else self._zoom_out)
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = spaced(QHBoxLayout(self), margins=(6, 6, 6, 6))
        row.addStretch(1)
        row.addLayout(buttons)

    @property
    def zoom(self) -> int:
        """Return how near the map is: one more doubles every distance."""
        return self._zoom

    @property
    def waits_for_tiles(self) -> bool:
        """Return whether a tile in sight was not painted yet."""
        return bool(self._wanted)

    def show_map(self, view: MapView) -> None:
        """Show other marks, all of them."""
        self._view, self._chosen, self._shows_all = view, "", True
        if not view.marks:
            self._tiles.clear()
        self._say()
        self._moved()

    def show_tile(self, tile: MapTile) -> None:
        """Show a tile that was painted, where it is still wanted."""
        if tile.key in self._wanted:
            self._tiles[tile.key] = tile
            while len(self._tiles) > _MOST_TILES:
                self._tiles.pop(next(iter(self._tiles)))
            self._wanted -= {tile.key}
            self.update()

    def choose(self, key: str) -> None:
        """Show which mark is chosen, and bring it into sight."""
        mark = next((known for known in self._view.marks if known.key == key), None)
        self._chosen = key if mark else ""
        if mark is not None and not self.rect().contains(self._at(mark.x, mark.y).toPoint()):
            self._shows_all = False
            self._middle = QPointF(mark.x, mark.y)
        self._say()
        self._moved()

    # ------------------------------------------------------------------------ Qt's events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is here; tiles that are missing come later."""
        painter, palette = QPainter(self), palette_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), palette.color("panel"))
        names = list(self._view.names)
        for key in self._in_sight():
            if tile := self._tiles.get(key):
                corner = self._at(key.column / 2**key.zoom, key.row / 2**key.zoom)
                painter.drawImage(QRectF(corner.x(), corner.y(), TILE, TILE), tile.picture)
                names += tile.names
        spots = self._spots()
        placed = [(self._at(name.x, name.y), name) for name in names]
        paint_names(
            painter, palette, placed, [QPolygonF(around(at_spot.at, NEAR)) for at_spot in spots]
        )
        for spot in spots:
            paint_spot(painter, palette, spot, is_chosen=self._is_chosen(spot))
        paint_scale(painter, palette, self._mile(), self._view.credit)
        wide = 3 if self.hasFocus() else 1
        painter.setPen(QPen(palette.color("text" if self.hasFocus() else "line"), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def event(self, event: QEvent) -> bool:
        """Ask for tiles in another palette."""
        if event.type() == PALETTE_CHANGED:
            self._moved()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show all in the new size, or more around the same middle."""
        super().resizeEvent(event)
        self._moved()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the tiles."""
        super().showEvent(event)
        self._moved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom, choose, open."""
        key = Qt.Key(event.key())
        if key in _MOVES:
            x, y = _MOVES[key]
            self._shift(QPointF(-x * self.width() * _STEP, -y * self.height() * _STEP))
        elif key in _ZOOMS:
            self._zoom_by(_ZOOMS[key], self._center())
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self._shows_all = True
            self._moved()
        elif key in _CHOOSES:
            self._choose_next(_CHOOSES[key])
        elif key in _OPENS and self._chosen:
            self.opened.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        if turned := event.angleDelta().y():
            self._zoom_by(1 if turned > 0 else -1, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._pressed is None:
            return
        by = event.position() - self._pressed
        if self._dragged or by.manhattanLength() > DOT:
            self._dragged, self._pressed = True, event.position()
            self._shift(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the mark that was pressed, the next one where several are in one place."""
        if self._pressed is not None and not self._dragged:
            spots = self._spots()
            near = (pressed for pressed in spots if far(pressed.at, event.position()) <= NEAR)
            if spot := next(near, None):
                keys = [mark.key for mark in spot.marks]
                place = keys.index(self._chosen) + 1 if self._chosen in keys else 0
                self._choose_here(keys[place % len(keys)])
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the chosen mark, or zoom in."""
        is_on_mark = any(far(spot.at, event.position()) <= NEAR for spot in self._spots())
        if is_on_mark and self._chosen:
            self.opened.emit(self._chosen)
        else:
            self._zoom_by(1, event.position())

    # ------------------------------------------------------------------------ moving

    def _zoom_in(self) -> None:
        self._zoom_by(1, self._center())

    def _zoom_out(self) -> None:
        self._zoom_by(-1, self._center())

    def _zoom_by(self, step: int, around: QPointF) -> None:
        """Zoom; what is at a point of the widget stays there."""
        zoom = max(_FARTHEST, min(_NEAREST, self._zoom + step))
        if zoom == self._zoom:
            return
        away = around - self._center()
        self._middle += away / self._size() - away / (TILE << zoom)
        self._zoom, self._shows_all = zoom, False
        self._moved()

    def _shift(self, pixels: QPointF) -> None:
        self._middle -= pixels / self._size()
        self._shows_all = False
        self._moved()

    def _moved(self) -> None:
        """Paint again, and ask for the tiles that came into sight."""
        if self._shows_all:
            self._show_all()
        middle = self._middle
        self._middle = QPointF(min(1.0, max(0.0, middle.x())), min(1.0, max(0.0, middle.y())))
        self.update()
        if self._view.has_tiles and self.isVisible():
            self._wanted = frozenset(self._in_sight()) - self._tiles.keys()
            self.tiles_wanted.emit(self._wanted)

    def _show_all(self) -> None:
        if not (marks := self._view.marks):
            return
        xs, ys = [mark.x for mark in marks], [mark.y for mark in marks]
        self._middle = QPointF((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        room = max(1, self.width() - 2 * _EDGE), max(1, self.height() - 2 * _EDGE)
        need = (max(xs) - min(xs)) / room[0], (max(ys) - min(ys)) / room[1]
        fits = -math.log2(max(*need, 2.0**-_NEAREST_AT_FIRST / TILE) * TILE)
        self._zoom = max(_FARTHEST, min(_NEAREST_AT_FIRST, math.floor(fits)))

    def _choose_next(self, step: int) -> None:
        keys = [mark.key for mark in self._view.marks]
        if keys:
            place = keys.index(self._chosen) + step if self._chosen in keys else 0
            self._choose_here(keys[place % len(keys)])

    def _choose_here(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _say(self) -> None:
        number = len(self._view.marks)
        here = next((mark.words for mark in self._view.marks if mark.key == self._chosen), "")
        reads = f"Map with {number} {'read' if number == 1 else 'reads'}."
        self.setAccessibleName(f"{reads} {here}".strip())
        self.setAccessibleDescription(_KEYS)

    # ------------------------------------------------------------------------ measures

    def _size(self) -> int:
        """Return the pixels of the whole world's side."""
        return TILE << self._zoom

    def _center(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _at(self, x: float, y: float) -> QPointF:
        """Return the pixel of a place."""
        return (QPointF(x, y) - self._middle) * self._size() + self._center()

    def _in_sight(self) -> Iterator[TileKey]:
        palette, ratio = palette_of(self).name, self.devicePixelRatioF()
        first = self._middle * self._size() - self._center()
        last = self._middle * self._size() + self._center()
        most = (1 << self._zoom) - 1
        columns, rows = (
            range(max(0, math.floor(a / TILE)), min(most, math.floor(b / TILE)) + 1)
            for a, b in ((first.x(), last.x()), (first.y(), last.y()))
        )
        for column in columns:
            for row in rows:
                yield TileKey(self._zoom, column, row, palette, ratio)

    def _mile(self) -> float:
        """Return the pixels of a mile in the middle."""
        north = math.atan(math.sinh(math.pi * (1 - 2 * self._middle.y())))
        return self._size() / (_ROUND_MI * math.cos(north))

    def _spots(self) -> list[Spot]:
        """Return the marks by where they are painted, the chosen one's last."""
        spots: list[Spot] = []
        for mark in self._view.marks:
            at = self._at(mark.x, mark.y)
            near = next((spot for spot in spots if far(spot.at, at) < NEAR), None)
            if near is None:
                spots.append(Spot(at, [mark]))
            else:
                near.marks.append(mark)
        return sorted(spots, key=self._is_chosen)

    def _is_chosen(self, spot: Spot) -> bool:
        return any(mark.key == self._chosen for mark in spot.marks)

"""Bodies and colours to choose from, each with its drawing and its word; none preselected (D4)."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView, VehiclePadView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.vehicle_drawings import BodyDrawing, ColourDrawing

_BODY_HEIGHT, _COLOUR_HEIGHT = 90, 72
_COLUMNS = 4
_BODY_SIZE = QSize(46, 26)
_WIDEST = "motorcycle"


class VehiclePad(QWidget):
    """One row of bodies, three rows of colours."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._bodies: dict[str, AnswerTile] = {}
        self._colours: dict[str, AnswerTile] = {}
        self._body_row = QHBoxLayout()
        self._body_row.setSpacing(8)
        self._colour_grid = QGridLayout()
        self._colour_grid.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._body_row)
        column.addLayout(self._colour_grid)
        column.addStretch(1)

    def show_view(self, view: VehiclePadView) -> None:
        """Show the choices; the tiles are made once."""
        if not self._bodies:
            self._make(view)
        for choice in view.bodies:
            self._bodies[choice.key].show_chosen(choice.chosen)
            self._bodies[choice.key].show_corner(choice.second)
        for choice in view.colours:
            self._colours[choice.key].show_chosen(choice.chosen)
            self._colours[choice.key].show_corner(choice.second)

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
        for number, choice in enumerate(view.colours):
            style = TileStyle(
                size=FontSize.CAPTION, drawing=ColourDrawing(choice.key), drawing_side="left"
            )
            tile = self._tile(choice, style, _COLOUR_HEIGHT)
            tile.pressed_key.connect(self._signals.choose_color)
            self._colours[choice.key] = tile
            self._colour_grid.addWidget(tile, number // _COLUMNS, number % _COLUMNS)

    def _tile(self, choice: ChoiceView, style: TileStyle, height: int) -> AnswerTile:
        tile = AnswerTile(choice.word, style, key=choice.key)
        tile.setFixedHeight(height)
        return tile

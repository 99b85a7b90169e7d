"""Pass a hit on: the units on shift, one tap each (D9)."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.models.hit_view import RelayView
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

PLACES, COLUMNS = 12, 4
_TILE_HEIGHT, _BACK_WIDTH, _BACK_HEIGHT = 96, 176, 72


class RelayPage(QWidget):
    """Shows the units; a digit presses the tile of that place."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._title, self._text = label("", "head"), label("", "second")
        self._notice = label("", "strong")
        self.tiles = [
            AnswerTile("", TileStyle(size=FontSize.MAIN), key=str(n)) for n in range(PLACES)
        ]
        self._devices: list[str] = []
        grid = spaced(QGridLayout(), 16)
        for number, tile in enumerate(self.tiles):
            tile.setFixedHeight(_TILE_HEIGHT)
            tile.pressed_key.connect(self._pressed)
            grid.addWidget(tile, number // COLUMNS, number % COLUMNS)
        self.back = AnswerTile("Back", TileStyle(key_name="Esc"), key="back")
        self.back.set_size(_BACK_WIDTH, _BACK_HEIGHT)
        self.back.clicked.connect(signals.go_back)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addSpacing(16)
        foot.addWidget(self._notice)
        foot.addStretch(1)
        column = spaced(QVBoxLayout(self), 12, (24, 24, 24, 16))
        for part in (self._title, self._text):
            column.addWidget(part)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(foot)

    def show_view(self, view: RelayView) -> None:
        """Show who is on shift now."""
        self._title.setText(view.title)
        self._text.setText(view.text)
        self._notice.setText(view.notice)
        self._devices = [unit.key for unit in view.units]
        for number, tile in enumerate(self.tiles):
            unit = view.units[number] if number < len(view.units) else None
            tile.setVisible(unit is not None)
            if unit is not None:
                tile.show_words(unit.word, unit.second)
                tile.setEnabled(unit.live)
                tile.show_chosen(unit.chosen)

    def _pressed(self, key: str) -> None:
        number = int(key)
        if number >= len(self._devices):
            return
        if device := self._devices[number]:
            self._signals.pass_on.emit(device)
        else:
            self._signals.turn_units.emit()

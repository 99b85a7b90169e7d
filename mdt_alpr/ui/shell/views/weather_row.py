"""Which weather there is: a tile each; there in a trial only."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_alpr.ui.kit.views.answer_tile import AnswerTile
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.shell.models.patrol import WeatherView


class WeatherRow(QWidget):
    """Says what it asks, then the tiles.

    Signals:
        pressed: the key of a tile.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "strong")
        self._words.setFixedWidth(170)
        self.tiles: list[AnswerTile] = []
        self._row = spaced(QHBoxLayout(self), 12, (0, 0, 0, 0))
        self._row.addWidget(self._words)
        self.hide()

    @Slot(object)
    def show_view(self, view: WeatherView) -> None:
        """Show which weather was chosen, if any."""
        while len(self.tiles) < len(view.tiles):
            self._add()
        self._words.setText(view.words)
        for tile, shown in zip(self.tiles, view.tiles, strict=True):
            tile.key = shown.key
            tile.show_words(shown.word)
            tile.show_chosen(shown.chosen)
        self.show()

    def _add(self) -> None:
        tile = AnswerTile()
        tile.pressed_key.connect(self.pressed)
        self.tiles.append(tile)
        self._row.addWidget(tile, 1)

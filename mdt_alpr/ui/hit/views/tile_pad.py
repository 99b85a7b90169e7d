"""Three or four characters to check by touch: each its column over its glyphs (design 03b)."""

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.models.hit_signals import ChosenGlyph, HitSignals
from mdt_alpr.ui.hit.models.hit_tiles import TilePadView, TileView
from mdt_alpr.ui.hit.views.column_picture import ColumnPicture
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label

_MOST_TILES, _MOST_GLYPHS, _COLUMNS = 4, 4, 2
_HEIGHT = 72
_GAP, _GLYPH_GAP = 10, 6
_LEAST_PICTURE = 70
_GLYPH = TileStyle(size=FontSize.PLATE, in_plate_face=True)
_WORD = TileStyle(size=FontSize.SECOND)


class TilePad(QWidget):
    """The tiles side by side in the order of the plate's characters."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._prompt = label("", "strong")
        self.tiles = [_Tile(number, signals) for number in range(_MOST_TILES)]
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for tile in self.tiles:
            row.addWidget(tile, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._prompt)
        column.addLayout(row, 1)

    def show_view(self, view: TilePadView) -> None:
        """Show the tiles; none is chosen until the officer chooses."""
        self._prompt.setText(view.prompt)
        crowded = any(len(tile.glyphs) == _MOST_GLYPHS for tile in view.tiles)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(view.tiles))
            if number < len(view.tiles):
                tile.show_view(view.tiles[number], crowded=crowded)


class _Tile(QWidget):
    """One column of the picture over two rows: three glyphs, then "can't tell".

    Where some tile has a fourth glyph, "can't tell" of every tile has a row of its own.
    """

    def __init__(self, number: int, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._number = number
        self.picture = ColumnPicture(_LEAST_PICTURE)
        self._glyphs = [self._button(_GLYPH) for _ in range(_MOST_GLYPHS)]
        self._beside, self._below = self._button(_WORD), self._button(_WORD)
        grid = QGridLayout()
        grid.setSpacing(_GLYPH_GAP)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        for place, glyph in enumerate(self._glyphs):
            grid.addWidget(glyph, place // _COLUMNS, place % _COLUMNS)
        last = _MOST_GLYPHS - 1
        grid.addWidget(self._beside, last // _COLUMNS, last % _COLUMNS)
        grid.addWidget(self._below, _MOST_GLYPHS // _COLUMNS, 0, 1, _COLUMNS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.picture, 1)
        column.addLayout(grid)

    def show_view(self, view: TileView, *, crowded: bool) -> None:
        """Show the column and its glyphs."""
        self.picture.show_column(view.jpeg, view.column, view.band)
        self.picture.show_letter(view.letter, marked=view.current)
        for place, button in enumerate(self._glyphs):
            if place < len(view.glyphs):
                self._show(button, view.letter, view.glyphs[place])
            button.setVisible(place < len(view.glyphs))
        for button in (self._beside, self._below):
            self._show(button, view.letter, view.cannot_tell)
        self._beside.setVisible(not crowded)
        self._below.setVisible(crowded)

    def _button(self, style: TileStyle) -> AnswerTile:
        button = AnswerTile("", style)
        button.setFixedHeight(_HEIGHT)
        button.pressed_key.connect(self._pressed)
        return button

    def _show(self, button: AnswerTile, letter: str, choice: ChoiceView) -> None:
        button.key = choice.key
        button.show_words(choice.word)
        button.show_chosen(choice.chosen)
        button.setAccessibleName(f"{letter}: {choice.word}")

    def _pressed(self, glyph: str) -> None:
        self._signals.choose_glyph.emit(ChosenGlyph(self._number, glyph))

"""States to choose from: the area's, or three pages of all of them; none preselected (D3)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import StatePadView
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_AREA_COLUMNS, _ALL_COLUMNS = 3, 4
_ALL_CELLS = 20
_AREA_HEIGHT, _ALL_HEIGHT = 86, 56
_LARGE = TileStyle(size=FontSize.SECOND)
_SMALL = TileStyle(size=FontSize.CAPTION, second_size=15, code_size=22)


class StatePad(QWidget):
    """Two grids: a few large tiles for the area, twenty smaller ones for all states.

    Signals:
        chosen: a state by its code; empty where it cannot be seen.
        turned: a page of all states; 0 is the page of the area.
    """

    chosen = Signal(str)
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._prompt = label("", "strong")
        self._page = 0
        self._pages = 1
        self._area = _Grid(_AREA_COLUMNS, 9, _AREA_HEIGHT, 14)
        self._every = _Grid(_ALL_COLUMNS, _ALL_CELLS, _ALL_HEIGHT, 8)
        self._grids = QStackedLayout()
        column = spaced(QVBoxLayout(self), 8, (0, 0, 0, 0))
        column.addWidget(self._prompt)
        column.addLayout(self._grids, 1)
        for grid in (self._area, self._every):  # now: the first would open as a window before
            grid.pressed.connect(self._pressed)
            self._grids.addWidget(grid)

    def show_view(self, view: StatePadView) -> None:
        """Show the states of one page."""
        self._page, self._pages = view.page, view.pages
        self._prompt.setText(view.prompt)
        states = [(t.key, t.key, t.word, t.chosen) for t in view.tiles]
        cannot = (view.cannot_see.key, "", view.cannot_see.word, view.cannot_see.chosen)
        if view.page == 0:
            self._area.show_cells([*states, (">", "", "All states", False), cannot])
            self._grids.setCurrentWidget(self._area)
            return
        before = "Area states" if view.page == 1 else "Earlier"
        onward = "More" if view.page < view.pages else "Area states"
        self._every.show_cells(
            [*states, ("<", "", before, False), (">", "", onward, False), cannot]
        )
        self._grids.setCurrentWidget(self._every)

    def _pressed(self, key: str) -> None:
        if key == ">":
            self.turned.emit((self._page + 1) % (self._pages + 1))
        elif key == "<":
            self.turned.emit(self._page - 1)
        else:
            self.chosen.emit(key)


class _Grid(QWidget):
    """A fixed number of cells, filled in order.

    Signals:
        pressed: the key of a cell.
    """

    pressed = Signal(str)

    def __init__(self, columns: int, cells: int, height: int, gap: int) -> None:
        super().__init__()
        grid = spaced(QGridLayout(self), gap, (0, 0, 0, 0))
        self._tiles: list[AnswerTile] = []
        for number in range(cells):
            tile = AnswerTile("", _SMALL if height == _ALL_HEIGHT else _LARGE)
            tile.setFixedHeight(height)
            tile.pressed_key.connect(self.pressed)
            policy = tile.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            tile.setSizePolicy(policy)
            grid.addWidget(tile, number // columns, number % columns)
            self._tiles.append(tile)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(-(-cells // columns), 1)

    def show_cells(self, cells: list[tuple[str, str, str, bool]]) -> None:
        """Show cells as (key, code, words, chosen); a cell without a code is a word alone."""
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(cells))
            if number < len(cells):
                tile.key, code, words, chosen = cells[number]
                tile.show_words(words, code=code)
                tile.show_chosen(chosen)

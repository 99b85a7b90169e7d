"""A map in place of what a page shows, and the button that turns to it and back."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mdt_alpr.ui.desk.models.map_view import NO_MAP, MapView
from mdt_alpr.ui.desk.views.map_widget import MapWidget
from mdt_alpr.ui.desk.views.parts import note


class MapTurn(QObject):
    """The map with a line under it: the chosen mark, or what is said of all of them."""

    def __init__(
        self, column: QVBoxLayout, rows: QWidget, button: QPushButton, back: str = "Table"
    ) -> None:
        """Put the map after ``rows`` in the column, and hide it; ``back`` is the way to them."""
        super().__init__(rows)
        self.map, self.words, self.button = MapWidget(), note(""), button
        self._rows, self._back = rows, back
        self._said, self._view = "", NO_MAP
        self.map.chosen.connect(self._choose)
        place = column.indexOf(rows) + 1
        column.insertWidget(place, self.map, 1)
        column.insertWidget(place + 1, self.words)
        self.turn(on_map=False)

    def turn(self, on_map: bool) -> None:
        """Show the map in place of the rows, or the rows."""
        self.button.setText(self._back if on_map else "Map")
        self._rows.setVisible(not on_map)
        self.map.setVisible(on_map)
        self.words.setVisible(on_map and bool(self._said))
        if on_map:
            self.map.setFocus()

    def show_map(self, view: MapView, words: str = "") -> None:
        """Show other marks, and what is said of them."""
        self._said, self._view = words, view
        self.map.show_map(view)
        self.words.setText(words)
        self.words.setVisible(bool(words) and not self.map.isHidden())

    def forget(self) -> None:
        """Leave nothing of a session."""
        self.show_map(NO_MAP)
        self.turn(on_map=False)

    def _choose(self, key: str) -> None:
        if self._said:
            chosen = (mark.words for mark in self._view.marks if mark.key == key)
            self.words.setText(next(chosen, self._said))

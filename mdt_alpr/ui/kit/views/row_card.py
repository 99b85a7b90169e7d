"""A card of rows of equal height: as many as fit, never one in part, page by page."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced


class CardRow(QWidget):
    """A place in the card: empty, or one row."""

    def lay_over(self, row: QHBoxLayout, rule: QWidget) -> None:
        """Lay the row out over the line that parts it from the next."""
        row.setContentsMargins(14, 0, 14, 0)
        column = spaced(QVBoxLayout(self), 0, (0, 0, 0, 0))
        column.addLayout(row, 1)
        column.addWidget(rule)


R = TypeVar("R", bound=CardRow)
V = TypeVar("V")


class RowCard(QFrame, Generic[R]):
    """Holds the places, and knows which row is in the first of them."""

    def __init__(self, make_row: Callable[[], R], row_height: int) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._make_row, self._row_height = make_row, row_height
        self.rows: list[R] = []
        self.first, self.fitting = 0, 1
        self._lines = spaced(QVBoxLayout(self), 0, (1, 1, 1, 1))
        self._lines.addStretch(1)

    def fit(self, room: int) -> None:
        """Take as many places as ``room`` pixels hold, one at least."""
        self.fitting = max(1, (room - 2) // self._row_height)
        while len(self.rows) < self.fitting:
            row = self._make_row()
            self._lines.insertWidget(len(self.rows), row)
            self.rows.append(row)
        self.setFixedHeight(self.fitting * self._row_height + 2)

    def page_of(self, every: Sequence[V]) -> Sequence[V]:
        """Return the rows in view; the page turns back where there are fewer by now."""
        last = max(0, (len(every) - 1) // self.fitting * self.fitting)
        self.first = min(self.first, last)
        return every[self.first : self.first + self.fitting]

    def turn(self, pages: int, count: int) -> bool:
        """Turn by pages of ``count`` rows in all; False where there is no such page."""
        first = self.first + pages * self.fitting
        if not 0 <= first < count:
            return False
        self.first = first
        return True

    def turn_to(self, place: int) -> None:
        """Turn to the page that holds the row at ``place``."""
        self.first = place // self.fitting * self.fitting


_BUTTON = QSize(110, 72)
_KEYS: dict[int, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class RowPages(QObject):
    """Fills a card whose places have ``show_row``, and turns its pages by buttons and keys."""

    def __init__(self, card: RowCard[Any]) -> None:
        super().__init__()
        self._card = card
        self._rows: Sequence[object] = ()
        self.up = KeyButton("PgUp", "Newer", _BUTTON)
        self.down = KeyButton("PgDn", "Older", _BUTTON)
        self.foot = label("", "note")
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)

    def show_rows(self, rows: Sequence[object]) -> None:
        """Show the page in view of all ``rows``; no card where there are none."""
        self._rows = rows
        shown, first, count = self._card.page_of(rows), self._card.first, len(rows)
        for place, widget in enumerate(self._card.rows):
            widget.show_row(shown[place] if place < len(shown) else None)
        in_view = f"{first + 1} to {first + len(shown)} of {count}"
        self.foot.setText(in_view if count > len(shown) else "")
        self._card.setVisible(bool(rows))
        self.up.setEnabled(first > 0)
        self.down.setEnabled(first + len(shown) < count)

    def press(self, key: int) -> bool:
        """Turn the pages by a key; False where it is none for that."""
        if key in _KEYS:
            self._turn(_KEYS[key])
        return key in _KEYS

    def _up(self) -> None:
        self._turn(-1)

    def _down(self) -> None:
        self._turn(1)

    def _turn(self, pages: int) -> None:
        if self._card.turn(pages, len(self._rows)):
            self.show_rows(self._rows)

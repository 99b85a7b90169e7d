"""A card of rows of equal height: as many as fit, never one in part, page by page."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


class CardRow(QWidget):
    """A place in the card: empty, or one row."""

    def lay_over(self, row: QHBoxLayout, rule: QWidget) -> None:
        """Lay the row out over the line that parts it from the next."""
        row.setContentsMargins(14, 0, 14, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
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
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(1, 1, 1, 1)
        self._lines.setSpacing(0)
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

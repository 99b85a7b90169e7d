"""Pages of a card of rows, newest first: what is in view, and what turns to the rest."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt

from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.row_card import RowCard

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

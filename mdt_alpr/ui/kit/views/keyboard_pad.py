"""Thirty-six keys, Delete, Clear and "?": what a finger needs to enter a plate."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle

ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_KEY_HEIGHT = 56
_GAP, _ROW_GAP = 7, 8
_KEY = TileStyle(size=FontSize.MAIN + 2, in_plate_face=True)
_WORD = TileStyle(size=19)
DELETE, CLEAR, UNSEEN = "Delete", "Clear", "?"


class KeyboardPad(QWidget):
    """Signals only what was pressed.

    Signals:
        pressed: a character, "Delete", "Clear" or "?".
    """

    pressed = Signal(str)

    def __init__(self, *, unseen: bool = True) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(_ROW_GAP)
        for row, characters in enumerate(ROWS):
            first = 2 if row == len(ROWS) - 1 else 0
            for column, character in enumerate(characters):
                grid.addWidget(self._key(character, _KEY), row, first + column)
        grid.addWidget(self._key("Del", _WORD, DELETE), 2, 9)
        grid.addWidget(self._key("Clear", _WORD, CLEAR), 3, 0, 1, 2)
        if unseen:
            key = self._key("?", _KEY, UNSEEN)
            key.setAccessibleName("I can't see this one")
            grid.addWidget(key, 3, 9)
        for column in range(10):
            grid.setColumnStretch(column, 1)

    def _key(self, word: str, style: TileStyle, key: str = "") -> AnswerTile:
        tile = AnswerTile(word, style, key=key or word)
        tile.setFixedHeight(_KEY_HEIGHT)
        tile.pressed_key.connect(self.pressed)
        return tile

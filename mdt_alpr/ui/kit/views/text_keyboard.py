"""A keyboard for a finger: letters, digits and every sign that a password may hold.

It holds no text and takes no focus, so it can tell nobody what a field holds (U18).
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.layouts import spaced

_PLATE_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_PLATE_KEY_HEIGHT = 56
_PLATE_GAP, _ROW_GAP = 7, 8
_PLATE_KEY = TileStyle(size=FontSize.MAIN + 2, in_plate_face=True)
_PLATE_WORD = TileStyle(size=19)
DELETE, CLEAR, UNSEEN = "Delete", "Clear", "?"


class KeyboardPad(QWidget):
    """Signals only what was pressed.

    Signals:
        pressed: a character, "Delete", "Clear" or "?".
    """

    pressed = Signal(str)

    def __init__(self, *, unseen: bool = True) -> None:
        super().__init__()
        grid = spaced(QGridLayout(self), margins=(0, 0, 0, 0))
        grid.setHorizontalSpacing(_PLATE_GAP)
        grid.setVerticalSpacing(_ROW_GAP)
        for row, characters in enumerate(_PLATE_ROWS):
            first = 2 if row == len(_PLATE_ROWS) - 1 else 0
            for column, character in enumerate(characters):
                grid.addWidget(self._key(character, _PLATE_KEY), row, first + column)
        grid.addWidget(self._key("Del", _PLATE_WORD, DELETE), 2, 9)
        grid.addWidget(self._key("Clear", _PLATE_WORD, CLEAR), 3, 0, 1, 2)
        if unseen:
            key = self._key("?", _PLATE_KEY, UNSEEN)
            key.setAccessibleName("I can't see this one")
            grid.addWidget(key, 3, 9)
        for column in range(10):
            grid.setColumnStretch(column, 1)

    def _key(self, word: str, style: TileStyle, key: str = "") -> AnswerTile:
        tile = AnswerTile(word, style, key=key or word)
        tile.setFixedHeight(_PLATE_KEY_HEIGHT)
        tile.pressed_key.connect(self.pressed)
        return tile


KEY_HEIGHT = 56
GAP = 8
ROWS = 5
HEIGHT = ROWS * KEY_HEIGHT + (ROWS - 1) * GAP
_SHIFT, _TURN, _BACK = "Shift", "Signs", "Letters"
_WORDS = {_SHIFT: "Shift", _TURN: "?123", _BACK: "abc", DELETE: "Del", " ": "space"}
_LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm")
_SIGNS = ("1234567890", "!\"#$%&'()*", "+,-./:;<=>", "?@[\\]^_")
_KEY = TileStyle(size=FontSize.MAIN, in_plate_face=True)
_WORD = TileStyle(size=FontSize.CAPTION)
_NAMES = {
    " ": "Space", ".": "period", ",": "comma", "-": "hyphen", "'": "apostrophe",
    "!": "exclamation mark", '"': "quotation mark", "#": "number sign", "$": "dollar sign",
    "%": "percent sign", "&": "ampersand", "(": "left parenthesis", ")": "right parenthesis",
    "*": "asterisk", "+": "plus sign", "/": "slash", ":": "colon", ";": "semicolon",
    "<": "less than", "=": "equals sign", ">": "greater than", "?": "question mark",
    "@": "at sign", "[": "left bracket", "\\": "backslash", "]": "right bracket",
    "^": "caret", "_": "underscore", "`": "grave accent", "{": "left brace",
    "|": "vertical bar", "}": "right brace", "~": "tilde",
}  # fmt: skip


class TextKeyboard(QWidget):
    """Two layers of keys; signals only what was pressed.

    Signals:
        pressed: a character, or "Delete".
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shift = self._held = False
        self._letters, self._signs = _Layer(), _Layer()
        self._lay_letters()
        self._lay_signs()
        self._layers = QStackedLayout(self)
        for layer in (self._letters, self._signs):
            self._layers.addWidget(layer)
            layer.pressed.connect(self._pressed)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def rest(self) -> None:
        """Go back to small letters."""
        self._layers.setCurrentWidget(self._letters)
        self._held = False
        self._show_shift(shift=False)

    def allow(self, characters: str = "") -> None:
        """Let only the keys of these characters work, in small letters; with none every key."""
        for tile in (*self._letters.tiles, *self._signs.tiles):
            if len(tile.key) == 1:
                tile.setEnabled(not characters or tile.key.lower() in characters)
            elif tile.key == _SHIFT:
                tile.setEnabled(not characters or characters.upper() != characters)
            elif tile.key == _TURN:
                tile.setEnabled(not characters)

    def hold_shift(self) -> None:
        """Make every letter a capital, until the key Shift says otherwise."""
        self._held = True
        self._show_shift(shift=True)

    def shift_next(self) -> None:
        """Make the next letter a capital."""
        self._show_shift(shift=True)

    def key(self, key: str) -> AnswerTile:
        """Return a key of the layer in front, by its character or its name."""
        signs = self._layers.currentWidget() is self._signs
        layer = self._signs if signs else self._letters
        return next(tile for tile in layer.tiles if tile.key == key)

    def _lay_letters(self) -> None:
        layer = self._letters
        for row in _LETTERS[:-1]:
            layer.add_row([(c, 2) for c in row])
        layer.add_row([(_SHIFT, 3), *((c, 2) for c in _LETTERS[-1]), (DELETE, 3)])
        layer.add_row([(_TURN, 3), (",", 2), (" ", 9), (".", 2), ("/", 2), ("'", 2)])

    def _lay_signs(self) -> None:
        layer = self._signs
        for row in _SIGNS[:-1]:
            layer.add_row([(c, 2) for c in row])
        layer.add_row([("`", 3), *((c, 2) for c in _SIGNS[-1]), (DELETE, 3)])
        layer.add_row([(_BACK, 3), ("{", 2), ("}", 2), (" ", 9), ("|", 2), ("~", 2)])

    def _pressed(self, key: str) -> None:
        if key in (_TURN, _BACK):
            self._layers.setCurrentWidget(self._signs if key == _TURN else self._letters)
        elif key == _SHIFT:
            self._held = False
            self._show_shift(shift=not self.shift)
        else:
            self.pressed.emit(key)
            if key != DELETE and not self._held:
                self._show_shift(shift=False)

    def _show_shift(self, *, shift: bool) -> None:
        self.shift = shift
        for tile in self._letters.tiles:
            if len(tile.key) == 1 and tile.key.isalpha():
                tile.key = tile.key.upper() if shift else tile.key.lower()
                tile.show_words(tile.key)
            elif tile.key == _SHIFT:
                tile.show_chosen(shift)


class _Layer(QWidget):
    """Rows of keys that fill the width, each by its share.

    Signals:
        pressed: the key's character or name.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: list[AnswerTile] = []
        self._column = spaced(QVBoxLayout(self), GAP, (0, 0, 0, 0))

    def add_row(self, keys: list[tuple[str, int]]) -> None:
        """Add a row of keys, each with its share of the width."""
        row = spaced(QHBoxLayout(), GAP)
        for key, share in keys:
            row.addWidget(self._key(key), share)
        self._column.addLayout(row)

    def _key(self, key: str) -> AnswerTile:
        word = _WORDS.get(key, key)
        tile = AnswerTile(word, _WORD if key in _WORDS else _KEY, key=key)
        tile.setAccessibleName(_NAMES.get(key, key))
        tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tile.setFixedHeight(KEY_HEIGHT)
        tile.pressed_key.connect(self.pressed)
        self.tiles.append(tile)
        return tile

    def sizeHint(self) -> QSize:
        """Return a width that gives way."""
        return QSize(560, HEIGHT)

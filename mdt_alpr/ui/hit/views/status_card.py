"""The status card: one rectangle that asks one thing at a time; no dialog (design 04b)."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import BACK, StatusCardView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import ElidedLabel, ReadOut, label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

HEIGHT, LEAST_HEIGHT = 172, 146
_TILE_HEIGHT, _LEAST_WIDTH = 84, 56
_RADIO = "communications"
_DELETE, _SAVE, _COPY = "delete", "save", "copy"
_TYPED = {"dispatcher": "Save", "confirm_oca": "Next"}
"""What is typed by its digits, and the word of the key that ends it."""
_WITH_BACK = ("result", "why_not", "reason", "confirm", "confirm_draft")
_WIDTHS = {BACK: 110, _SAVE: 110}
_BESIDE_TEXT = {BACK: 92, _COPY: 76, "requested": 160}
_SOURCE_WIDTHS = {_RADIO: 226, "gateway": 118, "mdt": 136, "dcin": 140}


class StatusCard(QFrame):
    """Shows what is asked, and sends what is answered."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._buttons = {
            BACK: signals.go_back,
            _DELETE: signals.delete_character,
            _SAVE: signals.go_next,
        }
        self._questions = {
            "why_not": signals.ask_why_not,
            "gateway": signals.ask_gateway,
            "confirmation": signals.ask_confirmation,
        }
        self._answers = {
            "sources": signals.ask_status,
            "confirm": signals.answer_confirmation,
            "confirm_oca": signals.type_character,
            "confirm_draft": signals.answer_confirmation,
            "confirm_against": signals.answer_confirmation,
            "result": signals.state_result,
            "against": signals.state_result,
            "dispatcher": signals.type_character,
            "why_not": signals.state_why_not,
            "reason": signals.give_reason,
            "stopped": signals.choose_stopped,
        }
        self.setProperty("kind", "card")
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
        self._kind = ""
        self._tiles: list[AnswerTile] = []
        self._mark = ShapeMark(Mark.RING, 22)
        self._title, self._detail = label("", "strong"), ElidedLabel("second")
        self._typed, self._right = label("", "time"), label("", "quiet")
        self._text = ReadOut("time", _TILE_HEIGHT)
        head = spaced(QHBoxLayout(), 12)
        for part in (self._mark, self._title, self._detail, self._typed):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._right)
        self._row = spaced(QHBoxLayout(), 14)
        self._row.addWidget(self._text, 1000)
        column = spaced(QVBoxLayout(self), margins=(16, 8, 16, 16))
        column.addLayout(head, 1)
        column.addLayout(self._row)

    @property
    def has_numbers(self) -> bool:
        """Tell whether a digit chooses a tile here, and is not typed."""
        return self._kind not in _TYPED

    def press(self, number: int) -> None:
        """Press the tile of a number, from 1 on; one that is off or not there does nothing."""
        if 0 < number <= len(self._tiles):
            self._tiles[number - 1].click()

    def focus_first(self) -> None:
        """Give the keyboard to the first answer."""
        live = (tile for tile in self._tiles if tile.isEnabled())
        if (first := next(live, None)) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def takes_letters(self) -> bool:
        """Tell whether letters are typed here and mean themselves."""
        return self._kind == "confirm_oca"

    def show_view(self, view: StatusCardView) -> None:
        """Show what is asked now."""
        self._text.setText(view.text)
        self._text.setVisible(bool(view.text))
        self._mark.setVisible(bool(view.shape))
        if view.shape:
            self._mark.show_shape(Mark(view.shape))
        self._title.setText(view.title)
        typed = view.typed
        self._detail.setText(view.detail)
        self._typed.setText("" if typed is None else f"{typed}_")
        self._right.setText(view.right)
        keys = [tile.key for tile in view.tiles]
        if view.kind != self._kind or keys != [t.key for t in self._tiles[: len(keys)]]:
            self._kind = view.kind
            self._make(view)
        for tile, choice in zip(self._tiles, view.tiles, strict=False):
            tile.show_words(choice.word, choice.second)
            tile.setEnabled(choice.live)
            tile.show_chosen(choice.chosen)
        if typed is not None:
            self._tiles[-1].setEnabled(view.may_save)

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(super().sizeHint().width(), HEIGHT)

    def _make(self, view: StatusCardView) -> None:
        for tile in self._tiles:
            self._row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        digits = view.kind in _TYPED
        self._row.setSpacing(7 if digits else 12 if view.kind == "sources" else 14)
        self._tiles = [self._tile(choice, digits=digits) for choice in view.tiles]
        if digits:
            self._tiles.append(self._extra("Del", _DELETE, TileStyle(size=FontSize.CAPTION)))
            main = TileStyle(kind=TileKind.MAIN, size=FontSize.SECOND)
            self._tiles.append(self._extra(_TYPED[view.kind], _SAVE, main))
        elif view.kind in _WITH_BACK:
            word = "Other source" if view.kind == "result" else "Back"
            self._tiles.append(self._extra(word, BACK, TileStyle()))
        for number, tile in enumerate(self._tiles, 1):
            tile.show_corner("" if digits else str(number))
        wide = _SOURCE_WIDTHS if view.kind == "sources" else _WIDTHS
        usual = 57 if digits else 178
        for tile in self._tiles:
            if view.text:
                tile.set_size(_BESIDE_TEXT[tile.key], _TILE_HEIGHT)
            self._row.addWidget(tile, 0 if view.text else wide.get(tile.key, usual))

    def _tile(self, choice: ChoiceView, *, digits: bool) -> AnswerTile:
        style = TileStyle(key_name="F5" if choice.key == _RADIO else "")
        if digits:
            style = TileStyle(size=FontSize.MAIN, in_plate_face=True)
        return self._placed(AnswerTile(choice.word, style, key=choice.key))

    def _extra(self, word: str, key: str, style: TileStyle) -> AnswerTile:
        return self._placed(AnswerTile(word, style, key=key))

    def _placed(self, tile: AnswerTile) -> AnswerTile:
        tile.setFixedHeight(_TILE_HEIGHT)
        tile.setMinimumWidth(_LEAST_WIDTH)
        tile.pressed_key.connect(self._pressed)
        return tile

    def _pressed(self, key: str) -> None:
        if key in self._buttons:
            self._buttons[key].emit()
        elif key == _COPY:
            QApplication.clipboard().setText(self._text.text())
        elif self._kind == "sources" and key in self._questions:
            self._questions[key].emit()
        else:
            self._answers[self._kind].emit(key)

"""How did this hit end? Outcomes by meaning on the left, follow-ups on the right (design 07)."""

from string import ascii_lowercase, digits

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_disposition import DispositionView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.disposition_follow_up import FollowUp
from mdt_alpr.ui.hit.views.recorded_stop_pad import RecordedStopPad
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard
from mdt_alpr.ui.kit.views.text_line import TextLine

_TILE_HEIGHT = 96
_COLUMNS = 4
_NUMBER_CHARACTERS = f"{digits}{ascii_lowercase}-"


class DispositionPage(QWidget):
    """Every outcome is in its place; those that cannot be true are off."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._tiles: dict[str, AnswerTile] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(20)
        self._grid.setColumnStretch(0, 150)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column + 1, 168)
        self._follow_up = FollowUp(signals)
        self._keyboard, self._line = TextKeyboard(), TextLine(in_plate_face=True)
        self._keyboard.allow(_NUMBER_CHARACTERS)
        self._keyboard.hold_shift()
        self._done = AnswerTile(
            "Done", TileStyle(kind=TileKind.MAIN, size=FontSize.MAIN), key="done"
        )
        self._left = QStackedWidget()
        self._left.addWidget(self._outcomes())
        self._left.addWidget(self._number())
        self._stop = AnswerTile("", TileStyle(second_size=FontSize.CAPTION), key="stop")
        self._stop.setFixedHeight(_TILE_HEIGHT)
        self._stop.clicked.connect(signals.ask_stop_record)
        self._stop_pad = RecordedStopPad(signals)
        self._left.addWidget(self._stop_pad)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self._left, 884)
        row.addWidget(self._follow_up, 434)
        self._keyboard.pressed.connect(self._typed)
        self._done.clicked.connect(signals.end_event_number)

    def show_view(self, view: DispositionView) -> None:
        """Show what is chosen and what is asked."""
        if not self._tiles:
            self._make(view)
        for row in view.rows:
            for choice in row.tiles:
                tile = self._tiles[choice.key]
                tile.setEnabled(choice.live)
                tile.show_chosen(choice.chosen)
        number = view.event_number or ""
        self._line.show_text("Event number", number)
        self._stop.show_words(view.stop_tile.word, view.stop_tile.second)
        self._stop.setEnabled(view.stop_tile.live)
        if view.stop_sheet is not None:
            self._stop_pad.show_view(view.stop_sheet)
        asked = 2 if view.stop_sheet is not None else 0
        self._left.setCurrentIndex(1 if view.editing_number else asked)
        self._follow_up.show_view(view)

    @property
    def takes_text(self) -> bool:
        """Tell whether the event number is being entered."""
        return self.isVisible() and self._left.currentIndex() == 1

    def _outcomes(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(16)
        column.addWidget(label("How did this hit end?", "head"))
        column.addLayout(self._grid)
        column.addStretch(1)
        return page

    def _number(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(label("Event number", "head"), 1)
        self._done.set_size(214, 60)
        head.addWidget(self._done)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self._keyboard)
        column.addStretch(1)
        return page

    def _make(self, view: DispositionView) -> None:
        self._grid.addWidget(self._stop, 0, _COLUMNS - 1, 1, 2)
        for number, row in enumerate(view.rows):
            self._grid.addWidget(label(row.name, "strong"), number, 0)
            for column, choice in enumerate(row.tiles):
                tile = AnswerTile(choice.word, key=choice.key)
                tile.setFixedHeight(_TILE_HEIGHT)
                tile.pressed_key.connect(self._signals.choose_disposition)
                self._tiles[choice.key] = tile
                self._grid.addWidget(tile, number, column + 1)

    def _typed(self, key: str) -> None:
        if key == DELETE:
            self._signals.delete_character.emit()
        else:
            self._signals.type_character.emit(key)

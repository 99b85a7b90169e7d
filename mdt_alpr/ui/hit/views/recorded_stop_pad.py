"""The sheet for a stop that was made without the checks: why, when, record (VER-03)."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import StopSheetView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_COLUMNS = 3
_TIMES = 7
_TILE_HEIGHT = 72
_FORCE_WIDTH = 110


class RecordedStopPad(QWidget):
    """Reasons and times; nothing is chosen before the officer chooses."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._reasons: list[AnswerTile] = []
        self._times: list[AnswerTile] = []
        self._force: list[AnswerTile] = []
        self._text = label("", "second")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._row = spaced(QHBoxLayout(), 12)
        self._record = AnswerTile(
            "Record the stop", TileStyle(kind=TileKind.MAIN, size=FontSize.MAIN), key="record"
        )
        self._record.set_size(270, _TILE_HEIGHT)
        self._record.clicked.connect(signals.record_stop)
        column = spaced(QVBoxLayout(self), 14, (0, 6, 0, 0))
        column.addWidget(label("Stopped without verification", "head"))
        column.addWidget(self._text)
        column.addLayout(self._grid)
        column.addWidget(label("When?", "strong"))
        column.addLayout(self._row)
        column.addStretch(1)
        self._end = spaced(QHBoxLayout(), 12)
        self._end.addWidget(label("Force used?", "strong"))
        self._end.addStretch(1)
        self._end.addWidget(self._record)
        column.addLayout(self._end)

    def show_view(self, view: StopSheetView) -> None:
        """Show what is chosen so far."""
        self._text.setText(view.text)
        if [c.key for c in view.reasons] != [tile.key for tile in self._reasons]:
            self._make_reasons(view.reasons)
        if [c.key for c in view.times] != [tile.key for tile in self._times]:
            self._make_times(view.times)
        if not self._force:
            self._make_force(view.force)
        shown = (*view.reasons, *view.times, *view.force)
        tiles = (*self._reasons, *self._times, *self._force)
        for tile, choice in zip(tiles, shown, strict=True):
            tile.show_words(choice.word)
            tile.show_chosen(choice.chosen)
        self._record.setEnabled(view.may_record)

    def _make_reasons(self, choices: tuple[ChoiceView, ...]) -> None:
        self._reasons = self._made(self._reasons, choices, self._signals.choose_stop_reason)
        for number, tile in enumerate(self._reasons):
            self._grid.addWidget(tile, *divmod(number, _COLUMNS))

    def _make_times(self, choices: tuple[ChoiceView, ...]) -> None:
        while self._row.count():
            self._row.takeAt(0)
        self._times = self._made(self._times, choices, self._say_minutes)
        for tile in self._times:
            self._row.addWidget(tile, 1)
        if missing := _TIMES - len(self._times):
            self._row.addStretch(missing)

    def _make_force(self, choices: tuple[ChoiceView, ...]) -> None:
        self._force = self._made([], choices, self._say_force)
        for place, tile in enumerate(self._force, 1):
            tile.set_size(_FORCE_WIDTH, _TILE_HEIGHT)
            self._end.insertWidget(place, tile)

    def _made(
        self,
        old: list[AnswerTile],
        choices: tuple[ChoiceView, ...],
        answer: SignalInstance | Callable[[str], None],
    ) -> list[AnswerTile]:
        for tile in old:
            tile.hide()
            tile.deleteLater()
        made = []
        for choice in choices:
            tile = AnswerTile(choice.word, key=choice.key)
            tile.setFixedHeight(_TILE_HEIGHT)
            tile.pressed_key.connect(answer)
            made.append(tile)
        return made

    def _say_minutes(self, key: str) -> None:
        self._signals.choose_minutes_ago.emit(int(key))

    def _say_force(self, key: str) -> None:
        self._signals.choose_force.emit(key == "yes")

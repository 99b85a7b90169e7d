"""How did this hit end? Outcomes by meaning on the left, follow-ups on the right (design 07)."""

from string import ascii_lowercase, digits

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import DispositionView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.recorded_stop_pad import RecordedStopPad
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, rule
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard
from mdt_alpr.ui.kit.views.text_line import TextLine

_FEW = ("no", "before", "after")


class _Question(QWidget):
    """A question with its tiles, two in a row; the tiles are made again where they change.

    Signals:
        answered: the key of a tile.
    """

    answered = Signal(str)

    def __init__(self, words: str, height: int, *, beside: bool = False) -> None:
        super().__init__()
        self._height = height
        self._columns = 2
        self._tiles: list[AnswerTile] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        lay = spaced(QHBoxLayout(self) if beside else QVBoxLayout(self), 8, (0, 0, 0, 0))
        lay.addWidget(label(words, "strong"))
        lay.addLayout(self._grid)

    def show_choices(self, choices: tuple[ChoiceView, ...]) -> None:
        """Show the answers; the question goes where there are none."""
        self.setVisible(bool(choices))
        if [c.key for c in choices] != [tile.key for tile in self._tiles]:
            self._make(choices)
        for tile, choice in zip(self._tiles, choices, strict=True):
            tile.show_words(choice.word)
            tile.show_chosen(choice.chosen)

    def _make(self, choices: tuple[ChoiceView, ...]) -> None:
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles, many = [], len(choices) > len(_FEW)
        for number, choice in enumerate(choices):
            style = TileStyle(size=FontSize.CAPTION + 1 if many else FontSize.SECOND)
            tile = AnswerTile(choice.word, style, key=choice.key)
            tile.setFixedHeight(self._height)
            tile.pressed_key.connect(self.answered)
            alone = number == len(choices) - 1 and number % self._columns == 0
            span = self._columns if alone else 1
            place = divmod(number, self._columns)
            self._grid.addWidget(tile, *place, 1, span)
            self._tiles.append(tile)


class FollowUp(QFrame):
    """The right side of the disposition page."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self._chosen = label("", "main")
        self._record_mark, self._on_record = ShapeMark(Mark.TICK, 22), label("", "second")
        self._stopped = _Question("Was the vehicle stopped?", 72)
        self._outcomes = _Question("How did the stop end?", 56)
        self._force = _Question("Force used?", 56, beside=True)
        self._number_line = self._number()
        self._missing = label("", "note")
        self._save = AnswerTile(
            "Save and close", TileStyle(kind=TileKind.MAIN, size=FontSize.MAIN), key="save"
        )
        self._back = AnswerTile("Back", key="back")
        self._stopped.answered.connect(signals.choose_stopped)
        self._outcomes.answered.connect(signals.choose_outcome)
        self._force.answered.connect(self._say_force)
        self._save.clicked.connect(signals.go_next)
        self._back.clicked.connect(signals.go_back)
        self._lay_out()

    def show_view(self, view: DispositionView) -> None:
        """Show what is asked of the chosen disposition."""
        self._chosen.setText(view.chosen or "Choose how it ended")
        self._on_record.setText(view.on_record)
        for part in (self._on_record, self._record_mark):
            part.setVisible(bool(view.on_record))
        self._stopped.show_choices(view.stopped)
        self._outcomes.show_choices(view.outcomes)
        self._force.show_choices(view.force)
        self._number_line.setVisible(view.event_number is not None)
        self._number_tile.show_words(view.event_number or view.number_off or "Enter")
        self._number_tile.setEnabled(not view.number_off)
        self._missing.setText(view.missing)
        self._missing.setVisible(bool(view.missing))
        self._save.setEnabled(view.may_save)
        self._back.setEnabled(view.back_live)

    def _number(self) -> QWidget:
        line = QWidget()
        row = spaced(QHBoxLayout(line), 14, (0, 0, 0, 0))
        self._number_tile = AnswerTile(
            "Enter", TileStyle(size=FontSize.SECOND, in_plate_face=True), key="number"
        )
        self._number_tile.setFixedHeight(56)
        self._number_tile.clicked.connect(self._signals.edit_event_number)
        row.addWidget(label("Event number", "strong"))
        row.addWidget(self._number_tile, 1)
        return line

    def _lay_out(self) -> None:
        record = spaced(QHBoxLayout(), 10)
        record.addWidget(self._record_mark)
        record.addWidget(self._on_record, 1)
        column = spaced(QVBoxLayout(self), 6, (18, 8, 18, 10))
        column.addWidget(self._chosen)
        column.addLayout(record)
        column.addWidget(rule())
        for question in (self._stopped, self._outcomes, self._force, self._number_line):
            column.addWidget(question)
        column.addStretch(1)
        column.addWidget(self._missing)
        buttons = spaced(QHBoxLayout(), 14)
        for tile, share in ((self._back, 2), (self._save, 3)):
            tile.setFixedHeight(72)
            buttons.addWidget(tile, share)
        column.addLayout(buttons)

    def _say_force(self, key: str) -> None:
        self._signals.choose_force.emit(key == "yes")


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
        row = spaced(QHBoxLayout(self), 16, (16, 16, 16, 16))
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
        column = spaced(QVBoxLayout(page), 16, (0, 6, 0, 0))
        column.addWidget(label("How did this hit end?", "head"))
        column.addLayout(self._grid)
        column.addStretch(1)
        return page

    def _number(self) -> QWidget:
        page = QWidget()
        column = spaced(QVBoxLayout(page), 16, (0, 6, 0, 0))
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

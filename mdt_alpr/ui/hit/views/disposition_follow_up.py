"""What the chosen disposition still asks, and the button that saves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_disposition import DispositionView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, rule
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark

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
        lay = QHBoxLayout(self) if beside else QVBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(8)
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
        self._record_mark, self._on_record = ShapeMark(Shape.TICK, 22), label("", "second")
        self._stopped = _Question("Was the vehicle stopped?", 72)
        self._outcomes = _Question("How did the stop end?", 56)
        self._force = _Question("Force used?", 56, beside=True)
        self._number_line = self._number()
        self._missing = label("", "quiet")
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
        self._chosen.setText(view.chosen or "Choose one on the left")
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
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self._number_tile = AnswerTile(
            "Enter", TileStyle(size=FontSize.SECOND, in_plate_face=True), key="number"
        )
        self._number_tile.setFixedHeight(56)
        self._number_tile.clicked.connect(self._signals.edit_event_number)
        row.addWidget(label("Event number", "strong"))
        row.addWidget(self._number_tile, 1)
        return line

    def _lay_out(self) -> None:
        record = QHBoxLayout()
        record.setSpacing(10)
        record.addWidget(self._record_mark)
        record.addWidget(self._on_record, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(8)
        column.addWidget(self._chosen)
        column.addLayout(record)
        column.addWidget(rule())
        for question in (self._stopped, self._outcomes, self._force, self._number_line):
            column.addWidget(question)
        column.addStretch(1)
        column.addWidget(self._missing)
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        for tile, share in ((self._back, 2), (self._save, 3)):
            tile.setFixedHeight(76)
            buttons.addWidget(tile, share)
        column.addLayout(buttons)

    def _say_force(self, key: str) -> None:
        self._signals.choose_force.emit(key == "yes")

"""Purpose and case, asked before past reads are shown: purposes and keyboard, plate and Show."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entry_signals import PastReadsSignals
from mdt_alpr.ui.entries.models.past_reads import PastAskView
from mdt_alpr.ui.entries.views.entry_fields import ANSWER_GAP, AnswerRow
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard
from mdt_alpr.ui.kit.views.text_line import TextLine

_ACTION_HEIGHT = 72
_CASE = "Case or event number"


class PastAsk(QWidget):
    """Shows what is asked and answered so far; every tap is a signal."""

    def __init__(self, signals: PastReadsSignals) -> None:
        super().__init__()
        self._signals = signals
        self.purposes = AnswerRow("Lawful purpose (one)")
        self.line, self.keyboard = TextLine(), TextKeyboard()
        self._plate, self._state = label("", "reelplate"), label("", "strong")
        self._words, self._note = wrapped("", "note"), wrapped("", "strong")
        self.back = AnswerTile("Back", TileStyle(size=FontSize.SECOND), key="back")
        main = TileStyle(kind=TileKind.MAIN, size=FontSize.SECOND)
        self.show_reads = AnswerTile("Show past reads", main, key="show")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 0)
        row.setSpacing(16)
        row.addWidget(self._answers(), 884)
        row.addWidget(self._question(), 434)
        self.purposes.answered.connect(signals.choose_purpose)
        self.keyboard.pressed.connect(self._type)
        self.back.clicked.connect(signals.leave)
        self.show_reads.clicked.connect(signals.show_reads)

    def show_view(self, view: PastAskView) -> None:
        """Show the question as it is now."""
        if view.plate and view.plate != self._plate.text():
            self.keyboard.rest()
            self.keyboard.hold_shift()
        if view.purposes:
            self.purposes.show_choices(view.purposes)
        self.line.show_text(_CASE, view.case)
        for part, words in (
            (self._plate, view.plate),
            (self._state, view.state),
            (self._words, view.words),
            (self._note, view.note),
        ):
            part.setText(words)
        self.show_reads.setEnabled(view.may_show)

    # ----------------------------------------------------------------------------- inside

    def _answers(self) -> QFrame:
        card, column = _card()
        column.addWidget(self.purposes)
        column.addStretch(1)
        column.addWidget(label(_CASE, "checkname"))
        column.addWidget(self.line)
        column.addWidget(self.keyboard)
        return card

    def _question(self) -> QFrame:
        card, column = _card()
        for part in (label("Past reads of", "main"), self._plate, self._state, self._words):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._note)
        tiles = QHBoxLayout()
        tiles.setSpacing(ANSWER_GAP)
        self.back.set_size(120, _ACTION_HEIGHT)
        self.show_reads.setFixedHeight(_ACTION_HEIGHT)
        tiles.addWidget(self.back)
        tiles.addWidget(self.show_reads, 1)
        column.addLayout(tiles)
        return card

    def _type(self, key: str) -> None:
        if key == DELETE:
            self._signals.delete_text.emit()
        else:
            self._signals.type_text.emit(key)


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("kind", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 12, 18, 12)
    column.setSpacing(8)
    return card, column

"""Past reads in place of the manual entries: the question, the reads, or why neither now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.entries.models.entry_signals import PastReadsSignals
from mdt_alpr.ui.entries.models.past_reads import (
    PastAskView,
    PastFoundView,
    PastReadRow,
    PastReadsView,
    PastShutView,
)
from mdt_alpr.ui.entries.views.entry_fields import ANSWER_GAP, AnswerRow
from mdt_alpr.ui.entries.views.shut_card import ShutCard
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.head_card import HEAD_HEIGHT, HeadCard, stacked
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.row_card import CardRow, RowCard, RowPages
from mdt_alpr.ui.kit.views.shapes import ShapeMark
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
        row = spaced(QHBoxLayout(self), 16, (16, 16, 16, 0))
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
        tiles = spaced(QHBoxLayout(), ANSWER_GAP)
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
    column = spaced(QVBoxLayout(card), 8, (18, 12, 18, 12))
    return card, column


ROW_HEIGHT, NOTE_HEIGHT = 86, 30
_EDGE, _TIME_WIDTH = 16, 140
_NO_READ = PastReadRow("", "", True, "", "", "", "", "")  # noqa: FBT003 - doubts nothing


class PastFound(QWidget):
    """Shows as many reads as fit, never one in part."""

    def __init__(self, signals: PastReadsSignals) -> None:
        super().__init__()
        self._view = PastFoundView("", "", "", "", "", ())
        self.back = AnswerTile("Back", TileStyle(size=FontSize.SECOND), key="back")
        self._plate, self._state = label("", "reelplate"), label("", "strong")
        self._words = label("", "second")
        self._kept = ElidedLabel("note")
        self._kept.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._kept.setFixedHeight(NOTE_HEIGHT)
        self._empty = wrapped("", "main")
        self._card = RowCard(PastReadWidget, ROW_HEIGHT)
        self.pages = RowPages(self._card)
        column = spaced(QVBoxLayout(self), 0, (_EDGE, _EDGE, _EDGE, 0))
        column.addWidget(self._head())
        column.addWidget(self._kept)
        column.addSpacing(_EDGE // 2)
        column.addWidget(self._empty)
        column.addWidget(self._card)
        column.addStretch(1)
        self.back.clicked.connect(signals.leave)
        self._show_rows()

    @property
    def rows(self) -> "list[PastReadWidget]":
        """Return the places."""
        return self._card.rows

    def show_view(self, view: PastFoundView) -> None:
        """Show the reads; another look begins at the newest."""
        if view != self._view:
            self._view = view
            self._card.turn_to(0)
            self._show_rows()

    def press(self, key: Qt.Key) -> bool:
        """Turn the pages by a key; False where it is none for that."""
        return self.pages.press(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._card.fit(self.height() - HEAD_HEIGHT - NOTE_HEIGHT - 2 * _EDGE)
        self._show_rows()

    # ----------------------------------------------------------------------------- inside

    def _head(self) -> HeadCard:
        title = spaced(QHBoxLayout(), 12)
        for word in (label("Past reads of", "main"), self._plate, self._state):
            title.addWidget(word)
        title.addStretch(1)
        self.back.set_size(110, 72)
        pages = self.pages
        return HeadCard((title, self._words), (pages.foot, pages.up, pages.down, self.back))

    def _show_rows(self) -> None:
        view = self._view
        self.pages.show_rows(view.rows)
        for part, words in (
            (self._plate, view.plate),
            (self._state, view.state),
            (self._words, view.words),
            (self._kept, view.note),
            (self._empty, view.empty),
        ):
            part.setText(words)
        self._kept.setAccessibleName(view.note)
        self._empty.setVisible(bool(view.empty))


class PastReadWidget(CardRow):
    """A place in the list: empty, or one read."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(ROW_HEIGHT)
        self._row: PastReadRow | None = None
        self._plate, self._state = label("", "reelplate"), ElidedLabel("strong")
        self._note, self._mark = ElidedLabel("medword"), ShapeMark(Mark.WEAK, 20)
        self._car, self._place = ElidedLabel("second"), ElidedLabel("quiet")
        self._day, self._time = label("", "strong"), label("", "time")
        self._rule = rule()
        self._plate.setFixedWidth(216)
        policy = self._mark.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._mark.setSizePolicy(policy)
        for giving in (self._state, self._note, self._car, self._place):
            giving.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for part in (self._day, self._time):
            part.setFixedWidth(_TIME_WIDTH)
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = spaced(QHBoxLayout(), 16)
        row.addWidget(self._plate)
        row.addWidget(self._mark)
        row.addLayout(stacked(self._state, self._note), 5)
        row.addLayout(stacked(self._car, self._place), 4)
        row.addLayout(stacked(self._day, self._time))
        self.lay_over(row, self._rule)
        self._show_parts(None)

    def show_row(self, row: PastReadRow | None) -> None:
        """Show a read, or nothing."""
        if row != self._row:
            self._row = row
            self._show_parts(row)

    def _show_parts(self, row: PastReadRow | None) -> None:
        """Show the parts; an empty place keeps no text of what was there."""
        said = row or _NO_READ
        for part, words in (
            (self._plate, said.plate),
            (self._state, said.state),
            (self._note, said.note),
            (self._car, said.car),
            (self._place, said.place),
            (self._day, said.day),
            (self._time, said.time),
        ):
            part.setText(words)
            part.setVisible(row is not None)
            if isinstance(part, ElidedLabel):
                part.setAccessibleName(words)
        self._mark.setVisible(said.is_doubtful)
        self._rule.setVisible(row is not None)


_NO_QUESTION = PastAskView("", "", "", (), "", "", may_show=False)
_NO_READS = PastFoundView("", "", "", "", "", ())


class PastReadsPanel(QStackedWidget):
    """Shows a ``PastReadsView``; what is not in front keeps no text of was there."""

    def __init__(self, signals: PastReadsSignals) -> None:
        super().__init__()
        self._signals = signals
        self.ask, self.found = PastAsk(signals), PastFound(signals)
        self.shut = ShutCard("Past reads")
        for part in (self.ask, self.found, self.shut):
            self.addWidget(part)
        self.shut.left.connect(signals.leave)

    def show_view(self, view: PastReadsView | None) -> None:
        """Show what is asked or was found; None forgets everything."""
        self.ask.show_view(view if isinstance(view, PastAskView) else _NO_QUESTION)
        self.found.show_view(view if isinstance(view, PastFoundView) else _NO_READS)
        if isinstance(view, PastAskView):
            self.setCurrentWidget(self.ask)
        elif isinstance(view, PastFoundView):
            self.setCurrentWidget(self.found)
        elif isinstance(view, PastShutView):
            self.shut.show_words(view.words)
            self.setCurrentWidget(self.shut)

    @property
    def takes_letters(self) -> bool:
        """Tell whether the question's case number takes letters."""
        return self.currentWidget() is self.ask

    def press(self, key: Qt.Key, text: str) -> bool:
        """Handle a key that presses no button; False where it means nothing here."""
        if key == Qt.Key.Key_Escape:
            self._signals.leave.emit()
            return True
        if self.currentWidget() is self.found:
            return self.found.press(key)
        return self.currentWidget() is self.ask and self._fill(key, text)

    def _fill(self, key: Qt.Key, text: str) -> bool:
        acts = {
            Qt.Key.Key_Backspace: self._signals.delete_text,
            Qt.Key.Key_Delete: self._signals.clear_text,
            Qt.Key.Key_Return: self._signals.show_reads,
            Qt.Key.Key_Enter: self._signals.show_reads,
        }
        if key in acts:
            acts[key].emit()
        elif text and text.isprintable():
            self._signals.type_text.emit(text)
        else:
            return False
        return True

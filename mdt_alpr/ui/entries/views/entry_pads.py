"""The pad of one field of a manual entry or form ALPR-1, in the rectangle of the form."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entries import ChoicePadView, EntryPadView, TextPadView
from mdt_alpr.ui.entries.models.entry_signals import PadSignals
from mdt_alpr.ui.entries.views.entry_fields import ANSWER_GAP, AnswerRow
from mdt_alpr.ui.hit.models.hit_blind import PlatePadView
from mdt_alpr.ui.hit.views.state_pad import StatePad
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.text_keyboard import CLEAR, DELETE, KeyboardPad, TextKeyboard
from mdt_alpr.ui.kit.views.text_line import PlateLine, TextLine

_ACTION_HEIGHT = 60


class EntryPads(QFrame):
    """Plate, state or text; "Form" goes back, the main tile goes on."""

    def __init__(self, signals: PadSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self._title, self._help = label("", "main"), label("", "note")
        self._key = ""
        self.back = AnswerTile("Form", key="back")
        main = TileStyle(kind=TileKind.MAIN, size=FontSize.SECOND)
        self.next = AnswerTile("", main, key="next")
        self.line, self.keyboard = PlateLine(), KeyboardPad(unseen=False)
        self.line.setAccessibleName("Plate of the entry")
        self._hint = label("", "note")
        self.states, self.text = StatePad(), _TextPad(signals)
        self.choices = AnswerRow("")
        self._pads = QStackedWidget()
        for pad in (self._plate(), self.states, self.text, self._choices()):
            self._pads.addWidget(pad)
        self._lay_out()
        self.back.clicked.connect(signals.close_field)
        self.next.clicked.connect(signals.next_field)
        self.keyboard.pressed.connect(self._typed)
        self.states.chosen.connect(signals.choose_state)
        self.states.turned.connect(signals.turn_states)
        self.choices.answered.connect(signals.choose_answer)

    def show_view(self, view: EntryPadView) -> None:
        """Show the pad of the open field."""
        self._title.setText(view.title)
        self._help.setText(view.help)
        self.next.show_words(view.next_word)
        self.next.setVisible(bool(view.next_word))
        self.next.setEnabled(view.next_live)
        is_new, self._key = view.key != self._key, view.key
        pad = view.pad
        if isinstance(pad, PlatePadView):
            self.line.show_text(pad.text, pad.places)
            self._hint.setText(pad.hint)
            self._pads.setCurrentIndex(0)
        elif isinstance(pad, TextPadView):
            self.text.show_view(view.title, pad, is_new=is_new)
            self._pads.setCurrentWidget(self.text)
        elif isinstance(pad, ChoicePadView):
            self.choices.show_choices(pad.choices)
            self._pads.setCurrentIndex(3)
        else:
            self.states.show_view(pad)
            self._pads.setCurrentWidget(self.states)

    # ----------------------------------------------------------------------------- inside

    def _plate(self) -> QWidget:
        pad = QWidget()
        column = spaced(QVBoxLayout(pad), 10, (0, 0, 0, 0))
        for part in (self.line, self.keyboard, self._hint):
            column.addWidget(part)
        column.addStretch(1)
        return pad

    def _choices(self) -> QWidget:
        pad = QWidget()
        column = spaced(QVBoxLayout(pad), 10, (0, 0, 0, 0))
        column.addWidget(self.choices)
        column.addStretch(1)
        return pad

    def _lay_out(self) -> None:
        head = spaced(QHBoxLayout(), ANSWER_GAP)
        words = spaced(QVBoxLayout(), 0)
        words.addWidget(self._title)
        words.addWidget(self._help)
        head.addLayout(words, 1)
        for tile, width in ((self.back, 120), (self.next, 214)):
            tile.set_size(width, _ACTION_HEIGHT)
            head.addWidget(tile)
        column = spaced(QVBoxLayout(self), 12, (18, 12, 18, 12))
        column.addLayout(head)
        column.addWidget(self._pads, 1)

    def _typed(self, key: str) -> None:
        if key == DELETE:
            self._signals.delete_text.emit()
        elif key == CLEAR:
            self._signals.clear_text.emit()
        else:
            self._signals.type_text.emit(key)


class _TextPad(QWidget):
    """Questions that belong together, what is entered, the keyboard."""

    def __init__(self, signals: PadSignals) -> None:
        super().__init__()
        self._signals = signals
        self._tabs: dict[tuple[str, ...], AnswerRow] = {}
        self.offers = AnswerRow("")
        self.offers.answered.connect(signals.choose_answer)
        self.line, self.keyboard = TextLine(), TextKeyboard()
        self._column = spaced(QVBoxLayout(self), 10, (0, 0, 0, 0))
        for part in (self.offers, self.line, self.keyboard):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.keyboard.pressed.connect(self._typed)

    def show_view(self, name: str, view: TextPadView, *, is_new: bool) -> None:
        """Show what is entered so far."""
        self._show_tabs(view)
        self.offers.setVisible(bool(view.offers))
        self.offers.show_choices(view.offers)
        self.line.show_text(name, view.text)
        if not is_new:
            return
        self.keyboard.rest()
        self.keyboard.allow(view.allowed)
        if view.capitals == "first":
            self.keyboard.shift_next()
        elif view.capitals == "all":
            self.keyboard.hold_shift()

    def _show_tabs(self, view: TextPadView) -> None:
        keys = tuple(tab.key for tab in view.tabs)
        if keys and keys not in self._tabs:
            row = AnswerRow("")
            row.answered.connect(self._signals.edit_field)
            self._tabs[keys] = row
            self._column.insertWidget(0, row)
        for known, row in self._tabs.items():
            row.setVisible(known == keys)
            if known == keys:
                row.show_choices(view.tabs)

    def _typed(self, key: str) -> None:
        if key == DELETE:
            self._signals.delete_text.emit()
        else:
            self._signals.type_text.emit(key)

"""The form of a manual entry on one card, in reading order (design 08)."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entries import EntryFormView, SpellingView
from mdt_alpr.ui.entries.models.entry_signals import EntrySignals
from mdt_alpr.ui.entries.views.entry_fields import (
    ANSWER_GAP,
    FIELD_HEIGHT,
    PLATE_HEIGHT,
    AnswerRow,
    FieldTile,
    PlateTile,
)
from mdt_alpr.ui.entries.views.form_panel import form_foot
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, set_kind, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_FOOT_HEIGHT = 94


class EntryFormCard(QFrame):
    """Shows what is entered; every tap is a signal."""

    def __init__(self, signals: EntrySignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self._title, self._ends = label("", "main"), label("", "checkname")
        self.plate, self.spelling = PlateTile(), _Spelling()
        self.state, self.case = FieldTile("State", "state"), FieldTile("Case or event", "case")
        self.reason = FieldTile("Reason (kept on record)", "reason")
        self.bases = AnswerRow("How was the plate identified?")
        self.purposes = AnswerRow("Lawful purpose (one)")
        self.person = AnswerRow("Names a person?")
        self.instructions = AnswerRow("What should officers do?", (5, 4, 5, 3))
        self._needed, self._condition = wrapped("", "strong"), wrapped("", "note")
        small = TileStyle(size=FontSize.SECOND)
        self.check = AnswerTile("Check\nonly", TileStyle(size=FontSize.CAPTION), key="check")
        self.check.setFixedHeight(FIELD_HEIGHT)
        self.clear = AnswerTile("Clear", small, key="clear")
        main = TileStyle(kind=TileKind.MAIN, size=FontSize.MAIN)
        self.add = AnswerTile("Add entry", main, key="add")
        self._lay_out()
        self._connect()

    def show_view(self, view: EntryFormView) -> None:
        """Show the form as it is now."""
        self._title.setText(view.title)
        self._ends.setText(view.ends)
        self.plate.show_plate(view.plate)
        self.spelling.show_view(view.spelling)
        self.state.show_field(view.state)
        self.case.show_field(view.case)
        self.reason.show_field(view.reason)
        self.bases.show_choices(view.bases)
        self.purposes.show_choices(view.purposes)
        self.person.show_choices(view.person)
        self.instructions.show_choices(view.instructions)
        self._needed.setText(view.needed)
        self._condition.setText(view.condition)
        self.clear.show_words(view.clear_word)
        self.clear.setEnabled(view.may_clear)
        self.add.setEnabled(view.may_save)
        self.check.show_words(view.check_word)
        self.check.setEnabled(view.may_check)

    def field(self, key: str) -> AnswerTile | None:
        """Return the tile of a field, for the keyboard to come back to."""
        fields = (self.plate, self.state, self.case, self.reason)
        return next((tile for tile in fields if tile.key == key), None)

    # ----------------------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), 4, (18, 10, 18, 12))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._ends)
        column.addLayout(head)
        column.addLayout(in_row((self.plate, 410), (self.spelling, 424)))
        column.addSpacing(8)
        fields = (self.state, 194), (self.check, 100), (self.case, 194), (self.reason, 318)
        column.addLayout(in_row(*fields))
        column.addStretch(1)
        column.addWidget(self.bases)
        column.addStretch(1)
        column.addWidget(self.purposes)
        column.addStretch(1)
        column.addLayout(in_row((self.person, 216), (self.instructions, 618)))
        column.addStretch(2)
        words, tiles = (self._needed, self._condition), ((self.clear, 116), (self.add, 176))
        column.addWidget(form_foot(_FOOT_HEIGHT, words, *tiles))

    def _connect(self) -> None:
        for tile in (self.plate, self.state, self.case, self.reason):
            tile.pressed_key.connect(self._signals.edit_field)
        self.spelling.confirm.clicked.connect(self._signals.confirm_spelling)
        self.bases.answered.connect(self._signals.choose_basis)
        self.purposes.answered.connect(self._signals.choose_purpose)
        self.person.answered.connect(self._name)
        self.instructions.answered.connect(self._signals.choose_instruction)
        self.clear.clicked.connect(self._signals.clear_form)
        self.add.clicked.connect(self._signals.add_entry)
        self.check.clicked.connect(self._signals.ask_check)

    def _name(self, key: str) -> None:
        self._signals.name_person.emit(key == "yes")


class _Spelling(QWidget):
    """The doubtful characters in words, how the plate is said, and the confirmation."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(PLATE_HEIGHT)
        self._card = QFrame()
        self._card.setProperty("kind", "plain")
        self._words, self._aloud = wrapped("", "asked"), wrapped("", "said")
        column = spaced(QVBoxLayout(self._card), 0, (12, 2, 8, 2))
        column.addWidget(self._words)
        column.addWidget(self._aloud)
        self.confirm = AnswerTile("Yes,\ncorrect", TileStyle(size=FontSize.CAPTION), key="confirm")
        self.confirm.set_size(110, PLATE_HEIGHT)
        policy = self.confirm.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.confirm.setSizePolicy(policy)
        row = spaced(QHBoxLayout(self), ANSWER_GAP, (0, 0, 0, 0))
        row.addWidget(self._card, 1)
        row.addWidget(self.confirm)

    def show_view(self, view: SpellingView) -> None:
        """Show the plate in words."""
        set_kind(self._card, "doubt" if view.asks else "plain")
        self._words.setText(view.words)
        self._words.setVisible(bool(view.words))
        self._aloud.setText(view.aloud)
        self.confirm.setVisible(view.asks or view.confirmed)
        self.confirm.setEnabled(view.asks)
        self.confirm.show_words("Yes,\ncorrect" if view.asks else "Confirmed")


def in_row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    """Return a row with these shares of the width."""
    row = spaced(QHBoxLayout(), ANSWER_GAP)
    for part, share in parts:
        row.addWidget(part, share)
    return row

"""Form ALPR-1 on one card, in the order of the order: plate and cameras, times, facts, case."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mdt_alpr.ui.entries.models.entry_signals import HoldSignals
from mdt_alpr.ui.entries.models.holds import HoldFormView
from mdt_alpr.ui.entries.views.entry_fields import (
    FIELD_HEIGHT,
    PLATE_HEIGHT,
    AnswerRow,
    FieldTile,
    PlateTile,
)
from mdt_alpr.ui.entries.views.entry_form import in_row
from mdt_alpr.ui.entries.views.form_panel import form_foot
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_FOOT_HEIGHT = 94


class HoldFormCard(QFrame):
    """Shows what is entered; every tap is a signal."""

    def __init__(self, signals: HoldSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self.plate, self.state = PlateTile(), FieldTile("State", "state")
        self.state.setFixedHeight(PLATE_HEIGHT)
        self.offered = _Offered()
        small = TileStyle(size=FontSize.CAPTION)
        self.this_car = AnswerTile("This car", small, key="this")
        self.this_car.setFixedHeight(FIELD_HEIGHT)
        self.others = FieldTile("Other cars, fixed cameras", "others")
        self.begins, self.ends = FieldTile("From", "begins"), FieldTile("To", "ends")
        self.windows, self.grounds = AnswerRow(""), AnswerRow("Needed for (one)")
        self.case, self.parties = FieldTile("Case", "case"), FieldTile("Parties", "parties")
        self.facts = FieldTile("Specific and articulable facts", "facts")
        self._needed, self._note = wrapped("", "strong"), wrapped("", "note")
        self._name = label("", "checkname")
        self.back = AnswerTile("Back", TileStyle(size=FontSize.SECOND), key="back")
        main = TileStyle(kind=TileKind.MAIN, size=FontSize.SECOND)
        self.preserve = AnswerTile("Preserve reads", main, key="preserve")
        self._lay_out()
        self._connect()

    def show_view(self, view: HoldFormView) -> None:
        """Show the form as it is now."""
        self.plate.show_plate(view.plate)
        for tile, field in (
            (self.state, view.state),
            (self.others, view.others),
            (self.begins, view.begins),
            (self.ends, view.ends),
            (self.case, view.case),
            (self.parties, view.parties),
            (self.facts, view.facts),
        ):
            tile.show_field(field)
        self.offered.show_choices(view.offered)
        self.this_car.show_words(view.this_car.word, view.this_car.second)
        self.this_car.show_chosen(view.this_car.chosen)
        self.windows.show_choices(view.windows)
        self.grounds.show_choices(view.grounds)
        self._needed.setText(view.needed)
        self._note.setText(view.note)
        self._name.setText(view.name)
        self.preserve.setEnabled(view.may_go_on)

    # ----------------------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), 4, (18, 10, 18, 12))
        head = QHBoxLayout()
        head.addWidget(label("Preserve reads", "main"))
        head.addStretch(1)
        head.addWidget(self._name)
        column.addLayout(head)
        column.addLayout(in_row((self.plate, 360), (self.state, 194), (self.offered, 280)))
        for row in (
            in_row((self.this_car, 194), (self.others, 640)),
            in_row((self.begins, 222), (self.ends, 222), (self.windows, 376)),
        ):
            column.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        column.addWidget(self.grounds)
        column.addStretch(1)
        column.addLayout(in_row((self.case, 194), (self.parties, 260), (self.facts, 366)))
        column.addStretch(1)
        words, tiles = (self._needed, self._note), ((self.back, 116), (self.preserve, 190))
        column.addWidget(form_foot(_FOOT_HEIGHT, words, *tiles))

    def _connect(self) -> None:
        signals = self._signals
        for tile in (
            self.plate, self.state, self.others, self.begins, self.ends, self.case, self.parties,
            self.facts,
        ):  # fmt: skip
            tile.pressed_key.connect(signals.edit_field)
        self.offered.answered.connect(signals.use_plate)
        self.this_car.clicked.connect(signals.toggle_this_car)
        self.windows.answered.connect(signals.choose_window)
        self.grounds.answered.connect(signals.choose_ground)
        self.back.clicked.connect(signals.go_back)
        self.preserve.clicked.connect(signals.ask_confirm)


class _Offered(AnswerRow):
    """Plates that the officer entered before; a place without one is not there."""

    def __init__(self) -> None:
        super().__init__("")
        places = 2
        self.show_choices(tuple(ChoiceView(str(number), "") for number in range(places)))
        for tile in self.tiles.values():
            tile.setFixedHeight(PLATE_HEIGHT)

    def show_choices(self, choices: tuple[ChoiceView, ...]) -> None:
        super().show_choices(choices)
        offered = {choice.key for choice in choices if choice.word}
        for key, tile in self.tiles.items():
            tile.setVisible(key in offered)
            if key not in offered:
                tile.show_words("")

"""The report of an incident in place of the manual entries: form or pad, own hits beside it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mdt_alpr.ui.entries.models.entries import EntryPadView, FieldView, TextPadView
from mdt_alpr.ui.entries.models.entry_signals import IncidentSignals
from mdt_alpr.ui.entries.models.incidents import IncidentFormView, IncidentView, OwnHitsView
from mdt_alpr.ui.entries.views.entry_fields import ANSWER_GAP, AnswerRow, FieldTile
from mdt_alpr.ui.entries.views.entry_form import in_row
from mdt_alpr.ui.entries.views.form_panel import FormPanel, MoreTile, form_foot
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_NO_FIELD = FieldView("", "", "")
_NOTHING = IncidentView(
    place="",
    form=IncidentFormView((), (), _NO_FIELD, (), _NO_FIELD, _NO_FIELD, "", "", may_report=False),
    pad=None,
    hits=OwnHitsView("", (), 0, 1),
)
_NO_PAD = EntryPadView("", "", "", TextPadView("", ()), "", next_live=False)
ROWS = 5
_FOOT_HEIGHT, _HIT_HEIGHT = 84, 78


class IncidentPanel(FormPanel):
    """Shows an ``IncidentView``; what is not in front keeps no text of what was there."""

    def __init__(self, signals: IncidentSignals) -> None:
        form, hits = IncidentFormCard(signals), OwnHitsCard(signals)
        title, asks = "Report an incident", signals.ask_report
        super().__init__(signals, (form,), hits, title=title, asks=asks)
        self.form, self.hits = form, hits

    def show_view(self, shown: IncidentView | None) -> None:
        """Show the page as it is now; None forgets everything."""
        view = shown or _NOTHING
        self.form.show_view(view.form)
        self.hits.show_view(view.hits)
        self.pads.show_view(view.pad or _NO_PAD)
        self._left.setCurrentWidget(self.form if view.pad is None else self.pads)
        self.show_shut(view.shut)


class IncidentFormCard(QFrame):
    """Shows what is entered; every tap is a signal."""

    def __init__(self, signals: IncidentSignals) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.kinds, self.phrases = AnswerRow("What happened"), AnswerRow("")
        self.words = FieldTile("In words. No plate: the hit shows it", "words")
        self.grounds = AnswerRow("Keep the hit's reads past their time for")
        self.case, self.parties = FieldTile("Case", "case"), FieldTile("Parties", "parties")
        self._needed, self._note = wrapped("", "strong"), wrapped("", "note")
        self.back = AnswerTile("Back", TileStyle(size=FontSize.SECOND), key="back")
        main = TileStyle(kind=TileKind.MAIN, size=FontSize.SECOND)
        self.report = AnswerTile("Report", main, key="report")
        self._lay_out()
        self.kinds.answered.connect(signals.choose_kind)
        self.phrases.answered.connect(signals.use_phrase)
        self.grounds.answered.connect(signals.choose_ground)
        for tile in (self.words, self.case, self.parties):
            tile.pressed_key.connect(signals.edit_field)
        self.back.clicked.connect(signals.go_back)
        self.report.clicked.connect(signals.ask_report)

    def show_view(self, view: IncidentFormView) -> None:
        """Show the form as it is now."""
        self.kinds.show_choices(view.kinds)
        self.phrases.show_choices(view.phrases)
        self.grounds.show_choices(view.grounds)
        self.grounds.ask(f"Keep the hit's reads past their time for (form {view.hold_form})")
        for tile, field in (
            (self.words, view.words),
            (self.case, view.case),
            (self.parties, view.parties),
        ):
            tile.show_field(field)
        self._needed.setText(view.needed)
        self._note.setText(view.note)
        self.report.setEnabled(view.may_report)

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), 6, (18, 10, 18, 12))
        head = QHBoxLayout()
        head.addWidget(label("Report an incident", "main"))
        head.addStretch(1)
        head.addWidget(label("To the response team", "checkname"))
        column.addLayout(head)
        for part in (self.kinds, self.phrases, self.words, self.grounds):
            column.addStretch(1)
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(in_row((self.case, 194), (self.parties, 640)))
        column.addStretch(1)
        words, tiles = (self._needed, self._note), ((self.back, 116), (self.report, 190))
        column.addWidget(form_foot(_FOOT_HEIGHT, words, *tiles))


class OwnHitsCard(QFrame):
    """The officer's hits, five at a time; the one that the report is about is marked."""

    def __init__(self, signals: IncidentSignals) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._words = wrapped("", "quiet")
        self.turn = MoreTile()
        self.tiles = [AnswerTile("", TileStyle(size=FontSize.SECOND)) for _ in range(ROWS)]
        head = QHBoxLayout()
        head.addWidget(label("About which hit", "strong"))
        head.addStretch(1)
        head.addWidget(self.turn)
        column = spaced(QVBoxLayout(self), ANSWER_GAP, (16, 8, 16, 12))
        column.addLayout(head)
        column.addWidget(self._words)
        for tile in self.tiles:
            tile.setFixedHeight(_HIT_HEIGHT)
            tile.pressed_key.connect(signals.choose_hit)
            column.addWidget(tile)
        column.addStretch(1)
        self.turn.clicked.connect(signals.turn_hits)

    def show_view(self, view: OwnHitsView) -> None:
        """Show the hits as they are now."""
        self._words.setText(view.words)
        self._words.setVisible(bool(view.words))
        self.turn.show_page(view.page, view.pages)
        for number, tile in enumerate(self.tiles):
            is_there = number < len(view.rows)
            tile.setVisible(is_there)
            row = view.rows[number] if is_there else None
            tile.key = row.key if row else ""
            tile.show_words(row.word if row else "", row.second if row else "")
            tile.show_chosen(row is not None and row.chosen)

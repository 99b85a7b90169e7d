"""The officer's own live entries: how long they live, and the two taps that remove one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entries import ChosenEntryView, OwnEntriesView, OwnEntryRow
from mdt_alpr.ui.entries.models.entry_signals import EntrySignals, PastReadsSignals
from mdt_alpr.ui.entries.views.form_panel import MoreTile
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

ROWS = 3
_ROW_HEIGHT, _REMOVE_HEIGHT, _SIDE = 92, 60, 138
_GAP = 12
_HIDDEN = "Plate hidden"


class OwnEntriesCard(QFrame):
    """Three entries at a time, and what is to be done about the chosen one."""

    def __init__(self, signals: EntrySignals, past: PastReadsSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self._count, self._words = label("", "checkname"), wrapped("", "quiet")
        self._page, self._pages = 0, 1
        self.turn = MoreTile()
        self.rows = [_Row(signals) for _ in range(ROWS)]
        self.chosen = _Chosen(signals, past)
        head = spaced(QHBoxLayout(), _GAP)
        head.addWidget(label("Your entries", "strong"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.turn)
        column = spaced(QVBoxLayout(self), _GAP, (16, 8, 16, 12))
        column.addLayout(head)
        column.addWidget(self._words)
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)
        column.addWidget(self.chosen)
        self.turn.clicked.connect(self._turn)

    def show_view(self, view: OwnEntriesView) -> None:
        """Show the entries as they are now."""
        self._page, self._pages = view.page, view.pages
        self._count.setText(view.count)
        self._words.setText(view.words)
        self._words.setVisible(bool(view.words))
        self.turn.show_page(view.page, view.pages)
        for number, row in enumerate(self.rows):
            shown = view.rows[number] if number < len(view.rows) else None
            row.setVisible(shown is not None)
            row.show_view(shown, live=view.live)
        self.chosen.show_view(view.chosen)

    def _turn(self) -> None:
        last = self._page + 1 >= self._pages
        self._signals.turn_entries.emit(-self._page if last else 1)


class _Row(QWidget):
    """One entry: a tile that chooses it, and Remove."""

    def __init__(self, signals: EntrySignals) -> None:
        super().__init__()
        self._signals = signals
        self._id = ""
        self.setFixedHeight(_ROW_HEIGHT)
        self.tile = _EntryTile()
        self.remove = AnswerTile("Remove", TileStyle(size=18), key="remove")
        self.remove.set_size(_SIDE, _REMOVE_HEIGHT)
        self._mark, self._left = ShapeMark(Mark.WEAK, 20), label("", "checkvalue")
        left = spaced(QHBoxLayout(), 6)
        left.addStretch(1)
        left.addWidget(self._mark)
        left.addWidget(self._left)
        side = spaced(QVBoxLayout(), 4)
        side.addWidget(self.remove)
        side.addLayout(left)
        row = spaced(QHBoxLayout(self), _GAP, (0, 0, 0, 0))
        row.addWidget(self.tile, 1)
        row.addLayout(side)
        self.tile.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)

    def show_view(self, view: OwnEntryRow | None, *, live: bool) -> None:
        """Show an entry; forget the one before."""
        self._id = view.entry_id if view is not None else ""
        self.tile.show_entry(view)
        self._left.setText(view.left if view is not None else "")
        self._mark.setVisible(view is not None and view.mark is not None)
        if view is not None and view.mark is not None:
            self._mark.show_shape(view.mark)
        self.remove.show_words(view.remove_word if view is not None else "Remove")
        self.remove.show_chosen(view is not None and view.armed)
        for tile in (self.tile, self.remove):
            tile.setEnabled(live)

    def _choose(self) -> None:
        self._signals.choose_entry.emit(self._id)

    def _remove(self) -> None:
        self._signals.remove_entry.emit(self._id)


class _EntryTile(AnswerTile):
    """Plate, state and case of an entry; while a hit waits no plate (D1)."""

    def __init__(self) -> None:
        super().__init__("Entry", key="entry")
        self._shown: OwnEntryRow | None = None
        self.setFixedHeight(_ROW_HEIGHT)

    def show_entry(self, view: OwnEntryRow | None) -> None:
        """Show an entry, or nothing."""
        self._shown = view
        self.show_chosen(view is not None and view.chosen)
        if view is not None:
            plate = " ".join(view.plate) or _HIDDEN
            self.setAccessibleName(f"{plate}, {view.state}, {view.case}, {view.left}")
        else:
            self.setAccessibleName("Entry")
        self.update()

    def _write(self, painter: QPainter, inside: QRectF) -> None:
        if self._shown is None:
            return
        area = inside.adjusted(8, 0, -4, 0)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        plate = self._shown.plate
        painter.setFont(plate_font(FontSize.HEAD - 2) if plate else words_font(FontSize.SECOND))
        top = QRectF(area.left(), area.top(), area.width(), 36)
        painter.drawText(top, left, plate or _HIDDEN)
        painter.setFont(words_font(FontSize.CAPTION))
        for number, text in enumerate((self._shown.state, self._shown.case)):
            line = QRectF(area.left(), top.bottom() + 22 * number, area.width(), 22)
            fits = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(line.width())
            )
            painter.drawText(line, left, fits)


class _Chosen(QWidget):
    """What is said of the chosen entry, and what can be done about it."""

    def __init__(self, signals: EntrySignals, past: PastReadsSignals) -> None:
        super().__init__()
        self._signals, self._past_signals = signals, past
        self._id = ""
        self._title, self._text = label("", "strong"), wrapped("", "note")
        self.more = AnswerTile("Ask for more time", key="more")
        small = TileStyle(size=FontSize.CAPTION)
        self.wanted = AnswerTile("Still wanted", small, key="wanted")
        self.not_wanted = AnswerTile("Not wanted:\nremove", small, key="not")
        self.past = AnswerTile("Past reads", small, key="past")
        buttons = spaced(QHBoxLayout(), 14)
        for tile in (self.more, self.wanted, self.not_wanted, self.past):
            tile.setFixedHeight(64)
            buttons.addWidget(tile, 1)
        column = spaced(QVBoxLayout(self), 4, (0, 0, 0, 0))
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addLayout(buttons)
        self.more.clicked.connect(self._more)
        self.wanted.clicked.connect(self._wanted)
        self.not_wanted.clicked.connect(self._not_wanted)
        self.past.clicked.connect(self._past)

    def show_view(self, view: ChosenEntryView | None) -> None:
        """Show the entry that was chosen, or nothing; a re-check is answered while moving too."""
        self.setVisible(view is not None)
        self._id = view.entry_id if view is not None else ""
        self._title.setText(view.title if view is not None else "")
        self._text.setText(view.text if view is not None else "")
        if view is None:
            return
        self.more.setVisible(not view.asks_recheck)
        self.more.show_words(view.more_word)
        self.more.setEnabled(view.more_live)
        for tile in (self.wanted, self.not_wanted):
            tile.setVisible(view.asks_recheck)
        self.not_wanted.show_words(view.not_word)
        self.past.setEnabled(view.past_live)

    def _more(self) -> None:
        self._signals.ask_more_time.emit(self._id)

    def _wanted(self) -> None:
        self._signals.still_wanted.emit(self._id)

    def _not_wanted(self) -> None:
        self._signals.not_wanted.emit(self._id)

    def _past(self) -> None:
        self._past_signals.look_back.emit(self._id)

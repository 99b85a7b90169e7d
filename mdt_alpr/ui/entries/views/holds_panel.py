"""Form ALPR-1 in place of the manual entries: form, pads, question; own requests beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entries import EntryPadView, FieldView, PlateFieldView, TextPadView
from mdt_alpr.ui.entries.models.entry_signals import HoldSignals
from mdt_alpr.ui.entries.models.holds import (
    HoldConfirmView,
    HoldFormView,
    HoldsView,
    OwnHoldRow,
    OwnHoldsView,
)
from mdt_alpr.ui.entries.views.form_panel import FormPanel, MoreTile
from mdt_alpr.ui.entries.views.hold_form import HoldFormCard
from mdt_alpr.ui.hit.models.hit_blind import PlatePadView
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

_NO_FIELD = FieldView("", "", "")
_NOTHING = HoldsView(
    place="",
    form=HoldFormView(
        PlateFieldView("", ()), _NO_FIELD, (), ChoiceView("", ""), _NO_FIELD, _NO_FIELD, _NO_FIELD,
        (), (), _NO_FIELD, _NO_FIELD, _NO_FIELD, "", "", may_go_on=False,
    ),
    pad=None,
    confirm=None,
    own=OwnHoldsView("", "", (), 0, 1),
)  # fmt: skip
_NO_PADS = tuple(
    EntryPadView("", "", "", pad, "", next_live=False)
    for pad in (PlatePadView("", 0, ""), TextPadView("", ()))
)
ROWS = 4
_ACTION_HEIGHT, _ROW_HEIGHT = 72, 104
_OTHER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class HoldsPanel(FormPanel):
    """Shows a ``HoldsView``; what is not in front keeps no text of what was there."""

    def __init__(self, signals: HoldSignals) -> None:
        form, confirm, own = HoldFormCard(signals), HoldConfirm(signals), OwnHolds(signals)
        title, asks = "Preserve reads", signals.ask_confirm
        super().__init__(signals, (form, confirm), own, title=title, asks=asks)
        self.form, self.confirm, self.own = form, confirm, own

    def show_view(self, shown: HoldsView | None) -> None:
        """Show the page as it is now; None forgets everything."""
        view = shown or _NOTHING
        self.form.show_view(view.form)
        self.own.show_view(view.own)
        self.confirm.show_view(view.confirm)
        if view.pad is not None:
            self.pads.show_view(view.pad)
            self._left.setCurrentWidget(self.pads)
        else:
            for pad in _NO_PADS:
                self.pads.show_view(pad)
            self._left.setCurrentWidget(self.form if view.confirm is None else self.confirm)
        self.show_shut(view.shut)

    @property
    def takes_letters(self) -> bool:
        return super().takes_letters and not self._asks_now

    def press(self, key: Qt.Key, text: str) -> bool:
        """Handle a key that presses no button; on the question only Escape does anything."""
        if self._asks_now and key != Qt.Key.Key_Escape:
            return key in _OTHER_KEYS
        return super().press(key, text)

    @property
    def _asks_now(self) -> bool:
        return self._left.currentWidget() is self.confirm


class HoldConfirm(QFrame):
    """Says what is asked for and what filing does, and asks."""

    def __init__(self, signals: HoldSignals) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._plate, self._state = label("", "plate"), label("", "main")
        self._lines = [wrapped("", "second") for _ in range(4)]
        self._does, self._link = wrapped("", "strong"), wrapped("", "second")
        size = FontSize.SECOND
        self.back = AnswerTile("Back to form", TileStyle(size=size), key="back")
        main = TileStyle(kind=TileKind.MAIN, size=size)
        self.file = AnswerTile("Yes, preserve", main, key="file")
        column = spaced(QVBoxLayout(self), 10, (24, 16, 24, 16))
        column.addWidget(label("Preserve these reads?", "head"))
        plate = spaced(QHBoxLayout(), 16)
        plate.addWidget(self._plate)
        plate.addWidget(self._state)
        plate.addStretch(1)
        column.addLayout(plate)
        for part in (*self._lines, rule(), self._does, self._link):
            column.addWidget(part)
        column.addStretch(1)
        tiles = spaced(QHBoxLayout(), 14)
        tiles.addStretch(1)
        for tile in (self.back, self.file):
            tile.set_size(200, _ACTION_HEIGHT)
            tiles.addWidget(tile)
        column.addLayout(tiles)
        self.back.clicked.connect(signals.go_back)
        self.file.clicked.connect(signals.confirm)

    def show_view(self, view: HoldConfirmView | None) -> None:
        """Show the question, or forget it."""
        said = view or HoldConfirmView("", "", ("", "", "", ""), "", "")
        self._plate.setText(said.plate)
        self._state.setText(said.state)
        for part, words in zip(self._lines, said.lines, strict=True):
            part.setText(words)
        self._does.setText(said.does)
        self._link.setText(said.link)


class OwnHolds(QFrame):
    """The officer's own requests, four at a time."""

    def __init__(self, signals: HoldSignals) -> None:
        super().__init__()
        self._signals = signals
        self._page, self._pages = 0, 1
        self.setProperty("kind", "card")
        self._count, self._words = label("", "checkname"), wrapped("", "quiet")
        self.turn = MoreTile()
        self.rows = [_Row() for _ in range(ROWS)]
        head = spaced(QHBoxLayout(), 12)
        head.addWidget(label("Your requests", "strong"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.turn)
        column = spaced(QVBoxLayout(self), 8, (16, 8, 16, 12))
        column.addLayout(head)
        column.addWidget(self._words)
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)
        self.turn.clicked.connect(self._turn)

    def show_view(self, view: OwnHoldsView) -> None:
        """Show the requests as they are now."""
        self._page, self._pages = view.page, view.pages
        self._count.setText(view.count)
        self._words.setText(view.words)
        self._words.setVisible(bool(view.words))
        self.turn.show_page(view.page, view.pages)
        for number, row in enumerate(self.rows):
            row.show_row(view.rows[number] if number < len(view.rows) else None)

    def _turn(self) -> None:
        last = self._page + 1 >= self._pages
        self._signals.turn_requests.emit(-self._page if last else 1)


class _Row(QWidget):
    """One request: plate and day, state, last day."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_ROW_HEIGHT)
        self._plate, self._state = ElidedLabel("main"), label("", "checkvalue")
        self._when, self._status = ElidedLabel("note"), ElidedLabel("asked")
        self._notice, self._mark = ElidedLabel("said"), ShapeMark(Mark.RING, 24)
        for part in (self._plate, self._when, self._status, self._notice):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = spaced(QHBoxLayout(), 10)
        top.addWidget(self._mark)
        top.addWidget(self._plate, 1)
        top.addWidget(self._state)
        column = spaced(QVBoxLayout(self), 0, (0, 0, 0, 0))
        column.addWidget(rule())
        column.addLayout(top)
        for line in (self._status, self._notice, self._when):
            column.addWidget(line)
        column.addStretch(1)

    def show_row(self, row: OwnHoldRow | None) -> None:
        """Show a request, or nothing."""
        self.setVisible(row is not None)
        said = row or OwnHoldRow("", "", "", "", "", Mark.RING)
        self._mark.show_shape(said.mark)
        for part, words in (
            (self._plate, said.plate or "Over"),
            (self._state, said.state),
            (self._status, said.status),
            (self._notice, said.notice),
            (self._when, said.when),
        ):
            part.setText(words)
            part.setAccessibleName(words)
        self._notice.setVisible(bool(said.notice))

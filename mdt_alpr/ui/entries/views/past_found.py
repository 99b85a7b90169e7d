"""Past reads that headquarters showed, newest first: rows that fit, and pages to turn."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entry_signals import PastReadsSignals
from mdt_alpr.ui.entries.models.past_reads import PastFoundView, PastReadRow
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule, wrapped
from mdt_alpr.ui.kit.views.row_card import CardRow, RowCard
from mdt_alpr.ui.kit.views.row_pages import RowPages
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark

HEAD_HEIGHT, ROW_HEIGHT, NOTE_HEIGHT = 96, 86, 30
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
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 0)
        column.setSpacing(0)
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

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("kind", "card")
        head.setFixedHeight(HEAD_HEIGHT)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = QHBoxLayout()
        title.setSpacing(12)
        for word in (label("Past reads of", "main"), self._plate, self._state):
            title.addWidget(word)
        title.addStretch(1)
        words.addStretch(1)
        words.addLayout(title)
        words.addWidget(self._words)
        words.addStretch(1)
        self.back.set_size(110, 72)
        row = QHBoxLayout(head)
        row.setContentsMargins(18, 2, 12, 2)
        row.setSpacing(14)
        row.addLayout(words)
        row.addStretch(1)
        for part in (self.pages.foot, self.pages.up, self.pages.down, self.back):
            row.addWidget(part)
        return head

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
        self._note, self._mark = ElidedLabel("medword"), ShapeMark(Shape.WEAK, 20)
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
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._plate)
        row.addWidget(self._mark)
        row.addLayout(_lines(self._state, self._note), 5)
        row.addLayout(_lines(self._car, self._place), 4)
        row.addLayout(_lines(self._day, self._time))
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


def _lines(*parts: QWidget) -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addStretch(1)
    for part in parts:
        lines.addWidget(part)
    lines.addStretch(1)
    return lines

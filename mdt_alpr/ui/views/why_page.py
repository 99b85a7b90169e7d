"""Why something in the picture became no read, newest first (F11 on the status page)."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.theme import Palette
from mdt_alpr.ui.viewmodels.why import WhyRow, WhyView
from mdt_alpr.ui.views.key_button import KeyButton
from mdt_alpr.ui.views.labels import ElidedLabel, label, rule, wrapped
from mdt_alpr.ui.views.palette_user import paint_in
from mdt_alpr.ui.views.plate_crop import PlateCrop
from mdt_alpr.ui.views.row_card import CardRow, RowCard

HEAD_HEIGHT, ROW_HEIGHT = 96, 86
_EDGE = 16
_NOTHING = WhyView("", "", "", ())


class WhyPage(QWidget):
    """Shows as many rows as fit, never one in part; nothing on it can be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view = _NOTHING
        self.page_up = KeyButton("PgUp", "Newer", QSize(110, 72))
        self.page_down = KeyButton("PgDn", "Older", QSize(110, 72))
        self._title, self._words = label("", "head"), label("", "second")
        self._foot, self._empty = label("", "told"), wrapped("", "main")
        self._card = RowCard(WhyRowWidget, ROW_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addSpacing(_EDGE)
        column.addWidget(self._empty)
        column.addWidget(self._card)
        column.addStretch(1)
        self.page_up.clicked.connect(self._up)
        self.page_down.clicked.connect(self._down)
        self._show_rows()

    @property
    def rows(self) -> "list[WhyRowWidget]":
        """Return the places."""
        return self._card.rows

    def show_view(self, view: WhyView) -> None:
        """Show the candidates."""
        if view != self._view:
            self._view = view
            self._show_rows()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        paint_in(palette, self.page_up, self.page_down, self._card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages."""
        if event.key() == Qt.Key.Key_PageUp:
            self._up()
        elif event.key() == Qt.Key.Key_PageDown:
            self._down()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._card.fit(self.height() - HEAD_HEIGHT - 2 * _EDGE)
        self._show_rows()

    # ----------------------------------------------------------------------------- inside

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("kind", "card")
        head.setFixedHeight(HEAD_HEIGHT)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        words.addStretch(1)
        row = QHBoxLayout(head)
        row.setContentsMargins(18, 2, 12, 2)
        row.setSpacing(14)
        row.addLayout(words)
        row.addStretch(1)
        for part in (self._foot, self.page_up, self.page_down):
            row.addWidget(part)
        return head

    def _show_rows(self) -> None:
        view, shown = self._view, self._card.page_of(self._view.rows)
        first, count = self._card.first, len(view.rows)
        for place, widget in enumerate(self.rows):
            widget.show_row(shown[place] if place < len(shown) else None)
        for part, words in (
            (self._title, view.title),
            (self._words, view.words),
            (self._empty, view.empty),
            (self._foot, _foot(count, first, len(shown))),
        ):
            part.setText(words)
        self._empty.setVisible(bool(view.empty))
        self._card.setVisible(bool(view.rows))
        self.page_up.setEnabled(first > 0)
        self.page_down.setEnabled(first + len(shown) < count)

    def _up(self) -> None:
        self._turn(-1)

    def _down(self) -> None:
        self._turn(1)

    def _turn(self, pages: int) -> None:
        if self._card.turn(pages, len(self._view.rows)):
            self._show_rows()


class WhyRowWidget(CardRow):
    """A place in the list: empty, or one candidate."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(ROW_HEIGHT)
        self._row: WhyRow | None = None
        self._crop = PlateCrop()
        self._reason, self._note = label("", "main"), ElidedLabel("quiet")
        self._text, self._age = label("", "reelplate"), label("", "strong")
        self._rule = rule()
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._reason)
        words.addWidget(self._note)
        words.addStretch(1)
        self._text.setFixedWidth(232)
        self._age.setFixedWidth(84)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(16)
        row.addWidget(self._crop)
        row.addLayout(words, 1)
        row.addWidget(self._text)
        row.addWidget(self._age)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self._rule)
        self._show_parts(None)

    def show_row(self, row: WhyRow | None) -> None:
        """Show a candidate, or nothing."""
        if row != self._row:
            self._row = row
            self._show_parts(row)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._crop.use_palette(palette)

    def _show_parts(self, row: WhyRow | None) -> None:
        """Show the parts; an empty place keeps no text and no picture of what stood there."""
        said = row or WhyRow(b"", "", "", "", "")
        self._crop.show_jpeg(said.crop)
        for part, words in (
            (self._reason, said.reason),
            (self._note, said.note),
            (self._text, said.text),
            (self._age, said.age),
        ):
            part.setText(words)
        self._note.setAccessibleName(said.note)
        for each in (self._crop, self._reason, self._note, self._text, self._age, self._rule):
            each.setVisible(row is not None)


def _foot(count: int, first: int, shown: int) -> str:
    return "" if count <= shown else f"{first + 1} to {first + shown} of {count}"

"""Why something in the picture became no read, newest first (F11 on the status page)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.head_card import HEAD_HEIGHT, HeadCard, stacked
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.row_card import CardRow, RowCard, RowPages
from mdt_alpr.ui.shell.models.pages import WhyRow, WhyView
from mdt_alpr.ui.shell.views.reel import PlateCrop

ROW_HEIGHT, _EDGE = 86, 16
_NOTHING = WhyView("", "", "", ())


class WhyPage(QWidget):
    """Shows as many rows as fit, never one in part; nothing on it can be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view = _NOTHING
        self._title, self._words = label("", "head"), label("", "second")
        self._empty = wrapped("", "main")
        self._card = RowCard(WhyRowWidget, ROW_HEIGHT)
        self.pages = RowPages(self._card)
        column = spaced(QVBoxLayout(self), 0, (_EDGE, _EDGE, _EDGE, 0))
        beside = self.pages.foot, self.pages.up, self.pages.down
        column.addWidget(HeadCard((self._title, self._words), beside))
        column.addSpacing(_EDGE)
        column.addWidget(self._empty)
        column.addWidget(self._card)
        column.addStretch(1)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages."""
        if not self.pages.press(event.key()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._card.fit(self.height() - HEAD_HEIGHT - 2 * _EDGE)
        self._show_rows()

    # ----------------------------------------------------------------------------- inside

    def _show_rows(self) -> None:
        view = self._view
        self.pages.show_rows(view.rows)
        for part, words in (
            (self._title, view.title),
            (self._words, view.words),
            (self._empty, view.empty),
        ):
            part.setText(words)
        self._empty.setVisible(bool(view.empty))


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
        self._text.setFixedWidth(232)
        self._age.setFixedWidth(84)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = spaced(QHBoxLayout(), 16)
        row.addWidget(self._crop)
        row.addLayout(stacked(self._reason, self._note), 1)
        row.addWidget(self._text)
        row.addWidget(self._age)
        self.lay_over(row, self._rule)
        self._show_parts(None)

    def show_row(self, row: WhyRow | None) -> None:
        """Show a candidate, or nothing."""
        if row != self._row:
            self._row = row
            self._show_parts(row)

    def _show_parts(self, row: WhyRow | None) -> None:
        """Show the parts; an empty place keeps no text and no picture of what was there."""
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
        for widget in (self._crop, self._reason, self._note, self._text, self._age, self._rule):
            widget.setVisible(row is not None)

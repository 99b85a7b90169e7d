"""Every open hit in one list, most urgent first; a flood loses nothing (U13)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.head_card import HEAD_HEIGHT, HeadCard, stacked
from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label, set_kind
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.row_card import CardRow, RowCard
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.shell.models.patrol import HitListView, HitRow, UrgencyCount
from mdt_alpr.ui.shell.views.reel import PlateCrop


class HitListHead(HeadCard):
    """Counts by urgency stay in their places; the page buttons appear when there are pages."""

    def __init__(self) -> None:
        title, words = label("", "head"), label("", "second")
        counts = {urgency: _Count() for urgency in ("high", "medium", "low")}
        up = KeyButton("PgUp", "Up", QSize(100, 72))
        down = KeyButton("PgDn", "Down", QSize(100, 72))
        silence = KeyButton("F2", "Silence", QSize(120, 72))
        super().__init__((title, words), (*counts.values(), up, down, silence))
        self._title, self._words, self._counts = title, words, counts
        self.page_up, self.page_down, self.silence = up, down, silence
        self.show_pages(before=False, after=False)

    def show_view(self, view: HitListView) -> None:
        """Show title and counts."""
        self._title.setText(view.title)
        self._words.setText(view.words)
        for count in view.counts:
            self._counts[count.urgency].show_count(count)
        self.silence.setEnabled(not view.silenced)

    def show_pages(self, *, before: bool, after: bool) -> None:
        """Show whether there are rows before and after those in view."""
        self.page_up.setEnabled(before)
        self.page_down.setEnabled(after)
        for part in (self.page_up, self.page_down):
            part.setVisible(before or after)


class _Count(QWidget):
    """How many hits of one urgency: shape, number, word."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = ShapeMark(Mark.SQUARE, 26)
        self._number, self._word = label("0", "count"), label("", "strong")
        row = spaced(QHBoxLayout(self), 10, (0, 0, 10, 0))
        for part in (self._mark, self._number, self._word):
            row.addWidget(part)

    def show_count(self, count: UrgencyCount) -> None:
        """Show how many."""
        self._mark.show_shape(count.mark)
        self._number.setText(str(count.count))
        self._word.setText(count.word)


ROW_HEIGHT = 92
_ROLES = {"high": "highword", "medium": "medword", "low": "lowword"}


class HitRowWidget(CardRow):
    """A place in the list: empty, or one hit with its button.

    Signals:
        open_pressed: open the hit of this id.
    """

    open_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(ROW_HEIGHT)
        self._row: HitRow | None = None
        self._mark, self._crop = ShapeMark(Mark.SQUARE, 26), PlateCrop()
        self._urgency = label("", "highword")
        self._category, self._note = label("", "main"), label("", "quiet")
        self._class, self._class_words = label("", "strong"), label("", "quiet")
        self._status, self._age = label("", "second"), label("", "strong")
        self.open = QPushButton("Open")
        self.open.setFixedSize(140, 72)
        self.open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open.clicked.connect(self._pressed)
        self._lay_out()

    def show_row(self, row: HitRow | None, *, chosen: bool) -> None:
        """Show a hit, or nothing."""
        set_kind(self.open, "lit" if chosen else "plain")
        if row == self._row:
            return
        self._row = row
        for part in self._parts:
            part.setVisible(row is not None)
        if row is None:
            return
        self._mark.show_shape(row.mark)
        self._urgency.setText(row.urgency_word)
        self._urgency.setProperty("role", _ROLES[row.urgency])
        self._urgency.style().unpolish(self._urgency)
        self._urgency.style().polish(self._urgency)
        self._crop.show_jpeg(row.crop)
        for part, text in (
            (self._category, row.category),
            (self._note, row.note),
            (self._class, row.match_class),
            (self._class_words, row.match_words),
            (self._status, row.status),
            (self._age, row.age),
        ):
            part.setText(text)
        self._note.setVisible(bool(row.note))
        self.open.setAccessibleName(f"Open {row.urgency_word}, {row.category}, {row.age} old")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line below."""
        if self._row is not None:
            painter = QPainter(self)
            painter.setPen(QPen(palette_of(self).color("line"), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    # ----------------------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        row = spaced(QHBoxLayout(self), 0, (16, 0, 14, 0))
        self._urgency.setFixedWidth(78)
        row.addWidget(self._mark)
        row.addSpacing(10)
        row.addWidget(self._urgency)
        row.addSpacing(10)
        row.addWidget(self._crop)
        row.addSpacing(16)
        for share, texts in (
            (230, (self._category, self._note)),
            (240, (self._class, self._class_words)),
            (220, (self._status,)),
        ):
            for text in texts:  # a long one takes another line, and no other column's room
                text.setWordWrap(True)
                text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addLayout(stacked(*texts), share)
            row.addSpacing(8)
        self._age.setFixedWidth(84)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._age)
        row.addSpacing(16)
        row.addWidget(self.open)
        self._parts = (self._mark, self._urgency, self._crop, self._category, self._note,
                       self._class, self._class_words, self._status, self._age,
                       self.open)  # fmt: skip
        for part in self._parts:
            part.hide()

    def _pressed(self) -> None:
        if self._row is not None:
            self.open_pressed.emit(self._row.hit_id)


_FOOT_HEIGHT = 30
_NOTHING = HitListView("No open hits", "", (), ())


class HitListPage(QWidget):
    """Shows as many rows as fit, never one in part; the chosen one is opened by F1 or Enter.

    Signals:
        open_pressed: open the hit of this id.
        silence_pressed: stop the sound of every hit.
        moved: rows are in other places now, so that a tap may be meant for another hit.
    """

    open_pressed = Signal(str)
    silence_pressed = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view = _NOTHING
        self._chosen = ""
        self.head = HitListHead()
        self._foot = label("", "note")
        self._foot.setFixedHeight(_FOOT_HEIGHT)
        self._card = RowCard(self._new_row, ROW_HEIGHT)
        column = spaced(QVBoxLayout(self), 0, (16, 16, 16, 0))
        column.addWidget(self.head)
        column.addSpacing(16)
        column.addWidget(self._card)
        column.addSpacing(4)
        column.addWidget(self._foot)
        column.addStretch(1)
        self.head.page_up.clicked.connect(self._up)
        self.head.page_down.clicked.connect(self._down)
        self.head.silence.clicked.connect(self.silence_pressed)

    @property
    def rows(self) -> list[HitRowWidget]:
        """Return the places."""
        return self._card.rows

    @property
    def chosen(self) -> str:
        """Return the id of the chosen row's hit, empty where there is none."""
        ids = [row.hit_id for row in self._view.rows]
        return self._chosen if self._chosen in ids else next(iter(ids), "")

    def show_view(self, view: HitListView) -> None:
        """Show the open hits."""
        if view == self._view:
            return
        before, now = _ids(self._view), _ids(view)
        moved = now[: len(before)] != before
        self._view = view
        self._chosen = self.chosen
        self.head.show_view(view)
        self._show_rows()
        if moved:
            self.moved.emit()

    def begin_at_top(self) -> None:
        """Show the first page with its first row chosen: never the page that was left."""
        self._chosen = next(iter(_ids(self._view)), "")
        self._card.turn_to(0)
        self._show_rows()

    def open_chosen(self) -> None:
        """Open the chosen row's hit."""
        if self.chosen:
            self.open_pressed.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move through the rows and pages, open the chosen hit."""
        key = event.key()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key))
        if step is not None:
            self._choose(step)
        elif key == Qt.Key.Key_PageUp:
            self._up()
        elif key == Qt.Key.Key_PageDown:
            self._down()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.open_chosen()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as fit."""
        super().resizeEvent(event)
        self._card.fit(self.height() - HEAD_HEIGHT - _FOOT_HEIGHT - 16 - 16 - 4)
        self._show_rows()

    # ----------------------------------------------------------------------------- inside

    def _new_row(self) -> HitRowWidget:
        row = HitRowWidget()
        row.open_pressed.connect(self.open_pressed)
        return row

    def _show_rows(self) -> None:
        rows = self._view.rows
        shown, first = self._card.page_of(rows), self._card.first
        for place, widget in enumerate(self.rows):
            row = shown[place] if place < len(shown) else None
            widget.show_row(row, chosen=row is not None and row.hit_id == self.chosen)
        self.head.show_pages(before=first > 0, after=first + len(shown) < len(rows))
        self._card.setVisible(bool(rows))
        self._foot.setText(_foot(len(rows), first, len(shown)))

    def _choose(self, step: int) -> None:
        ids = list(_ids(self._view))
        if not ids:
            return
        place = min(max(0, ids.index(self.chosen) + step), len(ids) - 1)
        self._chosen = ids[place]
        self._card.turn_to(place)
        self._show_rows()

    def _up(self) -> None:
        self._turn(-1)

    def _down(self) -> None:
        self._turn(1)

    def _turn(self, pages: int) -> None:
        if self._card.turn(pages, len(self._view.rows)):
            self._chosen = self._view.rows[self._card.first].hit_id
            self._show_rows()
            self.moved.emit()


def _ids(view: HitListView) -> tuple[str, ...]:
    return tuple(row.hit_id for row in view.rows)


def _foot(count: int, first: int, shown: int) -> str:
    if count <= shown:
        return ""
    return f"{first + 1} to {first + shown} of {count} shown. Page Down or Page Up for the others."

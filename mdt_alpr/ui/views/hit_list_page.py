"""Every open hit in one list, most urgent first; a flood loses nothing (U13)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mdt_alpr.ui.theme import DAY, Palette
from mdt_alpr.ui.viewmodels.hit_list import HitListView
from mdt_alpr.ui.views.hit_list_head import HEAD_HEIGHT, HitListHead
from mdt_alpr.ui.views.hit_row import ROW_HEIGHT, HitRowWidget
from mdt_alpr.ui.views.labels import label
from mdt_alpr.ui.views.palette_user import paint_in

_FOOT_HEIGHT = 30
_NOTHING = HitListView("No open hits", "", (), ())


class HitListPage(QWidget):
    """Shows as many rows as fit, never one in part; the chosen one is opened by F1 or Enter.

    Signals:
        open_pressed: open the hit of this id.
        silence_pressed: stop the sound of every hit.
        moved: rows stand in other places now, so that a tap may be meant for another hit.
    """

    open_pressed = Signal(str)
    silence_pressed = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._palette = DAY
        self._view = _NOTHING
        self._chosen = ""
        self._first = 0
        self.rows: list[HitRowWidget] = []
        self.head = HitListHead()
        self._foot = label("", "told")
        self._foot.setFixedHeight(_FOOT_HEIGHT)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._lines = QVBoxLayout(self._card)
        self._lines.setContentsMargins(1, 1, 1, 1)
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.setSpacing(0)
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
    def chosen(self) -> str:
        """Return the id of the chosen row's hit, empty where there is none."""
        ids = [row.hit_id for row in self._view.rows]
        return self._chosen if self._chosen in ids else next(iter(ids), "")

    def show_view(self, view: HitListView) -> None:
        """Show the open hits."""
        if view == self._view:
            return
        moved = _ids(view) != _ids(self._view)
        self._view = view
        self.head.show_view(view)
        self._show_rows()
        if moved:
            self.moved.emit()

    def open_chosen(self) -> None:
        """Open the chosen row's hit."""
        if self.chosen:
            self.open_pressed.emit(self.chosen)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        paint_in(palette, self.head, *self.rows)

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
        while len(self.rows) < self._fitting:
            row = HitRowWidget()
            row.use_palette(self._palette)
            row.open_pressed.connect(self.open_pressed)
            self._lines.insertWidget(len(self.rows), row)
            self.rows.append(row)
        self._card.setFixedHeight(self._fitting * ROW_HEIGHT + 2)
        self._show_rows()

    # ----------------------------------------------------------------------------- inside

    @property
    def _fitting(self) -> int:
        room = self.height() - HEAD_HEIGHT - _FOOT_HEIGHT - 16 - 16 - 4 - 2
        return max(1, room // ROW_HEIGHT)

    def _show_rows(self) -> None:
        rows, fit = self._view.rows, self._fitting
        self._first = max(0, min(self._first, (len(rows) - 1) // fit * fit))
        shown = rows[self._first : self._first + fit]
        for place, widget in enumerate(self.rows):
            row = shown[place] if place < len(shown) else None
            widget.show_row(row, chosen=row is not None and row.hit_id == self.chosen)
        self.head.show_pages(before=self._first > 0, after=self._first + fit < len(rows))
        self._card.setVisible(bool(rows))
        self._foot.setText(_foot(len(rows), self._first, len(shown)))

    def _choose(self, step: int) -> None:
        ids = list(_ids(self._view))
        if not ids:
            return
        place = min(max(0, ids.index(self.chosen) + step), len(ids) - 1)
        self._chosen = ids[place]
        self._first = place // self._fitting * self._fitting
        self._show_rows()

    def _up(self) -> None:
        self._turn(-1)

    def _down(self) -> None:
        self._turn(1)

    def _turn(self, pages: int) -> None:
        first = self._first + pages * self._fitting
        if 0 <= first < len(self._view.rows):
            self._first = first
            self._chosen = self._view.rows[first].hit_id
            self._show_rows()
            self.moved.emit()


def _ids(view: HitListView) -> tuple[str, ...]:
    return tuple(row.hit_id for row in view.rows)


def _foot(count: int, first: int, shown: int) -> str:
    if count <= shown:
        return ""
    return f"{first + 1} to {first + shown} of {count} shown. Page Down or Page Up for the others."

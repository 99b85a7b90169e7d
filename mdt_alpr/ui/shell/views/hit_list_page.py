"""Every open hit in one list, most urgent first; a flood loses nothing (U13)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.row_card import RowCard
from mdt_alpr.ui.shell.models.hit_list import HitListView
from mdt_alpr.ui.shell.views.hit_list_head import HEAD_HEIGHT, HitListHead
from mdt_alpr.ui.shell.views.hit_row import ROW_HEIGHT, HitRowWidget

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

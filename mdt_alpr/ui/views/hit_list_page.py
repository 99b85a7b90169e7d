"""Every open hit in one list, most urgent first; a flood loses nothing (U13)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mdt_alpr.ui.theme import DAY, Palette
from mdt_alpr.ui.viewmodels.patrol import HitRow
from mdt_alpr.ui.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.views.status_strip import label

ROW_HEIGHT = 96


class HitListPage(QWidget):
    """Rows without a plate, each with one button.

    Signals:
        open_pressed: open the hit of this id.
    """

    open_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._colours = DAY
        self._shown: tuple[HitRow, ...] = ()
        self._title = label("No open hits", "head")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addStretch(1)
        inner = QWidget()
        inner.setLayout(self._rows)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.setObjectName("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(area, 1)
        self.buttons: list[QPushButton] = []

    def show_rows(self, rows: tuple[HitRow, ...]) -> None:
        """Show the open hits."""
        if rows == self._shown:
            return
        self._shown = rows
        self._title.setText(f"{len(rows)} open hits" if len(rows) > 1 else _few(len(rows)))
        while self._rows.count() > 1:
            taken = self._rows.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.deleteLater()
        self.buttons = []
        for place, row in enumerate(rows):
            self._rows.insertWidget(place, self._row(place, row))

    def open_first(self) -> None:
        """Open the row on top."""
        if self._shown:
            self.open_pressed.emit(self._shown[0].hit_id)

    def use_palette(self, palette: Palette) -> None:
        """Paint the marks in another palette."""
        self._colours = palette
        for mark in self.findChildren(ShapeMark):
            mark.use_palette(palette)

    def _row(self, place: int, row: HitRow) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedHeight(ROW_HEIGHT)
        mark = ShapeMark(Shape(row.mark.value), 36)
        mark.use_palette(self._colours)
        button = QPushButton("Open")
        button.setFixedSize(150, 72)
        button.setAccessibleName(f"Open {row.category}, {row.age}")
        button.setProperty("row", place)
        button.clicked.connect(self._pressed)
        self.buttons.append(button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(label(f"{row.urgency.upper()}: {row.category}", "main"))
        details = ", ".join(part for part in (row.standing, row.match_class, row.note) if part)
        words.addWidget(label(details, "quiet"))
        words.addStretch(1)
        line = QHBoxLayout(card)
        line.setContentsMargins(20, 8, 12, 8)
        line.setSpacing(18)
        line.addWidget(mark)
        line.addLayout(words)
        line.addStretch(1)
        line.addWidget(label(row.age, "strong"))
        line.addWidget(button)
        return card

    def _pressed(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.open_pressed.emit(self._shown[int(sender.property("row"))].hit_id)


def _few(count: int) -> str:
    return "1 open hit" if count else "No open hits"

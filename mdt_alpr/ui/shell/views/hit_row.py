"""One open hit in the list: everything but the plate (D1)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.labels import label, set_kind
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.row_card import CardRow
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.shell.models.hit_list import HitRow
from mdt_alpr.ui.shell.views.plate_crop import PlateCrop

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
        self._mark, self._crop = ShapeMark(Shape.SQUARE, 26), PlateCrop()
        self._urgency = label("", "highword")
        self._category, self._note = label("", "main"), label("", "quiet")
        self._class, self._class_words = label("", "strong"), label("", "quiet")
        self._status, self._age = label("", "second"), label("", "strong")
        self._status.setWordWrap(True)
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
        self._mark.show_shape(Shape(row.mark.value))
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
            painter.setPen(QPen(palette_of(self).colour("line"), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    # ----------------------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 14, 0)
        row.setSpacing(0)
        self._urgency.setFixedWidth(78)
        row.addWidget(self._mark)
        row.addSpacing(10)
        row.addWidget(self._urgency)
        row.addSpacing(10)
        row.addWidget(self._crop)
        row.addSpacing(16)
        row.addLayout(_lines(self._category, self._note), 260)
        row.addLayout(_lines(self._class, self._class_words), 212)
        row.addLayout(_lines(self._status), 236)
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


def _lines(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column

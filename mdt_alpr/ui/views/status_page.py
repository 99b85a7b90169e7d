"""How every part of the car stands, in words (F11)."""

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from mdt_alpr.ui.theme import DAY, Palette
from mdt_alpr.ui.viewmodels.pages import StatusView
from mdt_alpr.ui.views.shapes import Shape, ShapeMark
from mdt_alpr.ui.views.status_strip import label


class StatusPage(QWidget):
    """A table of mark, name and value."""

    def __init__(self) -> None:
        super().__init__()
        self._colours = DAY
        self._lines: list[tuple[ShapeMark, QLabel, QLabel]] = []
        card = QFrame()
        card.setProperty("kind", "card")
        self._grid = QGridLayout(card)
        self._grid.setContentsMargins(24, 24, 24, 24)
        self._grid.setVerticalSpacing(18)
        self._grid.setHorizontalSpacing(18)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(label("Status", "head"))
        column.addWidget(card)
        column.addStretch(1)

    def show_view(self, view: StatusView) -> None:
        """Show every line."""
        while len(self._lines) < len(view.lines):
            self._add_line()
        for place, (mark, name, value) in enumerate(self._lines):
            there = place < len(view.lines)
            for part in (mark, name, value):
                part.setVisible(there)
            if there:
                line = view.lines[place]
                mark.show_shape(Shape(line.mark.value))
                name.setText(line.name)
                value.setText(line.value)

    def use_palette(self, palette: Palette) -> None:
        """Paint the marks in another palette."""
        self._colours = palette
        for mark, _, _ in self._lines:
            mark.use_palette(palette)

    def _add_line(self) -> None:
        row = len(self._lines)
        line = ShapeMark(Shape.RING, 24), label("", "quiet"), label("", "strong")
        line[0].use_palette(self._colours)
        line[2].setWordWrap(True)
        for place, part in enumerate(line):
            self._grid.addWidget(part, row, place)
        self._lines.append(line)

"""The strip at the top of every page: unit, officer, parts, clock."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from mdt_alpr.ui.theme import DAY, Palette
from mdt_alpr.ui.viewmodels.strip import StripCell, StripView
from mdt_alpr.ui.views.shapes import Shape, ShapeMark

HEIGHT = 56


def label(text: str, role: str) -> QLabel:
    """Return a label in one of the type roles of the theme."""
    made = QLabel(text)
    made.setProperty("role", role)
    return made


class _Cell(QFrame):
    """One part of the car: mark, name, word; inverted when lost."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = ShapeMark(Shape.RING, 20)
        self._lost_mark = ShapeMark(Shape.CROSS, 20, on_ink=True)
        self._name = label("", "second")
        self._word = label("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        for part in (self.mark, self._lost_mark, self._name, self._word):
            row.addWidget(part)

    def show_cell(self, cell: StripCell) -> None:
        """Show how the part stands."""
        self.mark.show_shape(Shape(cell.mark.value))
        self.mark.setVisible(not cell.lost)
        self._lost_mark.setVisible(cell.lost)
        self._name.setText(cell.name)
        self._word.setText(cell.word)
        self.setAccessibleName(f"{cell.name}: {cell.word}")
        kind = "inkbar" if cell.lost else "plain"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            for part in (self, self._name, self._word):
                part.style().unpolish(part)
                part.style().polish(part)


class StatusStrip(QFrame):
    """Always visible, never silent (CAR-03, U20)."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(HEIGHT)
        self._unit = label("", "strong")
        self._officer = label("", "second")
        self._training = QFrame()
        self._training.setProperty("kind", "training")
        inner = QHBoxLayout(self._training)
        inner.setContentsMargins(12, 0, 12, 0)
        inner.addWidget(label("TRAINING", "strong"))
        self._clock = label("", "time")
        self._cells: list[_Cell] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._unit)
        self._row.addSpacing(8)
        self._row.addWidget(self._officer)
        self._row.addSpacing(14)
        self._row.addStretch(1)
        self._row.addWidget(self._training)
        self._row.addSpacing(16)
        self._row.addWidget(self._clock)
        self._colours = DAY

    def show_view(self, view: StripView) -> None:
        """Show the strip."""
        self._unit.setText(view.unit)
        self._officer.setText(view.officer)
        self._training.setVisible(view.training)
        self._clock.setText(view.clock)
        while len(self._cells) < len(view.cells):
            self._add_cell()
        for widget, cell in zip(self._cells, view.cells, strict=True):
            widget.show_cell(cell)

    def use_palette(self, palette: Palette) -> None:
        """Paint the marks in another palette."""
        self._colours = palette
        for cell in self._cells:
            for mark in cell.findChildren(ShapeMark):
                mark.use_palette(palette)

    def _add_cell(self) -> None:
        cell = _Cell()
        place = 4 + 2 * len(self._cells)
        self._row.insertWidget(place - 1, _rule())
        self._row.insertWidget(place, cell)
        self._cells.append(cell)
        self.use_palette(self._colours)


def _rule() -> QWidget:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    rule.setFixedWidth(1)
    return rule

"""Parts of a hit's page: the warning, plates, facts and reviews."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mdt_alpr.ui.desk.models.desk import PlateCard
from mdt_alpr.ui.desk.views.parts import card_frame, note
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark


class Grown(QWidget):
    """Holds a widget that is made again for each hit."""

    def __init__(self) -> None:
        super().__init__()
        self._column = spaced(QVBoxLayout(self), margins=(0, 0, 0, 0))
        self._content: QWidget | None = None

    def put(self, content: QWidget) -> None:
        """Show this in place of what was there."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._column.addWidget(content)


class WarningBar(QFrame):
    """What must not be overlooked on a hit; hidden where there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warned")
        self._mark = ShapeMark(Mark.WEAK, 20)
        self.words = wrapped("", "deskvalue")
        row = spaced(QHBoxLayout(self), 10, (14, 6, 14, 6))
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show these words, or hide."""
        self.words.setText(words)
        self.setVisible(bool(words))


def plates_card(plates: tuple[PlateCard, ...], *, in_rows: bool = False) -> QWidget:
    """Return what was read, entered and listed, side by side or character under character."""
    made = card_frame()
    if in_rows:
        grid = spaced(QGridLayout(made), 10, (14, 4, 14, 4))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        for line, plate in enumerate(plates):
            grid.addWidget(label(plate.title, "deskname"), line, 0)
            grid.addWidget(label(plate.text or "\u2013", "deskplate"), line, 1)
            grid.addWidget(note(", ".join(filter(None, (plate.state, plate.note)))), line, 2)
        return made
    row = spaced(QHBoxLayout(made), margins=(14, 6, 14, 6))
    for plate in plates:
        column = spaced(QVBoxLayout(), 0)
        column.addWidget(label(plate.title, "deskname"))
        column.addWidget(label(plate.text or "\u2013", "deskplate"))
        column.addWidget(label(plate.state, "deskvalue"))
        column.addWidget(label(plate.note, "deskname"))
        row.addLayout(column, 1)
    return made


def facts_grid(facts: tuple[tuple[str, str], ...]) -> QWidget:
    """Return names with their values."""
    holder = QWidget()
    grid = spaced(QGridLayout(holder), margins=(14, 6, 14, 6))
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "deskname"), row, 0, Qt.AlignmentFlag.AlignTop)
        words = note(value)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(words, row, 1)
    return holder


def reviews_list(reviews: tuple[tuple[str, str], ...]) -> QWidget:
    """Return the reviews, or that there are none."""
    holder = QWidget()
    column = spaced(QVBoxLayout(holder), 1, (0, 0, 0, 0))
    for title, words in reviews:
        column.addWidget(note(title))
        if words:
            column.addWidget(label(words, "deskvalue"))
    if not reviews:
        column.addWidget(label("No one has reviewed this hit yet.", "desknote"))
    return holder


def scrolled(part: QWidget, name: str) -> QScrollArea:
    """Return a part that scrolls where it does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    area.setWidget(part)
    area.setMinimumHeight(40)
    return area


def in_card(part: QWidget) -> QFrame:
    """Return a part in a card."""
    made = card_frame()
    inside = spaced(QVBoxLayout(made), margins=(0, 0, 0, 0))
    inside.addWidget(part)
    return made

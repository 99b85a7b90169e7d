"""Parts of one hit's page that are made anew with each hit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import PlateCard
from mdt_alpr.ui.desk.views.parts import told
from mdt_alpr.ui.kit.theme import Palette
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark


class Grown(QWidget):
    """A place whose content is made anew with each hit."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
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
    """What must not be overlooked on a hit; not there where there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warned")
        self._mark = ShapeMark(Shape.WEAK, 20)
        self.words = wrapped("", "deskvalue")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show these words, and nothing at all where there are none."""
        self.words.setText(words)
        self.setVisible(bool(words))

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._mark.use_palette(palette)


def plates_card(plates: tuple[PlateCard, ...]) -> QWidget:
    """Return what was read, entered and listed, side by side."""
    made = card()
    row = QHBoxLayout(made)
    row.setContentsMargins(14, 6, 14, 6)
    for plate in plates:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(plate.title, "deskname"))
        column.addWidget(label(plate.text or "\u2013", "deskplate"))
        column.addWidget(label(plate.state, "deskvalue"))
        column.addWidget(label(plate.told, "deskname"))
        row.addLayout(column, 1)
    return made


def facts_grid(facts: tuple[tuple[str, str], ...]) -> QWidget:
    """Return names with their values."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(14, 6, 14, 6)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "deskname"), row, 0, Qt.AlignmentFlag.AlignTop)
        words = told(value)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(words, row, 1)
    return holder


def reviews_told(reviews: tuple[tuple[str, str], ...]) -> QWidget:
    """Return what reviewers said, or that nobody did."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    for title, words in reviews:
        column.addWidget(told(title))
        if words:
            column.addWidget(label(words, "deskvalue"))
    if not reviews:
        column.addWidget(label("No one has reviewed this hit yet.", "desktold"))
    return holder


def scrolled(part: QWidget, name: str) -> QScrollArea:
    """Return a part that scrolls where it has not room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    area.setWidget(part)
    area.setMinimumHeight(40)
    return area


def in_card(part: QWidget) -> QFrame:
    """Return a part in a card."""
    made = card()
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(part)
    return made


def card() -> QFrame:
    """Return an empty card."""
    made = QFrame()
    made.setProperty("kind", "card")
    return made

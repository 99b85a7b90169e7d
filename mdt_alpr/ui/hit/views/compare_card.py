"""PICTURE | READ | YOU ENTERED | RECORD, then what the record is, then how old everything is."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.models.hit_result import ColumnView, CompareView, FactView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.compare_parts import AgesLine, FactLine
from mdt_alpr.ui.hit.views.large_picture import SmallPicture
from mdt_alpr.ui.hit.views.plate_label import PlateLabel
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule

_FACTS = 3


def _gives_way(height: int) -> QSpacerItem:
    """Return a gap that is left out where there is no room."""
    policy = QSizePolicy.Policy
    return QSpacerItem(0, height, policy.Minimum, policy.Preferred)


class _Column(QWidget):
    """One of the strings with what belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._chip = label("", "caption"), label("", "caption")
        self._plate = PlateLabel()
        self._facts = [FactLine() for _ in range(_FACTS)]
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._chip)
        plate = QHBoxLayout()
        plate.setContentsMargins(6, 0, 0, 0)
        plate.addWidget(self._plate)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 2)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(plate)
        for fact in self._facts:
            column.addWidget(fact)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        """Ask for no width of its own: the four columns share what there is."""
        return QSize(1, super().sizeHint().height())

    def show_column(self, view: ColumnView, title: str) -> None:
        """Show the string."""
        self._title.setText(title)
        self._chip.setText(view.chip)
        self._chip.setVisible(bool(view.chip))
        self._plate.show_plate(view.plate)
        for number, fact in enumerate(self._facts):
            fact.show_fact(view.facts[number] if number < len(view.facts) else FactView(""))


class CompareCard(QFrame):
    """Three strings, never one: none is rewritten by another (D15)."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self.picture, self._taken = SmallPicture(), label("", "caption")
        self._columns = [_Column() for _ in range(3)]
        self._ages = AgesLine()
        self._detail = ElidedLabel("caption")
        self._detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._detail.setFixedHeight(25)
        self._instruction = FactLine()
        self._turn = AnswerTile("Next record", TileStyle(size=FontSize.CAPTION), key="turn")
        self._turn.setFixedHeight(56)
        self._turn.clicked.connect(self._next_record)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._strings(), 1)
        instruction, detail = QHBoxLayout(), QHBoxLayout()
        instruction.setContentsMargins(6, 0, 14, 0)
        instruction.addWidget(self._instruction)
        detail.setContentsMargins(14, 0, 14, 0)
        detail.addWidget(self._detail)
        column.addLayout(instruction)
        column.addLayout(detail)
        column.addWidget(rule())
        column.addWidget(self._ages)

    def show_view(self, view: CompareView) -> None:
        """Show the comparison."""
        self.picture.show_picture(view.picture)
        self._taken.setText(view.taken)
        for part, column in zip(self._columns, view.columns, strict=True):
            several = view.records > 1 and column.title == "RECORD"
            of = f"{column.title} {view.record} of {view.records}" if several else column.title
            part.show_column(column, of)
        self._instruction.show_fact(FactView(f"Instruction: {view.instruction}"))
        self._instruction.setVisible(bool(view.instruction))
        self._detail.setText(view.detail)
        self._turn.setVisible(view.records > 1)
        self._turn.show_words("Next record", f"{view.record} of {view.records}")
        self._ages.show_ages(view.ages)

    def _strings(self) -> QGridLayout:
        head = QHBoxLayout()
        head.addWidget(label("PICTURE", "caption"))
        head.addStretch(1)
        head.addWidget(self._taken)
        first = QVBoxLayout()
        first.setContentsMargins(12, 6, 12, 1)
        first.setSpacing(2)
        first.addLayout(head)
        first.addSpacing(2)
        first.addWidget(self.picture)
        first.addSpacerItem(_gives_way(12))
        first.addWidget(self._turn)
        first.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addLayout(first, 0, 0)
        grid.setColumnStretch(0, 208)
        for number, part in enumerate(self._columns):
            grid.addWidget(rule(upright=True), 0, 1 + 2 * number)
            grid.addWidget(part, 0, 2 + 2 * number)
            grid.setColumnStretch(2 + 2 * number, 224)
        return grid

    def _next_record(self) -> None:
        self._signals.turn_record.emit(1)

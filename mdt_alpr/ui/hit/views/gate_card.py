"""The gate: each check in its place, what is missing in words, the stop button (design 05)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from mdt_alpr.ui.hit.models.hit_result import GateView
from mdt_alpr.ui.hit.views.check_row import CheckRow
from mdt_alpr.ui.hit.views.hold_button import HoldButton
from mdt_alpr.ui.kit.views.labels import label, rule, set_kind
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark

_WORDS_HEIGHT = 75
"""Three lines, so that longer words never move the stop button under a finger (U18)."""


class GateCard(QFrame):
    """Shows whether a stop may be initiated now, and if not, why not."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._mark = ShapeMark(Shape.BAR, 44)
        self._title, self._second = label("", "head"), label("", "second")
        self._rows: list[CheckRow] = []
        self._words = label("", "second")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMinimumHeight(_WORDS_HEIGHT)
        policy = QSizePolicy.Policy
        self._words.setSizePolicy(policy.Preferred, policy.MinimumExpanding)
        self.stop = HoldButton()
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 15, 15, 31)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(8)
        self._checks = QVBoxLayout()
        self._checks.setSpacing(0)
        column.addLayout(self._checks, 1)
        column.addWidget(rule())
        column.addSpacing(10)
        column.addWidget(self._words)
        column.addSpacing(8)
        hold = QHBoxLayout()
        hold.setContentsMargins(9, 0, 9, 0)
        hold.addWidget(self.stop)
        column.addLayout(hold)

    def show_view(self, view: GateView) -> None:
        """Show the gate as it is now."""
        self._mark.show_shape(Shape(view.shape))
        self._mark.use_tokens(("onink", "ink") if view.ink else None)
        self._title.setText(view.title)
        self._second.setText(view.second)
        while len(self._rows) < len(view.checks):
            self._add_row()
        for row, check in zip(self._rows, view.checks, strict=True):
            row.show_check(check, on_ink=view.ink)
        self._words.setText(f"<b>{view.strong}</b> {view.text}")
        self.stop.show_view(view.stop, on_ink=view.ink)
        kind = "ink" if view.ink else "card"
        set_kind(self, kind)
        self.setAccessibleName(f"{view.title}. {view.second}")

    def _add_row(self) -> None:
        """Add the place of one more check, from the first view on."""
        row = CheckRow()
        self._checks.addWidget(rule())
        self._checks.addWidget(row, 1)
        self._rows.append(row)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._second)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._mark)
        row.addLayout(words)
        row.addStretch(1)
        return row

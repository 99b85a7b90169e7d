"""One check of the gate: shape, name, words, always in the same place."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_result import CheckView
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark

_NAME_WIDTH = 84
_OWN_COLOURS = ("tick", "weak")


class CheckRow(QWidget):
    """Shows one check."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = ShapeMark(Shape.RING, 28)
        self._name = label("", "quiet")
        self._name.setFixedWidth(_NAME_WIDTH)
        self._words = label("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for part in (self._mark, self._name, self._words):
            row.addWidget(part)
        row.addStretch(1)
        self.setMinimumHeight(38)
        self.setMaximumHeight(57)

    def show_check(self, check: CheckView, *, on_ink: bool) -> None:
        """Show a check; on an ink block a shape without a colour of its own is light."""
        self._mark.show_shape(Shape(check.shape))
        light = on_ink and check.shape not in _OWN_COLOURS
        self._mark.use_tokens(("onink", "ink") if light else None)
        self._name.setText(check.name)
        self._words.setText(check.words)
        self.setAccessibleName(f"{check.name}: {check.words}")

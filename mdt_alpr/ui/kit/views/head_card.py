"""The card at the head of a page: words at its left, buttons and counts at its right."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.layouts import spaced

HEAD_HEIGHT = 96


class HeadCard(QFrame):
    """Has the ``words`` one above the other, and what is ``beside`` them in a row."""

    def __init__(self, words: Sequence[QWidget | QLayout], beside: Sequence[QWidget]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedHeight(HEAD_HEIGHT)
        row = spaced(QHBoxLayout(self), 14, (18, 2, 12, 2))
        row.addLayout(stacked(*words))
        row.addStretch(1)
        for part in beside:
            row.addWidget(part)


def stacked(*parts: QWidget | QLayout) -> QVBoxLayout:
    """Return a column that has its parts close together at half its height."""
    column = spaced(QVBoxLayout(), 0)
    column.addStretch(1)
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch(1)
    return column

"""Labels in the type roles of the theme, and small parts that repeat."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from mdt_alpr.ui.kit.theme import FontSize

WORD_JOINER = "\u2060"
ROUNDED_AWAY = 2
"""Pixels that a label keeps free, for a screen whose scale is no whole number."""
_UNBROKEN = re.compile(r"([/-])")
"""A field of a message is broken at its end only."""


def label(text: str, role: str) -> QLabel:
    """Return a label in one of the type roles of the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made


def wrapped(text: str, role: str) -> QLabel:
    """Return a label that breaks its lines."""
    made = label(text, role)
    made.setWordWrap(True)
    return made


def rule(*, upright: bool = False) -> QFrame:
    """Return a thin line between parts."""
    made = QFrame()
    made.setProperty("kind", "rule")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def set_kind(widget: QWidget, kind: str) -> None:
    """Give a widget another kind of the style sheet, with everything in it."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    for part in (widget, *widget.findChildren(QWidget)):
        part.style().unpolish(part)
        part.style().polish(part)


def set_role(part: QLabel, role: str) -> None:
    """Give a label another of the type roles of the theme."""
    if part.property("role") != role:
        part.setProperty("role", role)
        part.style().unpolish(part)
        part.style().polish(part)


class ReadOut(QLabel):
    """Words to be read aloud, broken into lines within a height that never moves others."""

    def __init__(self, role: str, height: int) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        how = int(Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextWordWrap.value)
        words = _UNBROKEN.sub(r"\1" + WORD_JOINER, self.text())
        if painter.boundingRect(self.rect(), how, words).height() > self.height():
            font = painter.font()
            font.setPixelSize(FontSize.CAPTION)
            painter.setFont(font)
        painter.drawText(self.rect(), how, words)


class ElidedLabel(QLabel):
    """A label that gives way: it ends in dots where the room is short, never moves others."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return room for the text, and for what a screen's scale rounds away."""
        return super().sizeHint() + QSize(ROUNDED_AWAY, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: a few characters."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much of the text as there is room for, in smaller type before any is cut."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        if self.fontMetrics().horizontalAdvance(self.text()) > self.width():
            font = painter.font()
            font.setPixelSize(min(font.pixelSize(), FontSize.CAPTION))
            painter.setFont(font)
        fits = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, fits)

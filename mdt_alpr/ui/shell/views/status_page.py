"""The state of every part of the car, in words (F11)."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.kit.views.labels import label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.shell.models.pages import StatusLine, StatusLines, StatusView

_NAME_WIDTH = 150
_BAR_WIDTH = 40
_TURNS = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class _Line(QWidget):
    """Mark, name, value; below it the sentence that says more."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = ShapeMark(Mark.RING, 24)
        self._name, self._value = label("", "quiet"), wrapped("", "strong")
        self._detail = wrapped("", "note")
        self._name.setFixedWidth(_NAME_WIDTH)
        grid = spaced(QGridLayout(self), margins=(0, 3, 0, 3))
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.mark, 0, 0, top)
        grid.addWidget(self._name, 0, 1, top)
        grid.addWidget(self._value, 0, 2, top)
        grid.addWidget(self._detail, 1, 1, 1, 2)

    def show_line(self, line: StatusLine) -> None:
        """Show the state of a part."""
        self.mark.show_shape(line.mark)
        self._name.setText(line.name)
        self._value.setText(line.value)
        self._detail.setText(line.detail)
        self._detail.setVisible(bool(line.detail))
        self.setAccessibleName(f"{line.name}: {line.value} {line.detail}".strip())


class _Card(QFrame):
    """A title and its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._title = label("", "main")
        self.lines: list[_Line] = []
        self._rules: list[QFrame] = []
        self._column = spaced(QVBoxLayout(self), 0, (20, 12, 20, 8))
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        self._head.setContentsMargins(0, 0, 0, 6)
        self._column.addLayout(self._head)

    def show_card(self, card: StatusLines) -> None:
        """Show the card, with as many lines as it has; of others no text stays."""
        self._title.setText(card.title)
        while len(self.lines) > len(card.lines):
            for part in (self.lines.pop(), self._rules.pop()):
                part.setParent(None)
        while len(self.lines) < len(card.lines):
            line, above = _Line(), rule()
            self._column.addWidget(above)
            self._column.addWidget(line)
            self.lines.append(line)
            self._rules.append(above)
        for place, shown in zip(self.lines, card.lines, strict=True):
            place.show_line(shown)

    def hold(self, button: KeyButton) -> None:
        """Place a button beside the title, in the room that is spare above and below it."""
        self._head.addWidget(button)
        self._head.setContentsMargins(0, 0, 0, 3)
        margins = self._column.contentsMargins()
        margins.setTop(1)
        self._column.setContentsMargins(margins)


class StatusPage(QWidget):
    """Two columns of cards, the way to what was not read, and to the report of an incident.

    Where more is wrong than has room, a wide bar and Page Up and Down show the rest.

    Signals:
        why_pressed: show why something was not read (F11 does the same).
        report_pressed: report an incident (F3 does the same).
    """

    why_pressed = Signal()
    report_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.why = KeyButton("F11", "Missed plates", QSize(190, 54), small=True)
        self.report = KeyButton("F3", "Report incident", QSize(190, 54), small=True)
        for button, pressed in ((self.why, self.why_pressed), (self.report, self.report_pressed)):
            button.setFixedWidth(190)
            button.clicked.connect(pressed)
        self._shown: StatusView | None = None
        self._columns = (QVBoxLayout(), QVBoxLayout())
        self._cards: tuple[list[_Card], list[_Card]] = ([], [])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        cards = QWidget()
        cards.setObjectName("page")
        self.scroller = QScrollArea()
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(cards)
        self.scroller.verticalScrollBar().setFixedWidth(_BAR_WIDTH)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        spaced(QVBoxLayout(self), 0, (0, 0, 0, 0)).addWidget(self.scroller)
        row = spaced(QHBoxLayout(cards), 16, (16, 16, 16, 0))
        for column in self._columns:
            column.setSpacing(16)
            column.addStretch(1)
            row.addLayout(column, 1)

    def show_view(self, view: StatusView) -> None:
        """Show every card."""
        if view == self._shown:
            return
        self._shown = view
        sides = zip((view.left, view.right), self._columns, self._cards, strict=True)
        for cards, column, shown in sides:
            while len(shown) < len(cards):
                shown.append(_Card())
                column.insertWidget(len(shown) - 1, shown[-1])
            while len(shown) > len(cards):
                shown.pop().setParent(None)
            for widget, card in zip(shown, cards, strict=True):
                widget.show_card(card)
                if card.leads_to:
                    widget.hold(self.why if card.leads_to == "why" else self.report)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the page."""
        turn = _TURNS.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self.scroller.verticalScrollBar().triggerAction(turn)

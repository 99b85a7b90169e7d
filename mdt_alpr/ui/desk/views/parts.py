"""Parts that every page of the desk has: head, state, figures, filters, questions."""

from PySide6.QtCore import QDate, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import Figure, FilterField, PageState
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.labels import label, set_kind, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

_WIDTH = 210
_LONGEST = 40
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBox(QLineEdit):
    """Narrows rows while it is typed in; Esc shows all again, Enter or Down goes to the rows.

    Signals:
        left: the keyboard goes to the rows.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Filter rows: Ctrl+F")
        self.setAccessibleName("Filter the rows shown")
        self.setMaxLength(_LONGEST)
        self.setFixedWidth(_WIDTH)

    def event(self, event: QEvent) -> bool:
        """Catch Esc before the window does while there is text to clear."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear, or go to the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() in _DOWN:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class QuestionBar(QFrame):
    """A question with Yes and No; hidden while nothing is asked.

    Signals:
        answered: yes or no.
    """

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.yes, self.no = QPushButton("Yes"), QPushButton("No")
        self.words = wrapped("", "strong")
        row = QHBoxLayout(self)
        row.addWidget(self.words, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(self._yes)
        self.no.clicked.connect(self._no)
        self.hide()

    def ask(self, question: str) -> None:
        """Ask, with the keyboard focus on No; hide for an empty question."""
        self.words.setText(question)
        self.setVisible(bool(question))
        if question:
            self.no.setFocus()

    def _yes(self) -> None:
        self.answered.emit(True)  # noqa: FBT003 - a signal

    def _no(self) -> None:
        self.answered.emit(False)  # noqa: FBT003 - a signal


class DeskPageFrame(QWidget):
    """A page of the desk, as the frame uses it."""

    _shares = False

    def let_share(self, *, shares: bool) -> None:
        """Call ``share_room`` where another page comes beside this one, or leaves."""
        if shares != self._shares:
            self._shares = shares
            self.share_room(shares=shares)

    def take_focus(self) -> None:
        """Bring the keyboard to the first thing to do."""
        self.setFocus()

    def take_find(self) -> None:
        """Bring the keyboard to the filter of the rows; most pages have none."""

    def share_room(self, *, shares: bool) -> None:
        """Show what is needed beside another page, or everything; most pages are alone."""

    def forget(self) -> None:
        """Leave nothing of a session on the page."""


class StateLine(QWidget):
    """What a page waits for, with a way to stop waiting, or what went wrong.

    Signals:
        canceled: the person waits no longer.
    """

    canceled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(36)
        self.waits = False
        self._mark = ShapeMark(Mark.RING, 20)
        self.words = wrapped("", "deskvalue")
        self.words.setMinimumWidth(1)
        self.cancel = QPushButton("Stop waiting")
        self.cancel.clicked.connect(self.canceled)
        row = spaced(QHBoxLayout(self), 10, (0, 0, 0, 0))
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel)
        self.show_state(PageState())

    def show_state(self, state: PageState) -> None:
        """Show a state; the footer where nothing is pending or failed."""
        self._mark.setVisible(bool(state.problem or state.waits))
        self._mark.show_shape(Mark.CROSS if state.problem else Mark.RING)
        self.words.setText(state.problem or state.waits or state.foot)
        self.words.setToolTip(state.whole)
        self.waits = bool(state.waits)
        self.cancel.setVisible(self.waits)


class PageHead(QWidget):
    """A page's title, a note about it, and the page's own widgets on the right."""

    def __init__(self, title: str, note: str, *parts: QWidget) -> None:
        super().__init__()
        row = spaced(QHBoxLayout(self), margins=(0, 0, 0, 0))
        row.addWidget(label(title, "desktitle"))
        about = wrapped(note, "desknote")
        about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(about, 1)
        for part in parts:
            row.addWidget(part)


class FigureRow(QFrame):
    """Numbers side by side; pressing one filters by what it counts.

    Signals:
        chosen: the filter's value.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = spaced(QHBoxLayout(self), 8, (0, 0, 0, 0))
        self._cells: list[_FigureCell] = []

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these numbers; none before the first count."""
        while len(self._cells) < len(figures):
            cell = _FigureCell()
            cell.pressed.connect(self.chosen)
            self._cells.append(cell)
            self._row.addWidget(cell, 4 if figures[len(self._cells) - 1].filter else 3)
        for cell in self._cells[len(figures) :]:
            cell.hide()
        for cell, figure in zip(self._cells, figures, strict=False):
            cell.show_figure(figure)
            cell.show()


class _FigureCell(QFrame):
    """One number.

    Signals:
        pressed: the filter's value.
    """

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._name, self._value = label("", "deskname"), label("", "desknumber")
        self._note = label("", "deskname")
        self.show_these = QPushButton("Show")
        self.show_these.setProperty("kind", "small")
        self._note.setMinimumWidth(1)
        self.show_these.clicked.connect(self._press)
        self._filter = ""
        column = spaced(QVBoxLayout(self), 0, (10, 5, 6, 6))
        row = QHBoxLayout()
        row.addWidget(self._value)
        row.addStretch(1)
        row.addWidget(self.show_these)
        column.addWidget(self._name)
        column.addLayout(row)
        column.addWidget(self._note)

    def show_figure(self, figure: Figure) -> None:
        """Show a number."""
        self._filter = figure.filter
        self._name.setText(figure.name)
        self._value.setText(figure.value)
        self._note.setText(figure.note)
        self.show_these.setVisible(bool(figure.filter))
        self.show_these.setAccessibleName(f"Show only: {figure.name}")
        set_kind(self, "warned" if figure.warns else "card")

    def _press(self) -> None:
        self.pressed.emit(self._filter)


class ChoiceBox(QComboBox):
    """A choice with an arrow in the palette's color, which a style sheet cannot draw."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its arrow."""
        super().paintEvent(event)
        _paint_arrow(self)


class DateBox(QDateEdit):
    """A date with its calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.setCalendarPopup(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its arrow."""
        super().paintEvent(event)
        _paint_arrow(self)


class FilterRow(QWidget):
    """Choices above a table.

    Signals:
        chosen: the filter's name and the value.
        cleared: everything again.
    """

    chosen = Signal(str, str)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = spaced(QHBoxLayout(self), 8, (0, 0, 0, 0))
        self.fields: dict[str, QComboBox | QDateEdit] = {}
        self.clear = QPushButton("Clear filters")
        self.clear.clicked.connect(self.cleared)
        self._row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignBottom)

    def show_fields(self, fields: tuple[FilterField, ...]) -> None:
        """Show the choices and the chosen values."""
        for field in fields:
            if field.name not in self.fields:
                self._add(field)
            widget = self.fields[field.name]
            widget.blockSignals(True)  # noqa: FBT003 - Qt's own
            if isinstance(widget, QDateEdit):
                widget.setDate(QDate.fromString(field.chosen, Qt.DateFormat.ISODate))
            else:
                _fill(widget, field)
            widget.blockSignals(False)  # noqa: FBT003 - Qt's own

    def take_focus(self) -> None:
        """Bring the keyboard to the first choice."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def _add(self, field: FilterField) -> None:
        widget: QComboBox | QDateEdit
        if field.options:
            widget = ChoiceBox()
            widget.setMinimumContentsLength(5)
            fits = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            widget.setSizeAdjustPolicy(fits)
            widget.activated.connect(self._choose)
        else:
            widget = DateBox()
            widget.setDisplayFormat("MMM d, yyyy")
            widget.dateChanged.connect(self._choose)
        widget.setAccessibleName(field.title)
        widget.setObjectName(field.name)
        self.fields[field.name] = widget
        column = spaced(QVBoxLayout(), 1)
        column.addWidget(label(field.title, "deskname"))
        column.addWidget(widget)
        self._row.insertLayout(self._row.count() - 1, column, 1)

    def _choose(self, _value: object) -> None:
        widget = self.sender()
        if isinstance(widget, QDateEdit):
            value = widget.date().toString(Qt.DateFormat.ISODate)
            self.chosen.emit(widget.objectName(), value)
        elif isinstance(widget, QComboBox):
            self.chosen.emit(widget.objectName(), str(widget.currentData()))


def _fill(widget: QComboBox, field: FilterField) -> None:
    there = [(widget.itemData(n), widget.itemText(n)) for n in range(widget.count())]
    if there != list(field.options):
        widget.clear()
        for value, words in field.options:
            widget.addItem(words, value)
    widget.setCurrentIndex(max(0, widget.findData(field.chosen)))


def _paint_arrow(box: QWidget) -> None:
    painter = QPainter(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(box.palette().windowText().color(), 2))
    x, y = box.width() - 17, box.height() / 2 - 2
    painter.drawPolyline([QPointF(x, y), QPointF(x + 4, y + 4), QPointF(x + 8, y)])


def note(words: str) -> QLabel:
    """Return a sentence that breaks its lines."""
    return wrapped(words, "desknote")


def card_frame() -> QFrame:
    """Return an empty card."""
    made = QFrame()
    made.setProperty("kind", "card")
    return made

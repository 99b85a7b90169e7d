"""What a person typed into the fields of a page, taken from there and put back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from mdt_alpr.ui.desk.views.parts import FindBox
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.kit.views.labels import wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

Text = QLineEdit | QPlainTextEdit
W = TypeVar("W", bound=QWidget)
_MOMENT = Qt.DateFormat.ISODate


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts that a person typed, by field, with what was chosen beside them, and the row."""

    texts: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    row: str

    def __repr__(self) -> str:
        """Return a text without what was typed."""
        return f"Typed({len(self.texts)} texts)"


def typed_in(page: QWidget) -> Typed | None:
    """Return what is typed on a page and not recorded; None for nothing. Never a password."""
    fields = _named(_fields(page)).items()
    texts = tuple(
        (name, text) for name, field in fields if _is_typed(field) and (text := _text_of(field))
    )
    if not texts:
        return None
    boxes = _named(page.findChildren(QComboBox)).items()
    choices = tuple((name, box.currentText()) for name, box in boxes)
    moments = _named(page.findChildren(QDateTimeEdit)).items()
    times = tuple((name, moment.dateTime().toString(_MOMENT)) for name, moment in moments)
    table = page.findChild(DeskTable)
    return Typed(texts, choices, times, table.chosen if table else "")


def put_back(page: QWidget, typed: Typed) -> None:
    """Put what was typed back; a field with other words typed since keeps those."""
    table = page.findChild(DeskTable)
    if table is not None:
        table.choose(typed.row)
    boxes = _named(page.findChildren(QComboBox))
    for name, words in typed.choices:
        if name in boxes and (there := boxes[name].findText(words)) >= 0:
            boxes[name].setCurrentIndex(there)
    moments = _named(page.findChildren(QDateTimeEdit))
    for name, at in typed.times:
        if name in moments:
            moments[name].setDateTime(QDateTime.fromString(at, _MOMENT))
    fields = _named(_fields(page))
    for name, text in typed.texts:
        if name in fields and not (_is_typed(fields[name]) and _text_of(fields[name])):
            _fill(fields[name], text)


def take_away(page: QWidget, typed: Typed) -> None:
    """Empty the fields of what was typed."""
    fields = _named(_fields(page))
    for name, _ in typed.texts:
        _fill(fields[name], "")


def _named(parts: Sequence[W]) -> dict[str, W]:
    """Return parts by what they are called; a further one of the same name has its number."""
    seen, named = Counter[str](), dict[str, W]()
    for part in parts:
        name = part.accessibleName() or part.objectName()
        seen[name] += 1
        named[f"{name} {seen[name]}"] = part
    return named


def _fields(page: QWidget) -> list[Text]:
    lines = [
        line
        for line in page.findChildren(QLineEdit)
        if line.echoMode() is QLineEdit.EchoMode.Normal
        and not isinstance(line, FindBox)
        and not isinstance(line.parent(), QAbstractSpinBox | SecondPersonBar)
    ]
    return [*lines, *page.findChildren(QPlainTextEdit)]


def _is_typed(field: Text) -> bool:
    """Return whether a person changed the field since it was last filled."""
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()


def _text_of(field: Text) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _fill(field: Text, text: str) -> None:
    """Fill a field as if a person had typed the text."""
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.setModified(bool(text))
    else:
        field.setPlainText(text)
        field.document().setModified(bool(text))


_HERE, _GONE = "What you typed here before is back.", "The form is empty."
_EMPTY, _BACK = "Empty the form", "Put it back"


class TypedBar(QFrame):
    """Says that what was typed before is back, above the page; hidden where nothing is.

    Signals:
        emptied: whether the form is to be empty, or what was typed is to be there again.
    """

    emptied = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.words, self.change = wrapped("", "deskvalue"), QPushButton()
        self.change.clicked.connect(self._press)
        row = spaced(QHBoxLayout(self), 10, (14, 4, 14, 4))
        row.addWidget(self.words, 1)
        row.addWidget(self.change)
        self.hide()

    def show_state(self, is_here: bool, is_empty: bool) -> None:
        """Show that it is back or, where that is wanted, that the form is empty."""
        self.words.setText(_GONE if is_empty else _HERE)
        self.change.setText(_BACK if is_empty else _EMPTY)
        self.setVisible(is_here)

    def _press(self) -> None:
        self.emptied.emit(self.change.text() == _EMPTY)

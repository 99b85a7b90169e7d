"""A plate above the rows that are known of it: a test of ended entries, and a past day."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QTimeEdit, QWidget

from mdt_alpr.ui.desk.models.desk import TableHead
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DateBox
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.layouts import spaced

_ISO = Qt.DateFormat.ISODate
_TIME = 84
"""Pixels of a time of day."""


class PlateSearchPage(TableView):
    """A plate and its state above the rows found.

    Signals:
        searched: the plate and the state.
    """

    searched = Signal(str, str)

    def __init__(
        self, head: TableHead, states: Sequence[tuple[str, str]], longest: int, words: str
    ) -> None:
        super().__init__(head)
        self.plate, self.state_of = QLineEdit(), ChoiceBox()
        self.plate.setMaxLength(longest)
        self.plate.setPlaceholderText("Plate")
        self.plate.setAccessibleName("Plate")
        self.plate.returnPressed.connect(self._search)
        self.state_of.setAccessibleName("State")
        for value, name in states:
            self.state_of.addItem(name, value)
        self.search_button = QPushButton(words)
        self.search_button.setProperty("kind", "main")
        self.search_button.clicked.connect(self._search)
        holder = QWidget()
        self.row = spaced(QHBoxLayout(holder), 10, (0, 0, 0, 0))
        for part in (self.plate, self.state_of, self.search_button):
            self.row.addWidget(part)
        self.row.addStretch(1)
        self.add_above(holder)

    def take_focus(self) -> None:
        self.plate.setFocus()

    def forget(self) -> None:
        super().forget()
        self.plate.clear()
        self.state_of.setCurrentIndex(0)

    def _search(self) -> None:
        self.searched.emit(self.plate.text().strip(), str(self.state_of.currentData()))


class ListDayPage(PlateSearchPage):
    """A day and time, a plate where one is asked about, and the reason.

    Signals:
        asked: day as YYYY-MM-DD, time as HH:MM, plate, state, reason.
        corrected: the chosen record is wrong.
    """

    asked = Signal(str, str, str, str, str)
    corrected = Signal(str)

    def __init__(self, head: TableHead, states: Sequence[tuple[str, str]], longest: int) -> None:
        super().__init__(head, states, longest, "Show what was listed")
        self.day, self.why = DateBox(), QLineEdit()
        self.time = QTimeEdit()
        self.day.setDisplayFormat("MMM d, yyyy")
        self.day.setAccessibleName("Day")
        self.time.setDisplayFormat("HH:mm")
        self.time.setAccessibleName("Time of day")
        self.time.setMinimumWidth(_TIME)
        self.time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.plate.setPlaceholderText("Plate, or none")
        self.why.setPlaceholderText("Reason, at least 10 characters")
        self.why.setAccessibleName("Reason")
        self.why.returnPressed.connect(self._search)
        for place, part in enumerate((self.day, self.time)):
            self.row.insertWidget(place, part)
        self.row.insertWidget(4, self.why, 1)
        self.correct = QPushButton("This record is wrong")
        self.correct.clicked.connect(self._correct)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.correct)
        self.column.insertLayout(self.column.count() - 1, below)

    def show_day(self, day: str, time: str) -> None:
        """Show the day and time to begin with."""
        self.day.setDate(QDate.fromString(day, _ISO))
        self.time.setTime(QTime.fromString(time, "HH:mm"))

    def forget(self) -> None:
        super().forget()
        self.why.clear()

    def _search(self) -> None:
        day, time = self.day.date().toString(_ISO), self.time.time().toString("HH:mm")
        state = str(self.state_of.currentData())
        self.asked.emit(day, time, self.plate.text().strip(), state, self.why.text().strip())

    def _correct(self) -> None:
        self.corrected.emit(self.table.chosen)

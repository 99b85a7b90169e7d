"""The training register, with a form for the class that was held."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit, QPushButton

from mdt_alpr.ui.desk.models.desk import TableHead, TrainingForm
from mdt_alpr.ui.desk.views.hold_page import SCANS
from mdt_alpr.ui.desk.views.parts import ChoiceBox
from mdt_alpr.ui.desk.views.table_page import TableView

_FIELDS = (
    ("people", "User names of attendees, with commas"),
    ("version", "Version of the presentation"),
    ("presenter", "Presenter"),
    ("trained", "Held on, such as Nov 28, 2026"),
    ("paper", "Where the signed paper is kept"),
)
_ATTACH = "Attach its scan"
_BESIDE_WORDS = 28
"""Pixels of the button beside its words."""


class TrainingsPage(TableView):
    """The table, and a form under it.

    Signals:
        recorded: the class as it was entered (``TrainingForm``).
        added: the user name of the chosen row and the user names entered so far.
        due_wanted: everybody whose training ends soon is to be entered.
        paper_wanted: the user name of the chosen row, and where to write the scan of its paper.
    """

    recorded = Signal(object)
    added = Signal(str, str)
    due_wanted = Signal()
    paper_wanted = Signal(str, str)

    def __init__(self, head: TableHead, courses: Sequence[tuple[str, str]]) -> None:
        super().__init__(head)
        self.fields = {name: QLineEdit() for name, _ in _FIELDS}
        for name, words in _FIELDS:
            self.fields[name].setPlaceholderText(words)
            self.fields[name].setAccessibleName(words)
        self.course = ChoiceBox()
        self.course.setAccessibleName("Course")
        for value, words in courses:
            self.course.addItem(words, value)
        self.add, self.due = QPushButton("Add chosen"), QPushButton("Add everyone due")
        self.attach, self._scan = QPushButton(_ATTACH), ""
        self.record, self.paper = QPushButton("Record training"), QPushButton("Save chosen scan")
        self.paper.clicked.connect(self._save_paper)
        self.attach.clicked.connect(self._choose_scan)
        self.add.clicked.connect(self._add)
        self.due.clicked.connect(self.due_wanted)
        self.record.clicked.connect(self._record)
        self.column.insertLayout(self.column.count() - 1, self._form())

    def show_people(self, people: str) -> None:
        """Show who is entered as having attended."""
        self.fields["people"].setText(people)

    def attach_scan(self, place: str) -> None:
        """Show which scan goes with the class."""
        self._scan = place
        words = f"Scan: {Path(place).name}" if place else _ATTACH
        room = self.attach.width() - _BESIDE_WORDS
        shown = self.attach.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        self.attach.setText(shown)
        self.attach.setAccessibleName(words)

    def drop_scan(self) -> None:
        """Keep no scan for the next class."""
        self.attach_scan("")

    def forget(self) -> None:
        super().forget()
        self.drop_scan()
        for field in self.fields.values():
            field.clear()

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.addWidget(self.fields["people"], 0, 0, 1, 3)
        grid.addWidget(self.add, 0, 3)
        grid.addWidget(self.due, 0, 4)
        for place, part in enumerate(
            (self.course, *(self.fields[name] for name in ("version", "presenter", "trained")))
        ):
            grid.addWidget(part, 1, place)
        grid.addWidget(self.paper, 1, 4)
        grid.addWidget(self.fields["paper"], 2, 0, 1, 3)
        grid.addWidget(self.attach, 2, 3)
        grid.addWidget(self.record, 2, 4)
        return grid

    def _add(self) -> None:
        self.added.emit(self.table.chosen, self.fields["people"].text())

    def _save_paper(self) -> None:
        place, _ = QFileDialog.getSaveFileName(self, "Save as", "signed-paper.pdf")
        if place:
            self.paper_wanted.emit(self.table.chosen, place)

    def _choose_scan(self) -> None:
        place, _ = QFileDialog.getOpenFileName(self, "Scan of the signed paper", "", SCANS)
        self.attach_scan(place)

    def _record(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        text = {name: field.text().strip() for name, field in self.fields.items()}
        form = TrainingForm(
            people=text["people"],
            course=str(self.course.currentData()),
            version=text["version"],
            presenter=text["presenter"],
            trained_on=text["trained"],
            paper=text["paper"],
            scan=self._scan,
        )
        self.recorded.emit(form)

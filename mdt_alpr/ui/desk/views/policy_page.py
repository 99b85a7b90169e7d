"""Recorded policies, with a form for a new one."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from mdt_alpr.ui.desk.models.desk import PolicyForm, TableHead
from mdt_alpr.ui.desk.views.parts import DateBox
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_ISO = Qt.DateFormat.ISODate
_COLUMNS = 2


class PolicyPage(TableView):
    """The table under number, date and one box a subject.

    Signals:
        adopted: the form (``PolicyForm``).
    """

    adopted = Signal(object)

    def __init__(
        self,
        head: TableHead,
        subjects: Sequence[tuple[str, str]],
        longest: int,
        longest_version: int,
        number: str,
    ) -> None:
        super().__init__(head)
        self.number, self.version, self.effective = QLineEdit(), QLineEdit(), DateBox()
        self.number.setMaxLength(longest)
        self.version.setMaxLength(longest_version)
        self.version.setPlaceholderText("Version")
        self.version.setAccessibleName("Version")
        self.version.setFixedWidth(140)
        self.number.setPlaceholderText(number)
        self.number.setAccessibleName("Policy number")
        self.effective.setDisplayFormat("MMM d, yyyy")
        self.effective.setAccessibleName("In effect since")
        self.subjects = {value: QCheckBox(words) for value, words in subjects}
        self.record = QPushButton("Record adoption")
        self.record.setProperty("kind", "main")
        self.record.clicked.connect(self._adopt)
        holder = QWidget()
        row = QHBoxLayout()
        row.addWidget(self.number, 1)
        row.addWidget(self.version)
        row.addWidget(label("In effect since", "deskname"))
        row.addWidget(self.effective)
        row.addWidget(self.record)
        grid = spaced(QGridLayout(holder), margins=(0, 0, 0, 0))
        grid.addLayout(row, 0, 0, 1, _COLUMNS)
        for place, box in enumerate(self.subjects.values()):
            grid.addWidget(box, 1 + place // _COLUMNS, place % _COLUMNS)
        self.add_above(holder)

    def show_form(self, form: PolicyForm) -> None:
        """Fill the form."""
        self.number.setText(form.policy)
        self.version.setText(form.version)
        self.effective.setDate(QDate.fromString(form.effective_on, _ISO))
        for value, box in self.subjects.items():
            box.setChecked(value in form.covered)

    def take_focus(self) -> None:
        self.number.setFocus()

    def _adopt(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        covered = tuple(value for value, box in self.subjects.items() if box.isChecked())
        date = self.effective.date().toString(_ISO)
        self.adopted.emit(PolicyForm(self.number.text(), self.version.text(), date, covered))

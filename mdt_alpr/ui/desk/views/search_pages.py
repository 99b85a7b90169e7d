"""Searches that headquarters logs: purpose and case come before the table (09.21.5.A.3)."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from mdt_alpr.ui.desk.models.desk import HitIdSearch, TableHead
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DateBox
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_CASE = 190
"""Pixels of a case: its hint is to be read whole."""
_ISO = Qt.DateFormat.ISODate


class SearchPage(TableView):
    """A table under a row with purpose, case and a button that searches."""

    def __init__(
        self,
        head: TableHead,
        purposes: Sequence[tuple[str, str]],
        longest_case: int,
        search_words: str,
        before: Sequence[QWidget],
    ) -> None:
        """Make an empty page; the parts ``before`` are at the left of the row."""
        super().__init__(head)
        self.purpose, self.case = ChoiceBox(), QLineEdit()
        self.purpose.setAccessibleName("Lawful purpose")
        for value, name in purposes:
            self.purpose.addItem(name, value)
        self.purpose.setMinimumContentsLength(20)
        self.purpose.setSizeAdjustPolicy(
            ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.case.setMaxLength(longest_case)
        self.case.setPlaceholderText("Case or event number")
        self.case.setAccessibleName("Case or event number")
        self.case.setMinimumWidth(_CASE)
        self.case.returnPressed.connect(self.search)
        self.search_button = QPushButton(search_words)
        self.search_button.setProperty("kind", "main")
        self.search_button.clicked.connect(self.search)
        holder = QWidget()
        self.row = spaced(QHBoxLayout(holder), 10, (0, 0, 0, 0))
        for part in before:
            self.row.addWidget(part)
        self.row.addStretch(1)
        for part in (self.purpose, self.case, self.search_button):
            self.row.addWidget(part)
        self.add_above(holder)

    def show_purpose(self, purpose: str, case: str) -> None:
        """Show the purpose and case to begin with."""
        self.purpose.setCurrentIndex(max(0, self.purpose.findData(purpose)))
        self.case.setText(case)

    @abstractmethod
    def search(self) -> None:
        """Report the search."""


class HitIdsPage(SearchPage):
    """Days, purpose and case, then hits; the chosen hit's ID can be copied.

    Signals:
        searched: the search (``HitIdSearch``).
        copied: the copied ID; empty where no hit is chosen.
    """

    searched = Signal(object)
    copied = Signal(str)

    def __init__(
        self, head: TableHead, purposes: Sequence[tuple[str, str]], longest_case: int
    ) -> None:
        first, last = DateBox(), DateBox()
        for name, box in (("From", first), ("To", last)):
            box.setDisplayFormat("MMM d, yyyy")
            box.setAccessibleName(name)
        days = label("From", "deskname"), first, label("To", "deskname"), last
        super().__init__(head, purposes, longest_case, "Show hits", days)
        self.first, self.last = first, last
        self.copy = QPushButton("Copy hit ID")
        self.copy.clicked.connect(self._copy)
        self.table.opened.connect(self._copy)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        self.column.insertLayout(self.column.count() - 1, row)

    def show_search(self, search: HitIdSearch) -> None:
        """Show the search to begin with."""
        self.first.setDate(QDate.fromString(search.first, _ISO))
        self.last.setDate(QDate.fromString(search.last, _ISO))
        self.show_purpose(search.purpose, search.case)

    def take_focus(self) -> None:
        self.first.setFocus()

    def search(self) -> None:
        first, last = (box.date().toString(_ISO) for box in (self.first, self.last))
        purpose = str(self.purpose.currentData())
        self.searched.emit(HitIdSearch(first, last, purpose, self.case.text()))

    def _copy(self) -> None:
        """Copy the ID alone: it names no plate and no person."""
        if chosen := self.table.chosen:
            QGuiApplication.clipboard().setText(chosen)
        self.copied.emit(chosen)

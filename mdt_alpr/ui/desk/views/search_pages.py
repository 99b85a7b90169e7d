"""Pages on which purpose and case come before the table: hit IDs, past reads."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from mdt_alpr.ui.desk.models.desk import HitIdSearch, PastReadsHead, TableHead
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DateBox
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.labels import label

_ISO = Qt.DateFormat.ISODate


class HitIdsPage(TableView):
    """One search at a time.

    Signals:
        looked: what is searched, and for what (``HitIdSearch``).
        copied: the ID that was copied; empty where no hit is chosen.
    """

    looked = Signal(object)
    copied = Signal(str)

    def __init__(
        self,
        head: TableHead,
        purposes: Sequence[tuple[str, str]],
        longest_case: int,
    ) -> None:
        super().__init__(head)
        self.first, self.last = DateBox(), DateBox()
        self.purpose, self.case = ChoiceBox(), QLineEdit()
        self.purpose.setAccessibleName("Lawful purpose")
        for value, name in purposes:
            self.purpose.addItem(name, value)
        self.case.setMaxLength(longest_case)
        self.case.setPlaceholderText("Case or event number")
        self.case.setAccessibleName("Case or event number")
        self.case.returnPressed.connect(self._look)
        self.show_hits, self.copy = QPushButton("Show hits"), QPushButton("Copy hit ID")
        self.show_hits.setProperty("kind", "main")
        self.show_hits.clicked.connect(self._look)
        self.copy.clicked.connect(self._copy)
        self.table.opened.connect(self._copy)
        self.add_above(self._search())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        self.column.insertLayout(self.column.count() - 1, row)

    def show_search(self, search: HitIdSearch) -> None:
        """Show what to begin with."""
        self.first.setDate(QDate.fromString(search.first, _ISO))
        self.last.setDate(QDate.fromString(search.last, _ISO))
        self.purpose.setCurrentIndex(max(0, self.purpose.findData(search.purpose)))
        self.case.setText(search.case)

    def take_focus(self) -> None:
        """Bring the keyboard to the days."""
        self.first.setFocus()

    def _search(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for name, box in (("From", self.first), ("To", self.last)):
            box.setDisplayFormat("MMM d, yyyy")
            box.setAccessibleName(name)
            row.addWidget(label(name, "deskname"))
            row.addWidget(box)
        row.addStretch(1)
        for part in (self.purpose, self.case, self.show_hits):
            row.addWidget(part)
        return holder

    def _look(self) -> None:
        self.looked.emit(
            HitIdSearch(
                self.first.date().toString(_ISO),
                self.last.date().toString(_ISO),
                str(self.purpose.currentData()),
                self.case.text(),
            )
        )

    def _copy(self) -> None:
        """Copy the ID alone: it names no plate and no person."""
        if chosen := self.table.chosen:
            QGuiApplication.clipboard().setText(chosen)
        self.copied.emit(chosen)


class PastReadsPage(TableView):
    """One look at a time.

    Signals:
        looked: purpose and case; headquarters records them.
        left: back to the entries.
    """

    looked = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        head: TableHead,
        purposes: Sequence[tuple[str, str]],
        longest_case: int,
    ) -> None:
        super().__init__(head)
        self._plate, self._state = label("", "deskplate"), label("", "deskvalue")
        self.purpose, self.case = ChoiceBox(), QLineEdit()
        self.purpose.setAccessibleName("Lawful purpose")
        for value, name in purposes:
            self.purpose.addItem(name, value)
        self.case.setMaxLength(longest_case)
        self.case.setPlaceholderText("Case or event number")
        self.case.setAccessibleName("Case or event number")
        self.case.returnPressed.connect(self._look)
        self.show_reads, self.back = QPushButton("Show past reads"), QPushButton("Back: Esc")
        self.show_reads.setProperty("kind", "main")
        self.show_reads.clicked.connect(self._look)
        self.back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for words in (self._plate, self._state):
            row.addWidget(words)
        row.addStretch(1)
        for part in (self.purpose, self.case, self.show_reads, self.back):
            row.addWidget(part)
        holder = QWidget()
        holder.setLayout(row)
        self.add_above(holder)

    def show_head(self, head: PastReadsHead) -> None:
        """Show whose reads are looked at, with the entry's own purpose and case."""
        self._plate.setText(head.plate)
        self._state.setText(head.state)
        self.purpose.setCurrentIndex(max(0, self.purpose.findData(head.purpose)))
        self.case.setText(head.case)

    def forget(self) -> None:
        """Leave nothing of a session on the page."""
        super().forget()
        self.show_head(PastReadsHead("", "", "", ""))

    def take_focus(self) -> None:
        """Bring the keyboard to the purpose."""
        self.purpose.setFocus()

    def _look(self) -> None:
        self.looked.emit(str(self.purpose.currentData()), self.case.text())

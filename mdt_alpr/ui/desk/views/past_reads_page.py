"""Past reads of one manual entry's plate: purpose and case, then the table."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from mdt_alpr.ui.desk.models.desk import PastReadsHead, TableHead
from mdt_alpr.ui.desk.views.parts import ChoiceBox
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.views.labels import label


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

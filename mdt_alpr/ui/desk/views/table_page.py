"""Pages of the desk that are a table."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import Column, PageState, TableRow
from mdt_alpr.ui.desk.views.find import FindBox
from mdt_alpr.ui.desk.views.parts import (
    ChoiceBox,
    DeskPage,
    FigureRow,
    FilterRow,
    PageHead,
    StateLine,
)
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.kit.theme import Palette
from mdt_alpr.ui.kit.views.labels import label


class TableView(DeskPage):
    """A head, what a page adds, the table, and the line that says how it stands.

    Signals:
        cancelled: the person waits no longer.
    """

    cancelled = Signal()

    def __init__(
        self,
        title: str,
        told: str,
        columns: Sequence[Column],
        *,
        tall: bool = False,
        finds: bool = True,
    ) -> None:
        """Make an empty page; one that ``finds`` has a box that narrows its rows."""
        super().__init__()
        self.find_box, self.found = FindBox(), label("", "deskname")
        self.find_box.textChanged.connect(self._narrow)
        self.find_box.left.connect(self.take_rows)
        self.table = DeskTable(columns, title, tall=tall)
        self.state = StateLine()
        self.state.cancelled.connect(self.cancelled)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 14, 14, 10)
        self.column.setSpacing(10)
        self.column.addWidget(PageHead(title, told, *(self.found, self.find_box) if finds else ()))
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(6, 4, 6, 6)
        inside.addWidget(self.table)
        self.column.addWidget(card, 1)
        self.column.addWidget(self.state)

    def add_above(self, part: QWidget) -> None:
        """Put a part between head and table."""
        self.column.insertWidget(self.column.count() - 2, part)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows, and choose the first."""
        self.table.rows.replace(rows, has_more=has_more)
        self.table.selectRow(0)
        self._count()

    def append_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows after the others."""
        self.table.rows.append(rows, has_more=has_more)
        self._count()

    def forget(self) -> None:
        """Leave nothing of a session on the page."""
        self.find_box.clear()
        self.table.rows.replace((), has_more=False)

    def show_state(self, state: PageState) -> None:
        """Say how the page stands."""
        self.state.show_state(state)

    def take_focus(self) -> None:
        """Bring the keyboard to the rows."""
        self.take_rows()

    def take_find(self) -> None:
        """Bring the keyboard to the filter of the rows."""
        if self.find_box.isVisible():
            self.find_box.setFocus()
            self.find_box.selectAll()

    def take_rows(self) -> None:
        """Bring the keyboard to the rows."""
        self.table.setFocus()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self.table.use_palette(palette)
        self.state.use_palette(palette)

    def _narrow(self, words: str) -> None:
        self.table.rows.narrow(words)
        self.table.selectRow(0)
        self._count()

    def _count(self) -> None:
        shown, known = self.table.rows.counts
        self.found.setText(f"{shown:,} of {known:,}" if self.find_box.text().strip() else "")


class LogPage(TableView):
    """The shift hit log."""

    def __init__(self, columns: Sequence[Column]) -> None:
        told = "Officers are not ranked by rejects"
        super().__init__("Shift hit log", told, columns, tall=True)
        self.filters, self.figures = FilterRow(), FigureRow()
        self.add_above(self.filters)
        self.add_above(self.figures)


class SpanPage(TableView):
    """A table of a span of days.

    Signals:
        days_chosen: how many days back.
    """

    days_chosen = Signal(str)

    def __init__(
        self, title: str, told: str, columns: Sequence[Column], spans: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(title, told, columns)
        self.days = span_box(spans)
        self.days.activated.connect(self._chosen)
        row = QHBoxLayout()
        row.addWidget(label("Span", "deskname"))
        row.addWidget(self.days)
        row.addStretch(1)
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self.add_above(holder)

    def _chosen(self, _place: int) -> None:
        self.days_chosen.emit(str(self.days.currentData()))


class EntriesDeskPage(TableView):
    """Manual entries with what a reviewer may do about the chosen one.

    Signals:
        acted: "approve", "refuse" or "remove", the entry's id, and the reason.
        past_wanted: the id of the entry whose past reads are wanted.
    """

    acted = Signal(str, str, str)
    past_wanted = Signal(str)

    def __init__(self, columns: Sequence[Column]) -> None:
        told = "Up to 30 more days each time. You can't approve your own request."
        super().__init__("Manual entries", told, columns)
        self.why = QLineEdit()
        self.why.setPlaceholderText("Reason, at least 10 characters")
        self.why.setAccessibleName("Reason")
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        for act, words in (
            ("approve", "Approve more time"),
            ("refuse", "Refuse"),
            ("remove", "Remove entry"),
        ):
            button = QPushButton(words)
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
            row.addWidget(button)
        self.past = QPushButton("Past reads")
        self.past.clicked.connect(self._look_back)
        row.addWidget(self.past)
        self.column.insertLayout(self.column.count() - 1, row)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows; the reason was for what was done."""
        self.why.clear()
        super().replace_rows(rows, has_more)

    def _act(self) -> None:
        sender = self.sender()
        self.acted.emit(sender.objectName(), self.table.chosen, self.why.text())

    def _look_back(self) -> None:
        self.past_wanted.emit(self.table.chosen)


def span_box(spans: Sequence[tuple[str, str]]) -> QComboBox:
    """Return a choice of how many days back; the second is chosen."""
    box = ChoiceBox()
    box.setAccessibleName("Span of days")
    for value, words in spans:
        box.addItem(words, value)
    box.setCurrentIndex(1)
    return box

"""Pages of the desk that are a table, with or without acts on the chosen row."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import (
    ActRow,
    PageState,
    RowsSaving,
    SavingView,
    TableHead,
    TableRow,
)
from mdt_alpr.ui.desk.views.map_turn import MapTurn
from mdt_alpr.ui.desk.views.parts import (
    ChoiceBox,
    DeskPageFrame,
    FigureRow,
    FilterRow,
    FindBox,
    PageHead,
    QuestionBar,
    StateLine,
    card_frame,
)
from mdt_alpr.ui.desk.views.row_pictures import RowPictures
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_PICTURES_AT, _SMALL_HEIGHT = 3, 60
_SMALL, _AROUND = "Small pictures", 56
"""Pixels beside the columns: scroll bar, edges of card and page."""
_SAVES = (("csv", "Save CSV: Ctrl+S", "Ctrl+S"), ("pdf", "Print: Ctrl+P", "Ctrl+P"))


class TableView(DeskPageFrame):
    """A header, the page's own parts, the table, and the state line.

    Signals:
        canceled: the person waits no longer.
        rows_saved: the rows to save, and the file (``RowsSaving``).
    """

    canceled = Signal()
    rows_saved = Signal(object)

    def __init__(self, head: TableHead) -> None:
        """Make an empty page."""
        super().__init__()
        self.find_box, self.found = FindBox(), label("", "deskname")
        self.load_all = QPushButton("Load all")
        self.load_all.clicked.connect(self._load_all)
        self.load_all.hide()
        self._wanted = ""
        self.places: MapTurn | None = None
        self._loads = False
        """Whether rows are loaded until all are here."""
        self.find_box.textChanged.connect(self._filter)
        self.find_box.left.connect(self.take_rows)
        self.table = DeskTable(head.columns, head.title, tall=head.tall)
        self.state = StateLine()
        self.state.canceled.connect(self.canceled)
        self.column = spaced(QVBoxLayout(self), 10, (14, 14, 14, 10))
        finds = (self.found, self.load_all, self.find_box) if head.finds else ()
        self.column.addWidget(PageHead(head.title, head.note, *finds))
        self.card = card_frame()
        inside = spaced(QVBoxLayout(self.card), margins=(6, 4, 6, 6))
        inside.addWidget(self.table)
        self.column.addWidget(self.card, 1)
        self.whole = wrapped("", "deskname")
        self.whole.hide()
        inside.addWidget(self.whole)
        self.table.cut_changed.connect(self._show_whole)
        self._file = head.title.partition(":")[0].lower().replace(" ", "-")
        self.saving: dict[str, QPushButton] = {}
        self.last_row = self._last_row()
        self.column.addLayout(self.last_row)

    def add_above(self, part: QWidget) -> None:
        """Put a part between head and table."""
        self.column.insertWidget(self.column.indexOf(self.card), part)

    def offer_map(self) -> MapTurn:
        """Return a map in place of the table, with its button in the last row."""
        button = QPushButton()
        self.last_row.insertWidget(1, button)
        self.places = MapTurn(self.column, self.card, button)
        return self.places

    def show_saving(self, saving: SavingView) -> None:
        """Show the files that the rows may be saved as, or why there is none."""
        for form, button in self.saving.items():
            button.setVisible(form in saving.forms or bool(saving.why_not))
            button.setEnabled(form in saving.forms)
            button.setToolTip(saving.why_not)
        self.table.copies = bool(saving.forms)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows; the chosen one stays chosen, as ``DeskTable.keeping_chosen`` says."""
        with self.table.keeping_chosen():
            self.table.rows.replace(rows, has_more=has_more)
        if self._wanted and rows:
            self.table.choose(self._wanted)
            self._wanted = ""
            self.take_rows()
        self._count()

    def want_row(self, key: str) -> None:
        """Choose a row once it is there."""
        self._wanted = key

    def append_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows after the others."""
        self.table.rows.append(rows, has_more=has_more)
        self._loads = self._loads and has_more
        if self._loads:
            QTimer.singleShot(0, self, self.table.rows.want_more)
        self._count()

    def forget(self) -> None:
        if self.places is not None:
            self.places.forget()
        self.find_box.clear()
        self.table.forget()
        self.table.rows.replace((), has_more=False)
        self.show_state(PageState())

    def show_state(self, state: PageState) -> None:
        """Show what the page waits for, or what went wrong."""
        self._loads = self._loads and not state.problem
        self.state.show_state(state)

    def take_focus(self) -> None:
        self.take_rows()

    def take_find(self) -> None:
        if self.find_box.isVisible():
            self.find_box.setFocus()
            self.find_box.selectAll()

    def take_rows(self) -> None:
        """Bring the keyboard to the rows."""
        self.table.setFocus()

    def _last_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        for form, words, keys in _SAVES:
            button = QPushButton(words)
            button.setShortcut(QKeySequence(keys))
            button.setObjectName(form)
            button.clicked.connect(self._save)
            button.hide()
            self.saving[form] = button
            row.addWidget(button)
        return row

    def _save(self) -> None:
        """Report what to save once the person has named a file."""
        form, rows = self.sender().objectName(), self.table.rows
        if not rows.shown and not rows.has_more:
            return
        place, _ = QFileDialog.getSaveFileName(self, "Save as", f"{self._file}.{form}")
        if place:
            words = self.find_box.text().strip()
            self.rows_saved.emit(RowsSaving(form, place, rows.shown, rows.has_more, words))

    def _filter(self, words: str) -> None:
        with self.table.keeping_chosen():
            self.table.rows.filter_by(words)
        self._count()

    def _count(self) -> None:
        shown, known = self.table.rows.counts
        filters, has_more = bool(self.find_box.text().strip()), self.table.rows.has_more
        words = f"{shown:,} of {known:,}"
        words += " loaded; more at headquarters" if has_more else ""
        self.found.setText(words if filters else "")
        self.load_all.setVisible(filters and has_more)

    def _load_all(self) -> None:
        """Load on until every row is here."""
        self._loads = True
        self.table.rows.want_more()

    def _show_whole(self, words: str) -> None:
        """Show in full what is cut in the chosen row; its room stays, so that no row jumps."""
        self.whole.setText(words)
        if words and self.whole.isHidden():
            policy = self.whole.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.whole.setSizePolicy(policy)
        self.whole.setVisible(bool(words))


class LogPage(TableView):
    """The shift hit log.

    Signals:
        report_wanted: the file for the shift's report, and the handover on it.
        pictures_turned: to small pictures in the rows, or to none.
    """

    report_wanted = Signal(str, str)
    pictures_turned = Signal()

    def __init__(self, head: TableHead) -> None:
        super().__init__(head)
        self.filters, self.figures = FilterRow(), FigureRow()
        last = len(head.columns) - 1
        self.pictures = RowPictures(self.table, last, _SMALL_HEIGHT)
        self.table.horizontalHeader().moveSection(last, _PICTURES_AT)
        self.pictured = QPushButton(_SMALL)
        self.pictured.clicked.connect(self.pictures_turned)
        self.last_row.insertWidget(1, self.pictured)
        self.add_above(self.filters)
        self.add_above(self.figures)
        self.handover = QLineEdit()
        self.handover.setPlaceholderText("Handover to the next supervisor, on the shift's report")
        self.handover.setAccessibleName("Handover to the next supervisor. No plates.")
        self.report = QPushButton("Save shift report (PDF)")
        self.report.clicked.connect(self._save_report)
        self.together, self.question = QPushButton("Review what I opened"), QuestionBar()
        self.add_above(self.question)
        self._whole_only = (
            self.filters, self.figures, self.together, self.handover, self.report
        )  # fmt: skip
        row = QHBoxLayout()
        for part in (self.together, self.handover, self.report):
            row.addWidget(part, int(part is self.handover))
        self.column.insertLayout(self.column.count() - 1, row)

    def sizeHint(self) -> QSize:
        """Return the room that the columns shown ask for."""
        return QSize(self.table.asked_width + _AROUND, super().sizeHint().height())

    def show_pictures(self, on: bool) -> None:
        """Show small pictures in the rows, or none."""
        self.pictured.setText("No pictures" if on else _SMALL)
        self.pictures.turn(on)

    def share_room(self, *, shares: bool) -> None:
        for part in self._whole_only:
            part.setHidden(shares)
        self.table.share_room(shares=shares)

    def forget(self) -> None:
        super().forget()
        self.show_pictures(on=False)
        self.question.ask("")
        self.handover.clear()

    def _save_report(self) -> None:
        place, _ = QFileDialog.getSaveFileName(self, "Save as", "shift-report.pdf")
        if place and not self.state.waits:
            self.report_wanted.emit(place, self.handover.text().strip())


class SpanPage(TableView):
    """A table of a span of days.

    Signals:
        days_chosen: how many days back.
    """

    days_chosen = Signal(str)

    def __init__(self, head: TableHead, spans: Sequence[tuple[str, str]]) -> None:
        super().__init__(head)
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


def span_box(spans: Sequence[tuple[str, str]]) -> QComboBox:
    """Return a choice of how many days back; the second is chosen."""
    box = ChoiceBox()
    box.setAccessibleName("Span of days")
    for value, words in spans:
        box.addItem(words, value)
    box.setCurrentIndex(1)
    return box


class ActsPage(TableView):
    """The reason, and the choice where there is one, are for the chosen row.

    Signals:
        acted: the act's name, the key of the row, the reason and the choice.
        chosen: the key of the row that was chosen.
    """

    acted = Signal(str, str, str, str)
    chosen = Signal(str)

    def __init__(self, head: TableHead, acts: ActRow) -> None:
        super().__init__(head)
        self.why, self.choice = QLineEdit(), ChoiceBox()
        self.why.setPlaceholderText(acts.reason)
        self.why.setAccessibleName("Reason")
        self.choice.setAccessibleName(acts.choice)
        for value, words in acts.options:
            self.choice.addItem(words, value)
        self.question = QuestionBar()
        self.add_above(self.question)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        row.addWidget(self.choice)
        for act, words in acts.acts:
            button = QPushButton(words)
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
            row.addWidget(button)
        self.column.insertLayout(self.column.count() - 1, row)
        self.choice.setVisible(bool(acts.options))
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows; what was typed stays until it is recorded."""
        super().replace_rows(rows, has_more)
        self.chosen.emit(self.table.chosen)

    def empty(self) -> None:
        """Clear reason and choice, which were for the act that is recorded now."""
        self.why.clear()
        self.choice.setCurrentIndex(0)

    def show_acts(self, acts: Sequence[tuple[str, str]]) -> None:
        """Show the acts allowed on the chosen row, with these labels."""
        words = dict(acts)
        self.why.setVisible(bool(words))
        for act, button in self.buttons.items():
            button.setText(words.get(act, ""))
            button.setVisible(act in words)

    def ask(self, question: str) -> None:
        """Ask, or ask nothing; the buttons are disabled until the answer."""
        self.question.ask(question)
        for button in self.buttons.values():
            button.setEnabled(not question)

    def forget(self) -> None:
        super().forget()
        self.empty()
        self.ask("")

    def _choose(self) -> None:
        self.chosen.emit(self.table.chosen)

    def _act(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        act, choice = self.sender().objectName(), self.choice.currentData()
        self.acted.emit(act, self.table.chosen, self.why.text(), choice or "")

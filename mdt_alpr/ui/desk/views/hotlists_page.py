"""Hotlists: those in use, the cars' lists, deliveries, and the way a file is delivered."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from mdt_alpr.ui.desk.models.desk import Column, TableHead
from mdt_alpr.ui.desk.models.lists import FeedsView
from mdt_alpr.ui.desk.views.parts import ChoiceBox, QuestionBar, card_frame
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

_ACTS = (
    ("dropped", "Dropped lines"),
    ("settle", "Settle"),
    ("accept", "Use it anyway"),
    ("retire", "Retire list"),
)
_FEEDS_HEIGHT = 178


class HotlistsPage(TableView):
    """Lists and cars above, deliveries below.

    Signals:
        acted: the act's name, the chosen delivery, the chosen list, and the reason.
        delivered: the file and its format; an empty format is what its first lines show.
        past_day_wanted: what was listed on a past day is asked.
    """

    acted = Signal(str, str, str, str)
    delivered = Signal(str, str)
    past_day_wanted = Signal()

    def __init__(self, head: TableHead, lists: Sequence[Column], cars: Sequence[Column]) -> None:
        super().__init__(head)
        self.banner = _Banner()
        self.feeds, self.cars = DeskTable(lists, "Lists in use"), DeskTable(cars, "Cars' lists")
        self.question, self.second = QuestionBar(), SecondPersonBar()
        self.why, self.format = QLineEdit(), ChoiceBox()
        self.why.setPlaceholderText("Reason, to settle, use or retire. No plates here.")
        self.why.setAccessibleName("Reason")
        self.format.setAccessibleName("Format of the file")
        self.deliver = QPushButton("Deliver a file…")
        self.deliver.setProperty("kind", "main")
        self.deliver.clicked.connect(self._choose_file)
        self.past_day = QPushButton("What was listed on a day")
        self.past_day.clicked.connect(self.past_day_wanted)
        self.buttons: dict[str, QPushButton] = {}
        for part in (self.question, self.second, self.banner):
            self.add_above(part)
        self.column.insertLayout(self.column.count() - 2, self._lists())
        self.column.insertLayout(self.column.count() - 1, self._acts())
        self.column.insertLayout(self.column.count() - 1, self._delivery())

    def show_feeds(self, view: FeedsView) -> None:
        """Show lists, cars and what is wrong; the chosen list stays chosen."""
        before = self.feeds.chosen
        self.feeds.rows.replace(view.feeds, has_more=False)
        self.feeds.selectRow(max(0, self.feeds.rows.place(before)))
        self.cars.rows.replace(view.cars, has_more=False)
        self.banner.show_words(view.alarm, view.detail)
        there = [self.format.itemData(n) for n in range(self.format.count())]
        if there != [value for value, _ in view.formats]:
            self.format.clear()
            for value, words in view.formats:
                self.format.addItem(words, value)

    def ask_second(self, words: str) -> None:
        """Ask for the second person in the place of the alarm."""
        self.second.ask(words)
        self.banner.setVisible(bool(self.banner.words.text()) and not words)

    def show_acts(self, acts: Sequence[str]) -> None:
        """Show the acts that the person has."""
        for name, button in self.buttons.items():
            button.setVisible(name in acts)

    def done(self) -> None:
        """Clear the reason, which was for the last act."""
        self.why.clear()

    def forget(self) -> None:
        super().forget()
        self.why.clear()
        self.show_feeds(FeedsView())

    def _lists(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for table, share in ((self.feeds, 5), (self.cars, 2)):
            card = card_frame()
            card.setFixedHeight(_FEEDS_HEIGHT)
            inside = spaced(QVBoxLayout(card), margins=(6, 4, 6, 6))
            inside.addWidget(table)
            row.addWidget(card, share)
        return row

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        for act, words in _ACTS:
            button = QPushButton(words)
            button.setObjectName(act)
            button.clicked.connect(self._act)
            self.buttons[act] = button
            row.addWidget(button)
        return row

    def _delivery(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label("New delivery", "deskname"))
        row.addWidget(self.format)
        row.addWidget(self.deliver)
        row.addStretch(1)
        row.addWidget(self.past_day)
        return row

    def _act(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        act = self.sender().objectName()
        self.acted.emit(act, self.table.chosen, self.feeds.chosen, self.why.text())

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, "Deliver a hotlist")
        if chosen:
            self.delivered.emit(chosen, str(self.format.currentData() or ""))


class _Banner(QFrame):
    """What is wrong with the lists; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warned")
        self.words, self.detail = ElidedLabel("strong"), ElidedLabel("deskvalue")
        column = spaced(QVBoxLayout(), 0)
        column.addWidget(self.words)
        column.addWidget(self.detail)
        row = spaced(QHBoxLayout(self), margins=(14, 6, 14, 6))
        mark = ShapeMark(Mark.WEAK, 26)
        mark.setFixedSize(26, 26)
        row.addWidget(mark)
        row.addLayout(column)
        row.addStretch(1)
        self.hide()

    def show_words(self, words: str, detail: str) -> None:
        """Show them; hide for none."""
        self.words.setText(words)
        self.detail.setText(detail)
        self.setToolTip(f"{words}\n{detail}".strip())
        self.setVisible(bool(words))

"""Pages with charts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import BlindPassView, Chart, PageState
from mdt_alpr.ui.desk.views.bar_plot import BarPlot
from mdt_alpr.ui.desk.views.map_turn import MapTurn
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DeskPageFrame, PageHead, StateLine, card_frame
from mdt_alpr.ui.desk.views.pictures import MarkedPicture
from mdt_alpr.ui.desk.views.table_page import span_box
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

_COLUMNS = 2


class ChartCard(QFrame):
    """One chart under its title; a sentence in place of no bars."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._title, self._empty = label("", "deskvalue"), wrapped("", "desknote")
        self.plot = BarPlot()
        column = spaced(QVBoxLayout(self), margins=(14, 10, 14, 8))
        column.addWidget(self._title)
        column.addWidget(self._empty, 1)
        column.addWidget(self.plot, 1)
        self.plot.hide()

    def show_chart(self, chart: Chart) -> None:
        """Show a chart."""
        self._title.setText(chart.title)
        self._empty.setText(chart.empty)
        self._empty.setVisible(not chart.bars)
        self.plot.setVisible(bool(chart.bars))
        self.plot.show_chart(chart)
        spoken = ", ".join(f"{bar.name} {bar.words or bar.value}" for bar in chart.bars)
        self.setAccessibleName(f"{chart.title}: {spoken or chart.empty}")


class LedgerGrid(QWidget):
    """The charts of the ledger in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[ChartCard] = []
        self._grid = spaced(QGridLayout(self), 12, (0, 0, 0, 0))

    def show_charts(self, charts: tuple[Chart, ...]) -> None:
        """Show these charts."""
        while len(self.cards) < len(charts):
            card, place = ChartCard(), len(self.cards)
            self.cards.append(card)
            is_last_and_alone = place % 2 == 0 and place == len(charts) - 1
            columns = _COLUMNS if is_last_and_alone else 1
            self._grid.addWidget(card, place // _COLUMNS, place % _COLUMNS, 1, columns)
            self._grid.setRowStretch(place // _COLUMNS, 1)
        for card, chart in zip(self.cards, charts, strict=True):
            card.show_chart(chart)


class LedgerPage(DeskPageFrame):
    """Charts of a span of days.

    Signals:
        days_chosen: how many days back.
        canceled: the person waits no longer.
    """

    days_chosen = Signal(str)
    canceled = Signal()

    def __init__(self, spans: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.grid, self.state = LedgerGrid(), StateLine()
        self.state.canceled.connect(self.canceled)
        self.days = span_box(spans)
        self.days.activated.connect(self._chosen)
        row = QHBoxLayout()
        row.addWidget(label("Span", "deskname"))
        row.addWidget(self.days)
        row.addStretch(1)
        button = QPushButton()
        row.addWidget(button)
        column = spaced(QVBoxLayout(self), 10, (14, 14, 14, 10))
        column.addWidget(PageHead("Near misses", "Lists are measured here. Officers are not."))
        column.addLayout(row)
        column.addWidget(self.grid, 1)
        self.places = MapTurn(column, self.grid, button, "Charts")
        column.addWidget(self.state)

    def forget(self) -> None:
        self.places.forget()

    def show_charts(self, charts: tuple[Chart, ...]) -> None:
        """Show the charts."""
        self.grid.show_charts(charts)

    def show_state(self, state: PageState) -> None:
        """Show what the page waits for, or what went wrong."""
        self.state.show_state(state)

    def take_focus(self) -> None:
        self.days.setFocus()

    def _chosen(self, _place: int) -> None:
        self.days_chosen.emit(str(self.days.currentData()))


class TruthPage(DeskPageFrame):
    """A picture to judge blind on the left, how right reads were on the right.

    What was read is never shown.

    Signals:
        judged: the plate and its state's code.
        unreadable: the plate cannot be read by eye.
        another: another pass is wanted.
        canceled: the person waits no longer.
    """

    judged = Signal(str, str)
    unreadable = Signal()
    another = Signal()
    canceled = Signal()

    def __init__(self, states: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.picture, self.prompt = MarkedPicture(beside=True), wrapped("", "deskvalue")
        self.plate = QLineEdit()
        self.plate.setPlaceholderText("Plate")
        self.plate.setAccessibleName("Plate")
        self.plate.setMaxLength(10)
        self.plate.returnPressed.connect(self._judge)
        self.state_box = ChoiceBox()
        self.state_box.setAccessibleName("State")
        for value, words in states:
            self.state_box.addItem(words, value)
        self.judge = QPushButton("Save what I see")
        self.judge.setProperty("kind", "main")
        self.judge.clicked.connect(self._judge)
        self.cannot = QPushButton("Unreadable")
        self.cannot.clicked.connect(self.unreadable)
        self.next = QPushButton("Next read")
        self.next.clicked.connect(self.another)
        self.charts = [ChartCard(), ChartCard()]
        self.state = StateLine()
        self.state.canceled.connect(self.canceled)
        self._lay_out()

    def show_sample(self, view: BlindPassView) -> None:
        """Show another pass to judge."""
        self.plate.clear()
        self.state_box.setCurrentIndex(0)
        self.prompt.setText(view.prompt)
        self.picture.setVisible(bool(view.digest))
        self.picture.wait(view.watermark)
        for part in (self.plate, self.state_box, self.judge, self.cannot):
            part.setEnabled(bool(view.digest))

    def show_picture(self, image: QImage) -> None:
        """Show its picture."""
        self.picture.show_picture(image)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Show how right reads were."""
        for place, chart in zip(self.charts, charts, strict=True):
            place.show_chart(chart)

    def show_state(self, state: PageState) -> None:
        """Show what the page waits for, or what went wrong."""
        self.state.show_state(state)

    def forget(self) -> None:
        self.show_sample(BlindPassView("", "", ""))

    def take_focus(self) -> None:
        self.plate.setFocus()

    def _judge(self) -> None:
        self.judged.emit(self.plate.text(), str(self.state_box.currentData()))

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), 10, (14, 14, 14, 10))
        column.addWidget(PageHead("Read accuracy", "Judge by the picture alone."))
        both = spaced(QHBoxLayout(), 12)
        left = card_frame()
        inside = spaced(QVBoxLayout(left), 8, (14, 10, 14, 12))
        inside.addWidget(self.prompt)
        inside.addWidget(self.picture, 1)
        for parts in (
            (label("Plate", "deskname"), self.plate, label("State", "deskname"), self.state_box),
            (self.judge, self.cannot, self.next),
        ):
            row = QHBoxLayout()
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            inside.addLayout(row)
        both.addWidget(left, 1)
        right = spaced(QVBoxLayout(), 12)
        for chart in self.charts:
            right.addWidget(chart, 1)
        both.addLayout(right, 1)
        column.addLayout(both, 1)
        column.addWidget(self.state)

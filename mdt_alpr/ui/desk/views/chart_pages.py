"""Pages with charts, drawn by pyqtgraph with everything interactive off.

Its menu could save pictures and figures: no supervisor's page may do that (09.21.8.B).
"""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import BlindPassView, Chart, PageState
from mdt_alpr.ui.desk.views.map_turn import MapTurn
from mdt_alpr.ui.desk.views.parts import ChoiceBox, DeskPageFrame, PageHead, StateLine, card_frame
from mdt_alpr.ui.desk.views.pictures import MarkedPicture
from mdt_alpr.ui.desk.views.table_page import span_box
from mdt_alpr.ui.kit.theme import Palette, words_font
from mdt_alpr.ui.kit.views.labels import label, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import PALETTE_CHANGED, palette_of

_COLUMNS = 2
_STEPS = 4
_ALL_NAMED = 13
"""Months of a year have room for each name, hours of a day for every third."""
_TICK_SIZE, _TICK_GAP = 12, 10
_THICK = 0.62
_ROOM, _ROOM_EACH, _SHORT = 1.28, 0.05, 4
"""The longest bar leaves room for its words: more for each character of long ones."""


class ChartCard(QFrame):
    """One chart under its title; a sentence in place of no bars."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._title, self._empty = label("", "deskvalue"), wrapped("", "desknote")
        self._plot: Any = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        column = spaced(QVBoxLayout(self), margins=(14, 10, 14, 8))
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        self._chart = Chart("", (), "")

    def show_chart(self, chart: Chart) -> None:
        """Show a chart."""
        self._chart = chart
        self._title.setText(chart.title)
        self._empty.setText(chart.empty)
        if chart.bars and self._plot is None:
            self._plot = _plot()
            self._stack.addWidget(self._plot)
        self._stack.setCurrentIndex(1 if chart.bars else 0)
        spoken = ", ".join(f"{bar.name} {bar.words or bar.value}" for bar in chart.bars)
        self.setAccessibleName(f"{chart.title}: {spoken or chart.empty}")
        self._draw()

    def event(self, event: QEvent) -> bool:
        """Draw in another palette."""
        if event.type() == PALETTE_CHANGED:
            self._draw()
        return super().event(event)

    def _draw(self) -> None:
        if self._plot is None:
            return
        plot, palette = self._plot.getPlotItem(), palette_of(self)
        plot.clear()
        self._plot.setBackground(palette.color("panel"))
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setTextPen(palette.color("text"))
            axis.setPen(palette.color("line"))
            axis.setTickFont(words_font(_TICK_SIZE))
        if not self._chart.bars:
            return
        if self._chart.upright:
            self._draw_upright(plot)
        else:
            self._draw_lying(plot)

    def _draw_lying(self, plot: Any) -> None:
        bars, palette = self._chart.bars, palette_of(self)
        places = [float(len(bars) - n) for n in range(len(bars))]
        if any(bar.whole for bar in bars):
            wholes = [bar.whole for bar in bars]
            plot.addItem(_bars(places, wholes, palette, "off"))
        plot.addItem(_bars(places, [bar.value for bar in bars], palette, "edge"))
        longest = max(max(bar.value, bar.whole) for bar in bars) or 1
        for place, bar in zip(places, bars, strict=True):
            words = pg.TextItem(bar.words, color=palette.color("text"), anchor=(0, 0.5))
            words.setFont(words_font(12))
            words.setPos(max(bar.value, bar.whole) + longest * 0.01, place)
            plot.addItem(words)
        _label_axis(plot, [(p, b.name) for p, b in zip(places, bars, strict=True)])
        plot.hideAxis("bottom")
        long_words = max(len(bar.words) for bar in bars) - _SHORT
        room = _ROOM + _ROOM_EACH * max(0, long_words)
        plot.setXRange(0, longest * room, padding=0)
        plot.setYRange(0.4, max(len(bars), 4) + 0.6, padding=0)

    def _draw_upright(self, plot: Any) -> None:
        bars, palette = self._chart.bars, palette_of(self)
        places = list(range(len(bars)))
        heights = [bar.value for bar in bars]
        fill = palette.color("edge")
        plot.addItem(pg.BarGraphItem(x=places, height=heights, width=_THICK, brush=fill, pen=fill))
        every = 1 if len(bars) <= _ALL_NAMED else 3
        ticks = [(n, bar.name) for n, bar in enumerate(bars) if n % every == 0]
        plot.getAxis("bottom").setTicks([ticks])
        _label_axis(plot, _whole_numbers(max(heights)))
        plot.setXRange(-0.6, len(bars) - 0.4, padding=0)
        plot.setYRange(0, max(heights) * 1.1 or 1, padding=0)


def _plot() -> Any:
    """Return an empty plot; each takes a tenth of a second, and is black before it is drawn."""
    made = pg.PlotWidget()
    made.setMenuEnabled(False)
    made.setMouseEnabled(x=False, y=False)
    made.hideButtons()
    made.setMinimumSize(120, 60)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


class LedgerGrid(QWidget):
    """The charts of the ledger in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[ChartCard] = []
        self._left: list[tuple[ChartCard, Chart]] = []
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
        self._left = list(zip(self.cards, charts, strict=True))
        self._draw_next()

    def _draw_next(self) -> None:
        """Draw one chart, and the others each after what else the window has to do."""
        if self._left:
            card, chart = self._left.pop(0)
            card.show_chart(chart)
            QTimer.singleShot(0, self, self._draw_next)


def _bars(places: list[float], lengths: list[int], palette: Palette, token: str) -> Any:
    fill = palette.color(token)
    return pg.BarGraphItem(x0=0, y=places, width=lengths, height=_THICK, brush=fill, pen=fill)


def _label_axis(plot: Any, ticks: Sequence[tuple[float, str]]) -> None:
    """Label the axis on the left, as wide as its labels: by itself it keeps an earlier width."""
    metrics = QFontMetricsF(words_font(_TICK_SIZE))
    axis = plot.getAxis("left")
    axis.setTicks([ticks])
    axis.setWidth(max(metrics.horizontalAdvance(words) for _, words in ticks) + _TICK_GAP)


def _whole_numbers(most: int) -> list[tuple[int, str]]:
    power = 10 ** max(0, len(str(most)) - 2)
    step = next(n * power for n in (1, 2, 5, 10, 20, 25) if n * power * _STEPS >= most)
    return [(n, f"{n:,}") for n in range(0, most + 1, step)]


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

"""The near-miss ledger."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mdt_alpr.ui.desk.models.desk import Chart, PageState
from mdt_alpr.ui.desk.views.charts import LedgerGrid
from mdt_alpr.ui.desk.views.parts import DeskPageFrame, PageHead, StateLine
from mdt_alpr.ui.desk.views.table_page import span_box
from mdt_alpr.ui.kit.theme import Palette
from mdt_alpr.ui.kit.views.labels import label


class LedgerPage(DeskPageFrame):
    """Charts of a span of days.

    Signals:
        days_chosen: how many days back.
        cancelled: the person waits no longer.
    """

    days_chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, spans: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.grid, self.state = LedgerGrid(), StateLine()
        self.state.cancelled.connect(self.cancelled)
        self.days = span_box(spans)
        self.days.activated.connect(self._chosen)
        row = QHBoxLayout()
        row.addWidget(label("Span", "deskname"))
        row.addWidget(self.days)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 10)
        column.setSpacing(10)
        column.addWidget(PageHead("Near misses", "Lists are measured here. Officers are not."))
        column.addLayout(row)
        column.addWidget(self.grid, 1)
        column.addWidget(self.state)

    def show_charts(self, charts: tuple[Chart, ...]) -> None:
        """Show the charts."""
        self.grid.show_charts(charts)

    def show_state(self, state: PageState) -> None:
        """Say how the page stands."""
        self.state.show_state(state)

    def take_focus(self) -> None:
        """Bring the keyboard to the span."""
        self.days.setFocus()

    def use_palette(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.grid.use_palette(palette)
        self.state.use_palette(palette)

    def _chosen(self, _place: int) -> None:
        self.days_chosen.emit(str(self.days.currentData()))

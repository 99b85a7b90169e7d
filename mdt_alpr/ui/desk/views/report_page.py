"""The annual report at the desk: its months as charts above its numbers."""

from mdt_alpr.ui.desk.models.desk import Chart, TableHead
from mdt_alpr.ui.desk.models.form import FormHead
from mdt_alpr.ui.desk.views.chart_pages import LedgerGrid
from mdt_alpr.ui.desk.views.form_page import FormPage

_HIGH = 172
"""Pixels of the charts, so that the table keeps most of the page."""


class ReportPage(FormPage):
    """Charts above the table and its form."""

    def __init__(self, head: TableHead, form: FormHead) -> None:
        super().__init__(head, form)
        self.charts = LedgerGrid()
        self.charts.setFixedHeight(_HIGH)
        self.charts.hide()
        self.column.insertWidget(self.column.indexOf(self.card), self.charts)

    def show_charts(self, charts: tuple[Chart, ...]) -> None:
        """Show these charts, or none."""
        if charts:
            self.charts.show_charts(charts)
        self.charts.setVisible(bool(charts))

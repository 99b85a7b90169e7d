"""The annual report to the Chief at the desk: its numbers, and the paper (09.21.3.A.4, RPT-01)."""

from datetime import date

from PySide6.QtCore import Signal

from mdt_alpr.acts import reports
from mdt_alpr.domain.citations import cited, under
from mdt_alpr.domain.review.annual_report import AGENCY_DAYS, MONTHS, Report
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.models.desk import Bar, Chart, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.report_page import ReportPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.reports import ReportMessage

_SHOW, _SAVE, _SAVE_LEGISLATIVE = "show", "save", "save_legislative"
_DRAWN = "Hits", "Stops"
_OF_MONTH = 3
"""Letters of a month's name below its bar."""
_IS_TOLD = bool(cited("legislative_report"))
"""Whether a statute of this state has the legislature told."""
_FORM = FormHead(
    (
        FormField("first", "First day", "a year before the last"),
        FormField("last", "Last day", "yesterday"),
    ),
    (
        (_SHOW, "Show this period"),
        (_SAVE, "Save report as PDF"),
        *(((_SAVE_LEGISLATIVE, "Save last year's legislative report"),) if _IS_TOLD else ()),
    ),
    saves=((_SAVE, "annual-report.pdf"), (_SAVE_LEGISLATIVE, "legislative-report.pdf")),
)


class AnnualReport(ListTable):
    """Every number of the report with the query that counted it.

    Signals:
        charts_changed: hits and stops of each month.
    """

    title, order = "Annual report", 88
    shows = reports.SHOW_REPORT
    also_waits = (_SAVE,)
    note = under("audits", f"to the Chief every 12 months. {AGENCY_DAYS}")
    stopped = "Stopped. Press Show this period to try again."
    tall = False

    charts_changed = Signal(object)

    def widget(self) -> ReportPage:
        view = ReportPage(self.head, _FORM)
        self.charts_changed.connect(view.show_charts)
        self.connect_form(view, self.act)
        return view

    def forget(self) -> None:
        super().forget()
        self.charts_changed.emit(())

    def act(self, act: FormAct) -> None:
        """Show another period, or save its report."""
        try:
            period = _period(act.form)
        except ValueError:
            self.show_state(problem="Enter days as Nov 28, 2026, or leave them empty.")
            return
        self.show_state(waits=ASKING)
        if act.act == _SHOW:
            self.wait(self.ask(self.answer, self.address + period), self.show_answer)
        else:
            path = reports.PRINT_REPORT.path() + period
            path = path if act.act == _SAVE else reports.PRINT_LEGISLATIVE.path()
            self.wait(saved_to(act.place, self.ask(PaperFile, path)), self.say_saved, _SAVE)

    def rows(self, answer: ReportMessage) -> list[TableRow]:
        """Return a row for each number, in the order of the paper; the charts are drawn, too."""
        self.charts_changed.emit(tuple(_chart(answer.report, name) for name in _DRAWN))
        return list(super().rows(answer))

    def state(self, answer: ReportMessage) -> PageState:
        """Return the period; the line above says when the next report is due."""
        self.about_changed.emit(_about(answer, self.desk.today()))
        span = answer.report.span
        return PageState(
            foot=f"{date_words(span.first)} to {date_words(span.last)}, both included."
        )


PAGE = AnnualReport


def _chart(report: Report, name: str) -> Chart:
    """Return what the months had of it."""
    months = (f for part in report.sections if part.title == MONTHS for f in part.figures)
    bars = tuple(
        Bar(month.row[:_OF_MONTH], month.number, month.words)
        for month in months
        if month.column == name
    )
    return Chart(f"{name} by month", bars, "None in this period.", upright=True)


def _period(form: FormValues) -> str:
    """Return the days that were entered, for the address.

    Raises:
        ValueError: a day is none.
    """
    named = ("since", form.text("first")), ("until", form.text("last"))
    days = [f"{name}={typed_day(text).isoformat()}" for name, text in named if text]
    return "?" + "&".join(days) if days else ""


def _about(answer: ReportMessage, today: date) -> str:
    due = date_words(answer.due_on)
    words = f"OVERDUE since {due}" if answer.due_on < today else f"due on {due}"
    told = f", that to the legislature on {date_words(answer.legislative_due_on)}"
    return f"The next report is {words}{told if _IS_TOLD else ''}. {_counted(answer.report)}"


def _counted(report: Report) -> str:
    if report.counted_to is None:
        return "Everything was counted from the data itself."
    return f"Days up to {date_words(report.counted_to)} come from stored counts (RPT-06)."

"""The schedule of audits, checks and reports at the desk (09.21.3.A.4, RPT-02)."""

from mdt_alpr.acts import reports
from mdt_alpr.domain.citations import under
from mdt_alpr.ui.desk.act_table import ListTable


class Schedule(ListTable):
    """The menu counts what is overdue or was never done, from sign-in on."""

    title, order = "Schedule", 86
    heading = "Schedule of audits, checks and reports"
    counts = True
    note = under("audits", "each demand that comes again, the most urgent first")
    shows = reports.SHOW_SCHEDULE


PAGE = Schedule

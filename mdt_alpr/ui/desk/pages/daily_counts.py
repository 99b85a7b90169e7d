"""What was counted of each day before its data was erased (RPT-06)."""

from mdt_alpr.acts import keeping
from mdt_alpr.ui.desk.act_table import ListTable


class DailyCounts(ListTable):
    """Numbers without a plate, a place or a person."""

    title, order = "Daily counts", 91
    note = "Counted before a day's data was erased: no plate, no place, no person"
    shows = keeping.SHOW_DAILY_COUNTS
    tall = False


PAGE = DailyCounts

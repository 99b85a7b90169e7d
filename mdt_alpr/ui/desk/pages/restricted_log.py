"""Restricted files: who was shown or told one of their records (HOT-10, CJIS 4.2.2)."""

from mdt_alpr.acts import hits
from mdt_alpr.ui.desk.act_table import PagedActs


class RestrictedLog(PagedActs):
    """What cars and desks showed is here by itself; what was told to others is entered."""

    title, order = "Restricted log", 58
    heading = "Restricted files: shown and disclosed"
    note = "Nothing here is changed or erased"
    stopped = "Stopped. Press F5 to see whether it was recorded."
    shows, acts = hits.SHOW_RESTRICTED, (hits.DISCLOSE,)
    in_row = 5


PAGE = RestrictedLog

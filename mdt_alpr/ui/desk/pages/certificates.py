"""Certificates of purges, and whether each holds to this day (RET-07)."""

from mdt_alpr.acts import keeping
from mdt_alpr.ui.desk.act_table import ListTable


class Certificates(ListTable):
    """In their order."""

    title, order = "Purges", 89
    heading = "Certificates of purges"
    note = "Each is checked now: its signature, and whether all that it says is gone still is"
    shows = keeping.SHOW_CERTIFICATES


PAGE = Certificates

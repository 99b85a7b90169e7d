"""Backups at the desk: when each was made, by whom, into which file (OPS-03)."""

from mdt_alpr.acts import backups
from mdt_alpr.ui.desk.act_table import ListTable


class Backups(ListTable):
    """The newest first."""

    title, order = "Backups", 93
    note = "A timer makes one each night; captured data in it dies with the keys of its days"
    shows = backups.SHOW_BACKUPS


PAGE = Backups

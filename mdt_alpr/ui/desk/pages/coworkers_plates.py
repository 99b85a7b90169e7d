"""Plates of coworkers and their households at the desk: to whom, never which (SUP-03)."""

from mdt_alpr.acts import misuse
from mdt_alpr.ui.desk.act_table import ActTable


class CoworkersPlates(ActTable):
    """By coworker. One search for such a plate is flagged."""

    title, order = "Coworkers' plates", 108
    note = "A search for one of these is flagged. Nobody can read a plate back"
    nothing = "No plate is entered. Fill in the form, then press Enter plate."
    shows, acts = misuse.SHOW_TIED, (misuse.ENTER_TIED, misuse.REMOVE_TIED)
    in_row, tall = 5, False


PAGE = CoworkersPlates

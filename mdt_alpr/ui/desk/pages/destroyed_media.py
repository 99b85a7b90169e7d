"""Destroyed media at the desk: what, how, by whom, who saw it, and its certificate (RET-10)."""

from mdt_alpr.acts import equipment
from mdt_alpr.ui.desk.act_table import ActTable


class DestroyedMedia(ActTable):
    """The newest first; what was recorded stays."""

    title, order = "Destroyed media", 92
    note = "CJIS MP-6: overwritten 3 times, degaussed or shredded, before a witness"
    nothing = "Nothing is recorded. Fill in the form, then press Record destroyed medium."
    shows, acts = equipment.SHOW_MEDIA, (equipment.RECORD_MEDIUM, equipment.PRINT_MEDIUM)
    saves = ((equipment.PRINT_MEDIUM.button, "destroyed-medium.pdf"),)
    in_row = 5


PAGE = DestroyedMedia

"""Designations at the desk: who was Chief, administrator and custodian when (ACC-14)."""

from mdt_alpr.acts import designations
from mdt_alpr.domain.citations import under
from mdt_alpr.ui.desk.act_table import ActTable


class Designations(ActTable):
    """The newest first."""

    title, order = "Designations", 107
    permissions = designations.SHOW_DESIGNATIONS.may
    note = under("designations", "the Chief, the administrators and the custodians")
    shows = designations.SHOW_DESIGNATIONS
    acts = designations.DESIGNATE, designations.END_DESIGNATION
    in_row = 5
    tall = False


PAGE = Designations

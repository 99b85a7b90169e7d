"""Who notarizes form ALPR-1, and when each did: the list that the agency keeps (09.21.8.C.3)."""

from mdt_alpr.acts import holds
from mdt_alpr.domain.citations import under
from mdt_alpr.domain.policy import HOLD_FORM
from mdt_alpr.ui.desk.act_table import ActTable


class Notaries(ActTable):
    """Nobody leaves the list: a last day ends the office."""

    title, order = "Notaries", 69
    heading = f"Notaries for form {HOLD_FORM}"
    opened_from = "holds"
    note = under("notaries", "they notarize what requesters swear")
    shows, acts = holds.SHOW_NOTARIES, (holds.ADD_NOTARY, holds.END_NOTARY)
    nothing = "Nobody is on the list. Fill in the form, then press Add to list."
    tall = False


PAGE = Notaries

"""Results of practices at roll-call: one's own, and those of people one answers for (D17)."""

from mdt_alpr.acts import trainings
from mdt_alpr.ui.desk.act_table import ActTable


class Practices(ActTable):
    """The newest first; no column sorts people by how they did."""

    title, order = "Practice", 106
    heading = "Practice at roll-call"
    permissions = trainings.SHOW_DRILLS.may
    note = "Training only: made-up hits, kept by the person who signed in after the practice"
    shows, acts = trainings.SHOW_DRILLS, ()


PAGE = Practices

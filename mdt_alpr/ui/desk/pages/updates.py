"""Updates of the cars' program at the desk: which package goes where, and how it does there."""

from mdt_alpr.acts import fleet
from mdt_alpr.ui.desk.act_table import ActTable


class UpdatesPage(ActTable):
    """Published by command; a car installs at the end of a shift and goes back by itself."""

    title, order = "Updates", 115
    note = "To one car, then five, then all; it stops where a car refuses it or goes back"
    shows = fleet.SHOW_PACKAGES
    acts = fleet.BEGIN_UPDATE, fleet.ADVANCE_UPDATE, fleet.STOP_UPDATE
    asks_first = (
        (fleet.ADVANCE_UPDATE.button, "Let version {row.facts.version} go to more cars?"),
        (fleet.STOP_UPDATE.button, "Stop version {row.facts.version} for good?"),
    )


PAGE = UpdatesPage

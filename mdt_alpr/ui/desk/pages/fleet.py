"""The fleet at the desk: what runs on each machine, and how it is (CM-8)."""

from mdt_alpr.acts import fleet
from mdt_alpr.ui.desk.act_table import ListTable


class FleetPage(ListTable):
    """Every car and fixed camera in use."""

    title, order = "Fleet", 104
    note = "As each machine said at its last start and its last check"
    shows = fleet.SHOW_FLEET


PAGE = FleetPage

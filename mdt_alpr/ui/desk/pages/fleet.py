"""The fleet at the desk: what runs on each machine, how it is, and which unit it is (CM-8)."""

from mdt_alpr.acts import fleet
from mdt_alpr.acts.evidence import SET_UNIT
from mdt_alpr.ui.desk.act_table import ActTable

_QUESTION = "{row.device} is {body.unit} from its next sign-in on. Set this unit?"


class FleetPage(ActTable):
    """Every car and fixed camera in use; a car's unit is set where the unit it has is shown."""

    title, order = "Fleet", 104
    note = "As each machine said at its last start and its last check"
    shows, acts = fleet.SHOW_FLEET, (SET_UNIT,)
    asks_first = ((SET_UNIT.button, _QUESTION),)


PAGE = FleetPage

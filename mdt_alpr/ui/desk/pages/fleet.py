"""The fleet at the desk: what runs on each machine, how it is, and which unit it is (CM-8)."""

from typing import Any

from mdt_alpr.acts import fleet
from mdt_alpr.acts.act import Act
from mdt_alpr.acts.evidence import SET_UNIT
from mdt_alpr.ui.desk.confirmed_acts import ConfirmedActs

_QUESTION = "{row.device} is {body.unit} from its next sign-in on. Set this unit?"


class FleetPage(ConfirmedActs):
    """Every car and fixed camera in use; a car's unit is set where the unit it has is shown."""

    title, order = "Fleet", 104
    note = "As each machine said at its last start and its last check"
    shows, acts = fleet.SHOW_FLEET, (SET_UNIT, fleet.MOVE_MACHINE)
    asks_first = ((SET_UNIT.button, _QUESTION),)

    def takes_two(self, act: Act[Any], _path: str, body: Any) -> str:
        if act is SET_UNIT or body.group.strip() not in self.found.weakening:
            return ""
        return (
            "The settings of this group take safety checks away. A custodian or another "
            "administrator agrees:"
        )


PAGE = FleetPage

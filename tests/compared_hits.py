"""A hit of a black SUV whose blind entry has matched its record."""

from mdt_alpr.domain.hit.hit import Hit, VehicleAnswer
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import answer_vehicle, enter, open_hit
from mdt_alpr.domain.officer import Officer
from tests.builders import NOW, OFFICER, a_hit, an_entry

RECORD = an_entry(nic="V220914871", ori="NC0600100", color="BLK", make="DODG", style="UT")


def compared(officer: Officer = OFFICER) -> Hit:
    """Return the hit, ready for its status."""
    seen = VehicleAnswer(Body.SUV, Color.BLACK, NOW)
    hit = answer_vehicle(open_hit(a_hit(None, RECORD, officer=officer), NOW), seen)
    return enter(hit, "EXN2894", "NC", NOW, picture_s=2)

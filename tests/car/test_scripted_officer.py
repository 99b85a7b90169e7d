"""The demo's officer answers what stands at the roadside and decides by the gate."""

import pytest

from mdt_alpr.demo.scripted_officer import Roadside, ScriptedOfficer
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.ui.fake_desk import FakeDesk

SUV = {"color": "BLK", "make": "DODG", "style": "UT"}


def work_through(entry: HotlistEntry, roadside: Roadside, read: str) -> Disposition:
    clock = SetClock()
    desk = FakeDesk(clock)
    officer = ScriptedOfficer(desk, clock, [roadside])
    desk.publish = officer.take
    hit = desk.raise_hit(a_hit(a_read(read), entry))
    closing = desk.hits[hit.hit_id].closing
    assert closing is not None
    assert officer.is_done
    return closing.disposition


def seen(
    plate: str = "EXN2894", state: str = "NC", *, body: Body = Body.SUV, stands: bool = True
) -> Roadside:
    return Roadside(plate, state, body, Color.BLACK, stands)


@pytest.mark.parametrize(
    ("roadside", "end"),
    [
        (seen(), Disposition.VERIFIED_STOPPED),
        (seen("EXN2B94"), Disposition.MISREAD),
        (seen(state="VA"), Disposition.WRONG_STATE),
        (seen(body=Body.MOTORCYCLE), Disposition.VEHICLE_MISMATCH),
        (seen(stands=False), Disposition.CLEARED_OR_STALE),
    ],
)
def test_each_vehicle_ends_as_it_should(roadside: Roadside, end: Disposition) -> None:
    assert work_through(an_entry(**SUV), roadside, "EXN2894") is end

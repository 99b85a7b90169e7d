"""A page that is an hour old changes no team, no key, no camera's place and no unit (K11)."""

from dataclasses import replace

import pytest

from mdt_alpr.acts.devices import SET_PLACE, SHOW_DEVICES
from mdt_alpr.acts.evidence import SET_UNIT
from mdt_alpr.acts.fleet import SHOW_FLEET
from mdt_alpr.acts.security_keys import REMOVE_PERSONS_KEY
from mdt_alpr.acts.teams import SET_TEAM
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.declared import promised
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES
from mdt_alpr.hq.people import device_store, enrollment_store, key_store, security_keys, team_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.key_store import KeptKey
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.hq.teams.service import set_team
from mdt_alpr.wire.accounts import MemberMessage, MembersMessage, TeamRequest
from mdt_alpr.wire.brought import UnitRequest
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.devices import DevicesMessage
from mdt_alpr.wire.fleet import FleetMessage
from tests.builders import NOW
from tests.hq.reviewers import at_desk
from tests.hq.senders import PASSWORDS

DATABASES = ["sqlite"]


@pytest.mark.proved("K11")
def test_a_page_from_before_another_team_was_set_sets_none(hq: Headquarters) -> None:
    with hq.reading() as work:
        name = people.names(work.connection)[OFFICER]
    shown = MembersMessage((MemberMessage(OFFICER, name, "", sees_all=False),))
    seen = SET_TEAM.seen_in(shown, person_id=OFFICER)
    with promised(seen), hq.writing() as work:
        set_team(work, OFFICER, TeamRequest("Night B"), ADMINISTRATOR)
    with (
        promised(seen),
        pytest.raises(RefusedError, match="changed since you loaded"),
        hq.writing() as work,
    ):
        set_team(work, OFFICER, TeamRequest("Night A"), ADMINISTRATOR)
    with hq.reading() as work:
        assert team_store.placement(work.connection, OFFICER).team == "Night B"


@pytest.mark.proved("K11")
def test_a_page_from_before_a_key_was_renamed_removes_none(hq: Headquarters) -> None:
    key = KeptKey("0" * 16, OFFICER, "Key 1", b"sealed", 0, NOW, None)
    with hq.writing() as work:
        key_store.add(work.connection, key)
        shown = security_keys.keys_message(work, OFFICER)
        security_keys.name_key(work, OFFICER, key.key_id, "Desk key")
    seen = REMOVE_PERSONS_KEY.seen_in(shown, key_id=key.key_id)
    with (
        promised(seen),
        pytest.raises(RefusedError, match="changed since you loaded"),
        hq.writing() as work,
    ):
        security_keys.remove_key(work, OFFICER, key.key_id, "lost at the range", ADMINISTRATOR)
    with hq.reading() as work:
        assert key_store.is_kept(work.connection, key.key_id)


PLACE = CameraPlace("Church St bridge", 35.4, -80.6, "northbound lanes")


@pytest.fixture
def camera(server: InProcessHq) -> str:
    row = {"kind": DeviceKind.CAMERA, "enrolled_at": NOW, "enrolled_by": ADMINISTRATOR}
    with server.hq.database.writing() as connection:
        connection.execute(ENROLLED_DEVICES.insert(), {"device": "camera-1", **row})
    return "camera-1"


@pytest.mark.proved("K11")
def test_a_page_from_before_a_camera_was_placed_places_it_nowhere_else(
    server: InProcessHq, camera: str
) -> None:
    with at_desk(server, ADMINISTRATOR, PASSWORDS[ADMINISTRATOR]) as desk:
        before = decode(DevicesMessage, desk.http.get(SHOW_DEVICES.path()).text)
        path = SET_PLACE.path(seen=SET_PLACE.seen_in(before, device=camera), device=camera)
        placed = desk.http.put(path, content=encode(PLACE))
        stale = desk.http.put(path, content=encode(replace(PLACE, name="Main St")))
    assert (placed.status_code, stale.status_code) == (204, 409)
    assert "changed since you loaded" in stale.text
    with server.hq.reading() as work:
        assert enrollment_store.cameras(work.connection) == {camera: PLACE}


@pytest.mark.proved("K11")
def test_a_page_from_before_a_computer_became_another_unit_makes_it_none(
    server: InProcessHq, camera: str
) -> None:
    with at_desk(server, ADMINISTRATOR, PASSWORDS[ADMINISTRATOR]) as desk:
        before = decode(FleetMessage, desk.http.get(SHOW_FLEET.path()).text)
        path = SET_UNIT.path(seen=SET_UNIT.seen_in(before, device=camera), device=camera)
        bound = desk.http.put(path, content=encode(UnitRequest("Unit 7")))
        stale = desk.http.put(path, content=encode(UnitRequest("Unit 8")))
    assert (bound.status_code, stale.status_code) == (204, 409)
    with server.hq.reading() as work:
        assert device_store.unit_of(work.connection, camera) == "Unit 7"

"""An administrator sees what look-alikes would accept, then lets cars match them (ALR-04)."""

from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from mdt_alpr.acts import hotlists as hotlists_acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlists import LookAlikesMessage, LookAlikesRequest, MisreadsRequest
from tests.hq.commands import Terminal
from tests.hq.senders import Car, a_car
from tests.hq.test_hotlist_packages import a_file, package, take

DATABASES = ["sqlite"]
REASON = "as decided at the staff meeting"
PATH = "/v1/look-alikes"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


def audited(hq: Headquarters) -> list[tuple[str, dict[str, str]]]:
    with hq.reading() as work:
        event = OWN_AUDIT.c.event == AuditEvent.HQ_LOOK_ALIKES_SET
        query = select(OWN_AUDIT).where(event).order_by(OWN_AUDIT.c.sequence)
        rows = work.connection.execute(query).all()
    return [(row.person, dict(map(tuple, row.detail))) for row in rows]


def are_allowed(hq: Headquarters) -> bool:
    with hq.reading() as work:
        newest = hotlists.newest(work.connection)
    return newest is not None and newest.look_alikes_allowed


def tried(who: Car, *plates: str) -> httpx.Response:
    return who.http.post(
        hotlists_acts.SHOW_MISREADS.address, content=encode(MisreadsRequest(plates))
    )


def test_commands_show_which_misreads_it_would_accept_and_switch_it(
    server: InProcessHq, path: Path, terminal: Terminal
) -> None:
    take(server, a_file(path, range(3)))
    reason = "--reason", REASON
    assert terminal.run(ADMINISTRATOR, "look-alikes", "show", "ac7") == 0
    assert "OFF: no character may differ. Look-alikes: 0DOQ 1ILT 27Z" in terminal.out
    rows = [line.split(maxsplit=2) for line in terminal.out.splitlines()]
    assert ["AC7", "AC7", "Always"] in rows
    for read in ("4C7", "AC2"):
        assert ["AC7", read, "Only where look-alikes match"] in rows
    assert (are_allowed(server.hq), audited(server.hq)) == (False, [])
    assert terminal.run(ADMINISTRATOR, "look-alikes", "on", *reason) == 0
    assert are_allowed(server.hq)
    assert audited(server.hq) == [(ADMINISTRATOR, {"allowed": "true", "reason": REASON})]
    with a_car(server.base_url) as car:
        assert package(car, 1)[0].look_alikes_allowed
        assert terminal.run(ADMINISTRATOR, "look-alikes", "on", *reason) == 0
        assert package(car, 1)[0].version == 2  # they matched already: nothing changed
    assert len(audited(server.hq)) == 1
    assert terminal.run(ADMINISTRATOR, "look-alikes", "off", *reason) == 0
    assert not are_allowed(server.hq)


def test_nobody_but_an_administrator_with_a_reason_and_a_list_switches_them_by_command(
    server: InProcessHq, path: Path, terminal: Terminal
) -> None:
    switch, reason = ("look-alikes", "on"), ("--reason", REASON)
    assert terminal.run(ADMINISTRATOR, *switch, *reason) == 1  # there is no list yet
    take(server, a_file(path, range(3)))
    assert terminal.run(CUSTODIAN, *switch, *reason) == 1
    assert terminal.run(ADMINISTRATOR, *switch, "--reason", "why") == 1
    assert terminal.run(ADMINISTRATOR, "look-alikes", "show", "!") == 1
    assert not are_allowed(server.hq)


def test_an_administrator_switches_them_at_the_desk_and_a_custodian_sees_how_they_stand(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    ask = encode(LookAlikesRequest(allowed=True, reason=REASON))
    with a_car(server.base_url, CUSTODIAN) as desk:
        shown = decode(LookAlikesMessage, tried(desk, "AC-7").content)
        assert not shown.allowed
        assert "0DOQ" in shown.characters
        assert (shown.misreads[0].text, shown.misreads[0].always) == ("AC7", ("AC7",))
        assert shown.misreads[0].with_look_alikes == ("4C7", "AC2", "AC3", "ACZ")
        assert tried(desk, "!").status_code == 400
        assert desk.http.post(PATH, content=ask).status_code == 403
    with a_car(server.base_url, OFFICER) as car:
        assert tried(car).status_code == 403
    with a_car(server.base_url, ADMINISTRATOR) as desk:
        unsaid = encode(LookAlikesRequest(allowed=True, reason=""))
        assert desk.http.post(PATH, content=unsaid).status_code == 409
        assert desk.http.post(PATH, content=ask).status_code == 204
        assert decode(LookAlikesMessage, tried(desk).content).allowed
    assert audited(server.hq) == [(ADMINISTRATOR, {"allowed": "true", "reason": REASON})]

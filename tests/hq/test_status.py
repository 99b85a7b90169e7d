"""A car's status question goes to the agency's gateway, and what came of it is recorded."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from mdt_alpr.cli import main
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.drive.story import VEHICLES, Reply
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.message_switch import NO_GATEWAY
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.hq.switches.http import HttpSwitch
from mdt_alpr.hq.switches.simulated import SimulatedSwitch
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import EntryMessage
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest, StatusResponse
from tests.builders import NOW, SetClock
from tests.hq.gateway_double import GatewayDouble, a_gateway, answer_to
from tests.hq.senders import DEVICE, PATIENCE, a_car, a_hit_message, an_id, an_item

PLATE = "EXN2894"


def a_request(**fields: object) -> StatusRequest:
    given = {
        "version": STATUS_VERSION,
        "query_id": an_id(),
        "hit_id": an_id(),
        "asked_at": NOW,
        "LIC": PLATE,
        "LIS": "NC",
        "state_name": "North Carolina",
        "NIC": "V220914871",
        "ORI": "NC0600100",
        "entry_id": "e1",
        **fields,
    }
    return StatusRequest(**given)  # type: ignore[arg-type]


def post(server: InProcessHq, request: StatusRequest, person: str = OFFICER) -> httpx.Response:
    with a_car(server.base_url, person) as car:
        return car.http.post("/v1/status", content=encode(request))


def asked(server: InProcessHq, request: StatusRequest) -> StatusResponse:
    with a_car(server.base_url) as car:
        car.send(an_item(a_hit_message(hit_id=request.hit_id)))
    answer = post(server, request)
    assert answer.status_code == 200, answer.text
    return decode(StatusResponse, answer.content)


def recorded(hq: Headquarters, hit_id: str) -> list[tuple[str, str, dict[str, str]]]:
    with hq.reading() as work:
        rows = work.connection.execute(
            select(OWN_AUDIT).where(OWN_AUDIT.c.subject == hit_id).order_by(OWN_AUDIT.c.sequence)
        ).all()
    return [(row.event.value, row.person, dict(row.detail)) for row in rows]


@pytest.fixture
def gateway() -> Iterator[GatewayDouble]:
    with a_gateway() as double:
        yield double


@pytest.fixture
def switch(gateway: GatewayDouble) -> HttpSwitch:
    return HttpSwitch(gateway.url, "secret", answer_within_s=PATIENCE)


def test_an_agency_without_a_gateway_says_so(server: InProcessHq) -> None:
    found = asked(server, a_request())
    assert (found.result, found.why, found.simulated) == ("unavailable", NO_GATEWAY, False)


def test_the_gateway_learns_who_asks_and_its_answer_comes_back(
    server: InProcessHq, gateway: GatewayDouble, switch: HttpSwitch
) -> None:
    server.hq.switch = switch
    request = a_request(operator="somebody else")
    assert asked(server, request) == answer_to(request)
    assert gateway.asked == [replace(request, operator=OFFICER, device=DEVICE)]
    assert gateway.tokens == ["Bearer secret"]


def test_question_and_answer_are_recorded_without_the_plate(
    server: InProcessHq, gateway: GatewayDouble, switch: HttpSwitch
) -> None:
    server.hq.switch = switch
    gateway.answer = lambda request: (200, encode(answer_to(request, LIS="AR")).encode())
    request = a_request()
    asked(server, request)
    question, answer = recorded(server.hq, request.hit_id)
    assert question[:2] == ("hq:status:asked", OFFICER)
    assert question[2]["device"] == DEVICE
    assert answer[:2] == ("hq:status:answered", OFFICER)
    assert (answer[2]["result"], answer[2]["about"]) == ("active", "something else")
    assert PLATE not in repr((question, answer))


@pytest.mark.parametrize(
    ("field", "value", "number"),
    [
        ("version", 2, 108),
        ("hit_id", "EXN2894", 308),
        ("LIS", "ZZ", 303),
        ("state_name", "Arkansas", 303),
        ("LIC", "EXN 2894", 305),
    ],
)
def test_a_question_that_is_none_is_refused(
    server: InProcessHq, field: str, value: object, number: int
) -> None:
    answer = post(server, a_request(**{field: value}))
    assert answer.json()["number"] == number


def test_only_those_who_operate_a_car_may_ask(server: InProcessHq) -> None:
    assert post(server, a_request(), CUSTODIAN).status_code == 403


# ------------------------------------------------------------------ the agency's own gateway


@pytest.mark.parametrize(
    ("answered", "why"),
    [
        ((503, b""), "refused: status 503"),
        ((200, b"<html>sign in</html>"), "not understood"),
        ((200, b"{" + b" " * 70_000), "not understood"),
    ],
)
def test_whatever_goes_wrong_is_said_in_words(
    gateway: GatewayDouble, switch: HttpSwitch, answered: tuple[int, bytes], why: str
) -> None:
    gateway.answer = lambda _: answered
    with pytest.raises(OutsideError, match=why):
        switch.ask(a_request())


@pytest.mark.parametrize("field", ["result", "source"])
def test_an_answer_outside_the_contract_is_none(
    gateway: GatewayDouble, switch: HttpSwitch, field: str
) -> None:
    gateway.answer = lambda request: (200, encode(answer_to(request, **{field: "x"})).encode())
    with pytest.raises(OutsideError, match="not understood"):
        switch.ask(a_request())


def test_a_gateway_that_does_not_answer_in_time_is_said_in_words(gateway: GatewayDouble) -> None:
    gateway.answer = lambda _: None
    made = HttpSwitch(gateway.url, answer_within_s=0.1)
    with pytest.raises(OutsideError, match="in time"):
        made.ask(a_request())


def test_a_gateway_that_is_not_there_is_said_in_words(gateway: GatewayDouble) -> None:
    made = HttpSwitch(gateway.url.replace("/status", "").rsplit(":", 1)[0] + ":9/")
    with pytest.raises(OutsideError, match="cannot be reached"):
        made.ask(a_request())


@pytest.mark.parametrize("address", ["gateway", "http://example.org/", "ftp://example.org"])
def test_only_an_encrypted_address_is_accepted(address: str) -> None:
    with pytest.raises(OutsideError, match="https"):
        HttpSwitch(address)


# ------------------------------------------------------------------------------- simulator


@pytest.fixture
def training(hq: Headquarters) -> SimulatedSwitch:
    import_csv(hq, resource("demo/hotlist.csv"), ADMINISTRATOR)
    return SimulatedSwitch(hq)


def listed(hq: Headquarters, nic: str) -> EntryMessage:
    from mdt_alpr.hq.hotlists.store import live_bodies

    with hq.reading() as work:
        entries = [decode(EntryMessage, body) for body in live_bodies(work)]
    return next(entry for entry in entries if entry.nic == nic)


@pytest.mark.proved("O24")
@pytest.mark.parametrize(
    ("nic", "fields", "result"),
    [
        ("V460271839", {}, "active"),
        ("V284619035", {}, "cleared"),
        ("V460271839", {"LIS": "SC", "state_name": "South Carolina"}, "not_this_plate"),
        ("V460271839", {"LIC": "RKV8215"}, "not_this_plate"),
        ("V460271839", {"entry_id": "none"}, "no_record"),
    ],
)
def test_the_simulator_answers_from_the_list_and_leaves_dcin_to_be_asked(
    hq: Headquarters, training: SimulatedSwitch, nic: str, fields: dict[str, str], result: str
) -> None:
    entry = listed(hq, nic)
    given = {"LIC": entry.text, "NIC": nic, "entry_id": entry.entry_id, **fields}
    answer = training.ask(a_request(**given))
    assert (answer.result, answer.source, answer.simulated) == (result, "mdt", True)


def test_the_plates_of_the_drive_that_were_cleared_are_those_of_the_file(
    training: SimulatedSwitch,
) -> None:
    cleared = {(v.plate, v.state) for v in VEHICLES if v.reply is Reply.CLEARED}
    assert training._cleared == cleared


def test_the_command_line_refuses_the_simulator_without_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    serving = ["hq", "--data", str(tmp_path), "serve", "--status-gateway", "simulated"]
    assert main(serving) == 1
    assert "training only" in capsys.readouterr().err


def test_the_simulator_is_refused_outside_training(settings: HqSettings, tmp_path: Path) -> None:
    simulated = replace(settings, data=tmp_path / "other", status_gateway="simulated")
    with pytest.raises(OutsideError, match="training only"):
        open_headquarters(simulated, SetClock(), os.urandom)
    hq = open_headquarters(replace(simulated, training=True), SetClock(), os.urandom)
    assert isinstance(hq.switch, SimulatedSwitch)
    hq.close()

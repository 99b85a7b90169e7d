"""What somebody sends makes no line, moves no cursor, and is not without end."""

import json
from dataclasses import replace
from typing import Any

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.messages import ReadMessage
from tests.hq.commands import Terminal
from tests.hq.senders import a_car, a_read_message, an_item, post_plainly, sign_in

FALSE_LINE = (
    "car-1\n9001: 2026-11-28 09:00:00.00 UTC, administrator, hq:session:begun, desk-forged"
)
HOSTILE = [FALSE_LINE, "\x1b[2Jcar", "car\u202e1", "d" * 65, "d" * 15_500, "\u2028"]


@pytest.mark.proved("V8")
@pytest.mark.attack("V8")
@pytest.mark.parametrize("device", HOSTILE)
@pytest.mark.parametrize("person", [OFFICER, "nobody"])
def test_a_device_that_no_line_shows_is_refused_and_leaves_nothing_on_record(
    server: InProcessHq, device: str, person: str
) -> None:
    with server.hq.reading() as work:
        before = own_audit.count(work.connection)
    for at in ("/v1/sessions", "/v1/desk/sessions"):
        given = {"person_id": person, "password": "wrong", "device": device}
        answer = post_plainly(f"{server.base_url}{at}", json.dumps(given))
        assert answer.status_code in range(400, 500)
    with server.hq.reading() as work:
        assert own_audit.count(work.connection) == before


def test_a_device_of_64_characters_may_sign_in(server: InProcessHq) -> None:
    assert sign_in(server.base_url, OFFICER, device="\u00fc" * 64).status_code == 201


@pytest.mark.proved("V8")
@pytest.mark.attack("V8")
def test_what_is_on_record_prints_one_line_an_entry(
    server: InProcessHq, terminal: Terminal
) -> None:
    with server.hq.writing() as work:
        reported = "why", "\x1b[31m\u202e\r"
        record(work, AuditEvent.HQ_SIGN_IN_REFUSED, FALSE_LINE, "", reported)
        entries = own_audit.last_sequence(work.connection)
    assert terminal.run(CUSTODIAN, "audit") == 0
    assert len(terminal.out.splitlines()) >= entries
    assert all(line.split(":")[0] != "9001" for line in terminal.out.splitlines())
    assert not {"\x1b", "\u202e", "\r"} & set(terminal.out)


@pytest.mark.proved("V14")
@pytest.mark.attack("V14")
@pytest.mark.parametrize("field", ["unit", "camera", "person_id", "engine", "software"])
def test_a_text_of_a_megabyte_is_no_unit(server: InProcessHq, field: str) -> None:
    hostile: dict[str, Any] = {field: "\u202eX" * 500_000}
    message = replace(a_read_message(), **hostile)
    with a_car(server.base_url) as car:
        assert car.send(an_item(message)) == ["refused 301"]
    with pytest.raises(DecodeError, match=f"^{field}: .*of length <= "):
        decode(ReadMessage, encode(message))


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
@pytest.mark.parametrize(
    "until",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z",
     "9999-12-31T00:00:00Z", "2026-11-28T00:00:00", "soon", "2026-02-30T00:00:00Z"],
)  # fmt: skip
def test_an_instant_outside_the_calendar_is_a_clear_refusal(
    server: InProcessHq, until: str
) -> None:
    with a_car(server.base_url, ADMINISTRATOR, "desk-1") as desk:
        answer = desk.http.get("/v1/hotlists", params={"until": until})
    assert answer.status_code in (400, 422)
    assert "until" in answer.text


def test_an_instant_with_its_offset_is_accepted(server: InProcessHq) -> None:
    with a_car(server.base_url, ADMINISTRATOR, "desk-1") as desk:
        answer = desk.http.get("/v1/hotlists", params={"until": "2026-11-28T10:00:00-05:00"})
    assert answer.status_code == 200

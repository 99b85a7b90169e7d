"""Somebody who may do an act does it wrongly: every door refuses it in the same words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from mdt_alpr.acts import (
    accounts,
    agency_settings,
    devices,
    entries,
    equipment,
    hits,
    holds,
    hotlists,
    incidents,
    intake,
    misuse,
    outside_requests,
    publications,
    rooms,
    search,
)
from mdt_alpr.acts.act import Act, acts_in
from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.case_formats import set_case_formats
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.ui.desk.act_form import FieldRefusedError, body_of
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.kit.words import full_time, typed_time
from mdt_alpr.wire.addresses import SECOND_PERSON
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.reviewers import at_desk

DATABASES = ["sqlite"]
WRONG_WORDS = {
    "Looked for KRT4478 again": "Leave the plate out",
    "Looked for k r t 4 4 7 8": "Leave the plate out",
    "It \x1b[2J left the lot": "characters that cannot be seen",
    "It \u202eleft the lot": "characters that cannot be seen",
}


@dataclass(frozen=True)
class Try:
    """An act that somebody who may do it tries, with what is typed in its fields."""

    act: Act[Any]
    person: str
    reason: str = "why"
    typed: dict[str, str] = field(default_factory=dict)

    def saying(self, **typed: str) -> "Try":
        return replace(self, typed=self.typed | typed)

    @property
    def body(self) -> Any:
        """Return what a program of one's own sends: no form checked it."""
        made = self.act.made(NOW, bytes(10))
        return body_of(self.act, FormValues(self.typed), made, is_draft=True)

    def sent(self, server: InProcessHq, person: str = "", seen: str = "") -> httpx.Response:
        path = self.act.path(seen=seen, **dict.fromkeys(self.act.places, "1"))
        with at_desk(server, person or self.person) as desk:
            answer: httpx.Response = desk.http.request(
                self.act.method, path, content=encode(self.body)
            )
        return answer

    def command(self) -> Iterator[str]:
        """Yield the words of the command."""
        yield from self.act.words.split()
        yield from ("1" for _ in self.act.places)
        yield from (self.typed[name] for name in self.act.in_order)
        for part in self.act.fields:
            if part.name in self.typed and part.name not in self.act.in_order:
                words = self.typed[part.name]
                is_time = part.type is datetime
                yield from (part.option, typed_time(words).isoformat() if is_time else words)


TRIES = [
    Try(accounts.DISABLE_ACCOUNT, ADMINISTRATOR),
    Try(agency_settings.DECIDE, ADMINISTRATOR, "reason",
        {"setting": "prosecutors", "value": "no"}),
    Try(devices.REVOKE, ADMINISTRATOR),
    Try(entries.REMOVE, SUPERVISOR),
    Try(equipment.RETIRE, ADMINISTRATOR),
    Try(hits.FREEZE_ACCOUNT, SUPERVISOR, "words"),
    Try(hotlists.END_CORRECTION, CUSTODIAN),
    Try(incidents.TAKE_STEP, SUPERVISOR, "words", {"step": "noted"}),
    Try(intake.REJECT, ADMINISTRATOR),
    Try(misuse.REMOVE_TIED, ADMINISTRATOR),
    Try(outside_requests.TAKE_STEP, SUPERVISOR, "words", {"step": "approved"}),
    Try(publications.END_PUBLICATION, CUSTODIAN),
    Try(search.REMOVE_PLACE, CUSTODIAN),
]  # fmt: skip
"""Acts of different rooms that ask for a reason."""
SCOPE = {
    "text": "SHP1561", "state": "NC", "cameras": "Main St",
    "begins_at": full_time(NOW - timedelta(hours=3)), "ends_at": full_time(NOW),
    "ground": "criminal_investigation", "parties": "State v. D. Marsh", "case": "26-038204",
}  # fmt: skip
ASKING = [
    Try(holds.FILE_REQUEST, SUPERVISOR, "facts", SCOPE),
    Try(outside_requests.MAKE_REQUEST, SUPERVISOR, "facts", {
        **SCOPE, "wanted": "preserve", "agency": "Kannapolis Police", "contact": "Records desk",
    }),
    Try(outside_requests.LOG_ACCESS, SUPERVISOR, "reason", {
        "at": full_time(NOW), "agency": "Kannapolis Police", "purpose": "criminal_investigation",
        "case": "26-038204", "sought": "SHP1561", "found": "2",
    }),
]  # fmt: skip
"""Acts that ask for captured data, each with its case and what happened."""
SECOND = [
    act
    for room in rooms()
    for act in acts_in(room)
    if isinstance(act, Act) and act.needs_second and act.words and act.body is not None
]


def name_of(tried: Try | Act[Any]) -> str:
    return tried.act.at if isinstance(tried, Try) else tried.at


@pytest.mark.parametrize("words", WRONG_WORDS, ids=["plate", "spelled", "control", "turned"])
@pytest.mark.parametrize("tried", TRIES, ids=name_of)
def test_a_wrong_word_in_a_reason_is_refused_in_the_same_words_at_every_door(
    server: InProcessHq, terminal: Terminal, tried: Try, words: str
) -> None:
    wrong = tried.saying(**{tried.reason: words})
    answer = wrong.sent(server)
    detail = answer.json()["detail"]
    assert answer.status_code in (409, 422)
    assert WRONG_WORDS[words] in detail
    with pytest.raises(FieldRefusedError) as at_the_desk:
        body_of(wrong.act, FormValues(wrong.typed))
    assert str(at_the_desk.value) == detail
    assert terminal.run(wrong.person, *wrong.command()) == 1
    assert detail in terminal.err


@pytest.mark.parametrize("tried", TRIES, ids=name_of)
def test_whoever_may_not_do_an_act_is_refused_in_the_same_words_at_every_door(
    server: InProcessHq, terminal: Terminal, tried: Try
) -> None:
    right = tried.saying(**{tried.reason: "It was entered twice"})
    person = OFFICER if right.act.at != incidents.TAKE_STEP.at else ""
    if right.act.at == outside_requests.TAKE_STEP.at or not person:
        pytest.skip("its rules say who takes which step")
    answer = right.sent(server, person)
    assert answer.json()["number"] == Problem.NOT_PERMITTED.number
    assert terminal.run(person, *right.command()) == 1
    assert answer.json()["title"] in terminal.err


@pytest.mark.parametrize("tried", ASKING, ids=name_of)
def test_no_data_is_asked_for_a_traffic_matter_at_any_door(
    server: InProcessHq, terminal: Terminal, tried: Try
) -> None:
    wrong = tried.saying(**{tried.reason: "Expired registration and no insurance"})
    answer = wrong.sent(server)
    assert "traffic" in (detail := answer.json()["detail"]) or "purpose" in detail
    assert terminal.run(wrong.person, *wrong.command()) == 1
    assert detail in terminal.err


@pytest.mark.parametrize("tried", ASKING, ids=name_of)
def test_a_case_that_is_not_written_as_the_agency_does_is_refused_at_every_door(
    server: InProcessHq, terminal: Terminal, tried: Try
) -> None:
    with server.hq.database.writing() as connection:
        set_case_formats(connection, ["26-######"])
    wrong = tried.saying(**{"case": "CFS 2041187", tried.reason: "A robbery on Union Street"})
    answer = wrong.sent(server)
    detail = "Case numbers here are written like 26-######."
    assert answer.json()["detail"] == detail
    assert terminal.run(wrong.person, *wrong.command()) == 1
    assert detail in terminal.err
    right = wrong.saying(case="26-038204").sent(server)
    assert right.status_code < 300, right.text


@pytest.mark.parametrize("act", SECOND, ids=name_of)
def test_nobody_is_their_own_second_person_at_any_door(
    server: InProcessHq, terminal: Terminal, act: Act[Any]
) -> None:
    roles = (Role.CUSTODIAN, CUSTODIAN), (Role.ADMINISTRATOR, ADMINISTRATOR)
    person = next(person for role, person in roles if any(may(role, p) for p in act.may))
    own = {SECOND_PERSON: terminal.begun(person).token}
    path = act.path(**dict.fromkeys(act.places, "1"))
    with at_desk(server, person) as desk:
        answer = desk.http.request(act.method, path, content=b"{}", headers=own)
    assert answer.json()["number"] in (Problem.SECOND_PERSON.number, Problem.NOT_PERMITTED.number)


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\x00"])
def test_no_address_names_a_thing_by_what_cannot_be_seen(server: InProcessHq, sign: str) -> None:
    with at_desk(server, ADMINISTRATOR) as desk:
        path = devices.SET_PLACE.path(device=f"camera-1{sign}")
        answer = desk.http.put(path, content=b"{}")
    assert answer.json()["number"] == Problem.MALFORMED.number

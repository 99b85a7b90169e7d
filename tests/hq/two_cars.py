"""Two cars, one of them somebody else's: what the tests of whose a message is send."""

from dataclasses import replace
from typing import Any

import httpx

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.provenance import AsideReason, sign_in_claim
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import SECOND_OFFICER
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.hq.reads.quarantine_store import Aside
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import ItemMessage, ReceiptsMessage, SessionMessage, SignInMessage
from mdt_alpr.wire.notices import NoticesMessage
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest
from tests.builders import NOW
from tests.hq.senders import (
    PASSWORDS,
    Car,
    a_batch,
    an_answer,
    an_id,
    an_item,
    outcomes,
    post_plainly,
)

VICTIM_CAR, EVIL_CAR = "car-7", "car-evil"
PURPOSE = Purpose.VEHICLE.value
KEY, FALSE_KEY = Ed25519Signer(bytes(range(32))), Ed25519Signer(bytes(32))


def send(car: Car, device: str, *items: ItemMessage) -> list[str]:
    answer = car.post(a_batch(*items, device=device))
    assert answer.status_code == 200, answer.text
    return outcomes(decode(ReceiptsMessage, answer.content))


def signed_in(
    server: InProcessHq,
    person: str,
    device: str,
    unit: str = "",
    signer: Ed25519Signer | None = None,
) -> httpx.Response:
    key = signer.public_key if signer else ""
    proof = signer.sign(sign_in_claim(device, key, person)).hex() if signer else ""
    message = SignInMessage(person, PASSWORDS[person], device, unit, key, proof)
    address = f"{server.base_url}/v1/sessions"
    return post_plainly(address, encode(message))


def a_keyed_car(
    server: InProcessHq, person: str, device: str, unit: str = "", signer: Ed25519Signer = KEY
) -> Car:
    answer = signed_in(server, person, device, unit, signer)
    assert answer.status_code == 201, answer.text
    return Car(server.base_url, decode(SessionMessage, answer.content).token)


def waiting(server: InProcessHq) -> list[Aside]:
    with server.hq.reading() as work:
        return quarantine_store.waiting(work, 100)


def reasons(server: InProcessHq) -> list[AsideReason]:
    return [aside.reason for aside in waiting(server)]


def notices(car: Car, after: int = 0, **asked: Any) -> NoticesMessage:
    answer = car.http.get("/v1/notices", params={"after": after, **asked})
    assert answer.status_code == 200, answer.text
    return decode(NoticesMessage, answer.content)


def of_victim(message: Any) -> Any:
    return replace(message, person_id=SECOND_OFFICER)


def cleared(hit: Any, **facts: str) -> ItemMessage:
    said = {"source": "dcin", "result": "cleared", **facts}
    step = AuditEvent.STATUS_STATED.value
    return an_item(an_answer(hit, step, facts=tuple(said.items())))


def a_question(hit_id: str) -> StatusRequest:
    return StatusRequest(
        STATUS_VERSION, an_id(), hit_id, NOW, "EXN2894", "NC", "North Carolina",
        "V220914871", "NC0600100", "e1", "", "",
    )  # fmt: skip

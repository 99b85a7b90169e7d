"""What cars send: messages with only what matters spelled out, and a client that sends them."""

import os
import ssl
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Self

import httpx

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.second_factors import Factors, new_setup, set_demand
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.drills import DrillMessage
from mdt_alpr.wire.incidents import IncidentReportMessage
from mdt_alpr.wire.manual import ManualEntryMessage
from mdt_alpr.wire.messages import (
    VERSION,
    AnswerMessage,
    AuditMessage,
    BatchMessage,
    CharacterMessage,
    DispositionMessage,
    HitMessage,
    ItemMessage,
    PictureMessage,
    ReadMessage,
    ReceiptsMessage,
    RecordMessage,
    SessionMessage,
    SignInMessage,
    StopMessage,
)
from mdt_alpr.wire.notices import RelayMessage
from tests.builders import NOW

DEVICE = "car-1"
PATIENCE = 30.0
"""Seconds: a machine that is busy with other tests answers late."""
HANGS_AFTER_S = 300.0
"""Nothing under way takes that long, however busy the machine is."""

PASSWORD = "correct horse battery"  # noqa: S105 - of people who do not exist
PASSWORDS = MappingProxyType(
    dict.fromkeys(
        (
            sample_agency.OFFICER,
            sample_agency.SECOND_OFFICER,
            sample_agency.SUPERVISOR,
            sample_agency.CUSTODIAN,
            sample_agency.ADMINISTRATOR,
        ),
        PASSWORD,
    )
)


def without_factors(hq: Headquarters) -> None:
    """Let people sign in by a password alone, as those of the sample agency do."""
    set_demand(hq, "people of a test have no phone", "test", "tests", demanded=False)


EARLIER = NOW - timedelta(minutes=10)
JPEG = b"\xff\xd8\xff\xe0 a picture"


def an_id(at: datetime = EARLIER) -> str:
    return new_id(at, os.urandom(10))


def a_read_message(text: str = "EXN2894", **fields: Any) -> ReadMessage:
    captured_at = fields.get("captured_at", EARLIER)
    given: dict[str, Any] = {
        "read_id": an_id(captured_at),
        "revision": 0,
        "unit": "Unit 12",
        "camera": "front",
        "person_id": sample_agency.OFFICER,
        "captured_at": captured_at,
        "text": text,
        "state": "NC",
        "state_confidence": 0.9,
        "characters": tuple(CharacterMessage(c, 0.9, (("8", 0.1),)) for c in text),
        "disputed": (),
        "frames": 5,
        "box": (1.0, 2.0, 3.0, 4.0),
        "crop_digest": "ab" * 32,
        "context_digest": "cd" * 32,
        "engine": "own",
        "software": "0",
        **fields,
    }
    return ReadMessage(**given)


def a_record(text: str = "EXN2894", **fields: Any) -> RecordMessage:
    given: dict[str, Any] = {
        "entry_id": "e1",
        "list_name": "NC",
        "category": "V",
        "text": text,
        "state": "NC",
        "nic": "V123456789",
        "ori": "NC0130200",
        "match_class": "exact",
        "position": None,
        **fields,
    }
    return RecordMessage(**given)


def a_hit_message(read: ReadMessage | None = None, **fields: Any) -> HitMessage:
    seen = read or a_read_message()
    given: dict[str, Any] = {
        "hit_id": an_id(seen.captured_at + timedelta(seconds=1)),
        "read_id": seen.read_id,
        "unit": seen.unit,
        "person_id": seen.person_id,
        "captured_at": seen.captured_at,
        "raised_at": seen.captured_at + timedelta(seconds=1),
        "list_version": 1,
        "list_compiled_at": seen.captured_at,
        "second_text": None,
        "records": (a_record(seen.text),),
        "profile": PROFILE.digest,
        **fields,
    }
    return HitMessage(**given)


def an_answer(hit: HitMessage, step: str = "entry", **fields: Any) -> AnswerMessage:
    at = fields.pop("at", hit.raised_at + timedelta(seconds=5))
    facts = fields.pop("facts", (("text", "EXN2894"), ("state", "NC")))
    return AnswerMessage(
        hit.hit_id, hit.captured_at, step, at, hit.person_id, "compared", facts, **fields
    )


def a_stop(hit: HitMessage, gate_form: str = "open") -> StopMessage:
    at = hit.raised_at + timedelta(seconds=20)
    return StopMessage(
        hit.hit_id, hit.captured_at, at, hit.person_id, gate_form, (("plate", "true"),)
    )


def a_disposition(hit: HitMessage, disposition: str = "misread") -> DispositionMessage:
    at = hit.raised_at + timedelta(seconds=60)
    return DispositionMessage(
        hit.hit_id, hit.captured_at, at, hit.person_id, disposition, "no", None, None, ""
    )


def a_picture_message(read: ReadMessage, digest: str, what: str = "crop") -> PictureMessage:
    return PictureMessage(digest, read.read_id, read.captured_at, what, len(JPEG))


def a_chain(length: int, device: str = DEVICE, subject: str = "x") -> list[AuditMessage]:
    entries: list[AuditEntry] = []
    for number in range(length):
        entries.append(
            audit_entry(
                entries[-1] if entries else None,
                at=EARLIER + timedelta(seconds=number),
                device=device,
                person=sample_agency.OFFICER,
                event=AuditEvent.HIT_OPENED,
                subject=subject,
                detail=(("number", str(number)),),
            )
        )
    return [audit_message(entry) for entry in entries]


def audit_message(entry: AuditEntry) -> AuditMessage:
    return AuditMessage(
        entry.sequence,
        entry.at,
        entry.device,
        entry.person,
        entry.event.value,
        entry.subject,
        entry.detail,
        entry.previous,
        entry.digest,
    )


_KINDS: dict[type, ItemKind] = {
    ReadMessage: ItemKind.READ,
    HitMessage: ItemKind.HIT,
    AnswerMessage: ItemKind.ANSWER,
    StopMessage: ItemKind.STOP,
    DispositionMessage: ItemKind.DISPOSITION,
    AuditMessage: ItemKind.AUDIT,
    PictureMessage: ItemKind.PICTURE,
    ManualEntryMessage: ItemKind.MANUAL_ENTRY,
    RelayMessage: ItemKind.RELAY,
    IncidentReportMessage: ItemKind.INCIDENT_REPORT,
    DrillMessage: ItemKind.DRILL,
}


def an_item(message: Any, /, **fields: Any) -> ItemMessage:
    made_at = fields.pop("made_at", EARLIER)
    given: dict[str, Any] = {
        "item_id": an_id(made_at),
        "sequence": 1,
        "kind": _KINDS[type(message)].value,
        "made_at": made_at,
        "body": encode(message),
        **fields,
    }
    return ItemMessage(**given)


def a_batch(*items: ItemMessage, **fields: Any) -> BatchMessage:
    given: dict[str, Any] = {
        "version": VERSION,
        "device": DEVICE,
        "sent_at": NOW,
        "items": items,
        **fields,
    }
    return BatchMessage(**given)


PLAIN_HTTP = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: to read the machine's authorities takes longer than a request."""


def post_plainly(address: str, body: str) -> httpx.Response:
    """Send one request by a client of its own, without TLS."""
    return httpx.post(address, content=body, trust_env=False, timeout=PATIENCE, verify=PLAIN_HTTP)


class Car:
    """A signed-in client over real HTTP."""

    def __init__(self, base_url: str, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(
            base_url=base_url, headers=headers, trust_env=False, timeout=PATIENCE,
            verify=PLAIN_HTTP,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.http.close()

    def post(self, batch: BatchMessage) -> httpx.Response:
        return self.http.post("/v1/items", content=encode(batch))

    def send(self, *items: ItemMessage, sent_at: datetime = NOW) -> list[str]:
        answer = self.post(a_batch(*items, sent_at=sent_at))
        assert answer.status_code == 200, answer.text
        return outcomes(decode(ReceiptsMessage, answer.content))


def outcomes(receipts: ReceiptsMessage) -> list[str]:
    return [
        r.outcome.value if r.problem is None else f"{r.outcome.value} {r.problem}"
        for r in receipts.receipts
    ]


def sign_in(
    base_url: str,
    person_id: str = sample_agency.OFFICER,
    password: str | None = None,
    device: str = DEVICE,
) -> httpx.Response:
    given = PASSWORD if password is None else password
    message = SignInMessage(person_id, given, device)
    return post_plainly(f"{base_url}/v1/sessions", encode(message))


def setup_code(hq: Headquarters, person_id: str) -> str:
    """Return the code for a second factor as an administrator hands it over."""
    setup = new_setup(hq, person_id)
    with hq.writing() as work:
        return Factors(hq, work).keep_setup(setup).code


METRICS_TOKEN = "of Prometheus"  # noqa: S105 - a made-up one


def figures(base_url: str, token: str = METRICS_TOKEN) -> str:
    """Return what Prometheus is shown."""
    shown = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{base_url}/metrics", headers=shown, trust_env=False, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    return answer.text


def a_car(base_url: str, person_id: str = sample_agency.OFFICER, device: str = DEVICE) -> Car:
    answer = sign_in(base_url, person_id, device=device)
    assert answer.status_code == 201, answer.text
    return Car(base_url, decode(SessionMessage, answer.content).token)

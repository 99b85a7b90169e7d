"""What is published of headquarters' addresses is what they do."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import validate
from starlette.routing import Route

from mdt_alpr.hq.app import InProcessHq, app_of
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import HitLogFilter, HitLogRequest
from mdt_alpr.wire.hotlists import MisreadsRequest
from mdt_alpr.wire.manual import PlateTestMessage, ReasonMessage
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.pictures import DigestsMessage
from tests.builders import NOW
from tests.hq.senders import (
    DEVICE,
    JPEG,
    PASSWORDS,
    PATIENCE,
    a_batch,
    a_car,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    an_answer,
    an_item,
)

DATABASES = ["sqlite"]
DIGEST = hashlib.sha256(JPEG).hexdigest()
READ = a_read_message()
HIT = a_hit_message(READ)
SIGN_IN = SignInMessage("supervisor-1", PASSWORDS["supervisor-1"], "desk-1")
SPAN = HitLogFilter(NOW - timedelta(hours=6), NOW + timedelta(hours=6))


@pytest.fixture
def document(server: InProcessHq) -> dict[str, Any]:
    address = f"{server.base_url}/v1/openapi.json"
    found: dict[str, Any] = httpx.get(address, trust_env=False, timeout=PATIENCE).json()
    return found


def test_the_description_is_sound_and_anybody_may_read_it(document: dict[str, Any]) -> None:
    validate(document)


def test_every_address_that_is_served_is_described_and_no_other(
    server: InProcessHq, document: dict[str, Any]
) -> None:
    served = {
        (re.sub(r":path}", "}", route.path), method.lower())
        for route in app_of(server.hq).routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    described = {
        (path, method) for path, methods in document["paths"].items() for method in methods
    }
    assert described == served


def fits(document: dict[str, Any], path: str, answer: httpx.Response) -> None:
    """Demand that an answer is one of those that the description has for its address."""
    answers = document["paths"][path][answer.request.method.lower()]["responses"]
    wanted = answers.get(str(answer.status_code), answers["default"])
    if "content" not in wanted:
        assert answer.content == b""
        return
    media_type = answer.headers["Content-Type"].partition(";")[0]
    schema = wanted["content"][media_type].get("schema")
    if schema is not None:
        whole = {**schema, "components": document["components"]}
        checks = jsonschema.Draft202012Validator.FORMAT_CHECKER
        jsonschema.Draft202012Validator(whole, format_checker=checks).validate(answer.json())


CAR: list[tuple[str, str, str, Any]] = [
    ("POST", "/v1/sessions", "", SignInMessage("officer-1", PASSWORDS["officer-1"], DEVICE)),
    ("POST", "/v1/sessions", "", SignInMessage("officer-1", "wrong", DEVICE)),
    ("POST", "/v1/items", "", a_batch(an_item(READ), an_item(HIT), an_item(READ, body="{}"))),
    ("POST", "/v1/items", "", a_batch(an_item(an_answer(HIT)), an_item(a_disposition(HIT)))),
    ("POST", "/v1/items", "", a_batch(an_item(a_picture_message(READ, DIGEST)))),
    ("POST", "/v1/items", "", replace(a_batch(), version=2)),
    ("PUT", "/v1/pictures/{digest}", f"/v1/pictures/{DIGEST}", JPEG),
    ("POST", "/v1/pictures/held", "", DigestsMessage((DIGEST,))),
    ("GET", "/v1/hotlist", "/v1/hotlist?known_version=0", None),
    ("GET", "/v1/notices", "/v1/notices?after=0&wait=0&unit=Unit 12", None),
    ("GET", "/v1/units", "", None),
    ("GET", "/v1/overview", "", None),
    ("GET", "/healthz", "", None),
    ("GET", "/readyz", "", None),
    ("DELETE", "/v1/sessions/current", "", None),
    ("GET", "/v1/units", "", None),
]
REVIEWER: list[tuple[str, str, str, Any]] = [
    ("GET", "/v1/overview", "", None),
    ("GET", "/v1/hits/{hit_id}", f"/v1/hits/{HIT.hit_id}", None),
    ("GET", "/v1/hits/{hit_id}", "/v1/hits/unknown", None),
    ("GET", "/v1/pictures/{digest}", f"/v1/pictures/{DIGEST}", None),
    ("GET", "/v1/manual-entries", "", None),
    ("POST", "/v1/manual-entries/plate-test", "", PlateTestMessage("EXN2894", "NC")),
    ("POST", "/v1/desk/sessions", "", SIGN_IN),
    ("POST", "/v1/desk/hits", "", HitLogRequest(SPAN)),
    ("POST", "/v1/desk/hits/counts", "", SPAN),
    ("GET", "/v1/desk/hits/{hit_id}", f"/v1/desk/hits/{HIT.hit_id}", None),
    ("GET", "/v1/desk/hits/{hit_id}/evidence", f"/v1/desk/hits/{HIT.hit_id}/evidence", None),
    ("POST", "/v1/desk/near-misses", "", SPAN),
    ("POST", "/v1/desk/check-quality", "", SPAN),
    ("GET", "/v1/desk/wall", "", None),
    (
        "POST",
        "/v1/twin-memory/{entry_id}/end",
        "/v1/twin-memory/e1/end",
        ReasonMessage("Corrected"),
    ),
]
CUSTODIAN: list[tuple[str, str, str, Any]] = [
    ("GET", "/v1/hotlists", "", None),
    ("POST", "/v1/look-alikes/misreads", "", MisreadsRequest(("EXN2894",))),
    ("POST", "/v1/hotlists", "/v1/hotlists?name=x.csv", b"no list"),
]


def test_real_answers_are_what_the_description_says(
    server: InProcessHq, document: dict[str, Any]
) -> None:
    succeeded = set()
    for person, requests in (
        (sample_agency.OFFICER, CAR),
        (sample_agency.SUPERVISOR, REVIEWER),
        (sample_agency.CUSTODIAN, CUSTODIAN),
    ):
        with a_car(server.base_url, person) as car:
            for method, path, address, body in requests:
                content = body if isinstance(body, bytes | None) else encode(body)
                answer = car.http.request(method, address or path, content=content)
                fits(document, path, answer)
                if answer.is_success:
                    succeeded.add(path)
    asked = {path for requests in (CAR, REVIEWER, CUSTODIAN) for _, path, _, _ in requests}
    refused = {"/v1/hotlists", "/v1/manual-entries/plate-test", "/v1/desk/hits/{hit_id}/evidence"}
    assert asked - succeeded <= refused


def test_what_cars_send_fits_the_description(document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/BatchMessage", "components": document["components"]}
    checked = jsonschema.Draft202012Validator(schema)
    batch = httpx.Response(200, text=encode(a_batch(an_item(READ)))).json()
    checked.validate(batch)
    del batch["device"]
    assert not checked.is_valid(batch)

"""Whatever headquarters' own description allows, and what it does not, meets no fault.

A few cases of each operation for every role, for the directory and for nobody, always the same;
MDT_ALPR_SCHEMATHESIS_EXAMPLES=500 lets it look longer, with new ones.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import HypothesisWarning, Unsatisfiable

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.directory.leavers import make_token
from mdt_alpr.hq.hits import notice_routes
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.serving.openapi import document
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import SessionMessage
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, sign_in

DATABASES = ["sqlite"]
GIVEN = os.environ.get("MDT_ALPR_SCHEMATHESIS_EXAMPLES", "")
EXAMPLES = int(GIVEN or 2)
NOWHERE = "http://nowhere"
NOBODY, DIRECTORY = "nobody", "directory"
AUDITOR, TECHNICIAN = "auditor-1", "technician-1"
PEOPLE = {
    Role.OFFICER: sample_agency.OFFICER,
    Role.SUPERVISOR: sample_agency.SUPERVISOR,
    Role.CUSTODIAN: sample_agency.CUSTODIAN,
    Role.ADMINISTRATOR: sample_agency.ADMINISTRATOR,
    Role.AUDITOR: AUDITOR,
    Role.TECHNICIAN: TECHNICIAN,
}
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
UNSENDABLE = (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError)
"""What comes of a request that no client can send."""
UNBOUNDED = Limits(
    requests_at_once=10**6, requests_per_s=1e6, sign_ins_at_once=10**6, sign_ins_per_s=1e6
)


@pytest.fixture
def served(
    settings: HqSettings, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InProcessHq]:
    """A headquarters that lets nobody wait: neither for a notice nor for the rate limits."""
    monkeypatch.setattr(notice_routes, "LONGEST_WAIT_S", 0.0)
    given = replace(settings, limits=UNBOUNDED, password_cost=CHEAP)
    with InProcessHq(given, clock, os.urandom) as found:
        sample_agency.sample_agency(found.hq, PASSWORDS, NOW.date())
        (password,) = set(PASSWORDS.values())
        for role in (Role.AUDITOR, Role.TECHNICIAN):
            new = NewAccount(PEOPLE[role], "T. Sample", role, password, NOW.date())
            make_account(found.hq, new, sample_agency.ADMINISTRATOR)
        yield found


def token_of(server: InProcessHq, caller: str) -> str:
    """Return a fresh token, "" for nobody."""
    if caller == NOBODY:
        return ""
    if caller == DIRECTORY:
        return make_token(server.hq, "cases of every operation", sample_agency.ADMINISTRATOR).token
    answer = sign_in(server.base_url, PEOPLE[Role(caller)], device="car-1")
    return decode(SessionMessage, answer.content).token if answer.status_code == 201 else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests of one operation, without who sends them."""

    method: str
    requests: list[dict[str, Any]]


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    """Draw the requests once for all callers: drawing takes longer than sending them."""
    schema = schemathesis.openapi.from_dict(document(EVERY_ADDRESS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HypothesisWarning)
        found: list[Any] = list(schema.get_all_operations())
        return [
            Asked(operation.method, [sent for mode in MODES for sent in drawn(operation, mode)])
            for operation in (one.ok() for one in found)
        ]


def drawn(operation: Any, mode: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=not GIVEN,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def draw(case: Any) -> None:
        found.append(case.as_transport_kwargs(base_url=NOWHERE))

    with suppress(Unsatisfiable):  # nothing of it can be wrong
        draw()
    return found


def faults(operation: Asked, server: InProcessHq, token: str) -> tuple[list[str], bool]:
    """Return the cases that were answered with a fault, and whether the session is over."""
    found: list[str] = []
    is_over = False
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with requests.Session() as session:
        session.trust_env = False
        for request in operation.requests:
            url = server.base_url + request["url"].removeprefix(NOWHERE)
            all_headers = {**dict(request.get("headers") or {}), **headers}
            sent = {**request, "url": url, "headers": all_headers}
            try:
                answer = session.request(**sent, timeout=30)
            except UNSENDABLE:
                continue
            is_over |= answer.status_code == 401 or operation.method.lower() == "delete"
            if answer.status_code >= 500:
                found.append(f"{operation.method} {url}: {answer.status_code} {answer.text}")
    return found, is_over


@pytest.mark.logs_warnings
@pytest.mark.parametrize("caller", [NOBODY, DIRECTORY, *PEOPLE])
def test_no_case_of_any_operation_meets_a_fault(
    served: InProcessHq, asked: list[Asked], caller: str
) -> None:
    found: list[str] = []
    token = token_of(served, caller)
    for operation in asked:
        faulty, is_over = faults(operation, served, token)
        found += faulty
        token = token_of(served, caller) if is_over else token
    assert asked
    assert not found, "\n".join(found[:20])

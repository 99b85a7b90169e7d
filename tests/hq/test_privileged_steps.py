"""Privileged steps ask for the password again (ACC-08, CJIS IA-11)."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from mdt_alpr.acts import accounts as accounts_acts
from mdt_alpr.acts import designations as designations_acts
from mdt_alpr.acts import entries as entries_acts
from mdt_alpr.acts import hotlists as hotlists_acts
from mdt_alpr.acts import policy as policy_acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import PROOF_LASTS, proof_is_recent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import ProofRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS, Car, a_car

DATABASES = ["sqlite"]
WHY = encode(ReasonMessage("left the agency today"))
DISABLE = f"/v1/accounts/{OFFICER}/disable"


@pytest.fixture
def chief(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url, ADMINISTRATOR) as found:
        yield found


def proved(chief: Car, password: str = PASSWORDS[ADMINISTRATOR]) -> httpx.Response:
    return chief.http.post(addresses.SESSION_PROOF, content=encode(ProofRequest(password)))


def number(answer: httpx.Response) -> int:
    found: int = answer.json()["number"]
    return found


def test_a_password_counts_for_a_quarter_of_an_hour() -> None:
    assert proof_is_recent(NOW, NOW)
    assert proof_is_recent(NOW, NOW + PROOF_LASTS - timedelta(seconds=1))
    assert not proof_is_recent(NOW, NOW + PROOF_LASTS)
    assert not proof_is_recent(NOW, NOW - timedelta(seconds=1))


@pytest.mark.attack("IA-11")
def test_an_account_act_asks_for_the_password_again_after_a_quarter_of_an_hour(
    chief: Car, clock: SetClock
) -> None:
    clock.pass_by(minutes=15)
    assert chief.http.get("/v1/accounts").status_code == 200
    refused = chief.http.post(DISABLE, content=WHY)
    assert (refused.status_code, number(refused)) == (403, Problem.PROOF_WANTED.number)
    assert number(proved(chief, "not my password")) == Problem.CREDENTIALS.number
    assert number(chief.http.post(DISABLE, content=WHY)) == Problem.PROOF_WANTED.number
    assert proved(chief).status_code == 204
    assert chief.http.post(DISABLE, content=WHY).status_code == 200


@pytest.mark.attack("IA-11")
def test_whoever_guesses_at_an_unlocked_screen_locks_the_account_and_is_out(
    chief: Car, clock: SetClock
) -> None:
    clock.pass_by(minutes=20)
    answers = [number(proved(chief, f"guess {n}")) for n in range(5)]
    assert answers[-1] == Problem.CREDENTIALS.number
    assert chief.http.get("/v1/accounts").status_code == 401


def test_giving_it_again_is_recorded_and_belongs_to_one_session(
    server: InProcessHq, chief: Car, clock: SetClock
) -> None:
    with a_car(server.base_url, ADMINISTRATOR, "desk-2") as other:
        clock.pass_by(minutes=15)
        assert proved(chief).status_code == 204
        assert number(other.http.post(DISABLE, content=WHY)) == Problem.PROOF_WANTED.number
    with server.hq.reading() as work:
        which = OWN_AUDIT.c.event == AuditEvent.HQ_PROVED_AGAIN
        (by,) = work.connection.scalars(select(OWN_AUDIT.c.person).where(which))
    assert by == ADMINISTRATOR


def test_every_change_of_accounts_lists_and_trainings_is_privileged() -> None:
    changes = {
        (each.method, each.address)
        for each in EVERY_ADDRESS
        if each.method != "GET" and each.is_privileged
    }
    demanded = {
        ("POST", addresses.ACCOUNTS),
        ("POST", accounts_acts.DISABLE_ACCOUNT.address),
        ("POST", accounts_acts.RELEASE_ACCOUNT.address),
        ("POST", accounts_acts.RESET_FACTOR.address),
        ("POST", addresses.TRAININGS),
        ("POST", designations_acts.SHOW_DESIGNATIONS.address),
        ("POST", policy_acts.SHOW_POLICY.address),
        ("POST", addresses.AUDIT_EXPORT),
        ("POST", entries_acts.DECIDE.address),
        ("POST", hotlists_acts.DELIVER_LIST.address),
        ("POST", hotlists_acts.SET_CATEGORY.address),
    }
    assert demanded <= changes

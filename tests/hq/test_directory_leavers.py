"""The directory says who has left: disabled at once, and nothing else is its to change (AC-2)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import MARKS, OWN_AUDIT
from mdt_alpr.hq.directory.leavers import ACTOR, make_token
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.directory_links import end_link, link
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, SECOND_OFFICER
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.wire.directory import LinkRequest
from mdt_alpr.wire.messages import SignInMessage
from tests.builders import SetClock
from tests.hq.commands import Terminal
from tests.hq.moved_in import MovedIn
from tests.hq.senders import PASSWORDS, PATIENCE, PLAIN_HTTP

DATABASES = ["sqlite", "postgresql"]
WHY = "set up with the directory's people"
USER = f"/scim/v2/Users/{OFFICER}"
LEFT = {"Operations": [{"op": "Replace", "path": "active", "value": "False"}]}
USERS_OF_SCIM = "urn:ietf:params:scim:schemas:core:2.0:User"
BACK = {"Operations": [{"op": "replace", "value": {"active": True}}]}


@pytest.fixture
def settings(settings: HqSettings) -> HqSettings:
    return replace(settings, directory="https://login.example.gov", directory_client="mdt-alpr")


@pytest.fixture
def server(settings: HqSettings, clock: SetClock, moved_in: MovedIn) -> Iterator[InProcessHq]:
    moved_in.bring_keys(settings.data)
    served = InProcessHq(settings, clock, os.urandom)
    moved_in.bring_people(served.hq)
    link(served.hq, OFFICER, LinkRequest("f3a1", WHY), ADMINISTRATOR)
    with served:
        yield served


class Scim:
    """The directory, which asks over real HTTP."""

    def __init__(self, server: InProcessHq, token: str) -> None:
        self.http = httpx.Client(
            base_url=server.base_url,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"},
            trust_env=False,
            timeout=PATIENCE,
            verify=PLAIN_HTTP,
        )

    def says(self, method: str, path: str, said: object = None) -> tuple[int, dict[str, Any]]:
        answer = self.http.request(method, path, json=said)
        assert answer.headers.get("Content-Type", "application/scim+json").endswith("json")
        return answer.status_code, answer.json() if answer.content else {}


@pytest.fixture
def scim(server: InProcessHq) -> Iterator[Scim]:
    client = Scim(server, make_token(server.hq, WHY, ADMINISTRATOR).token)
    yield client
    client.http.close()


def account(hq: Headquarters, person_id: str = OFFICER) -> people.Account:
    with hq.reading() as work:
        found = people.account(work.connection, person_id)
    assert found is not None
    return found


def test_who_left_is_disabled_at_once_everywhere_and_the_audit_names_the_directory(
    server: InProcessHq, scim: Scim
) -> None:
    hq = server.hq
    sent = SignInMessage(OFFICER, PASSWORDS[OFFICER], "desk-1")
    tokens = [sign_in(hq, sent, seat).token for seat in (Seat.DESK, Seat.COMMAND_LINE)]
    for _ in range(2):  # said again, it stays so
        status, user = scim.says("PATCH", USER, LEFT)
        assert (status, user["active"]) == (200, False)
    for token in tokens:
        with hq.reading() as work, pytest.raises(RefusedError):
            caller_of(work, token)
    with pytest.raises(RefusedError):
        sign_in(hq, sent, Seat.DESK)
    with hq.reading() as work:
        of_it = OWN_AUDIT.c.event == AuditEvent.HQ_ACCOUNT_DISABLED
        entries = work.connection.execute(select(OWN_AUDIT).where(of_it)).all()
    assert [(entry.person, entry.subject) for entry in entries] == [(ACTOR, OFFICER)]


@pytest.mark.parametrize(
    "said",
    [
        {"op": "replace", "path": "Active", "value": False},
        {"op": "replace", "path": f"{USERS_OF_SCIM}:active", "value": False},
        {"op": "replace", "value": {f"{USERS_OF_SCIM}:Active": "False"}},
    ],
)
def test_a_directory_that_writes_the_name_otherwise_disables_too(
    server: InProcessHq, scim: Scim, said: dict[str, object]
) -> None:
    assert scim.says("PATCH", USER, {"Operations": [said]})[0] == 200
    assert account(server.hq).disabled_at is not None


def test_who_is_back_is_enabled_only_where_the_directory_ended_it(
    server: InProcessHq, scim: Scim, clock: SetClock
) -> None:
    scim.says("DELETE", USER)
    assert account(server.hq).disabled_at is not None
    status, user = scim.says("PATCH", USER, BACK)
    assert (status, user["active"]) == (200, True)
    clock.pass_by(minutes=1)
    disable_account(server.hq, OFFICER, "under investigation", ADMINISTRATOR)
    status, refusal = scim.says("PATCH", USER, BACK)
    assert (status, refusal["scimType"]) == (409, "mutability")
    assert scim.says("PUT", USER, {"active": False})[0] == 200
    assert scim.says("PUT", USER, {"active": True})[0] == 409
    assert account(server.hq).disabled_at is not None


def test_no_role_training_or_password_is_the_directorys_to_change(
    server: InProcessHq, scim: Scim
) -> None:
    before = account(server.hq)
    raised = {
        "active": True,
        "displayName": "K. Davis-Moore",
        "roles": [{"value": "administrator"}],
        "role": "administrator",
        "userName": ADMINISTRATOR,
        "id": ADMINISTRATOR,
        "password": "nobody else's long word",
        "trained_on": "2030-01-01",
    }
    assert scim.says("PUT", USER, raised)[0] == 200
    operations = [{"op": "add", "path": name, "value": value} for name, value in raised.items()]
    assert scim.says("PATCH", USER, {"Operations": operations})[0] == 200
    after = account(server.hq)
    assert after == replace(before, name="K. Davis-Moore", seal=after.seal)


def test_only_linked_accounts_are_known_and_none_is_made(server: InProcessHq, scim: Scim) -> None:
    for person in (SECOND_OFFICER, ADMINISTRATOR, "nobody"):
        assert scim.says("PATCH", f"/scim/v2/Users/{person}", LEFT)[0] == 404
    status, _refusal = scim.says("POST", "/scim/v2/Users", {"userName": "new", "active": True})
    assert status == 403
    status, listed = scim.says("GET", "/scim/v2/Users")
    assert (status, [user["id"] for user in listed["Resources"]]) == (200, [OFFICER])
    for asked in (f'userName eq "{OFFICER.upper()}"', 'externalId eq "f3a1"'):
        listed = scim.says("GET", f"/scim/v2/Users?{httpx.QueryParams(filter=asked)}")[1]
        assert listed["totalResults"] == 1
    assert scim.says("GET", "/scim/v2/Users?filter=active pr")[0] == 400
    assert scim.says("GET", USER)[1]["active"] is True
    end_link(server.hq, OFFICER, WHY, ADMINISTRATOR)
    assert scim.says("GET", USER)[0] == 404


def test_the_last_administrator_stays(server: InProcessHq, scim: Scim) -> None:
    link(server.hq, ADMINISTRATOR, LinkRequest("f3a9", WHY), ADMINISTRATOR)
    assert scim.says("PATCH", f"/scim/v2/Users/{ADMINISTRATOR}", LEFT)[0] == 409
    assert account(server.hq, ADMINISTRATOR).disabled_at is None


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"Operations": {}},
        {"Operations": [7]},
        {"Operations": [{"op": "explode", "path": "active", "value": False}]},
        {"Operations": [{"op": "replace", "path": "active", "value": 0}]},
        {"Operations": [{"op": "replace", "path": "active", "value": "perhaps"}]},
        {"Operations": [{"op": "replace", "path": "displayName", "value": ["x"]}]},
    ],
)
def test_what_is_no_request_changes_nothing(server: InProcessHq, scim: Scim, said: object) -> None:
    before = account(server.hq)
    assert scim.says("PATCH", USER, said)[0] == 400
    assert account(server.hq) == before


def test_only_the_newest_token_counts_and_who_writes_in_the_database_makes_none(
    server: InProcessHq, scim: Scim
) -> None:
    old, hq = scim, server.hq
    newest = Scim(server, make_token(hq, WHY, ADMINISTRATOR).token)
    session = sign_in(
        hq, SignInMessage(ADMINISTRATOR, PASSWORDS[ADMINISTRATOR], "desk-1"), Seat.DESK
    )
    for other in (old, Scim(server, "x"), Scim(server, "0" * 64), Scim(server, session.token)):
        status, said = other.says("PATCH", USER, LEFT)
        assert (status, said["title"]) == (401, "The session is unknown or has ended.")
        assert "hq directory new-token" in said["detail"]
        assert other.says("GET", "/scim/v2/ServiceProviderConfig")[0] == 401
        other.http.close()
    assert newest.says("GET", "/scim/v2/ServiceProviderConfig")[0] == 200
    with hq.database.writing() as connection:
        planted = update(MARKS).where(MARKS.c.name == "directory token")
        connection.execute(planted.values(value="0" * 64))
    assert newest.says("GET", USER)[0] == 401
    newest.http.close()
    assert account(hq).disabled_at is None


def test_an_administrator_makes_the_token_which_is_shown_once(
    server: InProcessHq, terminal: Terminal
) -> None:
    with pytest.raises(AccountRefusedError):
        make_token(server.hq, "", ADMINISTRATOR)
    assert terminal.run(OFFICER, "directory", "new-token", "--reason", WHY) == 1
    assert terminal.run(ADMINISTRATOR, "directory", "new-token", "--reason", WHY) == 0
    (token,) = [word for word in terminal.out.split() if len(word) == 64]
    shown = Scim(server, token)
    assert shown.says("GET", USER)[0] == 200
    shown.http.close()
    with server.hq.reading() as work:
        assert token not in str(work.connection.execute(select(MARKS)).all())
        assert token not in str(work.connection.execute(select(OWN_AUDIT)).all())

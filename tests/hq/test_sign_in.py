from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import training_ends
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import ACCOUNTS, OWN_AUDIT, SESSIONS
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.own_password import change_password
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.wire.accounts import PasswordChange
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.messages import SessionMessage
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS, Car, a_car, sign_in

DATABASES = ["sqlite"]
WRONG = "not the password"
NEW_WORD = "another horse battery"


def number(answer: httpx.Response) -> int:
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: int = answer.json()["number"]
    return found


def noted(hq: Headquarters, event: AuditEvent) -> list[tuple[str, str]]:
    with hq.reading() as work:
        query = select(OWN_AUDIT.c.subject, OWN_AUDIT.c.person).where(OWN_AUDIT.c.event == event)
        rows = work.connection.execute(query.order_by(OWN_AUDIT.c.sequence))
        return [(row.subject, row.person) for row in rows]


@pytest.mark.clause(policy.ACCESS_RECORDED.number)
def test_a_session_begins_with_the_right_password_and_is_recorded(server: InProcessHq) -> None:
    answer = sign_in(server.base_url)
    assert answer.status_code == 201
    session = decode(SessionMessage, answer.content)
    assert (session.person_id, session.role, session.signed_in_at) == (OFFICER, "officer", NOW)
    assert len(session.token) == 64
    assert noted(server.hq, AuditEvent.HQ_SIGN_IN) == [("car-1", OFFICER)]


def test_the_token_itself_is_kept_nowhere(server: InProcessHq) -> None:
    token = decode(SessionMessage, sign_in(server.base_url).content).token
    with server.hq.reading() as work:
        kept = [str(tuple(row)) for row in work.connection.execute(select(SESSIONS))]
        kept += [str(tuple(row)) for row in work.connection.execute(select(OWN_AUDIT))]
    assert not any(token in row for row in kept)


def test_a_wrong_person_and_a_wrong_password_are_answered_alike(server: InProcessHq) -> None:
    unknown = sign_in(server.base_url, "nobody", WRONG)
    wrong = sign_in(server.base_url, OFFICER, WRONG)
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.content == wrong.content
    assert noted(server.hq, AuditEvent.HQ_SIGN_IN_REFUSED) == [("car-1", ""), ("car-1", OFFICER)]


@pytest.mark.parametrize("person_id", [OFFICER, "nobody"])
def test_the_fifth_failure_locks_until_an_administrator_releases(
    server: InProcessHq, clock: SetClock, person_id: str
) -> None:
    for _ in range(5):
        assert number(sign_in(server.base_url, person_id, WRONG)) == 203
    assert number(sign_in(server.base_url, person_id)) == 204
    clock.pass_by(hours=2)
    assert number(sign_in(server.base_url, person_id)) == 204
    with a_car(server.base_url, ADMINISTRATOR) as administrator:
        path, why = f"/v1/accounts/{person_id}/release", encode(ReasonMessage("forgot it, called"))
        assert number(administrator.http.post(path, content=encode(ReasonMessage("x")))) == 544
        assert administrator.http.post(path, content=why).status_code == 200
        assert number(administrator.http.post(path, content=why)) == 502
    assert noted(server.hq, AuditEvent.HQ_ACCOUNT_RELEASED) == [(person_id, ADMINISTRATOR)]
    assert sign_in(server.base_url, person_id).status_code == (
        201 if person_id == OFFICER else 401
    )


def test_failures_count_for_fifteen_minutes_and_until_a_success(
    server: InProcessHq, clock: SetClock
) -> None:
    for _ in range(4):
        sign_in(server.base_url, OFFICER, WRONG)
    clock.pass_by(minutes=15)
    sign_in(server.base_url, OFFICER, WRONG)
    assert sign_in(server.base_url).status_code == 201
    for _ in range(4):
        sign_in(server.base_url, OFFICER, WRONG)
    assert sign_in(server.base_url).status_code == 201


@pytest.mark.clause("5.A.2")
def test_nobody_gets_in_without_a_training_that_counts(
    server: InProcessHq, clock: SetClock
) -> None:
    untrained = NewAccount("officer-3", "F. Sample", Role.OFFICER, PASSWORDS[OFFICER], None)
    make_account(server.hq, untrained, by=ADMINISTRATOR)
    assert number(sign_in(server.base_url, "officer-3")) == 205
    clock.at += timedelta(days=200)
    changed = PasswordChange(OFFICER, PASSWORDS[OFFICER], NEW_WORD, "car-1")
    change_password(server.hq, changed)
    clock.at += timedelta(days=165)
    clock.pass_by(hours=10)
    assert clock.at.date() > training_ends(NOW.date()), "in UTC, but here it is the last evening"
    signed_in = sign_in(server.base_url, password=NEW_WORD)
    with Car(server.base_url, decode(SessionMessage, signed_in.content).token) as car:
        clock.pass_by(hours=4, minutes=20)
        assert car.http.get("/v1/units").status_code == 200
        clock.pass_by(minutes=10)
        assert number(sign_in(server.base_url, password=NEW_WORD)) == 206
        assert number(car.http.get("/v1/hotlist")) == 206


def test_a_training_that_is_yet_to_come_does_not_count(server: InProcessHq) -> None:
    tomorrow = (NOW + timedelta(days=1)).date()
    early = NewAccount("officer-3", "F. Sample", Role.OFFICER, PASSWORDS[OFFICER], NOW.date())
    make_account(server.hq, early, by=ADMINISTRATOR)
    with server.hq.database.writing() as connection:  # as a version before let it be entered
        connection.execute(update(ACCOUNTS).values(trained_on=tomorrow))
    assert number(sign_in(server.base_url, "officer-3")) == 206


def test_a_session_ends_after_twelve_hours(server: InProcessHq, clock: SetClock) -> None:
    with a_car(server.base_url) as car:
        clock.pass_by(hours=12, seconds=-1)
        assert car.http.get("/v1/hotlist").status_code == 204
        clock.pass_by(seconds=1)
        assert number(car.http.get("/v1/hotlist")) == 201


def test_signing_out_ends_the_session(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        assert car.http.delete("/v1/sessions/current").status_code == 204
        assert number(car.http.get("/v1/hotlist")) == 201
        assert number(car.http.delete("/v1/sessions/current")) == 201
    assert noted(server.hq, AuditEvent.HQ_SIGN_OUT) == [("car-1", OFFICER)]


def test_a_disabled_account_is_out_at_once(server: InProcessHq) -> None:
    with a_car(server.base_url) as car, a_car(server.base_url, ADMINISTRATOR) as administrator:
        why = encode(ReasonMessage("left the agency"))
        gone = administrator.http.post(f"/v1/accounts/{OFFICER}/disable", content=why)
        assert gone.status_code == 200
        assert number(car.http.get("/v1/hotlist")) == 201
        nobody = administrator.http.post("/v1/accounts/nobody/disable", content=why)
        assert number(nobody) == 503
    assert number(sign_in(server.base_url)) == 203
    assert noted(server.hq, AuditEvent.HQ_ACCOUNT_DISABLED) == [(OFFICER, ADMINISTRATOR)]


def test_a_bad_token_is_no_token(server: InProcessHq) -> None:
    with Car(server.base_url) as car:
        for header in ("", "Bearer", "Bearer x", "Basic abc", "x" * 64):
            for path in ("/v1/hotlist", "/v1/overview", "/v1/hits/x"):
                answer = car.http.get(path, headers={"Authorization": header})
                assert (answer.status_code, number(answer)) == (401, 201)
                assert answer.headers["WWW-Authenticate"] == "Bearer"


ALLOWED = {
    ("POST", "/v1/items"): {OFFICER, SUPERVISOR},
    ("PUT", "/v1/pictures/ab"): {OFFICER, SUPERVISOR},
    ("GET", "/v1/hotlist"): {OFFICER, SUPERVISOR},
    ("GET", "/v1/overview"): {SUPERVISOR, CUSTODIAN, ADMINISTRATOR},
    ("GET", "/v1/hits/x"): {SUPERVISOR},
    ("GET", "/v1/pictures/ab"): {SUPERVISOR, CUSTODIAN, ADMINISTRATOR},
    ("POST", "/v1/accounts/x/release"): {SUPERVISOR, ADMINISTRATOR},
    ("POST", "/v1/accounts/x/disable"): {ADMINISTRATOR},
    ("POST", "/v1/accounts/x/enable"): {ADMINISTRATOR},
    ("POST", "/v1/accounts/x/expiry"): {ADMINISTRATOR},
    ("POST", "/v1/accounts/x/password"): {ADMINISTRATOR},
    ("POST", "/v1/accounts/x"): {ADMINISTRATOR},
    ("POST", "/v1/accounts"): {ADMINISTRATOR},
    ("GET", "/v1/accounts"): {SUPERVISOR, CUSTODIAN, ADMINISTRATOR},
    ("GET", "/v1/trainings"): {CUSTODIAN, ADMINISTRATOR},
    ("POST", "/v1/trainings"): {CUSTODIAN, ADMINISTRATOR},
}


def test_each_role_may_do_what_its_permissions_say_and_a_refusal_is_recorded(
    server: InProcessHq,
) -> None:
    refused = 0
    for person in (OFFICER, SECOND_OFFICER, SUPERVISOR, CUSTODIAN, ADMINISTRATOR):
        role_holder = OFFICER if person == SECOND_OFFICER else person
        with a_car(server.base_url, person) as car:
            for (method, path), allowed in ALLOWED.items():
                answer = car.http.request(method, path)
                is_refused = answer.status_code == 403
                assert is_refused == (role_holder not in allowed), (person, path, answer.text)
                refused += is_refused
    recorded = noted(server.hq, AuditEvent.HQ_ACCESS_REFUSED)
    assert len(recorded) == refused
    assert ("GET /v1/hits/{hit_id}", OFFICER) in recorded


def test_a_sign_in_names_its_device(server: InProcessHq) -> None:
    assert number(sign_in(server.base_url, device=" ")) == 101

"""An administrator with a second account is one person in an act of two people (ACC-12)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OF_ACCOUNTS, OWN_AUDIT
from mdt_alpr.hq.keeping import retention_changes
from mdt_alpr.hq.people.account_acts import change_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account, set_temporary_password
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, SUPERVISOR
from mdt_alpr.hq.people.second_factors import reset_factor
from mdt_alpr.hq.people.two_people import confirm_account
from mdt_alpr.wire.accounts import AccountChange
from mdt_alpr.wire.addresses import SECOND_PERSON
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.keeping import ClockRequest
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import PASSWORD, Terminal
from tests.hq.senders import Car
from tests.hq.test_retention_changes import proposed

DATABASES = ["sqlite", "postgresql"]
SECOND, THIRD = "administrator-2", "administrator-3"
WHY = "Badge 4711 seen, he signed in beside me"


def makes_another(hq: Headquarters, by: str = ADMINISTRATOR, person: str = SECOND) -> None:
    new = NewAccount(person, f"F. {person}", Role.ADMINISTRATOR, PASSWORD, NOW.date())
    make_account(hq, new, by=by)


def sets_password(hq: Headquarters) -> None:
    set_temporary_password(hq, CUSTODIAN, PASSWORD, by=ADMINISTRATOR)


def resets_factor(hq: Headquarters) -> None:
    reset_factor(hq, CUSTODIAN, "lost telephone", ADMINISTRATOR)


def takes_the_name(hq: Headquarters) -> None:
    change = AccountChange("E. Sample", Role.CUSTODIAN)
    change_account(hq, CUSTODIAN, change, by=ADMINISTRATOR)


def confirms(hq: Headquarters, by: str) -> None:
    retention_changes.confirm(hq, proposed(hq, 60), 60, by)


@pytest.mark.clause("8.B")
@pytest.mark.parametrize("does", [sets_password, resets_factor, takes_the_name])
def test_who_can_sign_in_as_another_person_is_no_second_person(
    hq: Headquarters, does: Callable[[Headquarters], None]
) -> None:
    does(hq)
    with pytest.raises(RefusedError) as refused:
        confirms(hq, CUSTODIAN)
    assert refused.value.problem is Problem.SECOND_PERSON
    assert refused.value.detail
    confirms(hq, SUPERVISOR)


def vouches(hq: Headquarters, by: str, person: str = SECOND) -> None:
    with hq.writing() as work:
        confirm_account(work, person, WHY, by)


def test_an_account_is_its_makers_until_a_third_person_confirms_whose_it_is(
    hq: Headquarters, clock: SetClock
) -> None:
    makes_another(hq)
    makes_another(hq, by=SECOND, person=THIRD)
    clock.at = NOW + timedelta(days=365)
    for person in (SECOND, THIRD):
        with pytest.raises(RefusedError):
            confirms(hq, person)
        for by in {ADMINISTRATOR, SECOND, THIRD}:
            with pytest.raises(RefusedError) as refused:
                vouches(hq, by, person)
            assert refused.value.problem is Problem.SECOND_PERSON
    vouches(hq, CUSTODIAN)
    confirms(hq, SECOND)
    with pytest.raises(RefusedError):  # made while the administrator could sign in as its maker
        confirms(hq, THIRD)
    vouches(hq, CUSTODIAN, THIRD)
    confirms(hq, THIRD)
    with pytest.raises(AccountRefusedError, match="Nobody set up"):
        vouches(hq, CUSTODIAN)
    set_temporary_password(hq, SECOND, PASSWORD, by=ADMINISTRATOR)
    with pytest.raises(RefusedError):
        vouches(hq, ADMINISTRATOR)
    with pytest.raises(RefusedError):
        confirms(hq, SECOND)


def test_two_accounts_of_one_maker_are_that_persons_and_one_confirmation_parts_them(
    hq: Headquarters,
) -> None:
    for person in (SECOND, THIRD):
        makes_another(hq, person=person)
    change = proposed(hq, 60, by=SECOND)
    with pytest.raises(RefusedError) as refused:
        retention_changes.confirm(hq, change, 60, THIRD)
    assert "One person set up both" in refused.value.detail
    with pytest.raises(RefusedError):
        vouches(hq, THIRD)
    vouches(hq, NOBODY)  # on headquarters' machine
    vouches(hq, SECOND, THIRD)
    retention_changes.confirm(hq, change, 60, THIRD)


def test_by_commands_a_custodian_confirms_an_account_and_no_supervisor_nor_its_maker(
    server: InProcessHq, terminal: Terminal
) -> None:
    makes_another(server.hq)
    confirm = "confirm-account", SECOND, "--reason", WHY
    for person, why in ((SUPERVISOR, "may not do this"), (ADMINISTRATOR, "set up the other's")):
        assert terminal.run(person, *confirm) != 0
        assert why in terminal.err
    terminal.run(CUSTODIAN, "accounts")
    assert f"set up by {ADMINISTRATOR}, not confirmed" in terminal.out
    assert terminal.run(CUSTODIAN, *confirm) == 0
    terminal.run(CUSTODIAN, "accounts")
    assert "not confirmed" not in terminal.out


def test_who_set_an_account_up_is_found_without_reading_the_whole_audit(hq: Headquarters) -> None:
    asked = select(OWN_AUDIT.c.subject).where(OF_ACCOUNTS)
    with hq.reading() as work:
        if hq.database.is_server:
            work.connection.exec_driver_sql("SET enable_seqscan = off")
        explain = "EXPLAIN" if hq.database.is_server else "EXPLAIN QUERY PLAN"
        statement = str(asked.compile(work.connection))
        plan = work.connection.exec_driver_sql(f"{explain} {statement}").all()
    assert "ix_own_audit_of_accounts" in str(plan)
    names = set(re.findall(r"'(hq:[a-z_:]+)'", str(OF_ACCOUNTS.compile(work.connection))))
    assert names == {
        event.value
        for event in (
            AuditEvent.HQ_ACCOUNT_MADE,
            AuditEvent.HQ_PASSWORD_SET,
            AuditEvent.HQ_FACTOR_RESET,
            AuditEvent.HQ_ACCOUNT_CONFIRMED,
        )
    }


@pytest.mark.attack("V11")
def test_an_administrator_confirms_nothing_by_an_account_made_for_it(
    server: InProcessHq, terminal: Terminal
) -> None:
    makes_another(server.hq)
    asked = encode(ClockRequest(NOW.date()))
    with Car(server.base_url, terminal.begun(ADMINISTRATOR).token) as one:
        own = {SECOND_PERSON: terminal.begun(SECOND).token}
        answer = one.http.post("/v1/clock", content=asked, headers=own)
        assert (answer.status_code, answer.json()["number"]) == (403, 232)
        assert "set up the other's account" in answer.json()["detail"]
        another = {SECOND_PERSON: terminal.begun(CUSTODIAN).token}
        answer = one.http.post("/v1/clock", content=asked, headers=another)
        assert answer.status_code == 204

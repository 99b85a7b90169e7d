import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import FAILED_SIGN_INS_IN_A_ROW
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import PasswordCost
from mdt_alpr.hq.base.tables import OWN_AUDIT, SIGN_IN_FAILURES, SIGN_IN_LOCKS
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.accounts import NewAccount, is_password, make_account
from mdt_alpr.hq.people.sample_agency import OFFICER
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS

WRONG = "not the password"


def refused(hq: Headquarters, person: str, password: str = WRONG) -> int:
    with pytest.raises(RefusedError) as error:
        sign_in(hq, SignInMessage(person, password, "car-1"))
    return error.value.problem.number


def test_many_tries_at_once_are_no_more_than_five(hq: Headquarters) -> None:
    start = threading.Barrier(8)
    numbers: list[int] = []

    def try_once() -> None:
        start.wait()
        numbers.append(refused(hq, OFFICER))

    threads = [threading.Thread(target=try_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers.count(203) == 5
    assert {*numbers} <= {203, Problem.LOCKED.number, Problem.BUSY.number}
    assert refused(hq, OFFICER, PASSWORDS[OFFICER]) == 204
    with hq.reading() as work:
        locked = select(func.count()).where(OWN_AUDIT.c.event == AuditEvent.HQ_ACCOUNT_LOCKED)
        assert work.connection.scalar(locked) == 1


def test_nobodys_password_is_checked_at_the_cost_of_a_persons(hq: Headquarters) -> None:
    cost = hq.settings.password_cost
    with hq.reading() as work:
        account = people.account(work.connection, OFFICER)
    assert is_password(account, PASSWORDS[OFFICER], cost)
    assert not is_password(account, WRONG, cost)
    assert not is_password(None, "nobody's password", cost)


def test_a_password_is_hashed_anew_when_hashing_became_dearer(hq: Headquarters) -> None:
    dearer = Headquarters(
        type(hq.settings)(
            hq.settings.data, hq.settings.database_url, password_cost=PasswordCost(2, 16, 1)
        ),
        hq.clock,
        hq.random_bytes,
    )
    for _ in range(2):
        sign_in(dearer, SignInMessage(OFFICER, PASSWORDS[OFFICER], "car-1"))
    with dearer.reading() as work:
        account = people.account(work.connection, OFFICER)
    dearer.close()
    assert account is not None
    assert "m=16,t=2,p=1" in account.password_hash
    assert account.password_hash not in repr(account)


def test_locks_of_nobody_are_forgotten_and_those_of_accounts_are_not(hq: Headquarters) -> None:
    for person in (OFFICER, "nobody"):
        assert [refused(hq, person) for _ in range(5)] == [203] * 5
        assert refused(hq, person) == 204
    purge(hq, NOW + timedelta(hours=1))
    assert refused(hq, OFFICER) == 204
    assert refused(hq, "nobody") == 203
    with hq.reading() as work:
        count = func.count()
        assert work.connection.scalar(select(count).select_from(SIGN_IN_FAILURES)) == 5 + 1
        assert work.connection.scalar(select(count).select_from(SIGN_IN_LOCKS)) == 1


def test_an_account_needs_a_name_a_fresh_id_and_a_password_of_eight(hq: Headquarters) -> None:
    good = {"person_id": "p", "name": "N", "role": Role.OFFICER, "password": "12345678"}
    for wrong in (
        {"person_id": " "},
        {"name": ""},
        {"password": "1234567"},
        {"person_id": OFFICER},
    ):
        with pytest.raises(DomainError):
            make_account(hq, NewAccount(**{**good, **wrong}, trained_on=None), by="x")  # type: ignore[arg-type]
    assert "12345678" not in repr(NewAccount(**good, trained_on=None))  # type: ignore[arg-type]


@pytest.mark.proved("V26")
def test_passwords_guessed_over_days_lock_the_account_whatever_is_purged_meanwhile(
    hq: Headquarters, clock: SetClock
) -> None:
    for number in range(FAILED_SIGN_INS_IN_A_ROW):
        clock.pass_by(minutes=20)
        if number % 10 == 0:
            purge(hq, clock.at)
        assert refused(hq, OFFICER) == 203
    assert refused(hq, OFFICER, PASSWORDS[OFFICER]) == 204


def test_a_sign_in_that_does_not_fail_begins_the_row_of_failures_anew(
    hq: Headquarters, clock: SetClock
) -> None:
    for _ in range(2):
        for _ in range(FAILED_SIGN_INS_IN_A_ROW - 1):
            clock.pass_by(minutes=20)
            assert refused(hq, OFFICER) == 203
        sign_in(hq, SignInMessage(OFFICER, PASSWORDS[OFFICER], "car-1"))

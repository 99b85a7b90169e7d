"""An administrator with a second account is one person in an act of two people (ACC-12)."""

from collections.abc import Callable

import pytest

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import MISUSE_WEEK
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.keeping import retention_changes
from mdt_alpr.hq.people.account_acts import change_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account, set_temporary_password
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, SUPERVISOR
from mdt_alpr.hq.people.second_factors import reset_factor
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
SECOND = "administrator-2"


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


def test_an_account_confirms_for_its_maker_after_a_week_in_which_reviewers_see_it(
    hq: Headquarters, clock: SetClock
) -> None:
    makes_another(hq)
    makes_another(hq, by=SECOND, person="administrator-3")
    for person in (SECOND, "administrator-3"):
        with pytest.raises(RefusedError):
            confirms(hq, person)
    clock.at = NOW + MISUSE_WEEK
    confirms(hq, SECOND)


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

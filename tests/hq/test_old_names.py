"""User names that were made before the rule against it: a "/" makes no account unreachable."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_seals import seal
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountMessage,
    AccountsMessage,
    TeamRequest,
    TemporaryPassword,
)
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import ReasonMessage
from tests.builders import NOW
from tests.hq.senders import Car, a_car

DATABASES = ["sqlite"]
WHY = ReasonMessage("Left the agency for good.")


def account(desk: Car, name: str) -> AccountMessage:
    accounts = decode(AccountsMessage, desk.http.get("/v1/accounts").content).accounts
    return next(one for one in accounts if one.person_id == name)


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
@pytest.mark.parametrize("name", ["k9/unit", "a/b/c", "50%?#", "/"])
def test_an_account_of_an_old_name_is_changed_disabled_and_enabled_at_the_desk(
    server: InProcessHq, name: str
) -> None:
    with server.hq.database.writing() as connection:
        known = people.account(connection, OFFICER)
        assert known is not None
        people.add_account(connection, replace(known, person_id=name))
        seal(Work(connection, NOW, server.hq.keys), name)
    path = f"/v1/accounts/{quote(name, safe='')}"
    with a_car(server.base_url, ADMINISTRATOR, device="desk-1") as desk:

        def sent(act: str, message: object) -> int:
            return desk.http.post(f"{path}{act}", content=encode(message)).status_code

        assert sent("", AccountChange("O. Old", Role.SUPERVISOR)) == 200
        assert (account(desk, name).name, account(desk, name).role) == ("O. Old", Role.SUPERVISOR)
        assert sent("/disable", WHY) == 200
        assert account(desk, name).disabled_at is not None
        assert sent("/enable", WHY) == 200
        assert account(desk, name).disabled_at is None
        assert sent("/password", TemporaryPassword("another long sentence")) == 200
        assert account(desk, name).password_is_due
        team = desk.http.put(f"{path}/team", content=encode(TeamRequest("A")))
        assert team.is_success
        assert account(desk, name).team == "A"
        assert account(desk, OFFICER).name != "O. Old"  # nobody else was changed

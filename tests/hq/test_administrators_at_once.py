"""Two administrators who act at the same time leave one administrator (ACC-13)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import change_account, disable_account
from mdt_alpr.hq.people.account_seals import seal
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from mdt_alpr.wire.accounts import AccountChange
from tests.builders import NOW

DATABASES = ["postgresql"]
OTHER = "other.admin"
WHY = "left the agency in November"
TIMES = 20


def _live(hq: Headquarters) -> list[str]:
    with hq.reading() as work:
        return [
            account.person_id
            for account in people.accounts(work.connection)
            if account.role is Role.ADMINISTRATOR and account.disabled_at is None
        ]


@pytest.mark.proved("ACC-13")
@pytest.mark.parametrize("act", ["disable", "demote"])
def test_two_administrators_cannot_take_each_other_away(hq: Headquarters, act: str) -> None:
    make_account(
        hq,
        NewAccount(OTHER, "Other", Role.ADMINISTRATOR, "a-Long-enough-word-9", NOW.date()),
        ADMINISTRATOR,
    )
    both = threading.Barrier(2)

    def one(by: str, of: str) -> None:
        both.wait()
        try:
            if act == "disable":
                disable_account(hq, of, WHY, by)
            else:
                change_account(hq, of, AccountChange("A name", Role.OFFICER), by)
        except AccountRefusedError:
            pass

    for _ in range(TIMES):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, [ADMINISTRATOR, OTHER], [OTHER, ADMINISTRATOR]))
        assert len(_live(hq)) == 1
        with hq.database.writing() as connection:
            for person in (ADMINISTRATOR, OTHER):
                again = {"disabled_at": None, "role": Role.ADMINISTRATOR}
                people.change_account(connection, person, **again)
                seal(Work(connection, NOW, hq.keys), person)

"""Who writes in the database alone makes nobody an administrator (V27)."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base.agency_keys import ACCOUNTS_SEALED_FILE
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ACCOUNTS, MARKS, SESSIONS
from mdt_alpr.hq.base.training_mark import PURPOSE, TRAINING, keep_training_apart
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.keeping.restore import Restorer, restore
from mdt_alpr.hq.people.account_acts import change_account, disable_account
from mdt_alpr.hq.people.account_seals import (
    accept,
    begin,
    changed_outside,
    is_factor_removed,
    seal_all,
)
from mdt_alpr.hq.people.accounts import set_temporary_password
from mdt_alpr.hq.people.command_sign_in import Credentials, demand_person
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.hq.people.second_factors import set_demand
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.wire.accounts import AccountChange
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.hq.test_command_sessions import recorded

MAY = Permission.MANAGE_ACCOUNTS
WHY = "as the shift plan says"


def enter(hq: Headquarters, person: str) -> str:
    return sign_in(hq, SignInMessage(person, PASSWORDS[person], "car-1")).token


def refusal(asked: Callable[[], Any]) -> Problem:
    with pytest.raises(RefusedError) as refused:
        asked()
    return refused.value.problem


def written(hq: Headquarters, change: Callable[[Connection], Any]) -> None:
    """Write in the database alone."""
    with hq.database.writing() as connection:
        change(connection)


def make_administrator(connection: Connection) -> None:
    row = ACCOUNTS.c.person_id == OFFICER
    connection.execute(update(ACCOUNTS).where(row).values(role=Role.ADMINISTRATOR))


@pytest.mark.proved("V27")
def test_a_role_or_password_that_was_written_in_the_database_signs_nobody_in(
    hq: Headquarters,
) -> None:
    token = enter(hq, OFFICER)
    written(hq, make_administrator)
    assert refusal(lambda: enter(hq, OFFICER)) is Problem.ACCOUNT_CHANGED
    with hq.reading() as work:
        assert changed_outside(work) == [OFFICER]
        assert refusal(lambda: caller_of(work, token)) is Problem.ACCOUNT_CHANGED
    line = next(one for one in examined(hq) if one.name == "administrators")
    assert (line.ok, OFFICER in line.words) == (False, True)
    officers_hash = select(ACCOUNTS.c.password_hash).where(ACCOUNTS.c.person_id == OFFICER)

    def with_my_password(connection: Connection) -> None:
        mine = connection.scalar(officers_hash)
        row = ACCOUNTS.c.person_id == ADMINISTRATOR
        connection.execute(update(ACCOUNTS).where(row).values(password_hash=mine))

    written(hq, with_my_password)
    assert refusal(lambda: enter(hq, ADMINISTRATOR)) is Problem.ACCOUNT_CHANGED


@pytest.mark.proved("V27")
def test_no_act_of_an_administrator_makes_a_written_role_count(hq: Headquarters) -> None:
    written(hq, make_administrator)
    with pytest.raises(AccountRefusedError, match="changed outside"):
        set_temporary_password(hq, OFFICER, "staple gun on the roof", ADMINISTRATOR)
    with pytest.raises(AccountRefusedError, match="changed outside"):
        change_account(hq, OFFICER, AccountChange("A", Role.ADMINISTRATOR), ADMINISTRATOR)
    written(hq, lambda c: c.execute(update(ACCOUNTS).values(role=Role.OFFICER)))
    assert enter(hq, OFFICER)
    assert accept(hq, ADMINISTRATOR, WHY) is Role.OFFICER


@pytest.mark.proved("V27")
def test_a_dismissed_person_does_not_come_back_by_the_database(hq: Headquarters) -> None:
    disable_account(hq, CUSTODIAN, WHY, ADMINISTRATOR)
    row = ACCOUNTS.c.person_id == CUSTODIAN
    later = {"disabled_at": None, "live_since": hq.clock.now() + timedelta(days=1)}
    written(hq, lambda c: c.execute(update(ACCOUNTS).where(row).values(later)))
    assert refusal(lambda: enter(hq, CUSTODIAN)) is Problem.ACCOUNT_CHANGED
    disable_account(hq, CUSTODIAN, WHY, ADMINISTRATOR)  # that goes in any case
    with hq.reading() as work:
        assert changed_outside(work) == [CUSTODIAN]


@pytest.mark.proved("V27")
@pytest.mark.parametrize(
    "change",
    [
        {"person_id": ADMINISTRATOR},
        {"device": "car-of-mine"},
        {"signed_in_at": NOW + timedelta(days=300)},
        {"bound_to": "my address"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_session_that_was_rewritten_is_nobodys(hq: Headquarters, change: dict[str, Any]) -> None:
    token = enter(hq, OFFICER)
    written(hq, lambda c: c.execute(update(SESSIONS).values(change)))
    with hq.reading() as work:
        assert refusal(lambda: caller_of(work, token)) is Problem.NOT_SIGNED_IN


@pytest.mark.proved("V27")
def test_only_two_people_remove_the_demand_for_a_second_factor(hq: Headquarters) -> None:
    set_demand(hq, WHY, ADMINISTRATOR, CUSTODIAN, demanded=True)
    keep_training_apart(hq)
    row = MARKS.c.name == "second_factor"
    written(hq, lambda c: c.execute(update(MARKS).where(row).values(value="not_demanded")))
    with hq.reading() as work:
        assert not is_factor_removed(work)
    assert refusal(lambda: enter(hq, OFFICER)) is Problem.FACTOR_MISSING
    written(hq, lambda c: put_row(c, MARKS, {"name": PURPOSE, "value": TRAINING}))
    assert refusal(lambda: enter(hq, OFFICER)) is Problem.FACTOR_MISSING
    set_demand(hq, WHY, ADMINISTRATOR, CUSTODIAN, demanded=False)
    assert enter(hq, OFFICER)


@pytest.mark.proved("V27")
def test_a_database_of_before_is_marked_once_and_never_again(hq: Headquarters) -> None:
    token = enter(hq, OFFICER)

    def as_before(connection: Connection) -> None:
        connection.execute(update(ACCOUNTS).values(seal=None))
        connection.execute(update(SESSIONS).values(seal=None))
        connection.execute(delete(MARKS).where(MARKS.c.name == "second_factor_seal"))

    written(hq, as_before)
    begin(hq)
    assert refusal(lambda: enter(hq, OFFICER)) is Problem.ACCOUNT_CHANGED
    hq.kept.destroy(ACCOUNTS_SEALED_FILE)
    hq.read_keys()
    begin(hq)
    assert enter(hq, OFFICER)
    with hq.reading() as work:
        assert caller_of(work, token).person_id == OFFICER
        assert is_factor_removed(work)
    assert (NOBODY, "headquarters") in recorded(hq, AuditEvent.HQ_ACCOUNT_CHANGED)


@pytest.mark.proved("V27")
def test_a_lost_file_marks_no_account_that_was_written_in_a_marked_database(
    hq: Headquarters,
) -> None:
    row = ACCOUNTS.c.person_id == OFFICER
    forged = {"role": Role.ADMINISTRATOR, "seal": None}
    written(hq, lambda c: c.execute(update(ACCOUNTS).where(row).values(forged)))
    (hq.settings.data / ACCOUNTS_SEALED_FILE).unlink()
    hq.read_keys()
    begin(hq)
    assert refusal(lambda: enter(hq, OFFICER)) is Problem.ACCOUNT_CHANGED
    assert enter(hq, CUSTODIAN)


@pytest.mark.proved("V27")
def test_no_backup_makes_an_account_count_that_was_written_in_the_database(
    hq: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    row = ACCOUNTS.c.person_id == OFFICER
    forged = {"role": Role.ADMINISTRATOR, "seal": None}
    written(hq, lambda c: c.execute(update(ACCOUNTS).where(row).values(forged)))
    back_up(hq, tmp_path / "b.zip", ADMINISTRATOR)
    new = HqSettings(tmp_path / "new", keys=tmp_path / "mirrored", password_cost=CHEAP)
    copytree(hq.settings.day_keys, new.day_keys)

    def brought_back_by(person: str) -> None:
        shown = Credentials(person, PASSWORDS[person])
        with closing(Headquarters(new, clock, os.urandom)) as found:
            by = Restorer(person, lambda work, _: demand_person(found, work, shown, MAY))
            restore(found, tmp_path / "b.zip", by, lambda _: None)

    assert refusal(lambda: brought_back_by(OFFICER)) is Problem.ACCOUNT_CHANGED
    brought_back_by(ADMINISTRATOR)
    with closing(open_headquarters(new, clock, os.urandom)) as found:
        assert refusal(lambda: enter(found, OFFICER)) is Problem.ACCOUNT_CHANGED
        assert enter(found, CUSTODIAN)


@pytest.mark.proved("V27")
def test_servers_of_one_database_demand_marks_once_somebody_says_that_all_write_them(
    hq: Headquarters, tmp_path: Path
) -> None:
    (hq.settings.data / ACCOUNTS_SEALED_FILE).unlink()
    hq.settings = replace(hq.settings, cluster_key=tmp_path / "cluster.key")
    hq.read_keys()
    written(hq, lambda c: c.execute(update(ACCOUNTS).values(seal=None)))  # by one of before
    begin(hq)
    assert enter(hq, OFFICER)
    line = next(one for one in examined(hq) if one.name == "administrators")
    assert (line.ok, "hq seal-accounts" in line.words) == (False, True)
    assert seal_all(hq, WHY) == [ADMINISTRATOR]
    written(hq, make_administrator)
    assert refusal(lambda: enter(hq, OFFICER)) is Problem.ACCOUNT_CHANGED

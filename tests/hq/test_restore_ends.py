"""A backup of before brings back nobody and nothing that ended since (PS-4, IA-3, IA-2(8))."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from sqlalchemy import delete, select, update

from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll, enrolled
from mdt_alpr.cli.hq_backups import _say_ended
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import CodeNotAcceptedError
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base.dispatch_tables import SUBSCRIPTIONS
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ACCOUNTS, DIRECTORY_LINKS, MARKS
from mdt_alpr.hq.directory.leavers import asks_with, make_token
from mdt_alpr.hq.dispatch.subscriptions import end, live, subscribe
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.restore import Restored, Restorer, restore
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import disable_account, enable_account
from mdt_alpr.hq.people.directory_links import end_link, link, linked_account
from mdt_alpr.hq.people.ended_memory import FILE, remember, watch
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.wire import addresses
from mdt_alpr.wire.directory import LinkRequest
from mdt_alpr.wire.dispatch import SubscriptionRequest
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import SetClock
from tests.hq.conftest import CHEAP
from tests.hq.enrolled import WITHIN, KnownMachines, known_machines, number_in
from tests.hq.holding import caller
from tests.hq.senders import PASSWORDS
from tests.hq.test_command_sessions import recorded

WHY = "left the department"


def is_disabled(hq: Headquarters, person_id: str) -> bool:
    with hq.reading() as work:
        account = people.account(work.connection, person_id)
    assert account is not None
    return account.disabled_at is not None


def brought_back(
    machines: KnownMachines, folder: Path, knows: list[bool] | None = None
) -> tuple[HqSettings, Restored]:
    """Bring the backup back on another machine, with today's mirror of the keys."""
    new = HqSettings(folder / "new", keys=folder / "mirrored", password_cost=CHEAP)
    copytree(machines.hq.settings.day_keys, new.day_keys)
    said = [] if knows is None else knows
    today = capture_date(machines.clock.now())
    by = Restorer(ADMINISTRATOR, lambda _, known: said.append(known), today)
    with closing(Headquarters(new, machines.clock, os.urandom)) as hq:
        return new, restore(hq, folder.parent / "b.zip", by, lambda _: None)


@contextmanager
def serving(settings: HqSettings, clock: SetClock) -> Iterator[InProcessHq]:
    certificate, key = own_certificate(settings.data, ["127.0.0.1"], clock.now())
    served = replace(settings, certificate=certificate, private_key=key, devices_demanded=True)
    with InProcessHq(served, clock, os.urandom) as server:
        yield server


@pytest.mark.proved("V23")
def test_no_revocation_session_code_or_disabled_account_comes_back_with_an_older_backup(
    tmp_path: Path,
) -> None:
    with known_machines(tmp_path) as machines:
        stolen, replaced = machines.car("car-stolen"), machines.car("car-7", SUPERVISOR)
        other = machines.car("car-8", SECOND_OFFICER)
        code = machines.code("car-9")
        back_up(machines.hq, tmp_path / "b.zip", ADMINISTRATOR)
        machines.revoke("car-stolen")
        machines.machine("car-7")
        disable_account(machines.hq, SECOND_OFFICER, WHY, ADMINISTRATOR)
        settings, restored = brought_back(machines, tmp_path / "now")
        again, ended = restored.again, restored.ended
        assert (again.accounts, again.machines) == ((SECOND_OFFICER,), ("car-stolen",))
        assert (ended.sessions, ended.codes) == (1, 1)
        with serving(settings, machines.clock) as server:

            def client(machine: object) -> httpx.Client:
                kept = replace(machine.kept, address=server.base_url)  # type: ignore[attr-defined]
                return enrolled(kept, machine.seed).client(WITHIN)  # type: ignore[attr-defined]

            with client(stolen.machine) as http:
                assert number_in(stolen.get("/v1/hotlist", http)) == Problem.REVOKED.number
            with client(replaced.machine) as http:
                answer = http.get(addresses.DEVICE)
                assert number_in(answer) == Problem.NOT_ENROLLED.number
            with client(other.machine) as http:
                assert number_in(other.get("/v1/hotlist", http)) == Problem.NOT_SIGNED_IN.number
            asked = Enrolling(DeviceKind.CAR, b"s" * 32, "", None)
            with pytest.raises(CodeNotAcceptedError):
                enroll(server.base_url, code_in(code), asked)
            with pytest.raises(RefusedError):
                sign_in(server.hq, SignInMessage(SECOND_OFFICER, PASSWORDS[OFFICER], "car-8"))
            assert recorded(server.hq, AuditEvent.HQ_RESTORED) == [(ADMINISTRATOR, "headquarters")]


@pytest.mark.proved("V23")
def test_a_restore_says_where_nobody_knows_what_ended_lately(tmp_path: Path) -> None:
    with known_machines(tmp_path) as machines:
        back_up(machines.hq, tmp_path / "b.zip", ADMINISTRATOR)
        knows: list[bool] = []
        brought_back(machines, tmp_path / "now", knows)
        machines.clock.at += timedelta(days=2)
        brought_back(machines, tmp_path / "later", knows)
        assert knows == [True, False]


@pytest.mark.proved("V23")
def test_what_an_older_state_of_the_database_brings_back_ends_again_by_itself(
    hq: Headquarters,
) -> None:
    disable_account(hq, SECOND_OFFICER, WHY, ADMINISTRATOR)
    with hq.database.writing() as connection:  # as a copy of before, or whoever writes there
        connection.execute(update(ACCOUNTS).values(disabled_at=None))
    watch(hq)
    assert is_disabled(hq, SECOND_OFFICER)
    assert not is_disabled(hq, OFFICER)


def test_no_receiver_of_hits_that_ended_comes_back_with_an_older_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with known_machines(tmp_path) as machines:
        asked = SubscriptionRequest("CAD", "https://cad.example.gov/alpr")
        subscribe(machines.hq, caller(ADMINISTRATOR), asked, CUSTODIAN)
        back_up(machines.hq, tmp_path / "b.zip", ADMINISTRATOR)
        machines.clock.at += timedelta(minutes=5)
        end(machines.hq, caller(ADMINISTRATOR), 1)
        settings, restored = brought_back(machines, tmp_path / "now")
        _say_ended(restored)
        assert "Ended again: receiver 1." in capsys.readouterr().out
        with (
            closing(Headquarters(settings, machines.clock, os.urandom)) as hq,
            hq.reading() as work,
        ):
            assert live(work) == []


@pytest.fixture
def with_directory(hq: Headquarters) -> Headquarters:
    hq.settings = replace(
        hq.settings, directory="https://login.example.gov", directory_client="mdt-alpr"
    )
    return hq


def test_no_link_token_or_receiver_that_ended_is_open_again_in_an_older_state_of_the_database(
    with_directory: Headquarters, clock: SetClock
) -> None:
    hq = with_directory
    for person_id in (OFFICER, SECOND_OFFICER):
        link(hq, person_id, LinkRequest(f"of {person_id}", WHY), ADMINISTRATOR)
    token = make_token(hq, WHY, ADMINISTRATOR).token
    for name in ("CAD", "Tower"):
        asked = SubscriptionRequest(name, "https://cad.example.gov/alpr")
        subscribe(hq, caller(ADMINISTRATOR), asked, CUSTODIAN)
    tables = DIRECTORY_LINKS, MARKS, SUBSCRIPTIONS
    with hq.reading() as work:
        before = {
            table: [dict(row) for row in work.connection.execute(select(table)).mappings()]
            for table in tables
        }
    clock.pass_by(hours=1)
    end_link(hq, SECOND_OFFICER, WHY, ADMINISTRATOR)
    newest = make_token(hq, WHY, ADMINISTRATOR).token
    end(hq, caller(ADMINISTRATOR), 1)
    clock.pass_by(hours=1)
    watch(hq)
    with hq.database.writing() as connection:  # as a copy of before, or whoever writes there
        for table, rows in before.items():
            connection.execute(delete(table))
            connection.execute(table.insert(), rows)
    watch(hq)
    with hq.reading() as work:
        directory = hq.settings.directory
        assert linked_account(work, directory, f"of {SECOND_OFFICER}") is None
        assert linked_account(work, directory, f"of {OFFICER}") is not None
        assert not asks_with(hq, token)
        assert not asks_with(hq, newest), "a new one is made: which it was, nobody knows"
        assert [receiver.asked.name for receiver in live(work)] == ["Tower"]
    for event, subject in (
        (AuditEvent.HQ_DIRECTORY_UNLINKED, SECOND_OFFICER),
        (AuditEvent.HQ_SUBSCRIPTION_ENDED, "1"),
        (AuditEvent.HQ_DIRECTORY_TOKEN_SET, "directory"),
    ):
        assert recorded(hq, event)[-1] == (NOBODY, subject)


def test_who_was_enabled_again_stays_so(hq: Headquarters, clock: SetClock) -> None:
    disable_account(hq, SECOND_OFFICER, WHY, ADMINISTRATOR)
    clock.pass_by(hours=-2)  # it was ahead
    enable_account(hq, SECOND_OFFICER, "came back to the department", ADMINISTRATOR)
    watch(hq)
    assert not is_disabled(hq, SECOND_OFFICER)


@pytest.mark.logs_warnings
def test_a_damaged_memory_is_begun_anew_and_says_so(
    hq: Headquarters, caplog: pytest.LogCaptureFixture
) -> None:
    disable_account(hq, CUSTODIAN, WHY, ADMINISTRATOR)
    file = hq.settings.day_keys / FILE
    file.write_bytes(b"x" * 40)
    remember(hq)
    assert "cannot be read" in caplog.text
    assert len(file.read_bytes()) > 40

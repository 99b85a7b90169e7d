"""A command on headquarters' own folder has a person, who signs in for it (ACC-12)."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select

from mdt_alpr.cli import main
from mdt_alpr.cli.hq_audit import NOT_PROVEN
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.case_formats import case_formats
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT, SESSIONS
from mdt_alpr.hq.keeping.backup_jobs import BackupJobs, ask_for_check
from mdt_alpr.hq.keeping.backups_made import backups_of
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.command_sign_in import DEVICE, signed_in
from mdt_alpr.hq.people.factor_setup import confirm_factor, offer_factor
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.accounts import FactorRequest
from mdt_alpr.wire.problems import Problem
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, setup_code

PASSWORD = PASSWORDS[CUSTODIAN]
TODAY = capture_date(SystemClock().now())


class Machine:
    """Headquarters' own machine: its data folder, and what is typed there."""

    def __init__(
        self, data: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.data = data
        self._patch = patch
        self._capsys = capsys
        self._recovery: list[str] = []
        self.typed()

    def typed(self, password: str = PASSWORD) -> None:
        self._typed = {"PASSWORD": password, "NEW_PASSWORD": PASSWORD}

    def run(self, *words: object) -> int:
        return self.give("--data", self.data, *words)

    def give(self, *words: object) -> int:
        for whose, word in self._typed.items():  # a command takes them out of its environment
            if word:
                self._patch.setenv(f"MDT_ALPR_{whose}", word)
        if self._recovery:  # each counts once
            self._patch.setenv("MDT_ALPR_CODE", self._recovery.pop())
        self._capsys.readouterr()
        return main(["hq", *map(str, words)])

    def enroll(self, person_id: str) -> None:
        """Set up a second factor, and type a recovery code of it from now on."""
        hq = self.opened()
        asked = FactorRequest(person_id, self._typed["PASSWORD"], DEVICE)
        given = setup_code(hq, person_id)
        secret = offer_factor(hq, replace(asked, code=given)).secret
        code = pyotp.TOTP(secret).at(hq.clock.now())
        self._recovery = list(confirm_factor(hq, replace(asked, code=code)).codes)
        hq.close()

    def said(self) -> str:
        return self._capsys.readouterr().err

    def opened(self) -> Headquarters:
        settings = HqSettings(self.data, password_cost=CHEAP)
        return open_headquarters(settings, SystemClock(), os.urandom)

    def recorded(self, event: AuditEvent) -> list[tuple[str, str]]:
        hq = self.opened()
        with hq.reading() as work:
            query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
            rows = list(work.connection.execute(query.order_by(OWN_AUDIT.c.sequence)))
        hq.close()
        return [(row.person, row.subject) for row in rows]


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Machine:
    return Machine(tmp_path / "hq", monkeypatch, capsys)


@pytest.fixture
def machine(bare: Machine) -> Machine:
    hq = bare.opened()
    sample_agency(hq, PASSWORDS, TODAY)
    hq.close()
    return bare


@pytest.fixture
def hq(machine: Machine) -> Iterator[Headquarters]:
    found = machine.opened()
    yield found
    found.close()


# ---------------------------------------------------------------- who gives a command


@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
@pytest.mark.parametrize("by", ["made up name", CUSTODIAN])
@pytest.mark.parametrize("command", ["backup", "audit-verify"])
def test_no_command_believes_a_typed_name_or_a_wrong_password(
    machine: Machine, command: str, by: str
) -> None:
    out = machine.data.parent / "out.zip"
    machine.typed("wrong horse battery")
    assert machine.run(command, *[out] * (command == "backup"), "--by", by) == 1
    assert "password is wrong" in machine.said()
    assert not out.exists()
    assert machine.recorded(AuditEvent.HQ_SIGN_IN_REFUSED)[-1][1] == DEVICE


@pytest.mark.attack("V11")
def test_a_command_is_refused_to_a_role_that_may_not_do_it(machine: Machine) -> None:
    assert machine.run("backup", machine.data.parent / "out.zip", "--by", CUSTODIAN) == 1
    assert "may not do this" in machine.said()
    assert machine.run("audit-verify", "--by", OFFICER) == 1
    refused = machine.recorded(AuditEvent.HQ_ACCESS_REFUSED)
    assert [person for person, _ in refused] == [CUSTODIAN, OFFICER]


def test_a_command_is_a_session_of_its_person_that_ends_with_it(machine: Machine) -> None:
    assert machine.run("audit-verify", "--by", CUSTODIAN) == NOT_PROVEN
    assert machine.recorded(AuditEvent.HQ_SIGN_IN) == [(CUSTODIAN, DEVICE)]
    assert machine.recorded(AuditEvent.HQ_SIGN_OUT) == [(CUSTODIAN, DEVICE)]
    hq = machine.opened()
    with hq.reading() as work:
        ended = list(work.connection.scalars(select(SESSIONS.c.ended_at)))
    hq.close()
    assert len(ended) == 1
    assert ended[0] is not None


@pytest.mark.attack("V11")
def test_five_wrong_passwords_at_headquarters_machine_lock_the_account(machine: Machine) -> None:
    machine.typed("wrong horse battery")
    for _ in range(5):
        assert machine.run("audit-verify", "--by", CUSTODIAN) == 1
    machine.typed()
    assert machine.run("audit-verify", "--by", CUSTODIAN) == 1
    assert "locked" in machine.said()


@pytest.mark.clause("5.A.2")
@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
def test_a_disabled_account_and_one_without_training_give_no_command(hq: Headquarters) -> None:
    long_ago = TODAY - timedelta(days=400)
    make_account(hq, NewAccount("late-1", "L", Role.CUSTODIAN, PASSWORD, long_ago), "test")
    disable_account(hq, CUSTODIAN, "left the agency", ADMINISTRATOR)
    for person, problem in (
        ("late-1", Problem.TRAINING_EXPIRED),
        (CUSTODIAN, Problem.CREDENTIALS),
    ):
        with pytest.raises(RefusedError) as refused, signed_in(hq, person, PASSWORD):
            pass
        assert refused.value.problem is problem


def test_one_of_the_named_permissions_is_enough(hq: Headquarters) -> None:
    either = Permission.RUN_SERVER, Permission.MANAGE_ACCOUNTS
    with signed_in(hq, ADMINISTRATOR, PASSWORD, *either) as caller:
        assert (caller.person_id, caller.device) == (ADMINISTRATOR, DEVICE)
    with pytest.raises(RefusedError), signed_in(hq, CUSTODIAN, PASSWORD, *either):
        pass


@pytest.mark.proved("commands")
def test_a_password_prompt_that_meets_the_end_of_file_ends_in_words(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_the_end(_prompt: str) -> str:
        raise EOFError

    machine.typed(password="")
    monkeypatch.setattr("getpass.getpass", at_the_end)
    assert machine.run("audit-verify", "--by", CUSTODIAN) == 1
    said = machine.said()
    assert f"No password of {CUSTODIAN}." in said
    assert "MDT_ALPR_PASSWORD" in said


# ---------------------------------------------------------------- the first account


def test_the_first_account_is_an_administrators_and_is_made_once(bare: Machine) -> None:
    making = "--name", "C. Chief", "--trained-on", TODAY
    assert bare.run("setup", "chief", *making) == 0
    assert bare.run("setup", "evil", *making) == 1
    assert "has accounts" in bare.said()
    assert bare.recorded(AuditEvent.HQ_ACCOUNT_MADE) == [("", "chief")]
    assert bare.run("audit-verify", "--by", "chief") == 1
    assert "no second factor yet" in bare.said()
    bare.enroll("chief")
    assert bare.run("backup", bare.data.parent / "b.zip", "--by", "chief") == 0


@pytest.mark.proved("A9", "B6")
def test_the_case_format_is_given_with_the_first_account(bare: Machine) -> None:
    making = "--name", "C. Chief", "--trained-on", TODAY, "--case-format"
    assert bare.run("setup", "chief", *making, "@@@####") == 1
    assert "no plate fits it" in bare.said()
    assert bare.run("setup", "chief", *making, "26-######") == 0
    assert bare.recorded(AuditEvent.HQ_CASE_FORMATS_SET) == [("chief", "case formats")]


class _Typist(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.proved("A9", "B6")
@pytest.mark.parametrize(
    ("typed", "formats"),
    [("\n", ("##-######",)), ("26-####; IR-######\n", ("26-####", "IR-######")), ("-\n", ())],
)
def test_setup_asks_how_case_numbers_are_written(
    bare: Machine, monkeypatch: pytest.MonkeyPatch, typed: str, formats: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", _Typist(typed))
    assert bare.run("setup", "chief", "--name", "C. Chief", "--trained-on", TODAY) == 0
    hq = bare.opened()
    with hq.reading() as work:
        assert case_formats(work.connection) == formats
    hq.close()


# ---------------------------------------------------------------- a backup brought back


@pytest.mark.proved("HOT-04")
def test_a_backup_is_brought_back_only_by_a_person_with_an_account_in_it(
    machine: Machine, tmp_path: Path
) -> None:
    place = tmp_path / "b.zip"
    assert machine.run("backup", place, "--by", ADMINISTRATOR) == 0
    keys = HqSettings(machine.data).day_keys
    new = tmp_path / "new"
    command = ["--data", new, "--keys", keys, "restore", place, "--by"]
    assert machine.give(*command, "made up name") == 1
    assert machine.give(*command, CUSTODIAN) == 1
    machine.typed("wrong horse battery")
    assert machine.give(*command, ADMINISTRATOR) == 1
    machine.typed()
    assert machine.give(*command, ADMINISTRATOR) == 0
    hq = open_headquarters(HqSettings(new, keys=keys), SystemClock(), os.urandom)
    with hq.reading() as work:
        query = select(OWN_AUDIT.c.person).where(OWN_AUDIT.c.event == AuditEvent.HQ_RESTORED)
        assert work.connection.scalars(query).all() == [ADMINISTRATOR]
    hq.close()


def test_a_scheduled_backup_signs_nobody_in_is_recorded_and_keeps_the_newest(
    machine: Machine, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (machine.data / "hq.toml").write_text(f"backups = {str(folder)!r}\n", "utf-8")
    ahead = folder / "mdt-alpr-2099-01-01-031500.backup"  # of a clock that was
    others = [folder / "notes.backup", ahead]
    old = [folder / f"mdt-alpr-2026-0{month}-01-031500.backup" for month in (1, 2, 3)]
    broken_off, under_way = (folder / f"{one.name}.part" for one in (old[0], ahead))
    others.append(under_way)
    for file in (*old, *others, broken_off):
        file.touch()
    os.utime(broken_off, (0, 0))
    machine.typed(password="")
    assert machine.run("scheduled-backup", "--keep", "2") == 0
    (made,) = set(folder.iterdir()) - {old[2], *others}
    assert made.stat().st_size > 0
    assert old[2].exists()
    assert all(other.exists() for other in others)
    assert machine.recorded(AuditEvent.HQ_BACKED_UP) == [("", "headquarters")]
    assert machine.recorded(AuditEvent.HQ_SIGN_IN) == []
    hq = machine.opened()
    with hq.reading() as work:
        facts = select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == AuditEvent.HQ_BACKED_UP)
        assert str(made) in str(work.connection.scalar(facts))
    hq.close()


def test_a_persons_backup_in_the_folder_of_the_settings_can_be_checked_at_the_desk(
    machine: Machine, tmp_path: Path
) -> None:
    (machine.data / "hq.toml").write_text(f"backups = {str(tmp_path)!r}\n", "utf-8")
    place = tmp_path / "mdt-alpr-2026-11-24-031500.backup"
    assert machine.run("backup", place, "--by", ADMINISTRATOR) == 0
    hq = machine.opened()
    hq.settings = replace(hq.settings, backups=tmp_path)
    with hq.writing() as work:
        (line,) = backups_of(hq, work, ADMINISTRATOR).backups
        ask_for_check(hq, work, line.entry, ADMINISTRATOR)
    BackupJobs(hq, spare=0).go_on()
    with hq.writing() as work:
        (line,) = backups_of(hq, work, ADMINISTRATOR).backups
    assert (line.checked_at is not None, line.fault) == (True, "")
    hq.close()


def test_a_backup_without_a_person_goes_only_where_the_settings_say(
    machine: Machine, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit):
        machine.run("scheduled-backup", tmp_path)
    assert machine.run("scheduled-backup") == 1
    assert "names no folder" in machine.said()
    gone = tmp_path / "not mounted"
    (machine.data / "hq.toml").write_text(f"backups = {str(gone)!r}\n", "utf-8")
    assert machine.run("scheduled-backup") == 1
    assert "cannot be written" in machine.said()
    assert machine.recorded(AuditEvent.HQ_BACKED_UP) == []

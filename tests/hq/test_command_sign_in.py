"""A command of headquarters has a person, who signs in for it (ACC-12, HOT-04)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select

from mdt_alpr.cli import main
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ACCOUNTS, OWN_AUDIT, SESSIONS
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.command_sign_in import DEVICE, make_first_account, signed_in
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    sample_agency,
)
from mdt_alpr.hq.people.sign_in import confirm_factor, offer_factor
from mdt_alpr.wire.accounts import FactorRequest
from mdt_alpr.wire.problems import Problem
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS

PASSWORD = PASSWORDS[CUSTODIAN]
WHY = ("--reason", "called, forgot the password")
HEADER = "Plate Number,Description,State/Province"
TODAY = SystemClock().now().date()


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

    def typed(self, password: str = PASSWORD, second: str = PASSWORD, new: str = PASSWORD) -> None:
        self._typed = {"PASSWORD": password, "CONFIRMER_PASSWORD": second, "NEW_PASSWORD": new}

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
        secret = offer_factor(hq, asked).secret
        code = pyotp.TOTP(secret).at(hq.clock.now())
        self._recovery = list(confirm_factor(hq, replace(asked, code=code)).codes)
        hq.close()

    def said(self) -> str:
        return self._capsys.readouterr().err

    def list_of(self, number: int) -> Path:
        path = self.data.parent / f"{number}.csv"
        rows = (f"AB{n:04},Stolen sedan,NC" for n in range(number))
        path.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
        return path

    def opened(self) -> Headquarters:
        settings = HqSettings(self.data, password_cost=CHEAP)
        return open_headquarters(settings, SystemClock(), os.urandom)

    def recorded(self, event: AuditEvent) -> list[tuple[str, str]]:
        hq = self.opened()
        with hq.reading() as work:
            found = select(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
            rows = list(work.connection.execute(found.order_by(OWN_AUDIT.c.sequence)))
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
@pytest.mark.parametrize(
    "command",
    [
        ("import-hotlist", "LIST"),
        ("backup", "OUT"),
        ("make-account", "new-1", "--name", "N", "--role", "officer", "--trained-on", TODAY),
        ("release-account", OFFICER, *WHY),
        ("export-evidence", "a-hit", "OUT", "--purpose", "criminal_investigation"),
        ("retire-list", "Local list", "--reason", "nobody delivers it any more"),
        ("lists",),
        ("audit",),
    ],
    ids=lambda command: command[0],
)
def test_no_command_believes_a_typed_name_or_a_wrong_password(
    machine: Machine, command: tuple[object, ...], by: str
) -> None:
    places = {"LIST": machine.list_of(3), "OUT": machine.data.parent / "out.zip"}
    machine.typed("wrong horse battery")
    words = [places.get(str(word), word) for word in command]
    assert machine.run(*words, "--by", by) == 1
    assert "password is wrong" in machine.said()
    assert not places["OUT"].exists()
    assert machine.recorded(AuditEvent.HQ_LIST_IMPORTED) == []
    assert len(machine.recorded(AuditEvent.HQ_ACCOUNT_MADE)) == len(PASSWORDS)
    assert machine.recorded(AuditEvent.HQ_SIGN_IN_REFUSED)[-1][1] == DEVICE


@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
@pytest.mark.parametrize(
    ("by", "command"),
    [
        (OFFICER, ("import-hotlist", "LIST")),
        (CUSTODIAN, ("backup", "OUT")),
        (CUSTODIAN, ("release-account", OFFICER, *WHY)),
        (CUSTODIAN, ("make-account", "n", "--name", "N", "--role", "officer", "--trained-on",
                     TODAY)),
    ],
)  # fmt: skip
def test_a_command_is_refused_to_a_role_that_may_not_do_it(
    machine: Machine, by: str, command: tuple[object, ...]
) -> None:
    places = {"LIST": machine.list_of(3), "OUT": machine.data.parent / "out.zip"}
    assert machine.run(*(places.get(str(word), word) for word in command), "--by", by) == 1
    assert "may not do this" in machine.said()
    assert machine.recorded(AuditEvent.HQ_ACCESS_REFUSED)[-1][0] == by


@pytest.mark.proved("HOT-04")
def test_a_command_is_a_session_of_its_person_that_ends_with_it(machine: Machine) -> None:
    assert machine.run("import-hotlist", machine.list_of(3), "--by", CUSTODIAN) == 0
    assert machine.recorded(AuditEvent.HQ_SIGN_IN) == [(CUSTODIAN, DEVICE)]
    assert machine.recorded(AuditEvent.HQ_SIGN_OUT) == [(CUSTODIAN, DEVICE)]
    hq = machine.opened()
    with hq.reading() as work:
        ended = list(work.connection.scalars(select(SESSIONS.c.ended_at)))
    hq.close()
    assert len(ended) == 1
    assert ended[0] is not None


@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
def test_five_wrong_passwords_at_the_command_line_lock_the_account_everywhere(
    machine: Machine,
) -> None:
    machine.typed("wrong horse battery")
    for _ in range(5):
        assert machine.run("lists", "--by", CUSTODIAN) == 1
    machine.typed()
    assert machine.run("lists", "--by", CUSTODIAN) == 1
    assert "locked" in machine.said()
    assert machine.run("release-account", CUSTODIAN, *WHY, "--by", ADMINISTRATOR) == 0
    assert machine.run("lists", "--by", CUSTODIAN) == 0


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
    assert machine.run("lists", "--by", CUSTODIAN) == 1
    said = machine.said()
    assert f"No password of {CUSTODIAN}." in said
    assert "MDT_ALPR_PASSWORD" in said


# ---------------------------------------------------------------- the first account


MAKING = ("--name", "C. Chief", "--trained-on", TODAY)


def test_the_first_account_is_an_administrators_and_needs_nobody(bare: Machine) -> None:
    assert bare.run("make-account", "rivera", *MAKING, "--role", "officer") == 1
    assert "first account is an administrator's" in bare.said()
    assert bare.run("make-account", "chief", *MAKING, "--role", "administrator") == 0
    assert bare.run("make-account", "rivera", *MAKING, "--role", "officer") == 1
    assert "--by" in bare.said()
    again = ("make-account", "rivera", *MAKING, "--role", "officer", "--by", "chief")
    assert bare.run(*again) == 1
    assert "no second factor yet" in bare.said()
    bare.enroll("chief")
    assert bare.run(*again) == 0
    assert bare.recorded(AuditEvent.HQ_ACCOUNT_MADE) == [("", "chief"), ("chief", "rivera")]


def test_a_second_first_account_is_refused(hq: Headquarters) -> None:
    new = NewAccount("evil-1", "E", Role.ADMINISTRATOR, PASSWORD, TODAY)
    with pytest.raises(DomainError):
        make_first_account(hq, new)
    with hq.reading() as work:
        assert "evil-1" not in work.connection.scalars(select(ACCOUNTS.c.person_id)).all()


def test_the_new_password_is_not_that_of_who_makes_the_account(machine: Machine) -> None:
    machine.typed(new="a horse that is long")
    words = ("make-account", "lee", *MAKING, "--role", "custodian", "--by", ADMINISTRATOR)
    assert machine.run(*words) == 0
    assert machine.run("lists", "--by", "lee") == 1
    machine.typed("a horse that is long", new="lee's own long word")
    assert machine.run("lists", "--by", "lee") == 1
    assert machine.run("change-password", "lee") == 1
    assert "contains the user name" in machine.said()
    machine.typed("a horse that is long", new="nobody else's long word")
    assert machine.run("change-password", "lee") == 0
    machine.typed("nobody else's long word")
    assert machine.run("lists", "--by", "lee") == 0


# ---------------------------------------------------------------- two people


def stopped(machine: Machine) -> Path:
    """Let the custodian's smaller list be stopped; return its file."""
    assert machine.run("import-hotlist", machine.list_of(40), "--by", CUSTODIAN) == 0
    smaller = machine.list_of(10)
    assert machine.run("import-hotlist", smaller, "--by", CUSTODIAN) == 1
    assert "has to confirm it" in machine.said()
    return smaller


def confirmed(machine: Machine, file: Path, second: str) -> int:
    return machine.run("import-hotlist", file, "--by", CUSTODIAN, "--confirmed-by", second)


@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
def test_one_person_cannot_confirm_as_two(machine: Machine) -> None:
    smaller = stopped(machine)
    machine.typed(second="wrong horse battery")
    assert confirmed(machine, smaller, ADMINISTRATOR) == 1
    machine.typed()
    assert confirmed(machine, smaller, CUSTODIAN) == 1
    assert "another" in machine.said().lower()
    assert confirmed(machine, smaller, SECOND_OFFICER) == 1
    assert len(machine.recorded(AuditEvent.HQ_LIST_IMPORTED)) == 1


@pytest.mark.proved("HOT-04")
def test_two_signed_in_people_confirm_together(machine: Machine) -> None:
    smaller = stopped(machine)
    assert confirmed(machine, smaller, ADMINISTRATOR) == 0
    signed = machine.recorded(AuditEvent.HQ_SIGN_IN)
    assert signed[-2:] == [(CUSTODIAN, DEVICE), (ADMINISTRATOR, DEVICE)]


# ---------------------------------------------------------------- files that were none


@pytest.mark.proved("S30")
def test_a_mistyped_file_name_is_no_delivery(machine: Machine) -> None:
    assert machine.run("import-hotlist", machine.list_of(3), "--by", CUSTODIAN) == 0
    assert machine.run("import-hotlist", machine.data / "lits.csv", "--by", CUSTODIAN) == 1
    assert "There is no file" in machine.said()
    assert machine.run("lists", "--by", CUSTODIAN) == 0


@pytest.mark.proved("S30")
def test_a_wrong_file_is_reported_until_a_custodian_settles_it_with_a_reason(
    machine: Machine,
) -> None:
    wrong = machine.data.parent / "notes.txt"
    wrong.write_text("this is no list\n", "utf-8")
    assert machine.run("import-hotlist", wrong, "--by", CUSTODIAN) == 1
    assert machine.run("lists", "--by", CUSTODIAN) == 1
    reason = ("--reason", "the wrong file was typed")
    assert machine.run("dismiss-delivery", "1", *reason, "--by", OFFICER) == 1
    assert machine.run("dismiss-delivery", "1", "--reason", "x", "--by", CUSTODIAN) == 1
    assert machine.run("dismiss-delivery", "7", *reason, "--by", CUSTODIAN) == 1
    assert machine.run("dismiss-delivery", "1", *reason, "--by", CUSTODIAN) == 0
    assert machine.run("lists", "--by", CUSTODIAN) == 0
    assert machine.recorded(AuditEvent.HQ_LIST_DISMISSED) == [(CUSTODIAN, "notes.txt")]
    assert machine.run("import-hotlist", wrong, "--by", CUSTODIAN) == 1
    assert machine.run("lists", "--by", CUSTODIAN) == 1


@pytest.mark.proved("HOT-02")
def test_a_file_of_66_days_ago_is_66_days_old_when_it_is_imported_by_hand(
    machine: Machine,
) -> None:
    old = machine.list_of(3)
    at = SystemClock().now() - timedelta(days=66)
    os.utime(old, (at.timestamp(), at.timestamp()))
    assert machine.run("import-hotlist", old, "--by", CUSTODIAN) == 0
    hq = machine.opened()
    with hq.reading() as work:
        newest = hotlists.newest(work.connection)
    hq.close()
    assert newest is not None
    assert abs(newest.compiled_at - at) < timedelta(seconds=1)
    assert machine.run("lists", "--by", CUSTODIAN) == 1


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
        found = select(OWN_AUDIT.c.person).where(OWN_AUDIT.c.event == AuditEvent.HQ_RESTORED)
        assert work.connection.scalars(found).all() == [ADMINISTRATOR]
    hq.close()

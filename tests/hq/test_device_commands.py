"""Machines are enrolled, listed and revoked by who may, from a desk that is enrolled (SEC-12)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll
from mdt_alpr.adapters.session_keyring import VARIABLE
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.hq.people.sample_agency import OFFICER
from tests.hq.enrolled import CHIEF, KnownMachines, known_machines
from tests.hq.senders import PASSWORDS

DESK, CAR = DeviceKind.DESK, DeviceKind.CAR


@dataclass
class Shell:
    """Gives commands at headquarters' machine and at a desk; ``said``: what the last one said."""

    machines: KnownMachines
    folder: Path
    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    session: str = ""
    said: str = ""

    def give(self, person: str, *words: str) -> int:
        typed = {
            "MDT_ALPR_DATA": str(self.folder / "desk"),
            "MDT_ALPR_PASSPHRASE": "twelve letters and more",
            "MDT_ALPR_PASSWORD": PASSWORDS[person],
            VARIABLE: self.session,
        }
        for name, value in typed.items():  # a command takes them out of its environment
            self.patch.setenv(name, value)
        self.capsys.readouterr()
        code = main(words)
        said = self.capsys.readouterr()
        self.said = said.err + said.out
        return code

    def first_desk(self, name: str, person: str = CHIEF, *more: str) -> int:
        words = "hq", "--data", str(self.folder / "hq"), "enroll-first-desk", name, "--by", person
        return self.give(person, *words, *more)

    def enroll_desk(self, code: str) -> None:
        where = "--hq", self.machines.url, "--kind", "desk", "--code", code
        assert self.give(CHIEF, "enroll", *where) == 0

    def sign_in(self, person: str) -> None:
        assert self.give(person, "hq", "sign-in", "--print", person) == 0
        self.session = self.said.strip().splitlines()[-1]


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    with known_machines(tmp_path) as machines:
        yield Shell(machines, tmp_path, monkeypatch, capsys)


def test_the_first_desk_is_enrolled_at_headquarters_and_the_others_from_there(
    shell: Shell,
) -> None:
    machines = shell.machines
    assert shell.first_desk("desk-1") == 0
    shell.enroll_desk(shell.said.split()[0])
    shell.sign_in(CHIEF)
    assert shell.give(CHIEF, "hq", "enroll-device", "car-12") == 0
    assert f"--hq {machines.url} --code CODE" in shell.said  # what is typed into the car
    (made,) = machines.recorded(AuditEvent.HQ_DEVICE_CODE_MADE, "car-12")
    assert made.person == CHIEF
    enroll(machines.url, code_in(shell.said.split()[0]), Enrolling(CAR, bytes(32)))
    assert shell.give(CHIEF, "hq", "devices") == 0
    assert re.search(r"car-12 +Car +20.*, by administrator-1", shell.said)
    assert shell.give(CHIEF, "hq", "revoke-device", "car-12", "--reason", "stolen") == 0
    assert shell.give(CHIEF, "hq", "devices") == 0
    assert re.search(r"Revoked .* by administrator-1.* stolen", shell.said)
    for name, why in (("car-12", "again"), ("car-13", "never was"), ("car-12", " ")):
        assert shell.give(CHIEF, "hq", "revoke-device", name, "--reason", why) == 1


@pytest.mark.attack("V11")
def test_the_folder_makes_no_code_once_another_desk_is_enrolled(shell: Shell) -> None:
    shell.machines.machine("desk-1", DESK)
    assert shell.first_desk("desk-2") == 1
    assert "desk-1 is enrolled: sign in there" in shell.said
    assert shell.first_desk("desk-1") == 0  # its own disk is lost: it is enrolled again
    shell.machines.revoke("desk-1")
    settings = 'port = 9443\nnames = ["hq.example.gov", "192.0.2.10"]\n'
    (shell.folder / "hq" / "hq.toml").write_text(settings, "utf-8")
    assert shell.first_desk("desk-2") == 0
    assert "--hq https://hq.example.gov:9443 --code CODE" in shell.said
    data = "--data", str(shell.folder / "hq")
    assert shell.give(CHIEF, "hq", *data, "enroll-device", "car-1") == 1
    assert "hq sign-in" in shell.said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            'names = ["hq.example.gov"]\nproxy = ["127.0.0.1"]\n',
            "--hq https://hq.example.gov --code",
        ),
        ('proxy = ["127.0.0.1"]\n', "--hq https://NAME --code"),
        ("port = 9443\n", "--hq https://NAME:9443 --code"),
    ],
)
def test_the_first_desk_is_given_the_address_by_which_machines_reach_headquarters(
    shell: Shell, settings: str, said: str
) -> None:
    (shell.folder / "hq" / "hq.toml").write_text(settings, "utf-8")
    assert shell.first_desk("desk-1") == 0
    assert said in shell.said
    assert "proxy's address" in shell.said


@pytest.mark.attack("V11")
def test_an_officer_enrolls_and_revokes_nothing(shell: Shell) -> None:
    machines = shell.machines
    assert shell.first_desk("desk-9", OFFICER) == 1
    assert not machines.recorded(AuditEvent.HQ_DEVICE_CODE_MADE, "desk-9")
    machines.machine("car-12")
    shell.enroll_desk(machines.code("desk-1", DESK))
    shell.sign_in(OFFICER)
    asked = ("enroll-device", "car-99"), ("devices",), ("revoke-device", "car-12", "--reason", "x")
    for words in asked:
        assert shell.give(OFFICER, "hq", *words) == 1
        assert "may not" in shell.said
    assert not machines.recorded(AuditEvent.HQ_DEVICE_CODE_MADE, "car-99")
    assert not machines.recorded(AuditEvent.HQ_DEVICE_REVOKED, "car-12")


def test_a_code_shows_the_certificate_of_a_proxy_where_it_has_another(
    shell: Shell, tmp_path: Path
) -> None:
    own = tmp_path / "hq" / "tls" / "certificate.pem"
    other = tmp_path / "hq" / "tls" / "authority.pem"
    chain = tmp_path / "chain.pem"
    chain.write_text(other.read_text() + own.read_text())
    ends = []
    for certificate in (own, other, chain):
        assert shell.first_desk("desk-1", CHIEF, "--certificate", str(certificate)) == 0
        ends.append(code_in(shell.said.split()[0]).server)
    assert ends[0] != ends[1] == ends[2]
    assert shell.first_desk("desk-1", CHIEF, "--certificate", str(tmp_path / "none.pem")) == 1
    (tmp_path / "bad.pem").write_text("no certificate")
    assert shell.first_desk("desk-1", CHIEF, "--certificate", str(tmp_path / "bad.pem")) == 1
    assert "no certificate in PEM form" in shell.said


def test_before_headquarters_has_a_certificate_there_is_no_code(shell: Shell) -> None:
    (shell.folder / "hq" / "tls" / "certificate.pem").unlink()
    assert shell.first_desk("desk-1") == 1
    assert "start it with names in hq.toml (or --names)" in shell.said

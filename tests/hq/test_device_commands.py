"""Machines are enrolled, listed and revoked at headquarters' own machine, by who may (SEC-12)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.hq.people.sample_agency import OFFICER
from tests.hq.enrolled import CHIEF, known_machines
from tests.hq.senders import PASSWORDS

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return how a person gives a command; it returns the exit code and what was said."""

    def given(person: str, *words: str) -> tuple[int, str]:
        monkeypatch.setenv("MDT_ALPR_PASSWORD", PASSWORDS[person])
        capsys.readouterr()
        code = main(["hq", "--data", str(tmp_path / "hq"), *words, "--by", person])
        said = capsys.readouterr()
        return code, said.out + said.err

    return given


def test_a_machine_is_enrolled_listed_and_revoked_by_command(tmp_path: Path, run: Run) -> None:
    with known_machines(tmp_path) as machines:
        assert run(CHIEF, "devices") == (0, "No machine is enrolled.\n")
        done, said = run(CHIEF, "enroll-device", "car-12")
        assert done == 0
        enroll(machines.url, code_in(said.split()[0]), Enrolling(DeviceKind.CAR, bytes(32)))
        assert "car car-12: by administrator-1" in run(CHIEF, "devices")[1]
        assert run(CHIEF, "revoke-device", "car-12", "--reason", "stolen from the lot")[0] == 0
        said = run(CHIEF, "devices")[1]
        assert "REVOKED" in said
        assert "by administrator-1: stolen from the lot" in said
        for words in (("car-12", "again"), ("car-13", "never was"), ("car-12", " ")):
            assert run(CHIEF, "revoke-device", words[0], "--reason", words[1])[0] == 1
        (made,) = machines.recorded(AuditEvent.HQ_DEVICE_CODE_MADE, "car-12")
        assert made.person == CHIEF


@pytest.mark.attack("V11")
def test_an_officer_enrolls_and_revokes_nothing(tmp_path: Path, run: Run) -> None:
    with known_machines(tmp_path) as machines:
        machines.machine("car-12")
        for words in (
            ("enroll-device", "car-99"),
            ("devices",),
            ("revoke-device", "car-12", "--reason", "why not"),
        ):
            assert run(OFFICER, *words)[0] == 1
        assert not machines.recorded(AuditEvent.HQ_DEVICE_CODE_MADE, "car-99")
        assert not machines.recorded(AuditEvent.HQ_DEVICE_REVOKED, "car-12")


def test_before_headquarters_has_a_certificate_there_is_no_code(tmp_path: Path, run: Run) -> None:
    with known_machines(tmp_path):
        (tmp_path / "hq" / "tls" / "certificate.pem").unlink()
        done, said = run(CHIEF, "enroll-device", "car-12")
        assert done == 1
        assert "hq serve --names" in said

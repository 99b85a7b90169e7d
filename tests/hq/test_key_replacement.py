"""A key of headquarters is replaced, and what lies under it goes on (SEC-03, CJIS SC-12)."""

import os
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.agency_keys import FACTOR_KEY_FILE
from mdt_alpr.hq.base.authority import Authority
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.keeping import key_replacement
from mdt_alpr.hq.keeping.key_replacement import replace_authority, replace_factor_key
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS, setup_code
from tests.hq.test_second_factors import line, recorded
from tests.hq.test_security_keys import Holder

DATABASES = ["sqlite"]
WHY = "a laptop with a backup was stolen"


def key_file(hq: Headquarters) -> Path:
    return hq.settings.data / FACTOR_KEY_FILE


@pytest.fixture
def officer(hq: Headquarters, clock: SetClock) -> Holder:
    """Return who has an app and a key."""
    holder = Holder(hq, clock)
    holder.enrolls()
    holder.adds(holder.key, holder.recovery[0])
    return holder


def test_apps_and_security_keys_go_on_under_another_key_and_recovery_codes_end(
    hq: Headquarters, officer: Holder, clock: SetClock
) -> None:
    before = key_file(hq).read_bytes()
    done = replace_factor_key(hq, WHY, ADMINISTRATOR)
    assert (done.resealed, done.without_recovery) == (2, 1)
    assert key_file(hq).read_bytes() != before
    assert stat.S_IMODE(key_file(hq).stat().st_mode) == 0o600
    assert [p.name for p in hq.settings.data.glob(f"{FACTOR_KEY_FILE}*")] == [FACTOR_KEY_FILE]
    assert "do not open" not in line(hq)[1]
    assert officer.signs_in(officer.code())
    assert officer.signs_in(officer.answer())
    assert officer.refused(officer.recovery[1]) is Problem.KEY_REFUSED
    assert recorded(hq, AuditEvent.HQ_AGENCY_KEY_REPLACED) == [(ADMINISTRATOR, "factors")]
    clock.pass_by(seconds=30)
    key_file(hq).write_bytes(before)  # the stolen one opens nothing any more
    with pytest.raises(OutsideError, match=FACTOR_KEY_FILE):
        officer.signs_in(officer.code())


def test_a_set_up_code_of_before_does_not_count(hq: Headquarters, clock: SetClock) -> None:
    code = setup_code(hq, OFFICER)
    replace_factor_key(hq, WHY, ADMINISTRATOR)
    officer = Holder(hq, clock)
    with pytest.raises(Exception, match="one-time code"):
        officer.adds(officer.key, code)


def test_nothing_changes_without_a_reason_or_where_a_factor_does_not_open(
    hq: Headquarters, officer: Holder
) -> None:
    with pytest.raises(AccountRefusedError):
        replace_factor_key(hq, "x", ADMINISTRATOR)
    with pytest.raises(AccountRefusedError):
        replace_authority(hq, "", ADMINISTRATOR)
    right = key_file(hq).read_bytes()
    key_file(hq).write_bytes(bytes(32))
    with pytest.raises(OutsideError, match="Bring back"):
        replace_factor_key(hq, WHY, ADMINISTRATOR)
    key_file(hq).write_bytes(right)
    assert officer.signs_in(officer.code())
    assert recorded(hq, AuditEvent.HQ_AGENCY_KEY_REPLACED) == []


@pytest.mark.parametrize("where", ["put_row", "end_replacement"])
def test_a_crash_before_or_after_the_database_knows_the_new_key_loses_nobody(
    hq: Headquarters, officer: Holder, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def crashes(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(key_replacement, where, crashes)
    with pytest.raises(KeyboardInterrupt):
        replace_factor_key(hq, WHY, ADMINISTRATOR)
    monkeypatch.undo()
    again = open_headquarters(hq.settings, hq.clock, os.urandom)
    officer._hq = again
    assert officer.signs_in(officer.code())
    assert officer.signs_in(officer.answer())
    assert [p.name for p in hq.settings.data.glob(f"{FACTOR_KEY_FILE}*")] == [FACTOR_KEY_FILE]
    again.close()


def test_no_machine_of_the_authority_before_counts_under_the_next(hq: Headquarters) -> None:
    before = Authority(hq.settings.data, NOW)
    key = ec.generate_private_key(ec.SECP256R1())
    asked = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    request = asked.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()
    car = before.device(request, "car-1", DeviceKind.CAR, NOW).pem
    certificate = x509.load_pem_x509_certificate(car.encode())
    assert before.has_signed(certificate)
    replace_authority(hq, WHY, ADMINISTRATOR)
    after = Authority(hq.settings.data, NOW)
    assert after.pem != before.pem
    assert not after.has_signed(certificate)
    assert recorded(hq, AuditEvent.HQ_AGENCY_KEY_REPLACED) == [(ADMINISTRATOR, "authority")]


def test_every_key_file_is_made_here_and_read_by_this_user_only(
    hq: Headquarters, officer: Holder
) -> None:
    Authority(hq.settings.data, NOW)
    files = [p for p in hq.settings.data.rglob("*") if p.suffix in {".key", ".pem"}]
    private = {p.name for p in files if stat.S_IMODE(p.stat().st_mode) & 0o077 == 0}
    assert {p.name for p in files} - private <= {"authority.pem", "certificate.pem"}
    assert {"second_factor.key", "entry_hash.key", "auditor.key", "authority.key"} <= private
    assert officer.keys()


def test_the_command_wants_an_administrator_who_signs_in(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    places = "--data", str(hq.settings.data), "--database", hq.settings.database
    given = "hq", "replace-key", "factors", "--reason", WHY, *places, "--by"
    before = key_file(hq).read_bytes()
    monkeypatch.setenv("MDT_ALPR_PASSWORD", PASSWORDS[OFFICER])
    assert main([*given, OFFICER]) != 0
    assert key_file(hq).read_bytes() == before
    monkeypatch.setenv("MDT_ALPR_PASSWORD", PASSWORDS[ADMINISTRATOR])
    assert main([*given, ADMINISTRATOR]) == 0
    assert "0 second factors lie under the new key" in capsys.readouterr().out
    assert key_file(hq).read_bytes() != before

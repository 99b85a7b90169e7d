"""Headquarters answers other machines with TLS only, and says how to get it (S12, V4, V12)."""

import os
import socket
import ssl
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from mdt_alpr.cli import main
from mdt_alpr.cli.database_url import database_url
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import SERVER_CERTIFICATE_LASTS, SERVER_CERTIFICATE_RENEWED_BEFORE
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.authority import authority_place
from mdt_alpr.hq.base.server_certificate import ending_words, ends_at, own_certificate
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.serving.server import demand_tls, tls_of
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PATIENCE

URL = "postgresql://alpr:pa55@db.example/alpr"


def with_tls(folder: Path) -> HqSettings:
    certificate, key = own_certificate(folder / "hq", ["127.0.0.1", "hq.example"], NOW)
    return HqSettings(folder / "hq", password_cost=CHEAP, certificate=certificate, private_key=key)


@pytest.mark.attack("V4")
@pytest.mark.proved("S12")
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "hq.example", ""])  # noqa: S104
def test_other_machines_are_not_answered_without_tls(
    tmp_path: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["hq", "--data", str(tmp_path / "hq"), "serve", "--host", host, "--proxy", "127.0.0.1"]
    assert main(words) == 1
    said = capsys.readouterr().err
    assert "tls_cert and tls_key in hq.toml (or --tls-cert and --tls-key)" in said
    assert "names in hq.toml (or --names)" in said


def test_what_a_start_warns_of_names_the_settings_of_the_file_and_the_options(
    tmp_path: Path,
) -> None:
    (tmp_path / "headquarters.db").write_text("no database", "utf-8")  # the start ends by itself
    words = ["hq", "--data", str(tmp_path), "serve", "--port", str(free_port())]
    done = subprocess.run(
        [sys.executable, "-m", "mdt_alpr", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    warned = [line for line in done.stderr.splitlines() if "WARNING" in line]
    named = (
        "names in hq.toml (or --names)",
        "audit_key and audit_witness in hq.toml (or --audit-key and --audit-witness)",
        "notices in hq.toml (or --notices)",
    )
    for line, words_of_it in zip(warned, named, strict=True):
        assert words_of_it in line


@pytest.mark.proved("S12")
@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_this_machine_alone_is_answered_without(tmp_path: Path, host: str) -> None:
    demand_tls(HqSettings(tmp_path, host=host))


@pytest.mark.proved("S12")
def test_a_certificate_of_its_own_is_made_once_and_trusted_by_its_authority_alone(
    tmp_path: Path,
) -> None:
    data, now = tmp_path / "hq", SystemClock().now()
    certificate, key = own_certificate(data, ["127.0.0.1", "hq.example"], now)
    shown = certificate.read_bytes()
    assert own_certificate(data, ["hq.example", "127.0.0.1"], now) == (certificate, key)
    assert certificate.read_bytes() == shown
    for secret in (key, data / "tls" / "authority.key"):
        assert secret.stat().st_mode & 0o077 == 0 or os.name != "posix"
    settings = HqSettings(data, password_cost=CHEAP, certificate=certificate, private_key=key)
    trusting = ssl.create_default_context(cafile=str(authority_place(data)))
    with InProcessHq(settings, SetClock(), os.urandom) as hq:
        assert hq.base_url.startswith("https://")
        health = f"{hq.base_url}/healthz"
        assert httpx.get(health, verify=trusting, timeout=PATIENCE).status_code == 200
        with pytest.raises(httpx.ConnectError):
            httpx.get(health, timeout=PATIENCE)
    own_certificate(data, ["other.example"], now)
    assert certificate.read_bytes() != shown
    assert (
        trusting.get_ca_certs()
        == ssl.create_default_context(cafile=str(authority_place(data))).get_ca_certs()
    )


@pytest.mark.proved("V4")
@pytest.mark.attack("V4")
def test_nothing_older_than_tls_1_2_is_spoken(tmp_path: Path) -> None:
    context = tls_of(with_tls(tmp_path))
    assert context is not None
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.proved("S12")
@pytest.mark.parametrize(
    "given",
    [
        ["--tls-cert", "CERT"],
        ["--tls-key", "CERT"],
        ["--tls-cert", "CERT", "--tls-key", "CERT", "--names", "hq"],
        ["--tls-cert", "CERT", "--tls-key", "gone.pem"],
        ["--tls-cert", "CERT", "--tls-key", "CERT"],
        ["--names", "no host\u00e9"],
    ],
)
def test_tls_files_that_do_not_fit_are_named(
    tmp_path: Path, given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    certificate, _ = own_certificate(tmp_path / "other", ["hq"], NOW)
    words = [str(certificate) if word == "CERT" else word for word in given]
    assert main(["hq", "--data", str(tmp_path / "hq"), "serve", *words]) == 1
    assert capsys.readouterr().err.startswith("mdt-alpr: ")


@pytest.mark.proved("S12")
def test_a_key_with_a_passphrase_is_refused_instead_of_asked_for(tmp_path: Path) -> None:
    sealed = tmp_path / "sealed.pem"
    sealed.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n")
    settings = with_tls(tmp_path)
    with pytest.raises(OutsideError, match="PEM"):
        tls_of(HqSettings(tmp_path, certificate=settings.certificate, private_key=sealed))


@pytest.mark.proved("V4")
def test_a_certificate_that_ends_is_warned_about_and_a_start_makes_another(tmp_path: Path) -> None:
    data, made = tmp_path / "hq", SystemClock().now()
    place, _ = own_certificate(data, ["hq.example"], made)
    at, old = made + SERVER_CERTIFICATE_LASTS, place.read_bytes()
    for left, words in ((31, ""), (30, "ends on"), (0, "ended on")):
        said = ending_words(place, at - timedelta(days=left, seconds=-1), is_own=True)
        assert said.startswith(f"The certificate {place} {words}" * bool(words))
        assert bool(said) == bool(words)
    soon = at - SERVER_CERTIFICATE_RENEWED_BEFORE
    own_certificate(data, ["hq.example"], soon - timedelta(days=1))
    assert place.read_bytes() == old
    own_certificate(data, ["hq.example"], soon)
    assert place.read_bytes() != old
    assert ending_words(place, at, is_own=True) == ""


@pytest.mark.proved("V10")
def test_a_certificate_of_a_clock_that_was_ahead_is_made_again_when_it_is_right(
    tmp_path: Path,
) -> None:
    data, now = tmp_path / "hq", SystemClock().now()
    place, _ = own_certificate(data, ["hq.example"], now + timedelta(days=100))
    ahead = place.read_bytes()
    own_certificate(data, ["hq.example"], now)
    assert place.read_bytes() != ahead
    assert ends_at(place) < now + SERVER_CERTIFICATE_LASTS + timedelta(days=1)


@pytest.mark.proved("V4")
def test_the_doctor_says_when_the_certificate_ends(tmp_path: Path) -> None:
    clock = SetClock()
    hq = open_headquarters(HqSettings(tmp_path / "hq", password_cost=CHEAP), clock, os.urandom)
    for made, ok in ((False, True), (True, True)):
        if made:
            own_certificate(tmp_path / "hq", ["hq.example"], NOW)
        (line,) = [one for one in examined(hq) if one.name == "certificate"]
        assert line.ok is ok
    clock.at = NOW + SERVER_CERTIFICATE_LASTS - timedelta(days=29)
    (line,) = [one for one in examined(hq) if one.name == "certificate"]
    assert not line.ok
    assert "makes another" in line.words
    hq.close()


# ---------------------------------------------------------------- the database's password


@pytest.mark.proved("V12")
@pytest.mark.attack("V12")
def test_the_databases_url_comes_from_a_file_or_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "database"
    file.write_text(URL + "\n")
    monkeypatch.setenv("ALPR_DATABASE", URL)
    assert database_url(f"file:{file}") == database_url("env:ALPR_DATABASE") == URL
    assert "ALPR_DATABASE" not in os.environ
    assert database_url("") == ""
    assert database_url("postgresql://db.example/alpr")
    assert capsys.readouterr().err == ""


@pytest.mark.proved("V12")
@pytest.mark.attack("V12")
def test_a_password_on_the_command_line_is_warned_of_and_not_repeated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert database_url(URL) == URL
    said = capsys.readouterr().err
    assert "file:PATH" in said
    assert "pa55" not in said


@pytest.mark.proved("V12")
@pytest.mark.parametrize("named", ["env:NOT_THERE_AT_ALL", "file:not-there", "env:"])
def test_a_variable_or_file_that_gives_no_url_is_named(
    named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["hq", "--data", str(tmp_path), "--database", named, "serve"])
    assert "holds no URL" in (said := capsys.readouterr().err) or "cannot be read" in said


@pytest.mark.proved("K31")
def test_a_port_that_is_in_use_is_said_at_once_and_no_data_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        asked = ["hq", "--data", str(tmp_path / "HQ"), "serve", "--port", port]
        assert main(asked) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is in use. Choose another: --port." in said
    assert "data in" not in said
    assert not (tmp_path / "HQ" / "headquarters.db").exists()

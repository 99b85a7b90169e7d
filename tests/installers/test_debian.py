"""What is packed for Debian; the packages themselves are tried by test-in-chroot.sh."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mdt_alpr.car.wiring import ERASED
from mdt_alpr.cli.headless import STARTS_AGAIN
from mdt_alpr.hq.base.settings_file import settings_in

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "installers" / "debian"
SERVER, CLIENT = FOLDER / "server", FOLDER / "client"
TECHNICIAN = (ROOT / "resources" / "docs" / "technician.md").read_text("utf-8")
SCRIPTS = sorted(
    path
    for path in FOLDER.rglob("*")
    if path.is_file() and path.read_bytes().startswith(b"#!/bin/sh")
)
SERVICES = sorted(FOLDER.rglob("*.service"))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sh and systemd are Linux's")


def unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Return each section of a unit: a setting may be there more than once."""
    sections: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            section.setdefault(name, []).append(value)
    return sections


def control(path: Path) -> dict[str, str]:
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if not line.startswith(" "))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_each_script_can_be_read_by_a_plain_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_every_maintainer_script_is_there_and_is_a_shell_script() -> None:
    for kind in (SERVER, CLIENT):
        assert {kind / name for name in ("postinst", "prerm", "postrm", "mdt-alpr")} <= {*SCRIPTS}


@pytest.mark.parametrize("service", ["mdt-alpr-server", "mdt-alpr-backup"])
def test_headquarters_has_a_user_and_a_sandbox_of_its_own(service: str) -> None:
    settings = unit(SERVER / f"{service}.service")["Service"]
    for name, value in {
        "User": "mdt-alpr",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "PrivateDevices": "yes",
        "MemoryDenyWriteExecute": "yes",
        "StateDirectoryMode": "0700",
        "UMask": "0077",
        "LimitCORE": "0",
    }.items():
        assert settings[name] == [value], name
    assert settings["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]


def test_a_fixed_camera_starts_again_for_its_update_and_not_once_it_was_revoked() -> None:
    settings = unit(CLIENT / "mdt-alpr-camera.service")["Service"]
    assert settings["Restart"] == ["always"]
    assert settings["RestartPreventExitStatus"] == [str(ERASED)]
    assert ERASED != STARTS_AGAIN
    kiosk = unit(CLIENT / "mdt-alpr-car.service")["Service"]
    for name in ("User", "Environment", "ExecStartPre", "ImportCredential", "StateDirectory"):
        assert settings[name] == kiosk[name], name


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_no_service_waits_for_a_watchdog_that_the_program_does_not_feed(service: Path) -> None:
    settings = unit(service)["Service"]
    assert "WatchdogSec" not in settings
    assert settings["Type"] in (["exec"], ["oneshot"])


def analyzed(*words: str | Path) -> str:
    """Return what systemd-analyze finds wrong; it is part of systemd."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd")
    done = subprocess.run(
        ["systemd-analyze", "--no-pager", *words], capture_output=True, text=True, check=False
    )
    return done.stderr + done.stdout * bool(done.returncode)


def test_systemd_finds_the_exposure_of_headquarters_small() -> None:
    for name in ("mdt-alpr-server.service", "mdt-alpr-backup.service"):
        assert analyzed("security", "--offline=true", "--threshold=15", SERVER / name) == ""


def test_systemd_knows_every_setting_of_every_unit(tmp_path: Path) -> None:
    units = []
    for path in (*SERVICES, *SERVER.glob("*.timer")):
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", path.read_text("utf-8"))
        units.append(tmp_path / path.name)
        units[-1].write_text(text, "utf-8")
    assert analyzed("verify", "--man=no", "--recursive-errors=no", *units) == ""


def test_what_units_start_is_packed_and_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    from mdt_alpr.cli import main

    build = (FOLDER / "build.sh").read_text("utf-8")
    for service in SERVICES:
        program, *words = unit(service)["Service"]["ExecStart"][0].split()
        if program == "/usr/bin/systemctl":  # is there where a unit is started
            continue
        name = program.removeprefix("/")
        assert name.endswith("/mdt-alpr") or f" {name}\n" in build, program
        if words:
            with pytest.raises(SystemExit) as ended:
                main([*words[:2], "--help"])
            assert ended.value.code == 0
    capsys.readouterr()


def test_the_sample_of_the_settings_is_valid_and_is_kept_by_an_upgrade(tmp_path: Path) -> None:
    build = (FOLDER / "build.sh").read_text("utf-8")
    assert 'echo /etc/mdt-alpr/hq.toml >"$root/DEBIAN/conffiles"' in build
    sample = ROOT / "resources" / "hq" / "hq.toml"
    copied = tmp_path / "hq.toml"
    copied.write_bytes(sample.read_bytes())
    assert settings_in(copied) == tomllib.loads(sample.read_text("utf-8"))


def test_the_site_of_nginx_is_the_server_of_the_configuration_that_is_tested() -> None:
    build = (FOLDER / "build.sh").read_text("utf-8")
    first = re.search(r"sed -n '(.*)' \"\$checkout/installers/nginx.conf\"", build)
    then = re.search(r"sed '(1d; .*)' >\"\$work/nginx-site", build)
    assert first is not None
    assert then is not None
    words = 'sed -n "$1" installers/nginx.conf | sed "$2"'
    site = subprocess.run(
        ["sh", "-c", words, "sh", first[1], then[1]],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert site.startswith("server {\n")
    assert site.rstrip().endswith("}")
    assert site.count("{") == site.count("}")
    assert "ssl_client_certificate /var/lib/mdt-alpr/hq/tls/authority.pem;" in site
    assert "/srv/HQ" not in site


@pytest.fixture
def paths(tmp_path: Path) -> set[Path]:
    """Return what headquarters and the car's kiosk keep, as under a system's /var."""
    keys, car = tmp_path / "lib/mdt-alpr/hq/day_keys/key", tmp_path / "lib/mdt-alpr-car/car.db"
    backup = tmp_path / "backups/mdt-alpr/one.backup"
    for file in (keys, car, backup):
        file.parent.mkdir(parents=True)
        file.touch()
    (tmp_path / "lib/mdt-alpr/hq/hq.toml").symlink_to("/etc/mdt-alpr/hq.toml")
    return {keys, car, backup}


def removed(kind: Path, var: Path, word: str, **environ: str) -> str:
    """Run what a package does after its files are gone; return what it says, in one line."""
    script = (kind / "postrm").read_text("utf-8").replace("/var/", f"{var}/")
    script = re.sub(r"deluser|systemctl", "true", script)
    done = subprocess.run(
        ["sh", "-c", script, "postrm", word],
        capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin", **environ},
    )  # fmt: skip
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("word", ["remove", "purge", "upgrade", "disappear"])
@pytest.mark.parametrize("kind", [SERVER, CLIENT], ids=["server", "client"])
def test_no_removal_erases_data_that_nobody_asked_to_erase(
    kind: Path, word: str, paths: set[Path], tmp_path: Path
) -> None:
    said = removed(kind, tmp_path, word)
    assert all(file.exists() for file in paths)
    if word in ("remove", "purge"):
        assert "must be gone 90 days after its capture" in said
        assert "without the program nothing erases it" in said


@pytest.mark.parametrize("kind", [SERVER, CLIENT], ids=["server", "client"])
def test_a_purge_that_is_asked_to_erases_all_that_its_package_kept(
    kind: Path, paths: set[Path], tmp_path: Path
) -> None:
    assert removed(kind, tmp_path, "remove", MDT_ALPR_ERASE_DATA="yes")
    assert all(file.exists() for file in paths)
    removed(kind, tmp_path, "purge", MDT_ALPR_ERASE_DATA="yes")
    (other,) = {"mdt-alpr", "mdt-alpr-car"} - {"mdt-alpr" if kind == SERVER else "mdt-alpr-car"}
    assert {path.name for path in (tmp_path / "lib").iterdir()} == {other}
    assert (tmp_path / "backups" / "mdt-alpr").exists() == (kind == CLIENT)


def test_a_purge_leaves_nothing_of_a_headquarters_that_was_never_begun(tmp_path: Path) -> None:
    for name in ("lib/mdt-alpr/hq", "backups/mdt-alpr"):
        (tmp_path / name).mkdir(parents=True)
    assert removed(SERVER, tmp_path, "purge") == ""
    assert [path.name for path in tmp_path.rglob("mdt-alpr*")] == []


def test_headquarters_is_replaced_only_after_a_backup_of_it(tmp_path: Path) -> None:
    """Of the way without systemd; a failing backup and the word that goes on without one."""
    (tmp_path / "hotlist_signing.key").touch()
    (tmp_path / "hq.toml").touch()
    script = (SERVER / "prerm").read_text("utf-8").replace("/var/lib/mdt-alpr/hq", str(tmp_path))
    script = script.replace("/run/", f"{tmp_path}/")
    for ends, word, code in (
        ("true", "upgrade", 0), ("false", "upgrade", 1), ("false", "failed-upgrade", 1),
        ("false", "deconfigure", 0),
    ):  # fmt: skip
        tried = script.replace("/usr/sbin/mdt-alpr-hq scheduled-backup", ends)
        done = subprocess.run(["sh", "-c", tried, "prerm", word], capture_output=True, check=False)
        assert done.returncode == code, (ends, word)
    (tmp_path / "mdt-alpr-server.no-backup").touch()
    tried = script.replace("/usr/sbin/mdt-alpr-hq scheduled-backup", "false")
    subprocess.run(["sh", "-c", tried, "prerm", "upgrade"], check=True)


def test_headquarters_is_not_replaced_where_systemd_would_skip_its_backup(tmp_path: Path) -> None:
    """The condition of the backup's unit is not met: systemd does nothing, and succeeds."""
    unmet = unit(SERVER / "mdt-alpr-backup.service")["Unit"]["ConditionPathExists"]
    assert unmet == ["/var/lib/mdt-alpr/hq/hq.toml"]
    (tmp_path / "systemd" / "system").mkdir(parents=True)
    (tmp_path / "hotlist_signing.key").touch()
    script = (SERVER / "prerm").read_text("utf-8").replace("/var/lib/mdt-alpr/hq", str(tmp_path))
    script = "systemctl() { true; }\n" + script.replace("/run/", f"{tmp_path}/")
    settings = tmp_path / "hq.toml"
    settings.symlink_to(tmp_path / "etc")  # as the package does; what it leads to was removed
    done = subprocess.run(
        ["sh", "-c", script, "prerm", "upgrade"], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"nothing was upgraded" in done.stderr
    (tmp_path / "etc").touch()
    subprocess.run(["sh", "-c", script, "prerm", "upgrade"], check=True)


def test_the_packages_need_the_python_for_which_their_wheels_are_made() -> None:
    for kind in (SERVER, CLIENT):
        needs = control(kind / "control")["Depends"]
        assert "python3.13" in needs.split(", ")
        assert "exec /usr/bin/python3.13 -ISB" in (kind / "mdt-alpr").read_text("utf-8")
    assert "@LIBRARIES@" in control(CLIENT / "control")["Depends"]
    assert "postgresql" in control(SERVER / "control")["Suggests"]


@pytest.mark.parametrize("entry", sorted(CLIENT.glob("*.desktop")), ids=lambda path: path.stem)
def test_a_desktop_entry_starts_a_command_that_there_is(entry: Path) -> None:
    from mdt_alpr.cli import COMMANDS

    parsed = configparser.ConfigParser(interpolation=None)
    parsed.read(entry, encoding="utf-8")
    program, word = parsed["Desktop Entry"]["Exec"].split()
    assert program == "/usr/lib/mdt-alpr/mdt-alpr"
    assert word in COMMANDS
    assert entry.name in (FOLDER / "build.sh").read_text("utf-8")


def test_the_technicians_page_names_what_there_is() -> None:
    page = TECHNICIAN.partition("### Debian")[2].partition("\n### ")[0]
    names = {path.name for path in FOLDER.rglob("*")} | {"mdt-alpr.passphrase"}
    for named in re.findall(
        r"mdt-alpr-(?:server|backup|car|camera|desk)\.(?:service|timer|desktop)", page
    ):
        assert named in names
    for word in ("build.sh", "test-in-chroot.sh", "mdt-alpr-hq setup", "nginx-site.conf"):
        assert word in page

"""The configuration of a site, as it is filled in, before the programs that read it."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLUSTER = Path(__file__).parents[2] / "installers" / "cluster"


def program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    fill_in(tmp_path)
    return tmp_path / "filled"


def fill_in(
    folder: Path, site: Path = CLUSTER / "site.toml"
) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, str(CLUSTER / "fill_in.py"), str(site), str(folder / "filled")]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def text(filled: Path, file: str) -> str:
    return (filled / file).read_text("utf-8")


def test_every_machine_gets_its_files_and_nothing_is_left_to_fill_in(filled: Path) -> None:
    machines = sorted(path.name for path in filled.iterdir() if path.is_dir())
    assert machines == ["db1", "db2", "db3", "hq1", "hq2", "pictures"]
    files = [path for path in filled.rglob("*") if path.is_file()]
    assert not [path for path in files if "${" in path.read_text("utf-8")]
    assert not [path for path in files if path.stat().st_mode & 0o077]
    units = text(filled, "pictures/etc/systemd/system/seaweedfs.service").splitlines()
    (line,) = (one for one in units if one.startswith("ExecStart="))
    assert "-s3.config=/etc/seaweedfs/s3.json" in shlex.split(line)
    assert json.loads(text(filled, "pictures/etc/seaweedfs/s3.json"))["identities"]


def test_passwords_are_made_once_and_are_the_same_on_both_ends(tmp_path: Path) -> None:
    fill_in(tmp_path)
    filled = tmp_path / "filled"
    first = text(filled, "passwords.toml")
    fill_in(tmp_path)
    assert text(filled, "passwords.toml") == first
    url = text(filled, "hq1/etc/mdt-alpr/database-url")
    password = url.partition("mdt_alpr:")[2].partition("@")[0]
    assert f"PASSWORD '{password}'" in text(filled, "db2/etc/patroni/database.sql")
    assert f'"{password}"' in text(filled, "hq2/etc/pgbouncer/userlist.txt")


def test_a_site_of_two_databases_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    lines = (CLUSTER / "site.toml").read_text("utf-8").splitlines()
    site.write_text("\n".join(line for line in lines if not line.startswith("db3")))
    found = fill_in(tmp_path, site)
    assert found.returncode == 1
    assert "three machines of the database" in found.stderr


@pytest.mark.skipif(program("haproxy") is None, reason="HAProxy is not on this machine")
def test_haproxy_takes_its_file(filled: Path) -> None:
    words = [program("haproxy") or "", "-c", "-f", str(filled / "hq1/etc/haproxy/haproxy.cfg")]
    assert subprocess.run(words, check=False, capture_output=True).returncode == 0

"""The configuration of a site, as it is filled in, before the programs that read it."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hq.postgres import postgresql, run_as_postgres

CLUSTER = Path(__file__).parents[2] / "installers" / "cluster"
POSTGRES_17 = Path("/usr/lib/postgresql/17/bin")


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
    assert machines == [
        "db1", "db2", "db3", "etcd1", "etcd2", "etcd3", "hq1", "hq2", "pictures",
    ]  # fmt: skip
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
    assert "3 machines of the database" in found.stderr


def test_etcd_on_a_machine_of_the_database_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text((CLUSTER / "site.toml").read_text("utf-8").replace("192.0.2.41", "192.0.2.11"))
    found = fill_in(tmp_path, site)
    assert found.returncode == 1
    assert "192.0.2.11: a database and etcd need machines of their own." in found.stderr


@pytest.mark.skipif(not POSTGRES_17.exists(), reason="PostgreSQL 17 is not on this machine")
def test_no_database_is_wound_back_to_an_older_timeline(filled: Path) -> None:
    with postgresql() as cluster:
        data = cluster.data.with_name("follows")
        run_as_postgres(POSTGRES_17 / "initdb", "-D", data, "-N")
        history = data / "pg_wal" / "00000002.history"
        history.write_text("1\t0/3000000\tno recovery target specified\n")
        source = f"host={cluster.data.parent} user=postgres dbname=postgres"
        script = str(filled / "db1/etc/patroni/pg_rewind")
        words = [script, "-D", str(data), "--source-server", source]
        refused = subprocess.run(words, check=False, capture_output=True, text=True)
        assert refused.returncode == 1
        assert "Timeline 2 is here, and who leads is on timeline 1 only" in refused.stderr
        history.unlink()
        passed = subprocess.run(words, check=False, capture_output=True, text=True)
        assert passed.stderr.startswith("pg_rewind: ")


@pytest.mark.skipif(not POSTGRES_17.exists(), reason="PostgreSQL 17 is not on this machine")
def test_patroni_finds_that_it_can_wind_back(filled: Path) -> None:
    words = [str(filled / "db1/etc/patroni/pg_rewind"), "--help"]
    assert subprocess.run(words, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(program("haproxy") is None, reason="HAProxy is not on this machine")
def test_haproxy_takes_its_file(filled: Path) -> None:
    words = [program("haproxy") or "", "-c", "-f", str(filled / "hq1/etc/haproxy/haproxy.cfg")]
    assert subprocess.run(words, check=False, capture_output=True).returncode == 0

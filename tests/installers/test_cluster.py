"""The configuration of a site, as it is filled in, before the programs that read it."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.hq.postgres import Cluster, postgresql, run_as_postgres

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


@pytest.fixture
def leads() -> Iterator[Cluster]:
    """Give a database on timeline 3, which it came to from 1."""
    if not POSTGRES_17.exists():
        pytest.skip("PostgreSQL 17 is not on this machine")
    with postgresql() as cluster:
        cluster.stop("fast")
        with (cluster.data / "postgresql.auto.conf").open("a") as settings:
            settings.write("restore_command = 'false'\nrecovery_target_timeline = 'current'\n")
        second = note_timeline(cluster.data, 2)
        (cluster.data / "recovery.signal").touch()
        if os.geteuid() == 0:
            shutil.chown(second, "postgres")
            shutil.chown(cluster.data / "recovery.signal", "postgres")
        cluster.start()
        yield cluster


@pytest.fixture
def follows(leads: Cluster) -> Path:
    """Give the data of a database that does not run, on timeline 1."""
    data = leads.data.with_name("follows")
    run_as_postgres(POSTGRES_17 / "initdb", "-D", data, "-N")
    return data


def note_timeline(data: Path, number: int) -> Path:
    """Let a database know of a timeline that began on timeline 1."""
    file = data / "pg_wal" / f"{number:08X}.history"
    file.write_text("1\t0/3000000\tno recovery target specified\n")
    return file


def timelines(filled: Path, *words: str | Path) -> "subprocess.CompletedProcess[str]":
    script = filled / "db1/etc/patroni/timelines"
    return subprocess.run([script, *words], check=False, capture_output=True, text=True)


@pytest.mark.parametrize("own", [2, 4])
def test_no_database_is_wound_back_to_a_leader_that_did_not_come_by_its_timeline(
    filled: Path, leads: Cluster, follows: Path, own: int
) -> None:
    source = f"host={leads.data.parent} user=postgres dbname=postgres"
    note_timeline(follows, own)
    refused = timelines(filled, "-D", follows, "--source-server", source)
    assert refused.returncode == 1
    assert f"Timeline {own} is here, and who leads did not come by it" in refused.stderr


@pytest.mark.parametrize("own", [1, 3])
def test_a_database_is_wound_back_to_a_leader_that_came_by_its_timeline(
    filled: Path, leads: Cluster, follows: Path, own: int
) -> None:
    source = f"host={leads.data.parent} user=postgres dbname=postgres"
    if own > 1:
        note_timeline(follows, own)
    tried = timelines(filled, "-D", follows, "--source-server", source)
    assert tried.stderr.startswith("pg_rewind: ")


@pytest.mark.parametrize(
    ("others", "refusal"),
    [((1, 1), ""), ((None, 1), ""), ((2, None), "another database is on timeline 2")],
    ids=str,
)
def test_no_database_is_promoted_where_another_is_on_a_newer_timeline(
    filled: Path, follows: Path, others: tuple[int | None, ...], refusal: str
) -> None:
    """Both would be on a timeline of one number; bench cluster met it."""
    members = [{"name": "db"} if one is None else {"timeline": one} for one in others]
    with answering({"members": members}) as address:
        found = timelines(filled, "--promote", follows, address)
    assert found.returncode == bool(refusal)
    assert refusal in found.stderr


def test_a_database_is_promoted_where_nobody_can_say_what_others_have(
    filled: Path, follows: Path
) -> None:
    assert timelines(filled, "--promote", follows, "127.0.0.1:1").returncode == 0


def test_patroni_finds_that_it_can_wind_back(filled: Path) -> None:
    if not POSTGRES_17.exists():
        pytest.skip("PostgreSQL 17 is not on this machine")
    assert timelines(filled, "--help").returncode == 0


@contextmanager
def answering(members: object) -> Iterator[str]:
    """Answer as Patroni does when it is asked for its cluster; give the address."""

    class Patroni(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/cluster" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(members).encode())

        def log_message(self, *_: object) -> None:
            """Keep the output of tests clean."""

    server = HTTPServer(("127.0.0.1", 0), Patroni)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.skipif(program("haproxy") is None, reason="HAProxy is not on this machine")
def test_haproxy_takes_its_file(filled: Path) -> None:
    words = [program("haproxy") or "", "-c", "-f", str(filled / "hq1/etc/haproxy/haproxy.cfg")]
    assert subprocess.run(words, check=False, capture_output=True).returncode == 0

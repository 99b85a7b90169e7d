"""The configuration of a site, as it is filled in, before the programs that read it."""

import base64
import json
import os
import shlex
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from cryptography import x509

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
    assert {path.name for path in filled.iterdir() if path.is_file()} == {
        "authority.key", "authority.pem", "passwords.toml",
    }  # fmt: skip
    assert not [path for path in files if "${" in path.read_text("utf-8")]
    assert not [path for path in files if path.stat().st_mode & 0o077]
    units = text(filled, "pictures/etc/systemd/system/seaweedfs.service").splitlines()
    (line,) = (unit for unit in units if unit.startswith("ExecStart="))
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
        found = timelines(filled, "--promote", follows, address, filled / "authority.pem")
    assert found.returncode == bool(refusal)
    assert refusal in found.stderr


def test_a_database_is_promoted_where_nobody_can_say_what_others_have(
    filled: Path, follows: Path
) -> None:
    ca = filled / "authority.pem"
    assert timelines(filled, "--promote", follows, "https://127.0.0.1:1", ca).returncode == 0


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
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.skipif(program("haproxy") is None, reason="HAProxy is not on this machine")
def test_haproxy_takes_its_file(filled: Path) -> None:
    place = filled / "hq1/etc/haproxy"
    file = place / "haproxy.cfg"
    file.write_text(file.read_text("utf-8").replace("/etc/haproxy", str(place)), "utf-8")
    words = [program("haproxy") or "", "-c", "-f", str(file)]
    found = subprocess.run(words, check=False, capture_output=True)
    assert found.returncode == 0, found.stderr


@pytest.mark.skipif(program("etcd") is None, reason="etcd is not on this machine")
@pytest.mark.proved("V18")
def test_an_etcd_of_these_files_answers_nobody_without_a_certificate_of_the_site(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site.toml"
    whole = (CLUSTER / "site.toml").read_text("utf-8")
    for n in (1, 2, 3):
        whole = whole.replace(f"192.0.2.4{n}", f"127.0.8.{n}")
    site.write_text(whole)
    words = [sys.executable, str(CLUSTER / "fill_in.py"), str(site), str(tmp_path / "at")]
    subprocess.run([*words, "--in-place"], check=True)
    members = [one for n in (1, 2, 3) for one in [tmp_path / "at" / f"etcd{n}"]]
    tls = members[0] / "etc/etcd/tls"
    trusting = ssl.create_default_context(cafile=tls / "ca.pem")
    known = ssl.create_default_context(cafile=tls / "ca.pem")
    known.load_cert_chain(tls / "machine.pem", tls / "machine.key")
    with ExitStack() as stack:
        for member in members:
            stack.enter_context(etcd(member))
        address = "https://127.0.8.1:2379/v3/kv/range"
        asked = {"key": base64.b64encode(b"leader").decode()}
        until(lambda: post(address, asked, known) == 200)
        assert post(address, asked, trusting) == 0
        assert post(address.replace("https", "http"), asked, known) in (0, 400)


def post(address: str, asked: dict[str, str], verify: ssl.SSLContext) -> int:
    try:
        found = httpx.post(address, json=asked, verify=verify, trust_env=False, timeout=5)
    except httpx.HTTPError:
        return 0
    return found.status_code


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        threading.Event().wait(0.1)
    pytest.fail("etcd does not answer")


@contextmanager
def etcd(machine: Path) -> Iterator[None]:
    """Run etcd by its file, as Debian's unit reads it."""
    lines = (machine / "etc/default/etcd").read_text("utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    environ = {name: shlex.split(value)[0] for name, value in pairs}
    environ["ETCD_LISTEN_CLIENT_URLS"] = environ["ETCD_LISTEN_CLIENT_URLS"].partition(",")[0]
    with (machine / "log").open("wb") as log:
        running = subprocess.Popen(
            [program("etcd") or ""], env={**os.environ, **environ}, stdout=log, stderr=log
        )
    try:
        yield
    finally:
        running.kill()
        running.wait()


@pytest.mark.skipif(program("patroni") is None, reason="Patroni is not on this machine")
@pytest.mark.proved("V18")
def test_patroni_asks_etcd_and_its_own_by_tls(tmp_path: Path) -> None:
    """Patroni reads the file as it is meant; it would not begin with an unknown one."""
    fill_in(tmp_path)
    file = tmp_path / "filled/db1/etc/patroni/config.yml"
    read = (
        "import json, sys; from patroni.config import Config; c = Config(sys.argv[1]);"
        "print(json.dumps([c['etcd3']['protocol'], c['postgresql']['authentication'],"
        "c['restapi']['certfile'], c['ctl']['cacert']]))"
    )
    found = subprocess.run(
        ["/usr/bin/python3", "-c", read, str(file)], check=True, capture_output=True, text=True
    )
    protocol, signs_in, certificate_file, authority = json.loads(found.stdout)
    assert protocol == "https"
    assert {role: given["sslmode"] for role, given in signs_in.items()} == {
        "superuser": "verify-full", "replication": "verify-full",
    }  # fmt: skip
    assert signs_in["replication"]["username"] == "replicator"
    assert certificate_file.startswith("/etc/patroni/tls/")
    assert authority == "/etc/patroni/tls/ca.pem"


# ---------------------------------------------------------------- TLS between the parts


def certificate(filled: Path, file: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((filled / file).read_bytes())


@pytest.mark.proved("V18")
def test_no_part_of_a_site_speaks_to_another_without_tls(filled: Path) -> None:
    etcd = text(filled, "etcd1/etc/default/etcd")
    assert "http://" not in etcd
    assert 'ETCD_CLIENT_CERT_AUTH="true"' in etcd
    assert 'ETCD_PEER_CLIENT_CERT_AUTH="true"' in etcd
    patroni = text(filled, "db1/etc/patroni/config.yml")
    assert "http://" not in patroni
    assert 'ssl: "on"' in patroni
    reached = patroni.partition("pg_hba:\n")[2].partition("\n\n")[0].split("\n")
    assert {one.split()[1] for one in reached} == {"local", "hostssl"}
    assert "server_tls_sslmode = verify-ca" in text(filled, "hq1/etc/pgbouncer/pgbouncer.ini")
    assert "sslmode=verify-ca&sslrootcert=/" in text(filled, "hq1/etc/mdt-alpr/database-direct")
    assert "check-ssl verify required" in text(filled, "hq1/etc/haproxy/haproxy.cfg")


@pytest.mark.proved("V18")
def test_each_database_and_each_etcd_has_a_key_of_its_own_and_no_other_machine_has_one(
    filled: Path,
) -> None:
    authority = certificate(filled, "authority.pem")
    keys = sorted(str(path.relative_to(filled)) for path in filled.rglob("*.key"))
    places = {"db": "etc/patroni/tls", "etcd": "etc/etcd/tls"}
    owners = [f"{kind}{n}/{place}" for kind, place in places.items() for n in (1, 2, 3)]
    assert keys == sorted(["authority.key", *(f"{owner}/machine.key" for owner in owners)])
    assert len({(filled / key).read_bytes() for key in keys}) == len(keys)
    for owner in owners:
        found = certificate(filled, f"{owner}/machine.pem")
        found.verify_directly_issued_by(authority)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert len(names.get_values_for_type(x509.IPAddress)) == 2


@pytest.mark.proved("V18")
def test_the_agencys_authority_is_used_where_it_lies_there_and_ours_is_made_once(
    filled: Path, tmp_path: Path
) -> None:
    before = (filled / "authority.pem").read_bytes()
    first = certificate(filled, "db1/etc/patroni/tls/machine.pem")
    assert fill_in(tmp_path).returncode == 0
    assert (filled / "authority.pem").read_bytes() == before
    again = certificate(filled, "db1/etc/patroni/tls/machine.pem")
    assert again.serial_number != first.serial_number
    again.verify_directly_issued_by(certificate(filled, "authority.pem"))

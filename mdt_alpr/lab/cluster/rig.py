"""The site: three databases under Patroni, two servers, a store of pictures, and the bench.

Its configuration is ``installers/cluster``, filled in as a technician fills it in.
"""

import base64
import os
import shlex
import shutil
import ssl
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.lab.cluster.machines import BRIDGE, SiteMachine, missing, prepare_network, wait_until
from mdt_alpr.machine.clock import SystemClock

CONFIGURATION = Path(__file__).resolve().parents[3] / "installers" / "cluster"
PROGRAMS = ("patroni", "etcd", "haproxy", "pgbouncer", "pgbackrest")
POSTGRES_17 = Path("/usr/lib/postgresql/17/bin/postgres")
_USER = "postgres"
_SITE = """
name = "mdt-alpr"
memory = "64MB"
most_log = "512MB"
volume_mb = 64
archive = "{archive}"
[database]
db1 = "10.90.0.11"
db2 = "10.90.0.12"
db3 = "10.90.0.13"
[etcd]
etcd1 = "10.90.0.41"
etcd2 = "10.90.0.42"
etcd3 = "10.90.0.43"
[servers]
hq1 = "10.90.0.21"
hq2 = "10.90.0.22"
bench = "{bench}"
[pictures]
pictures = "10.90.0.31"
"""
_FROM_OUTSIDE = """
listen cars
    bind {address}:8000
    timeout client 5m
    timeout server 5m
    server hq 127.0.0.1:8443
"""
"""On a site cars come by TLS to each server; here they come past it."""
_BUCKET = "mdt-alpr"
_CHEAP = PasswordCost(1, 1024, 1)


def lacking() -> list[str]:
    """Return the programs that the rig needs and that this system lacks."""
    found = missing(PROGRAMS)
    return found if POSTGRES_17.exists() else [*found, "postgresql-17"]


@dataclass(slots=True)
class Rig:
    """The machines by what they do; ``bench`` is a server on which only the checker runs."""

    folder: Path
    databases: list[SiteMachine] = field(default_factory=list)
    etcd: list[SiteMachine] = field(default_factory=list)
    servers: list[SiteMachine] = field(default_factory=list)
    pictures: SiteMachine = field(init=False)
    bench: SiteMachine = field(init=False)

    def build(self) -> None:
        """Fill the configuration in, and start everything but headquarters."""
        prepare_network()
        site = self._filled_in()
        self.databases = self._machines(site["database"])
        self.etcd = self._machines(site["etcd"])
        *self.servers, self.bench = self._machines(site["servers"])
        (self.pictures,) = self._machines(site["pictures"])
        for machine in (*self.databases, *self.etcd, *self.servers, self.pictures):
            machine.connect()
        self._start_databases()
        for machine in (*self.servers, self.bench):  # at first HAProxy takes all for primary
            self._start_ways(machine)
        self.start_pictures()
        wait_until(lambda: bool(self.leader()), "a primary")
        self.leader_machine().do(*self._pgbackrest("stanza-create"), user=_USER)
        self.wait_until_whole()

    def _machines(self, named: dict[str, str]) -> list[SiteMachine]:
        logs = self.folder / "logs"
        return [SiteMachine(name, at, self.folder / name, logs) for name, at in named.items()]

    def _filled_in(self) -> dict[str, Any]:
        archive = self.folder / "archive"
        archive.mkdir()
        shutil.chown(archive, _USER, _USER)
        site = self.folder / "site.toml"
        site.write_text(_SITE.format(archive=archive, bench=BRIDGE))
        script = CONFIGURATION / "fill_in.py"
        words = [sys.executable, str(script), str(site), str(self.folder), "--in-place"]
        subprocess.run(words, check=True)  # noqa: S603 - our own script
        return tomllib.loads(site.read_text())

    # ----------------------------------------------------------------------- database

    def _start_databases(self) -> None:
        for machine in self.etcd:
            (machine.root / "var/lib/etcd").mkdir(parents=True)
            _own(machine.root)
            self.start_etcd(machine)
        for machine in self.databases:
            for place in ("var/lib/postgresql/17", "run/postgresql", "run/pgbackrest",
                          "var/spool/pgbackrest"):  # fmt: skip
                (machine.root / place).mkdir(parents=True)
            _own(machine.root)
            self.start_patroni(machine)

    def start_etcd(self, machine: SiteMachine) -> None:
        """Start it by the file that Debian's unit reads."""
        lines = (machine.root / "etc/default/etcd").read_text().splitlines()
        pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
        environ = {name: shlex.split(value)[0] for name, value in pairs}
        machine.start("etcd", "etcd", user=_USER, environ=environ)

    def etcd_leader(self) -> SiteMachine:
        """Return the machine whose etcd leads the others, waiting for one."""
        machines: list[SiteMachine] = []

        def is_there() -> bool:
            machines[:] = [one for one in self.etcd if _leads_etcd(one)]
            return bool(machines)

        wait_until(is_there, "a leader of etcd")
        return machines[0]

    def give_lock(self, machine: SiteMachine) -> None:
        """Let etcd say that this database leads."""
        pair = {"key": f"/service/{_BUCKET}/leader", "value": machine.name}
        given = {name: base64.b64encode(what.encode()).decode() for name, what in pair.items()}
        etcd = self.etcd_leader()
        address = f"https://{etcd.address}:2379/v3/kv/put"
        verify = own_tls(etcd.root / "etc/etcd/tls")
        httpx.post(
            address, json=given, trust_env=False, timeout=5, verify=verify
        ).raise_for_status()

    def start_patroni(self, machine: SiteMachine) -> None:
        """Start Patroni, which starts PostgreSQL."""
        file = machine.root / "etc/patroni/config.yml"
        machine.start("patroni", "patroni", str(file), user=_USER)

    def _pgbackrest(self, *words: str) -> list[str]:
        file = self.leader_machine().root / "etc/pgbackrest/pgbackrest.conf"
        return ["pgbackrest", f"--config={file}", f"--stanza={_BUCKET}", *words]

    def password(self, name: str) -> str:
        """Return one of the site's passwords."""
        found: str = tomllib.loads((self.folder / "passwords.toml").read_text())[name]
        return found

    def members(self) -> list[dict[str, Any]]:
        """Return what Patroni says of the databases; none where no Patroni answers."""
        for machine in self.databases:
            answer = _asked(machine, "cluster")
            if answer is not None and (found := answer.json().get("members")):
                return list(found)
        return []

    def leader(self) -> str:
        """Return the name of the machine that takes writes, empty where there is none."""
        for machine in self.databases:
            answer = _asked(machine, "primary")
            if answer is not None and answer.status_code == httpx.codes.OK:
                return machine.name
        return ""

    def leader_machine(self) -> SiteMachine:
        """Return the machine that takes writes, waiting for one."""
        wait_until(lambda: bool(self.leader()), "a primary")
        name = self.leader()
        return next(
            (database for database in self.databases if database.name == name), self.databases[0]
        )

    def standbys(self) -> list[SiteMachine]:
        """Return the others."""
        leading = self.leader_machine()
        return [database for database in self.databases if database is not leading]

    def wait_until_whole(self) -> None:
        """Wait for one primary and two standbys that follow it and count for the quorum."""

        def is_whole() -> bool:
            roles = sorted((one.get("role", ""), one.get("state", "")) for one in self.members())
            follows = ("quorum_standby", "streaming")
            return roles == [("leader", "running"), follows, follows] and bool(self.leader())

        wait_until(is_whole, "a whole cluster of databases", within_s=180)

    # ----------------------------------------------------------------- pictures, ways

    def start_pictures(self) -> None:
        """Start SeaweedFS by its unit where it is there; else moto, or let that go on."""
        machine = self.pictures
        for name, value in _pairs(self.bench.root / "etc/mdt-alpr/pictures.env"):
            os.environ[name] = value
        if weed := shutil.which("weed"):
            unit = (machine.root / "etc/systemd/system/seaweedfs.service").read_text()
            (line,) = (one for one in unit.splitlines() if one.startswith("ExecStart="))
            (machine.root / "var/lib/seaweedfs").mkdir(parents=True, exist_ok=True)
            machine.start("pictures", weed, *shlex.split(line)[1:])
        elif machine.is_started("pictures"):
            machine.thaw_started("pictures")
        else:
            words = ("-m", "moto.server", "-H", machine.address, "-p", "8333")
            machine.start("pictures", sys.executable, *words)
        wait_until(self._has_bucket, "the store of pictures")

    @property
    def store(self) -> str:
        """Return which store of pictures it is."""
        return "SeaweedFS" if shutil.which("weed") else "moto"

    def stop_pictures(self) -> None:
        """End it at once; moto, which keeps pictures in memory, hangs instead."""
        if self.store == "moto":
            self.pictures.freeze_started("pictures")
        else:
            self.pictures.end("pictures")

    def _has_bucket(self) -> bool:
        """Make the bucket as the technician does; moto takes it unsigned."""
        if self.store == "moto":
            try:
                made = httpx.put(f"http://{self.pictures.address}:8333/{_BUCKET}", trust_env=False)
            except httpx.HTTPError:
                return False
            return made.is_success
        words = ["weed", "shell", f"-master={self.pictures.address}:9333"]
        asked = f"s3.bucket.create -name {_BUCKET}\ns3.bucket.list\n"
        try:
            listed = subprocess.run(  # noqa: S603 - the store's own program
                words, input=asked, capture_output=True, text=True, timeout=20, check=False
            )
        except subprocess.TimeoutExpired:
            return False
        return _BUCKET in listed.stdout

    def _start_ways(self, machine: SiteMachine) -> None:
        """Start HAProxy and pgbouncer of a server."""
        outside = machine.root / "cars.cfg"
        outside.write_text(_FROM_OUTSIDE.format(address=machine.address))
        files = [str(machine.root / "etc/haproxy/haproxy.cfg"), str(outside)]
        machine.start("haproxy", "haproxy", "-db", "-f", files[0], "-f", files[1])
        _own(machine.root / "etc/pgbouncer")
        self.start_pgbouncer(machine)

    def start_pgbouncer(self, machine: SiteMachine) -> None:
        """Start it."""
        file = machine.root / "etc/pgbouncer/pgbouncer.ini"
        machine.start("pgbouncer", "pgbouncer", str(file), user=_USER)

    # ------------------------------------------------------------------- headquarters

    def settings(self, machine: SiteMachine) -> HqSettings:
        """Return a server's settings, as its hq.toml has them."""
        given = tomllib.loads((machine.root / "etc/mdt-alpr/hq.toml").read_text())
        database, direct = (
            Path(given[name].removeprefix("file:")).read_text().strip()
            for name in ("database", "database_direct")
        )
        return HqSettings(
            self.data(machine),
            database,
            direct,
            cluster_key=Path(given["cluster_key"]),
            picture_store=given["pictures"],
            password_cost=_CHEAP,
        )

    def data(self, machine: SiteMachine) -> Path:
        """Return the data folder of a server."""
        return machine.root / "var/lib/mdt-alpr/hq"

    def headquarters(self) -> Headquarters:
        """Open headquarters for the checker; the first time makes its keys."""
        return open_headquarters(self.settings(self.bench), SystemClock(), os.urandom)

    def share_key(self) -> None:
        """Give each server what a technician gives it: hq.toml, and a copy of the cluster key."""
        made = self.settings(self.bench).cluster_key
        for machine in self.servers:
            data, to = self.data(machine), self.settings(machine).cluster_key
            if made is None or to is None:
                raise OutsideError("The rig's hq.toml names no cluster key.")
            data.mkdir(parents=True)
            (data / "hq.toml").symlink_to(machine.root / "etc/mdt-alpr/hq.toml")
            shutil.copy(made, to)

    def start_servers(self, *machines: SiteMachine) -> None:
        """Start headquarters on servers and wait until each answers.

        One that ends, as where no database leads yet, is started again, as systemd does.
        """

        def are_up() -> bool:
            for machine in machines:
                if not machine.runs("hq"):
                    words = ["-m", "mdt_alpr", "hq", "--data", str(self.data(machine)), "serve"]
                    machine.start("hq", sys.executable, *words)
            return all(map(is_ready, machines))

        names = " and ".join(machine.name for machine in machines)
        wait_until(are_up, f"headquarters on {names}")


def is_ready(machine: SiteMachine) -> bool:
    """Tell whether headquarters answers there, and its database."""
    try:
        asked = httpx.get(f"http://{machine.address}:8000/readyz", trust_env=False, timeout=5)
    except httpx.HTTPError:
        return False
    return asked.status_code == httpx.codes.OK


@cache
def own_tls(place: Path) -> ssl.SSLContext:
    """Return TLS as a machine of the site speaks it, by its own certificate in this folder."""
    context = ssl.create_default_context(cafile=place / "ca.pem")
    context.load_cert_chain(place / "machine.pem", place / "machine.key")
    return context


def _asked(machine: SiteMachine, path: str) -> httpx.Response | None:
    """Return what Patroni of a database answers, None where it does not."""
    address = f"https://{machine.address}:8008/{path}"
    try:
        verify = own_tls(machine.root / "etc/patroni/tls")
        return httpx.get(address, trust_env=False, timeout=2, verify=verify)
    except httpx.HTTPError:
        return None


def _leads_etcd(machine: SiteMachine) -> bool:
    address = f"https://{machine.address}:2379/v3/maintenance/status"
    verify = own_tls(machine.root / "etc/etcd/tls")
    try:
        said = httpx.post(address, json={}, trust_env=False, timeout=2, verify=verify).json()
    except httpx.HTTPError:
        return False
    return bool(said["leader"] == said["header"]["member_id"])


def _pairs(file: Path) -> list[tuple[str, str]]:
    lines = file.read_text().split()
    return [(name, value) for name, _, value in (line.partition("=") for line in lines)]


def _own(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, _USER, _USER)
